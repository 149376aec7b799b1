"""`otklik run`: the main job, until somebody stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from importlib.util import find_spec

import structlog

from monitor.capture import Capture
from monitor.commands.asked import Written, now
from monitor.commands.check import findings
from monitor.commands.delivering import channels_of
from monitor.commands.jobs import AWAKE, MINUTE, at_the_outbox, by_the_clock
from monitor.commands.opening import Opened, opened
from monitor.commands.recovery import Recovery
from monitor.commands.reload import Reload
from monitor.commands.run_log import run_logged
from monitor.commands.stopping import serving
from monitor.commands.telegram import Connect, connected
from monitor.config.editing import PlanFile
from monitor.config.settings import read_environment
from monitor.digest import named_period
from monitor.domain import Record
from monitor.domain.sharing import Role
from monitor.domain.targets import TELEGRAM
from monitor.errors import ConfigError, MonitorError, StoreError
from monitor.process.awaiting import done_before
from monitor.recognition import Recognition
from monitor.render.document import Document
from monitor.render.screen import DOUBTFUL, console
from monitor.schedule import Job, Schedule
from monitor.store.connection.address import address_of
from monitor.store.connection.locks import Place, only_one
from monitor.team.routes import Scope
from monitor.telling.chats import Chats
from monitor.telling.outbox import Outbox
from monitor.vitals.gaps import Gaps
from monitor.vitals.heartbeat import Heartbeat
from monitor.vitals.metrics import Metrics

FAREWELL = 1  # second, of the ten that a stop may take

log = structlog.get_logger(__name__)


async def run(written: Written, role: Role = Role.ALL) -> int:
    """Crawls on schedule, sends alerts, serves the bot; SIGINT or SIGTERM end it in order."""
    if role is not Role.ALL:
        return await _share(written, role)
    with serving() as stop:
        async with (
            only_one(written.settings.database_url, now(), written.calendar.stamp) as place,
            opened(written) as house,
        ):
            _greet(house)
            await Recovery(house, running=True).look()
            await house.store.pair(house.live.routes.scopes(), now())
            gaps = Gaps(house.store, house.live, now)
            await gaps.begin()
            await house.store.begun(now())
            await house.store.keep_pauses([source.id for source in house.live.plan.sources])
            try:
                async with run_logged(house, stop):
                    await _work(house, stop, gaps, place)
            finally:
                await ended(house)
    return 0


async def _share(written: Written, role: Role) -> int:
    """One of several processes; what they need is loaded by nobody else."""
    address = address_of(written.settings.database_url)
    if address.is_sqlite:
        raise ConfigError("scale.sqlite", role=role.value, place=address.place)
    if not all(find_spec(name) for name in ("asyncpg", "procrastinate", "psycopg")):
        raise ConfigError("scale.no_package", role=role.value)
    from monitor.commands.sharing import share  # noqa: PLC0415  # an extra

    return await share(written, role)


async def _work(house: Opened, stop: asyncio.Event, gaps: Gaps, place: Place) -> None:
    """Crawling, telling and answering beside each other; what one of them cannot survive ends all in order."""
    store, live = house.store, house.live
    outbox = Outbox(store, channels_of(house, console()), house.letters, now, live.gate)
    outbox.first = gaps.look
    heart = Heartbeat(store, now, turns=lambda: outbox.turns, config=house.written.path)
    metrics = Metrics(store, live, now, beat=lambda: heart.at, messages=outbox.courier.counts)
    schedule = Schedule(house.pipeline, store, live, now, wake=outbox.wake, visited=metrics.visited)
    reload = Reload(house, due=schedule.forget)
    chats = Chats(store, live, now)
    jobs = (
        (heart.look, MINUTE),
        (gaps.look, AWAKE),
        *by_the_clock(house, lambda: heart.at),
        *at_the_outbox(house, outbox, chats),
    )
    try:
        async with AsyncExitStack() as closing, asyncio.TaskGroup() as group:  # messages in the air end before the bot
            group.create_task(place.keep(stop), name="place")
            group.create_task(ruin(house, stop), name="database")
            group.create_task(outbox.run(stop), name="outbox")
            group.create_task(schedule.run(stop, reload.look, jobs), name="schedule")
            group.create_task(metrics.run(stop), name="metrics")
            if house.written.settings.token is not None:
                connect = connected_to(house, chats)
                serving = telegram(house, outbox, stop, closing, connect, due=schedule.forget, reread=reload.look)
                group.create_task(serving, name="telegram")
    except ExceptionGroup as group_of:
        raise first(group_of) from group_of
    finally:
        await heart.end()


async def ruin(house: Opened, stop: asyncio.Event) -> None:
    """What is passing is waited for; a database that is damaged or gone ends everything, for nothing can be kept."""
    ruined = asyncio.create_task(house.store.ruin())
    if await done_before(stop, ruined):
        raise ruined.result()


async def ended(house: Opened) -> None:
    """A database in trouble keeps nobody from stopping."""
    with suppress(StoreError, TimeoutError):
        async with asyncio.timeout(FAREWELL):
            await house.store.ended(now())


def connected_to(house: Opened, chats: Chats) -> Connect:
    """The bot of this token; of topics that are closed these chats hear."""
    return partial(connected, house.written.settings, lambda: house.live.plan, chats.astray)


async def telegram(
    house: Opened,
    outbox: Outbox,
    stop: asyncio.Event,
    closing: AsyncExitStack,
    connect: Connect,
    *,
    due: Callable[[set[str]], None],
    reread: Job,
) -> None:
    """Connects beside the first crawl, for aiogram takes seconds to load."""
    loading = asyncio.create_task(connect())
    if not await done_before(stop, loading):
        return
    connection = loading.result()
    closing.push_async_callback(connection.close)
    await house.store.spoken_by(connection.bot.id)
    outbox.channels[TELEGRAM] = connection.channel
    outbox.wake()

    async def digest(scope: Scope, week: str) -> tuple[Document, tuple[Record, ...]]:
        return await house.letters.week(named_period(week, now(), house.live.plan.zone), now(), scope)

    monitor = connection.app.Monitor(
        store=house.store,
        live=house.live,
        clock=now,
        wake=outbox.wake,
        digest=digest,
        capture=Capture(
            house.store, house.live, now, pipeline=house.pipeline, fetcher=house.fetcher, reader=house.reader
        ),
        recognition=Recognition(house.fetcher, house.reader, house.live, now),
        file=PlanFile(house.written.path, lambda: read_environment(house.written.path.parent)),
        check=lambda: asyncio.to_thread(findings, house.written.path),
        reread=reread,
        due=due,
    )
    await connection.app.serve(connection.bot, monitor, stop)


def _greet(house: Opened) -> None:
    """What a person at the terminal should know before the first alert."""
    texts, plan = house.live.texts, house.live.plan
    out = console()
    out.print(texts("cli.run.watching", sources=len(plan.enabled), brands=len(plan.brands)))
    if house.written.settings.token is None:
        out.print(texts("cli.run.no_token"))
    elif not plan.team.chats:
        out.print(texts("cli.run.no_chat"))
    for warning in house.written.loaded.warnings:
        out.print(str(warning), style=DOUBTFUL, highlight=False)


def first(group: ExceptionGroup[Exception]) -> Exception:
    """What a person can act on, before what only we can."""
    told, _ = group.split(MonitorError)
    found: BaseException = told or group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found if isinstance(found, Exception) else group
