"""When a digest falls due: weekly, on working days, each week once, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.days import Days
from monitor.config.plan import Plan
from monitor.digest.due import Due, fell_due

MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)  # nine o'clock in Minsk
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def plan(when: str = "mon 09:00", *off: str, zone: str = "Europe/Minsk", hours: str = "") -> Plan:
    """A team's week."""
    return Plan.model_validate(
        {
            "timezone": zone,
            "brands": [{"id": "zubr", "name": "Зубр"}],
            "sources": [],
            "digest": {"when": when},
            "alerts": {"days_off": list(off)} | ({"working_hours": hours} if hours else {}),
        }
    )


def weeks(team: Plan, now: datetime, since: datetime | None = LONG_AGO) -> list[tuple[str, str]]:
    """What fell due last, with the moment on the team's clock."""
    return [(due.week, f"{due.at.astimezone(team.zone):%a %d.%m %H:%M}") for due in fell_due(team, now, since=since)]


def test_on_the_day_and_at_the_hour_of_the_file() -> None:
    assert weeks(plan(), MONDAY - timedelta(seconds=1)) == [("2026-W46", "Mon 16.11 09:00")]
    assert weeks(plan(), MONDAY) == [("2026-W47", "Mon 23.11 09:00")]
    assert weeks(plan("fri 18:00"), MONDAY) == [("2026-W46", "Fri 20.11 18:00")]


def test_on_a_day_off_at_the_same_hour_of_the_next_working_day() -> None:
    team = plan("mon 09:00", "2026-11-23", "2026-11-24")
    assert weeks(team, MONDAY + timedelta(days=1)) == [("2026-W46", "Mon 16.11 09:00")]
    assert weeks(team, MONDAY + timedelta(days=2)) == [("2026-W47", "Wed 25.11 09:00")]
    assert weeks(team, MONDAY + timedelta(days=7)) == [("2026-W48", "Mon 30.11 09:00")]


def test_a_weekend_is_no_working_day_for_whoever_has_working_hours() -> None:
    friday = plan("fri 18:00", "2026-11-27", hours="mon-fri 09:00-18:00")
    assert weeks(friday, MONDAY + timedelta(days=8))[0] == ("2026-W47", "Mon 30.11 18:00")
    assert weeks(plan("fri 18:00", "2026-11-27"), MONDAY + timedelta(days=8))[0] == ("2026-W47", "Sat 28.11 18:00")


def test_a_day_that_the_file_names_is_good_even_without_working_hours() -> None:
    assert weeks(plan("sun 20:00", hours="mon-fri 09:00-18:00"), MONDAY) == [("2026-W46", "Sun 22.11 20:00")]


HOLIDAY = tuple(str(date(2027, 1, 1) + timedelta(days=n)) for n in range(8))  # a Friday to the Friday after it


def test_the_last_week_of_a_long_year_is_told_after_the_holidays() -> None:
    team = plan("mon 09:00", *HOLIDAY, hours="mon-fri 09:00-18:00")
    after = datetime(2027, 1, 11, 6, tzinfo=UTC)
    assert weeks(team, after - timedelta(seconds=1)) == [("2026-W52", "Mon 28.12 09:00")]
    assert weeks(team, after) == [("2026-W53", "Mon 11.01 09:00"), ("2027-W01", "Mon 11.01 09:00")]


def test_whoever_starts_after_the_holidays_gets_the_latest_week_alone() -> None:
    team = plan("mon 09:00", *HOLIDAY, hours="mon-fri 09:00-18:00")
    after = datetime(2027, 1, 11, 6, tzinfo=UTC)
    for since in (None, after + timedelta(hours=1)):
        assert weeks(team, after + timedelta(hours=2), since) == [("2027-W01", "Mon 11.01 09:00")]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 22, 1, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # 02:30 never was
        (datetime(2026, 10, 25, 0, 29, tzinfo=UTC), datetime(2026, 10, 18, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # 02:30 was twice
        (datetime(2026, 10, 25, 1, 10, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_that_never_is_or_is_twice_counts_once(now: datetime, due: datetime) -> None:
    assert fell_due(plan("sun 02:30", zone="Europe/Berlin"), now)[0].at == due


DAYS = [date(2026, 11, 1) + timedelta(days=n) for n in range(120)]  # over a year's end with 53 weeks
TEAMS = st.builds(
    plan,
    st.sampled_from(["mon 09:00", "fri 18:00", "sun 02:30", "wed 00:00"]),
    zone=st.sampled_from(["Europe/Minsk", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "UTC"]),
    hours=st.sampled_from(["", "mon-fri 09:00-18:00"]),
)


@st.composite
def teams(draw: st.DrawFn) -> Plan:
    team = draw(TEAMS)
    days = draw(st.sets(st.sampled_from(DAYS), max_size=40))
    return team.model_copy(
        update={"alerts": team.alerts.model_copy(update={"days_off": tuple(Days(day, day) for day in sorted(days))})}
    )


def owed(team: Plan, readings: list[datetime], since: datetime | None) -> list[Due]:
    """What is owed by somebody who looks at these moments and remembers the latest week, as the schedule does."""
    told: list[Due] = []
    for now in readings:
        told += [due for due in fell_due(team, now, since=since) if not told or due.week > told[-1].week]
    return told


@given(teams(), st.lists(st.integers(0, 120 * 24 * 60), max_size=60), st.booleans())
def test_no_week_is_owed_twice_nor_before_its_time(team: Plan, minutes: list[int], running: bool) -> None:  # noqa: FBT001
    start = datetime(2026, 11, 1, tzinfo=UTC)
    readings = [start + timedelta(minutes=one) for one in minutes]  # a clock may be set back as well
    told = owed(team, readings, LONG_AGO if running else None)
    assert all(one.week < other.week for one, other in pairwise(told))
    assert all(due.at <= max(readings) for due in told)


@pytest.mark.long
@settings(max_examples=40)
@given(teams())
def test_whoever_runs_on_owes_every_week_once(team: Plan) -> None:
    """Looks four times a day, from November to the end of February."""
    start = datetime(2026, 11, 1, tzinfo=UTC)
    readings = [start + timedelta(hours=6 * n) for n in range(120 * 4)]
    told = [due.week for due in owed(team, readings, LONG_AGO)]
    mondays = [date(2026, 11, 2) + timedelta(days=7 * n) for n in range(12)]
    expected = [f"{year}-W{week:02}" for year, week, _ in (day.isocalendar() for day in mondays)]
    assert [week for week in told if week in expected] == expected
