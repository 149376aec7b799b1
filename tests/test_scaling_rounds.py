"""What several processes owe each other beside the visits: pauses, files that differ, hosts, signs of life."""

# ruff: noqa: F811  # its fixtures are those of test_scaling

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from live_values import live_of, take_up
from structlog.testing import capture_logs
from test_pipeline import FEED, NOW, plan
from test_scaling import TWO, Crowd, crowd, queue  # noqa: F401  # fixtures

from monitor.domain import VisitStatus
from monitor.domain.sharing import Call, Role
from monitor.domain.standing import ALONE_AFTER
from monitor.errors import StoreError
from monitor.fetch.clock import Clock
from monitor.scaling import schema
from monitor.scaling.calls import Summons
from monitor.scaling.everybody import Everybody
from monitor.scaling.queue import VISITS, Queue
from monitor.scaling.rounds import OF_A_HOST
from monitor.scaling.turns import SPAN, SharedPacing
from monitor.scaling.worker import Worker

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

MANY = [{"id": f"feed{n}", "kind": "feed", "url": f"{FEED}/{n}"} for n in range(OF_A_HOST + 3)]
LEFT = "SELECT extract(epoch FROM until - clock_timestamp())::float8 AS left FROM host_turn"


async def begun(crowd: Crowd, sources, told) -> asyncio.Task:
    """A round whose calls are out."""
    one = asyncio.create_task(crowd.rounds.round(sources, told.append))
    async with asyncio.timeout(60):
        while not crowd.rounds._wanted:  # noqa: ASYNC110  # it asks for pauses first
            await asyncio.sleep(0.001)
    await crowd.rounds.look()
    return one


async def called(crowd: Crowd) -> list[Call]:
    jobs = await crowd.queue._app.job_manager.list_jobs_async(queue=VISITS)
    return [Call(**job.task_kwargs) for job in jobs]


async def emptied(crowd: Crowd) -> None:
    """As if workers had come to the end of every call."""
    await crowd.queue._connector.execute_query_async("TRUNCATE procrastinate_jobs CASCADE")


async def test_a_paused_source_is_called_for_by_no_round_and_by_nobody_who_asks(crowd):
    await crowd.store.pause("forum", "Анна", NOW)
    told = []
    (report,) = await crowd.rounds.round(TWO.sources[:1], told.append)
    assert (report.status, report.next_visit) == (VisitStatus.SKIPPED, NOW + timedelta(hours=1))
    assert told == [report]
    summons = Summons(crowd.queue, crowd.store, crowd.live, crowd.clock)
    await summons.summon(["forum", "other"])
    assert set(await crowd.queue.present()) == {"other"}


async def test_a_source_that_is_switched_off_is_called_for_by_nobody_who_asks(crowd):
    off = plan(sources=[{"id": "forum", "kind": "feed", "url": FEED, "enabled": False}])
    await Summons(crowd.queue, crowd.store, live_of(off), crowd.clock).summon(["forum"])
    assert not await crowd.queue.present()


async def test_a_new_call_waits_also_where_another_of_its_portion_waits_already(crowd):
    forum, other = await crowd.calls()
    await emptied(crowd)
    await crowd.queue.put([forum])
    await crowd.queue.put([forum, other])
    assert await called(crowd) == [forum, other]


async def test_what_the_team_has_called_for_is_visited_once_and_ends_the_round_as_well(crowd):
    await Summons(crowd.queue, crowd.store, crowd.live, crowd.clock).summon(["forum"])
    told = []
    round_of_it = await begun(crowd, TWO.sources[:1], told)
    (call,) = await called(crowd)
    await crowd.worker().visit(call)
    await emptied(crowd)
    await crowd.rounds.look()
    assert [report.source for report in await round_of_it] == ["forum"]
    assert (len(told), await crowd.asked(), await crowd.queue.present()) == (1, 1, {})


async def test_who_asks_for_what_is_under_way_waits_for_the_same_visit(crowd):
    told = []
    first = await begun(crowd, TWO.sources[:1], told)
    second = asyncio.create_task(crowd.rounds.round(TWO.sources[:1], told.append))
    (call,) = await called(crowd)
    await crowd.worker().visit(call)
    await emptied(crowd)
    await crowd.rounds.look()
    assert await first == await second
    assert len(told) == 1


@pytest.mark.parametrize(
    ("after", "at_once"), [([{"id": "forum", "kind": "feed", "url": f"{FEED}?new"}], True), (MANY[:1], False)]
)
async def test_a_source_that_changed_while_it_was_visited_is_due_again_at_once_and_one_that_left_is_not(
    crowd, after, at_once
):
    told = []
    round_of_it = await begun(crowd, TWO.sources[:1], told)
    (call,) = await called(crowd)
    await crowd.worker().visit(call)
    await emptied(crowd)
    take_up(crowd.live, plan(sources=after))
    await crowd.rounds.look()
    await round_of_it
    assert [report.next_visit == NOW for report in told] == [at_once]


async def test_a_stop_ends_a_round_and_what_is_heard_of_it_later_is_no_trouble(crowd):
    told = []
    round_of_it = await begun(crowd, TWO.sources, told)
    crowd.stop.set()
    async with asyncio.timeout(60):
        assert await round_of_it == ()
    await emptied(crowd)
    await crowd.rounds.look()
    assert [report.source for report in told] == ["forum", "other"]


async def test_what_ends_without_a_visit_ends_the_round_and_stays_due(crowd):
    told = []
    round_of_it = await begun(crowd, TWO.sources[:1], told)
    await emptied(crowd)
    await crowd.rounds.look()
    (report,) = await round_of_it
    assert (report.status, report.next_visit) == (VisitStatus.FAILED, None)


async def test_calls_for_one_host_leave_room_for_those_of_others(crowd, monkeypatch):
    monkeypatch.setattr("monitor.scaling.rounds.WAITING", OF_A_HOST + 2)
    others = [{"id": f"other{n}", "kind": "feed", "url": f"https://other{n}.example/rss"} for n in range(3)]
    take_up(crowd.live, plan(sources=[*MANY, *others]))
    round_of_it = await begun(crowd, crowd.live.plan.sources, [])
    hosts = list((await crowd.queue.present()).values())
    assert (hosts.count("forum.example"), len(hosts)) == (OF_A_HOST, OF_A_HOST + 2)
    await crowd.rounds.look()
    assert len(await crowd.queue.present()) == OF_A_HOST + 2
    monkeypatch.undo()
    crowd.now += timedelta(minutes=1)
    await crowd.rounds.look()
    assert len(await crowd.queue.present()) == OF_A_HOST + 3
    assert {call.begun for call in await called(crowd)} == {NOW.isoformat()}  # one round tells one summary
    round_of_it.cancel()


async def test_a_visit_of_the_dead_does_not_wait_twice_where_its_source_was_called_for_anew(crowd):
    calls = await crowd.calls()
    manager = crowd.queue._app.job_manager
    hand = await manager.register_worker()
    await manager.fetch_job([VISITS], hand)
    await crowd.queue.put(calls)
    await manager.unregister_worker(hand)
    await crowd.rounds.revive()
    assert sorted(call.source for call in await called(crowd)) == ["forum", "other"]


async def test_a_worker_whose_database_is_in_trouble_leaves_the_visit_to_others(crowd):
    class Away:
        async def states_of(self, _):
            raise StoreError("store.unreachable", place="db")

    crowd.stop.set()  # nobody rests here
    call, _ = await crowd.calls()
    one = crowd.worker()
    await Worker(one._pipeline, Away(), crowd.live, one._reread, crowd.stop).visit(call)
    assert await crowd.asked() == 0


async def test_who_is_missing_is_told_once_and_when_all_were_there_is_known(crowd):
    everybody = Everybody(crowd.store, crowd.queue, crowd.clock)

    async def missing() -> list[list[str]]:
        with capture_logs() as said:
            await everybody.look()
        return [line["roles"] for line in said if "roles" in line]

    assert [await missing(), await missing()] == [[["bot", "worker"]], []]
    await crowd.queue._app.job_manager.register_worker()
    assert (await missing(), everybody.at) == ([["bot"]], None)
    await crowd.store.note_beat(Role.BOT, NOW)
    assert (await missing(), everybody.at) == ([], NOW)
    crowd.now = NOW + ALONE_AFTER
    assert (await missing(), everybody.at) == ([], crowd.now)
    crowd.now += timedelta(seconds=1)
    assert (await missing(), everybody.at) == ([["bot"]], NOW + ALONE_AFTER)


async def test_tables_of_another_version_are_made_anew_by_the_scheduler_and_waited_for_by_others(crowd, monkeypatch):
    monkeypatch.setattr("monitor.scaling.queue.AGAIN", 0.05)
    await crowd.queue._connector.execute_query_async(f"COMMENT ON SCHEMA {schema.NAME} IS 'otklik 0'")

    async def comes() -> None:
        async with Queue(crowd.queue._address).opened(leads=False):
            pass

    worker = asyncio.create_task(comes())
    with suppress(TimeoutError):
        async with asyncio.timeout(0.3):
            await asyncio.shield(worker)
    assert not worker.done()
    async with asyncio.timeout(60), Queue(crowd.queue._address).opened(leads=True) as opened:
        await worker
        assert not await opened.present()


async def test_a_turn_that_takes_long_is_taken_on_while_its_holder_lives(crowd, monkeypatch):
    monkeypatch.setattr("monitor.scaling.turns.RENEWED", 0.01)
    connector, stop = crowd.queue._connector, asyncio.Event()
    pacing = SharedPacing(crowd.queue, "one", Clock(), crowd.store.holds)
    keeping = asyncio.create_task(pacing.keep(stop))
    async with pacing.turn("forum.example"), asyncio.timeout(60):
        await connector.execute_query_async("UPDATE host_turn SET until = clock_timestamp() + interval '1 second'")
        while (await connector.execute_query_one_async(LEFT))["left"] < SPAN - 5:  # noqa: ASYNC110  # the database's clock
            await asyncio.sleep(0.01)
        assert await crowd.queue.take("forum.example", "two", SPAN) is None
    assert await crowd.queue.take("forum.example", "two", SPAN) is not None
    stop.set()
    await keeping


async def test_a_turn_in_which_nothing_was_asked_leaves_no_gap_to_be_waited_for(crowd):
    pacing = SharedPacing(crowd.queue, "one", Clock(), crowd.store.holds)
    async with pacing.turn("forum.example"):
        pass
    ago, _ = await crowd.queue.take("forum.example", "two", SPAN)
    assert ago is None
    await crowd.queue.give("forum.example", "two", 7.0)
    async with pacing.turn("forum.example") as turn:
        assert 7 <= Clock().monotonic() - turn.last < 60  # as if we had asked ourselves
    ago, _ = await crowd.queue.take("forum.example", "two", SPAN)
    assert 7 <= ago < 60


async def test_a_turn_that_ends_with_an_error_is_given_on_as_well(crowd):
    pacing = SharedPacing(crowd.queue, "one", Clock(), crowd.store.holds)

    async def breaks() -> None:
        async with pacing.turn("forum.example") as turn:
            turn.started()
            raise ValueError("the page broke")

    with pytest.raises(ValueError, match="broke"):
        await breaks()
    ago, _ = await crowd.queue.take("forum.example", "two", SPAN)
    assert 0 <= ago < SPAN


async def test_a_database_in_trouble_is_waited_for_and_breaks_no_turn(crowd, monkeypatch):
    monkeypatch.setattr("monitor.scaling.turns.TROUBLE", 0.0)
    tries = []

    class Troubled:
        async def take(self, host, *_):
            tries.append(host)
            if len(tries) == 1:
                raise StoreError("store.unreachable", place="db")
            return None, 0

        async def give(self, *_):
            raise StoreError("store.unreachable", place="db")

    async with SharedPacing(Troubled(), "one", Clock(), crowd.store.holds).turn("forum.example"):
        assert tries == ["forum.example"] * 2


async def test_hosts_that_nobody_asked_for_an_hour_are_forgotten_and_no_others(crowd):
    for host, hours in (("old.example", 2), ("late.example", 0)):
        await crowd.queue.take(host, "one", SPAN)
        await crowd.queue.give(host, "one", hours * 3600.0)
    await crowd.queue.forget_turns()
    rows = await crowd.queue._connector.execute_query_all_async("SELECT host FROM host_turn")
    assert [row["host"] for row in rows] == ["late.example"]
