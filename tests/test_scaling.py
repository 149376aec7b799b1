"""Several processes at one PostgreSQL: each source is visited once, each host by one at a time, whoever dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from live_values import live_of, take_up
from test_pipeline import BAD, FEED, NOW, OLD, FakeWeb, plan, rss

from monitor.domain import Hold
from monitor.domain.sharing import Call, Role
from monitor.domain.targets import TERMINAL
from monitor.errors import Cause, StoreError, TakenError
from monitor.fetch.clock import Clock
from monitor.pipeline import Pipeline
from monitor.store.connection.address import address_of
from monitor.store.connection.locks import is_running, one_of, only_one
from monitor.texts import LANGUAGES, Texts

pytest.importorskip("procrastinate")
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

from procrastinate.exceptions import ConnectorException  # noqa: E402  # only where the extra is installed
from psycopg.errors import InsufficientPrivilege  # noqa: E402  # the same

from monitor.scaling.calls import Summons  # noqa: E402  # the same
from monitor.scaling.queue import VISITS, Queue  # noqa: E402  # the same
from monitor.scaling.rounds import DEADLY, Rounds  # noqa: E402  # the same
from monitor.scaling.turns import SharedPacing  # noqa: E402  # the same
from monitor.scaling.worker import Worker  # noqa: E402  # the same

OTHER = "https://other.example/rss"
TWO = plan(sources=[{"id": name, "kind": "feed", "url": url} for name, url in (("forum", FEED), ("other", OTHER))])


class Crowd:
    """A scheduler and workers, as they are in processes of their own."""

    def __init__(self, store, queue: Queue) -> None:
        self.store = store
        self.queue = queue
        self.now = NOW
        self.stop = asyncio.Event()
        self.pages = {FEED: rss(OLD, BAD), OTHER: rss(("b", "Зубр-Софт", BAD[2] + " Ещё раз."))}
        self.web = FakeWeb(self.pages)
        self.live = live_of(TWO, telegram=False)
        self.rounds = Rounds(queue, store, self.live, self.clock, self.stop)
        self.reread = 0

    def clock(self):
        return self.now

    def worker(self) -> Worker:
        async def reread() -> None:
            self.reread += 1

        pipeline = Pipeline(self.store, self.web, self.live.understanding, self.clock)
        return Worker(pipeline, self.store, self.live, reread, self.stop)

    async def calls(self, sources=TWO.sources) -> list[Call]:
        """What is called for where these are due."""
        round_of_it = asyncio.create_task(self.rounds.round(sources))
        await asyncio.sleep(0)
        while not self.rounds._wanted and not round_of_it.done():  # noqa: ASYNC110  # it asks for pauses first
            await asyncio.sleep(0.001)
        await self.rounds.look()
        round_of_it.cancel()
        await asyncio.gather(round_of_it, return_exceptions=True)
        jobs = await self.queue._app.job_manager.list_jobs_async(queue=VISITS)
        return [Call(**job.task_kwargs) for job in jobs]

    async def asked(self) -> int:
        return len(self.web.conditional)


@pytest.fixture
async def queue(database_url) -> AsyncIterator[Queue]:
    """The queue of an empty database."""
    async with Queue(address_of(database_url)).opened(leads=True) as opened:
        await opened._connector.execute_query_async("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
        await opened._connector.execute_query_async("TRUNCATE host_turn")
        yield opened


@pytest.fixture
def crowd(store, queue) -> Crowd:
    return Crowd(store, queue)


async def test_a_round_is_over_when_workers_have_visited_all_of_it_once_and_tells_one_summary(crowd):
    told = []
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        for _ in range(3):
            other = Queue(crowd.queue._address)
            group.create_task(_served(other, crowd.worker(), crowd.stop))
        round_of_it = asyncio.create_task(crowd.rounds.round(TWO.sources, told.append))
        while not round_of_it.done():
            await crowd.rounds.look()
            await asyncio.sleep(0.02)
        crowd.stop.set()
    assert {report.source: report.next_visit > NOW for report in told} == {"forum": True, "other": True}
    assert [report.source for report in await round_of_it] == ["forum", "other"]
    assert await crowd.asked() == 2
    assert not await crowd.queue.present()
    (summary,) = await crowd.store.owed(TERMINAL, NOW + timedelta(minutes=1), 50)
    assert (summary.notice.found, set(summary.notice.sources)) == (3, {"forum", "other"})


async def test_a_source_waits_once_whoever_calls_for_it(crowd):
    calls = await crowd.calls()
    summons = Summons(crowd.queue, crowd.store, crowd.live, crowd.clock)
    await summons.summon({"forum", "other", "no-such"})
    assert await crowd.calls() == calls
    assert await crowd.queue.present() == {"forum": "forum.example", "other": "other.example"}


async def test_what_was_kept_by_somebody_who_died_is_not_visited_again(crowd):
    call, _ = await crowd.calls()
    await crowd.worker().visit(call)
    await crowd.worker().visit(call)
    assert await crowd.asked() == 1


async def test_who_has_an_older_file_leaves_the_source_to_others(crowd, monkeypatch):
    monkeypatch.setattr("monitor.scaling.worker.BEHIND", 0.0)
    call, _ = await crowd.calls()
    take_up(crowd.live, plan())
    await crowd.worker().visit(Call(call.source, call.host, "another", call.due, call.begun))
    await crowd.worker().visit(Call("gone", call.host, call.written, call.due, call.begun))
    assert (await crowd.asked(), crowd.reread) == (0, 2)


async def test_what_the_dead_were_visiting_waits_again_until_it_looks_deadly(crowd):
    await crowd.calls()
    manager = crowd.queue._app.job_manager
    await crowd.worker().visit((await crowd.calls())[0])  # so that there is something to put off
    for death in range(DEADLY):
        hand = await manager.register_worker()
        job = await manager.fetch_job([VISITS], hand)
        assert job.queueing_lock == "forum", death
        await manager.unregister_worker(hand)
        await crowd.rounds.revive()
    assert set(await crowd.queue.present()) == {"other"}
    crowd_state = await crowd.store.source("forum")
    assert crowd_state.next_visit >= NOW + timedelta(hours=1)


async def test_a_host_is_asked_by_one_at_a_time_and_the_gap_is_everybodys(crowd):
    at: list[float] = []
    inside = 0

    async def asks(pacing: SharedPacing) -> None:
        nonlocal inside
        for _ in range(2):
            async with pacing.turn("forum.example") as turn:
                inside += 1
                await turn.pause(0.1)
                turn.started()
                at.append(asyncio.get_running_loop().time())
                assert inside == 1
                await asyncio.sleep(0)
                inside -= 1

    one, two = (SharedPacing(crowd.queue, name, Clock(), crowd.store.holds) for name in ("one", "two"))
    await asyncio.gather(asks(one), asks(one), asks(two))
    assert len(at) == 6
    assert min(later - sooner for sooner, later in pairwise(at)) >= 0.09


async def test_a_turn_of_the_dead_ends_and_counts_as_asked_until_then(crowd):
    assert await crowd.queue.take("forum.example", "dead", 1000) is not None
    assert await crowd.queue.take("forum.example", "alive", 1000) is None
    ended = "UPDATE host_turn SET until = clock_timestamp() - interval '100 seconds'"
    await crowd.queue._connector.execute_query_async(ended)
    ago, _ = await crowd.queue.take("forum.example", "alive", 1000)
    assert 100 <= ago < 200


async def test_who_is_to_be_left_alone_is_known_to_all_at_their_next_turn(crowd):
    heard = []
    pacing = SharedPacing(crowd.queue, "one", Clock(), crowd.store.holds)
    pacing.learn = heard.append
    async with pacing.turn("forum.example"):
        pass
    await crowd.store.keep_holds({"forum.example": Hold(NOW + timedelta(days=1), Cause.BLOCKED)}, now=NOW)
    await crowd.queue.mark()
    async with pacing.turn("other.example"):
        pass
    async with pacing.turn("other.example"):
        pass
    assert [set(holds) for holds in heard] == [set(), {"forum.example"}]


async def test_one_scheduler_one_bot_and_many_workers(database_url, monkeypatch):
    monkeypatch.setattr("monitor.store.connection.locks._BETWEEN", 0.0)
    async with AsyncExitStack() as stack:
        for role in (Role.SCHEDULER, Role.BOT, Role.WORKER, Role.WORKER):
            await stack.enter_async_context(one_of(database_url, role, NOW, str))
        for role in (Role.SCHEDULER, Role.BOT):
            with pytest.raises(TakenError) as caught:
                await stack.enter_async_context(one_of(database_url, role, NOW, str))
            assert caught.value.key == f"store.taken_{role}_by"
            assert all("--role worker" in Texts(language).error(caught.value) for language in LANGUAGES)
        with pytest.raises(TakenError):
            await stack.enter_async_context(only_one(database_url, NOW, str))
        assert await is_running(address_of(database_url))
    async with only_one(database_url, NOW, str):
        with pytest.raises(TakenError) as caught:
            async with one_of(database_url, Role.WORKER, NOW, str):
                pass
        assert caught.value.key == "store.taken_by"


async def _served(queue: Queue, worker: Worker, stop: asyncio.Event) -> None:
    async with queue.opened(leads=False):
        await queue.serve(worker.visit, stop, at_once=2, grace=timedelta(seconds=1))


@pytest.mark.usefixtures("queue")
async def test_a_database_that_is_away_is_not_told_of_at_every_try(caplog):
    away = Queue(address_of("postgresql://127.0.0.1:1/otklik"))
    with suppress(TimeoutError):
        async with asyncio.timeout(2), away.opened(leads=False):
            pass
    assert not [record for record in caplog.records if record.name.startswith("psycopg")]


async def test_a_user_who_may_make_tables_alone_is_told_of_the_schema(queue):
    refused = ConnectorException()
    refused.__cause__ = InsufficientPrivilege()
    with pytest.raises(StoreError) as caught, queue._told():
        raise refused
    for language in LANGUAGES:
        assert "otklik_queue" in Texts(language).error(caught.value)
