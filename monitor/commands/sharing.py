"""`otklik run --role ...`: one of several processes that share the work at one PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from secrets import token_hex
from typing import Any

import structlog

from monitor.commands.asked import Written, now
from monitor.commands.delivering import channels_of
from monitor.commands.jobs import AWAKE, MINUTE, at_the_outbox, by_the_clock
from monitor.commands.opening import Opened, fetcher_of, opened
from monitor.commands.recovery import Recovery
from monitor.commands.reload import Reload
from monitor.commands.run import connected_to, ended, first, ruin, telegram
from monitor.commands.run_log import run_logged
from monitor.commands.stopping import serving
from monitor.domain.sharing import Role
from monitor.errors import StoreError
from monitor.fetch import Fetcher
from monitor.fetch.clock import Clock
from monitor.live import Live
from monitor.pipeline import AT_ONCE
from monitor.render.screen import console
from monitor.scaling.calls import Summons
from monitor.scaling.everybody import Everybody
from monitor.scaling.queue import Queue
from monitor.scaling.rounds import Rounds
from monitor.scaling.turns import SharedPacing
from monitor.scaling.worker import Worker
from monitor.schedule import GRACE, RELOAD, Job, Schedule, regularly
from monitor.store import Store
from monitor.store.connection.address import address_of
from monitor.store.connection.locks import Place, one_of
from monitor.telling.chats import Chats
from monitor.telling.outbox import Outbox
from monitor.vitals.gaps import Gaps
from monitor.vitals.heartbeat import Heartbeat
from monitor.vitals.metrics import Metrics

STALLED, TIDY = 5, 600  # seconds between two looks: at the dead, at what nobody needs

Jobs = Sequence[tuple[Job, int]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Shared:
    """What each of them works with."""

    role: Role
    house: Opened
    queue: Queue
    stop: asyncio.Event

    async def beat(self, at: Any) -> None:
        """We are well."""
        await self.house.store.note_beat(self.role, at)

    def heart(self, turns: Callable[[], int], noted: Callable[..., Awaitable[None]]) -> Heartbeat:
        """Our own sign of life, beside those of others on this machine."""
        house, role = self.house, self.role.value
        return Heartbeat(house.store, now, turns=turns, config=house.written.path, role=role, noted=noted)


async def share(written: Written, role: Role) -> int:
    """Until SIGINT or SIGTERM, which end it in order."""
    url = written.settings.database_url
    with serving() as stop:
        async with (
            one_of(url, role, now(), written.calendar.stamp) as place,
            Queue(address_of(url)).opened(leads=role is Role.SCHEDULER) as queue,
            _together(written, queue) as (house, turns),
        ):
            plan = house.live.plan
            said = house.live.texts(f"cli.run.{role}", sources=len(plan.sources), brands=len(plan.brands))
            console().print(said)
            async with run_logged(house, stop, role):
                await _work(Shared(role, house, queue, stop), place, turns)
    return 0


@asynccontextmanager
async def _together(written: Written, queue: Queue) -> AsyncIterator[tuple[Opened, SharedPacing]]:
    """Everything a process works with; each host's pace is held by all."""
    holder = f"{socket.gethostname()} {os.getpid()} {token_hex(4)}"
    paces: list[SharedPacing] = []

    async def web(written: Written, live: Live, store: Store) -> Fetcher:
        paces.append(pacing := SharedPacing(queue, holder, Clock(), store.holds))
        fetcher = await fetcher_of(written, live, store, pacing=pacing, held=queue.mark)
        pacing.learn = fetcher.learn
        return fetcher

    async with opened(written, web) as house:
        yield house, paces[0]


async def _work(shared: Shared, place: Place, turns: SharedPacing) -> None:
    """What one of the parts cannot survive ends all in order."""
    stop = shared.stop
    try:
        async with AsyncExitStack() as closing, asyncio.TaskGroup() as group:
            group.create_task(place.keep(stop), name="place")
            group.create_task(ruin(shared.house, stop), name="database")
            group.create_task(turns.keep(stop), name="turns")
            await _PARTS[shared.role](shared, group, closing)
    except ExceptionGroup as group_of:
        raise first(group_of) from group_of


async def _schedule(shared: Shared, group: asyncio.TaskGroup, closing: AsyncExitStack) -> None:
    """Says what is due; and all that happens by the clock and needs no messenger."""
    house, queue, stop = shared.house, shared.queue, shared.stop
    store, live = house.store, house.live
    await _follow_ways(house)
    gaps = Gaps(store, live, now)
    await gaps.begin()
    await store.begun(now())
    closing.push_async_callback(ended, house)
    await store.keep_pauses([source.id for source in live.plan.sources])
    heart = shared.heart(count().__next__, store.heartbeat)
    closing.push_async_callback(heart.end)
    everybody = Everybody(store, queue, now)
    rounds = Rounds(queue, store, live, now, stop)
    metrics = Metrics(store, live, now, beat=lambda: heart.at, messages={})
    schedule = Schedule(rounds, store, live, now, wake=_nobody, visited=metrics.visited)
    reload = Reload(house, due=schedule.forget)

    async def watched() -> None:
        if await queue.workers():
            await gaps.look()

    jobs: Jobs = (
        (rounds.revive, STALLED),
        (queue.forget_turns, TIDY),
        (heart.look, MINUTE),
        (everybody.look, MINUTE),
        (watched, AWAKE),
        *by_the_clock(house, lambda: everybody.at),
        (lambda: _follow_ways(house), RELOAD),
    )
    group.create_task(rounds.keep(), name="rounds")
    group.create_task(schedule.run(stop, reload.look, jobs), name="schedule")
    group.create_task(metrics.run(stop), name="metrics")


async def _visit(shared: Shared, group: asyncio.TaskGroup, closing: AsyncExitStack) -> None:
    """Visits what is due."""
    house, stop = shared.house, shared.stop
    await _follow_ways(house)
    reread = Reload(house, due=_nobody, leads=False).look
    heart = shared.heart(count().__next__, shared.beat)
    closing.push_async_callback(heart.end)
    worker = Worker(house.pipeline, house.store, house.live, reread, stop)
    jobs: Jobs = ((heart.look, MINUTE), (reread, RELOAD), (lambda: _follow_ways(house), RELOAD))
    group.create_task(_regularly(shared, jobs), name="jobs")
    serving = shared.queue.serve(worker.visit, stop, at_once=AT_ONCE, grace=GRACE)
    group.create_task(serving, name="visits")


async def _deliver(shared: Shared, group: asyncio.TaskGroup, closing: AsyncExitStack) -> None:
    """Delivers what is owed, and serves the team."""
    house, stop, store, live = shared.house, shared.stop, shared.house.store, shared.house.live
    telegram_too, mail_too = live.ways
    await store.note_ways(telegram=telegram_too, mail=mail_too)
    await Recovery(house, running=True).look()
    await store.pair(live.routes.scopes(), now())
    await Gaps(store, live, now).begin()  # before what is owed, should the scheduler be still to come
    outbox = Outbox(store, channels_of(house, console()), house.letters, now, live.gate)
    heart = shared.heart(lambda: outbox.turns, shared.beat)
    closing.push_async_callback(heart.end)
    chats = Chats(store, live, now)
    summons = Summons(shared.queue, store, live, now)

    def due(sources: set[str]) -> None:
        group.create_task(_quietly(summons.summon(sources)), name="summons")

    reread = Reload(house, due=_nobody, leads=False).look
    jobs: Jobs = (
        (heart.look, MINUTE),
        (reread, RELOAD),
        *at_the_outbox(house, outbox, chats),
    )
    group.create_task(outbox.run(stop), name="outbox")
    group.create_task(_regularly(shared, jobs), name="jobs")
    if house.written.settings.token is not None:
        serving = telegram(house, outbox, stop, closing, connected_to(house, chats), due=due, reread=reread)
        group.create_task(serving, name="telegram")


_PARTS: Mapping[Role, Callable[[Shared, asyncio.TaskGroup, AsyncExitStack], Awaitable[None]]] = {
    Role.SCHEDULER: _schedule,
    Role.WORKER: _visit,
    Role.BOT: _deliver,
}


async def _regularly(shared: Shared, jobs: Jobs) -> None:
    await regularly(jobs, shared.stop, shared.house.live.plan.zone, under_way=set())


async def _follow_ways(house: Opened) -> None:
    """Whom alerts are owed to depends on how the bot reaches them: it knows, we need not have its token."""
    ways, live = await house.store.ways(), house.live
    if ways is None or ways == live.ways:
        return
    telegram_too, mail_too = ways
    live.by_ways(telegram=telegram_too, mail=mail_too)
    live.put(await asyncio.to_thread(live.built, live.loaded))
    house.pipeline.adopt(live.understanding)
    log.info("people are told as the bot tells them", telegram=telegram_too, mail=mail_too)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    with suppress(StoreError):  # it says so itself; what is due is due all the same
        await work


def _nobody(*_: object) -> None:
    """The outbox is another process, and looks every second."""
