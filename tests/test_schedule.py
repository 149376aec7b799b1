"""The weekly digest falls due once a week, at the team's time, and also after a night that we slept through."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from monitor.config.plan import Plan
from monitor.domain import SourceState
from monitor.routes import Routes
from monitor.schedule import Schedule
from monitor.store import Visit

CHAT = "telegram:-100500"
MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)  # nine o'clock in Minsk


class Team:
    """A team with a store and a clock."""

    def __init__(self, store):
        self.store = store
        self.now = MONDAY
        self.when("mon 09:00")

    def when(self, moment):
        """The file says another time now."""
        plan = Plan.model_validate(
            {
                "timezone": "Europe/Minsk",
                "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
                "sources": [],
                "team": {"chats": [{"id": -100500}]},
                "digest": {"when": moment},
            }
        )
        live = SimpleNamespace(plan=plan, routes=Routes(plan, telegram=True))
        self.schedule = Schedule(None, self.store, live, lambda: self.now, wake=lambda: None)

    async def watches_since(self, at):
        """A source was first read then."""
        state = SourceState("forum", "ok", first_success=at, last_success=at)
        await self.store.keep(Visit("forum", at, (), {}, history=True, state=state))

    async def weeks(self, **later):
        """The digests that go out by then."""
        self.now += timedelta(**later)
        await self.schedule.owe_digest()
        owed = await self.store.owed(CHAT, self.now)
        for one in owed:
            await self.store.claim(one.id, self.now)
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


async def test_a_stop_that_comes_while_we_are_starting_begins_nothing(team, caplog):
    stop = asyncio.Event()
    stop.set()
    await team.schedule.run(stop, team.schedule.owe_digest)
    await asyncio.sleep(0)
    assert await team.store.owed(CHAT, team.now + timedelta(days=30)) == ()
    assert caplog.text == ""
