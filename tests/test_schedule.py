"""The weekly digest falls due once a week, at the team's time, and also after a night that we slept through."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from live_values import live_of

from monitor.config.plan import Plan
from monitor.domain import Report, SourceState, VisitStatus
from monitor.schedule import Every, Schedule, _followed, regularly
from monitor.store import Visit
from monitor.team.routes import Scope
from monitor.weekly.owed import owe_week

URL = "https://forum.example/rss"
CHAT, MAIL = "telegram:-100500", "mail:director@site.example"
MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)  # nine o'clock in Minsk


class Team:
    """A team with a store and a clock."""

    def __init__(self, store):
        self.store = store
        self.now = MONDAY
        self.chats, self.emails, self.off, self.alerts = [-100500], [], [], {}
        self.woken = []  # when whoever delivers was told that there is something
        self.when("mon 09:00")

    def when(self, moment=None):
        """The file says another time now, or other people."""
        self.moment = moment or self.moment
        plan = Plan.model_validate(
            {
                "timezone": "Europe/Minsk",
                "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
                "sources": [],
                "team": {"chats": [{"id": chat} for chat in self.chats]},
                "digest": {"when": self.moment, "email": self.emails},
                "alerts": {"days_off": self.off, **self.alerts},
            }
        )
        self.plan, live = plan, live_of(plan, mail=True)
        self.schedule = Schedule(None, self.store, live, lambda: self.now, wake=lambda: self.woken.append(self.now))

    async def watches_since(self, at):
        """A source was first read then."""
        state = SourceState("forum", "ok", first_success=at, last_success=at)
        await self.store.keep(Visit("forum", at, (), {}, history=True, state=state))

    async def weeks(self, *, target=CHAT, **later):
        """The digests that go out by then."""
        self.now += timedelta(**later)
        await self.schedule.owe_digest()
        owed = await self.store.owed(target, self.now)
        for one in owed:
            await self.store.claim(one.id)
            await self.store.sent(one.id, self.now, 1)
        return [one.notice.week for one in owed]


@pytest.fixture
async def team(store):
    team = Team(store)
    await team.watches_since(MONDAY - timedelta(days=20))
    return team


async def test_a_week_is_summed_up_once_at_the_teams_time(team):
    team.now -= timedelta(minutes=1)
    assert await team.weeks() == ["2026-W46"]  # last Monday's, which nobody sent
    assert await team.weeks(minutes=1) == ["2026-W47"]
    assert await team.weeks(days=6) == []
    assert team.woken == [MONDAY - timedelta(minutes=1), MONDAY]


async def test_a_week_that_ended_while_nothing_ran_is_summed_up_later(team):
    assert await team.weeks(days=2) == ["2026-W47"]


async def test_a_product_that_is_new_owes_no_digest(store):
    team = Team(store)
    await team.watches_since(MONDAY + timedelta(hours=1))
    assert await team.weeks(hours=2) == []


async def test_a_time_that_is_moved_brings_back_no_older_week(team):
    assert await team.weeks(days=1) == ["2026-W47"]
    team.when("fri 18:00")
    assert await team.weeks() == []
    assert await team.weeks(days=11) == ["2026-W48"]


async def test_whoever_reads_it_by_mail_gets_the_same_weeks(team):
    team.emails = ["director@site.example"]
    team.when()
    assert await team.weeks() == ["2026-W47"]
    assert await team.weeks(target=MAIL) == ["2026-W47"]
    assert await team.weeks(target=MAIL, days=6) == []
    assert await team.weeks(target=MAIL, days=1) == ["2026-W48"]


async def test_whoever_is_new_gets_the_next_week(team):
    assert await team.weeks() == ["2026-W47"]
    team.chats, team.emails = [-100500, -100600], ["director@site.example"]
    team.when()
    assert await team.weeks(target="telegram:-100600", days=2) == []
    assert await team.weeks(target=MAIL) == []
    assert await team.weeks(target="telegram:-100600", days=5) == ["2026-W48"]
    assert await team.weeks(target=MAIL) == ["2026-W48"]


async def test_what_a_crash_kept_from_some_is_owed_to_them_and_to_nobody_twice(team):
    team.chats = [-100500, -100600]
    team.when()
    await owe_week(team.store, team.plan, CHAT, "2026-W47", team.now, scope=Scope())
    assert await team.weeks(target="telegram:-100600", minutes=1) == ["2026-W47"]
    assert await team.weeks() == ["2026-W47"]
    assert await team.weeks(minutes=1) == []


async def test_on_a_day_off_it_comes_on_the_next_working_day(team):
    team.off = ["2026-11-23", "2026-11-24"]
    team.when()
    assert await team.weeks() == ["2026-W46"]
    assert await team.weeks(days=1, hours=23) == []
    assert await team.weeks(hours=1) == ["2026-W47"]
    assert await team.weeks(days=5) == ["2026-W48"]


async def test_weeks_that_a_long_holiday_held_back_come_together_to_whoever_was_there(team):
    team.off = ["2026-11-23", "2026-11-30"]
    team.off += [f"2026-11-{day}" for day in range(24, 30)]
    team.when()
    await team.store.begun(team.now)
    assert await team.weeks() == ["2026-W46"]
    assert await team.weeks(days=8) == ["2026-W47", "2026-W48"]
    assert await team.weeks(minutes=1) == []


async def test_after_weeks_of_sleep_only_the_latest_is_told(team):
    assert await team.weeks() == ["2026-W47"]
    await team.store.begun(team.now + timedelta(days=42, hours=1))
    assert await team.weeks(days=43) == ["2026-W53"]  # 3 January was a Sunday of the old year
    assert await team.weeks(days=1) == []


async def test_a_digest_that_is_late_wakes_nobody(team):
    team.alerts = {"quiet_hours": "22:00-08:00"}
    team.when()
    assert await team.weeks(hours=14) == []  # at 23:00
    assert await team.weeks(hours=8, minutes=59) == []
    assert await team.weeks(minutes=1) == ["2026-W47"]
    team.when("mon 07:00")
    assert await team.weeks(days=5, hours=22, minutes=59) == []
    assert await team.weeks(minutes=1) == ["2026-W48"]


async def test_what_somebody_asked_for_by_hand_changes_nothing(team):
    for week in ("2026-W40", "2026-W48"):
        await owe_week(team.store, team.plan, CHAT, week, team.now, scope=Scope(), key_suffix=":by-hand")
    assert sorted(await team.weeks()) == ["2026-W40", "2026-W47", "2026-W48"]
    assert await team.weeks(days=7) == ["2026-W48"]


async def test_a_clock_that_is_set_back_brings_nothing_twice(team):
    assert await team.weeks() == ["2026-W47"]
    assert await team.weeks(days=-10) == []
    assert await team.weeks(days=10) == []


async def test_a_clock_that_is_set_back_stops_no_job():
    stop, scheduler = asyncio.Event(), AsyncIOScheduler(timezone=UTC)
    scheduler.start(paused=True)
    job = scheduler.add_job(stop.set, "interval", seconds=1, next_run_time=MONDAY + timedelta(seconds=1))
    hands = iter([MONDAY, MONDAY + timedelta(seconds=30), MONDAY + timedelta(seconds=30), MONDAY - timedelta(hours=3)])

    def clock():
        at = next(hands)
        if at < MONDAY:
            stop.set()
        return at

    await _followed(scheduler, stop, clock, rest=0)
    assert job.next_run_time == MONDAY - timedelta(hours=3)
    scheduler.shutdown(wait=False)


async def test_a_stop_soon_after_a_clock_was_set_back_begins_no_job():
    stop, scheduler = asyncio.Event(), AsyncIOScheduler(timezone=UTC)
    scheduler.start(paused=True)
    job = scheduler.add_job(stop.set, "interval", seconds=1, next_run_time=MONDAY + timedelta(seconds=1))
    hands = iter([MONDAY, MONDAY - timedelta(hours=3)])
    asyncio.get_running_loop().call_soon(stop.set)
    await _followed(scheduler, stop, lambda: next(hands))
    assert job.next_run_time == MONDAY + timedelta(seconds=1)
    scheduler.shutdown(wait=False)


async def test_a_year_that_a_clock_is_set_forward_by_is_one_turn_of_a_job_and_not_one_for_each_second_of_it():
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.start(paused=True)
    job = scheduler.add_job(scheduler.resume, Every(5), next_run_time=MONDAY)
    late = MONDAY + timedelta(days=365, seconds=7)
    assert job._get_run_times(late) == [MONDAY]
    assert job.trigger.get_next_fire_time(MONDAY, late) == MONDAY + timedelta(days=365, seconds=10)
    scheduler.shutdown(wait=False)


@pytest.mark.parametrize("changed", [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)])
def test_an_hour_that_is_skipped_or_repeated_changes_nothing_for_a_job(changed):
    before, after = (changed + timedelta(seconds=by) for by in (-20, 40))
    berlin = ZoneInfo("Europe/Berlin")
    following = Every(60).get_next_fire_time(before.astimezone(berlin), before.astimezone(berlin))
    assert (following.astimezone(UTC), following.tzinfo) == (after, berlin)


async def test_a_source_that_was_visited_by_a_clock_that_went_ahead_is_due_at_once(team):
    state = SourceState("forum", "ok", first_success=MONDAY, last_success=MONDAY + timedelta(hours=3))
    state = replace(state, next_visit=MONDAY + timedelta(hours=4))
    await team.store.keep(Visit("forum", MONDAY, (), {}, history=True, state=state))
    plan = {"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": [{"id": "forum", "kind": "feed", "url": URL}]}
    for now, found in ((MONDAY, ["forum"]), (MONDAY + timedelta(hours=3), [])):
        schedule = Schedule(None, team.store, live_of(plan), lambda now=now: now, wake=lambda: None)
        await schedule._remember()
        assert [one.id for one in schedule._fallen_due()] == found


@pytest.mark.parametrize(
    ("alias", "url", "found"),
    [("Zubr", URL, []), ("Bison", URL, ["forum"]), ("Zubr", f"{URL}/new", ["forum"])],
)
async def test_a_source_that_was_changed_while_nothing_ran_or_its_brands_is_due_at_once(team, alias, url, found):
    def plan(alias, url):
        brands = [{"id": "zubr", "name": "Зубр-Софт", "aliases": [alias]}]
        return live_of({"brands": brands, "sources": [{"id": "forum", "kind": "feed", "url": url}]})

    before = plan("Zubr", URL)
    config = ":".join(before.understanding.fingerprints(before.plan.sources[0]))
    state = SourceState("forum", "ok", first_success=MONDAY, last_success=MONDAY, config=config)
    state = replace(state, next_visit=MONDAY + timedelta(hours=6))
    await team.store.keep(Visit("forum", MONDAY, (), {}, history=True, state=state))
    schedule = Schedule(None, team.store, plan(alias, url), lambda: MONDAY + timedelta(hours=1), wake=lambda: None)
    await schedule._remember()
    assert [one.id for one in schedule._fallen_due()] == found


@pytest.mark.parametrize(
    ("state", "later", "found"),
    [
        (SourceState("forum", "failed", failures=1), timedelta(0), ["forum"]),  # perhaps it was put right
        (SourceState("forum", "failed", failures=1, first_success=MONDAY), timedelta(hours=1), []),
        (SourceState("forum", "ok", first_success=MONDAY), timedelta(0), []),
        (SourceState("forum", "ok", first_success=MONDAY), timedelta(minutes=15), ["forum"]),  # it was `every: 7d`
    ],
)
async def test_what_never_worked_is_due_at_the_start_and_what_works_after_its_interval(team, state, later, found):
    await team.store.keep(
        Visit("forum", MONDAY, (), {}, history=True, state=replace(state, next_visit=MONDAY + timedelta(days=7)))
    )
    plan = {"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": [{"id": "forum", "kind": "feed", "url": URL}]}
    clock = [MONDAY]
    schedule = Schedule(None, team.store, live_of(plan), lambda: clock[0], wake=lambda: None)
    await schedule._remember()
    clock[0] += later
    assert [one.id for one in schedule._fallen_due()] == found


async def test_a_stop_that_comes_while_we_are_starting_begins_nothing(team, caplog):
    stop = asyncio.Event()
    stop.set()
    await team.schedule.run(stop, team.schedule.owe_digest)
    await asyncio.sleep(0)
    assert await team.store.owed(CHAT, team.now + timedelta(days=30)) == ()
    assert caplog.text == ""


async def test_a_job_that_is_under_way_at_the_end_is_finished_without_complaint(team, caplog):
    stop, ends = asyncio.Event(), []

    async def beside():
        stop.set()
        ends.extend([await team.store.week_owed() for _ in range(3)])

    async def nothing():
        pass

    await team.schedule.run(stop, nothing, [(beside, 60)])
    assert len(ends) == 3
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_job_that_does_not_end_is_broken_off_when_its_grace_is_over(team):
    stop, ended = asyncio.Event(), []

    async def hangs():
        stop.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def nothing():
        pass

    async with asyncio.timeout(60):
        await team.schedule.run(stop, nothing, [(hangs, 60)], grace=timedelta(seconds=0.05))
    assert ended == [True]


@pytest.mark.long
async def test_a_job_that_takes_longer_than_its_turn_is_not_begun_beside_itself():
    stop, begun, turns = asyncio.Event(), [], []

    async def long():
        begun.append(True)
        await stop.wait()

    async def short():
        turns.append(True)
        if len(turns) == 2:
            stop.set()

    await regularly([(long, 1), (short, 1)], stop, UTC, under_way=set())
    assert begun == [True]


class Slow:
    """A pipeline whose rounds end when it is told to; it says at once of the first source that it was visited."""

    def __init__(self, now):
        self.now = now
        self.rounds = []
        self.new = self.mentions = 0
        self.end = asyncio.Event()

    async def round(self, sources, told):
        self.rounds.append([source.id for source in sources])
        told(Report(sources[0].id, VisitStatus.OK, new=self.new, mentions=self.mentions, next_visit=self.now))
        await self.end.wait()
        return ()


async def test_the_end_of_a_long_round_lets_nobody_visit_what_another_round_is_visiting(team):
    sources = [{"id": name, "kind": "feed", "url": f"https://{name}.example/rss"} for name in ("quick", "slow")]
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр"}], "sources": sources})
    pipeline = Slow(MONDAY)
    schedule = Schedule(pipeline, team.store, live_of(plan), lambda: MONDAY, wake=lambda: None)
    long = asyncio.create_task(schedule._round(list(plan.sources)))
    await asyncio.sleep(0)
    (again,) = schedule._fallen_due()
    schedule._under_way.add(again.id)  # as another round has it
    pipeline.end.set()
    await long
    assert [source.id for source in schedule._fallen_due()] == ["slow"]


@pytest.mark.parametrize(("new", "mentions"), [(0, 0), (1, 0), (0, 1)])
async def test_what_a_source_brought_goes_out_before_the_round_is_over(team, new, mentions):
    plan = Plan.model_validate(
        {
            "brands": [{"id": "zubr", "name": "Зубр"}],
            "sources": [{"id": "forum", "kind": "feed", "url": URL}],
        }
    )
    pipeline, said = Slow(MONDAY), []
    pipeline.new, pipeline.mentions = new, mentions
    live, wake = live_of(plan), lambda: said.append("wake")
    schedule = Schedule(
        pipeline, team.store, live, lambda: MONDAY, wake=wake, visited=lambda report: said.append(report.source)
    )
    long = asyncio.create_task(schedule._round(list(plan.sources)))
    await asyncio.sleep(0)
    assert said == ["forum", *["wake"] * (new + mentions)]
    pipeline.end.set()
    await long
    assert said[-1] == "wake"  # for the summary of what was seen first


class Quick:
    """A pipeline that ends the program at its first round."""

    def __init__(self, stop):
        self.stop = stop
        self.asked = []

    async def round(self, sources, told):
        self.asked += [source.id for source in sources]
        self.stop.set()


async def test_a_restart_asks_nobody_before_it_is_time(team):
    names = [{"id": name, "kind": "feed", "url": f"https://{name}.example/rss"} for name in ("weekly", "new")]
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр"}], "sources": names})
    state = SourceState("weekly", "ok", first_success=MONDAY, last_success=MONDAY)
    state = replace(state, next_visit=MONDAY + timedelta(days=7))
    await team.store.keep(Visit("weekly", MONDAY, (), {}, history=True, state=state))
    live, stop = live_of(plan), asyncio.Event()
    pipeline = Quick(stop)
    schedule = Schedule(pipeline, team.store, live, lambda: MONDAY + timedelta(days=1), wake=lambda: None)
    async with asyncio.timeout(60):
        await schedule.run(stop, schedule.owe_digest)
    assert pipeline.asked == ["new"]
