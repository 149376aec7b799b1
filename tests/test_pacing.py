"""When people are told, and what is told together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.config.plan import Plan
from monitor.config.scalars import Burst
from monitor.domain import Severity
from monitor.team.pacing import OPEN, Gate, Told, Waiting, gate, together, unpaced

STORM = Gate(storm=Burst(5, timedelta(minutes=30)))
MINSK = timedelta(hours=3)


def plan(**alerts: Any) -> Plan:
    written = {"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": [], "timezone": "Europe/Minsk"}
    return Plan.model_validate(written | {"alerts": alerts})


def at(day: int, clock: str) -> datetime:
    """A moment of November 2026 in Minsk; the 24th is a Tuesday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - MINSK


def waiting(*severities: str | None) -> list[Waiting]:
    return [Waiting(n, Severity(one) if one else None) for n, one in enumerate(severities)]


@pytest.mark.parametrize(
    ("clock", "quiet"), [("21:59", False), ("22:00", True), ("00:00", True), ("07:59", True), ("08:00", False)]
)
def test_quiet_hours_go_over_midnight_in_the_teams_zone(clock: str, quiet: bool) -> None:  # noqa: FBT001
    assert gate(plan(quiet_hours="22:00-08:00"), at(24, clock)).quiet is quiet


def test_without_quiet_hours_no_hour_is_quiet() -> None:
    assert not any(gate(plan(), at(24, f"{hour}:00")).quiet for hour in range(24))


def test_quiet_hours_within_a_day_are_known_too() -> None:
    lunch = plan(quiet_hours="12:00-13:00")
    assert [gate(lunch, at(24, clock)).quiet for clock in ("11:59", "12:30", "13:00")] == [False, True, False]


@pytest.mark.parametrize(("now", "hour"), [((24, "09:59"), 23), ((24, "10:00"), 24), ((24, "18:00"), 24)])
def test_what_can_wait_goes_out_once_a_day_at_its_hour(now: tuple[int, str], hour: int) -> None:
    assert gate(plan(), at(*now)).later == at(hour, "10:00")


def test_what_can_wait_waits_for_a_working_day() -> None:
    office = plan(working_hours="mon-fri 09:00-18:00", deliver={"p3": "11:30"}, days_off=["2026-11-23", "2026-11-24"])
    assert gate(office, at(21, "12:00")).later == at(20, "11:30")  # a Saturday
    assert gate(office, at(24, "12:00")).later == at(20, "11:30")  # a day off
    assert gate(office, at(25, "11:29")).later == at(20, "11:30")
    assert gate(office, at(25, "11:30")).later == at(25, "11:30")


def test_the_hour_is_that_of_the_clock_on_the_wall_when_clocks_change() -> None:
    berlin = plan().model_copy(update={"timezone": "Europe/Berlin"})
    before, after = datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)
    assert [gate(berlin, now).later for now in (before, after)] == [before.replace(hour=8), after.replace(hour=9)]


def test_whoever_asks_for_it_now_waits_for_nothing_but_gets_a_storm_in_one_message() -> None:
    asked = gate(plan(quiet_hours="22:00-08:00"), at(24, "23:00")).at_once
    assert asked == STORM


def test_a_gate_that_paces_nothing_lets_all_stand_alone() -> None:
    assert unpaced(at(24, "09:00")) == OPEN
    assert together(waiting(*["p2"] * 99), Told(), OPEN) == together([], Told(), OPEN)


def test_what_comes_beyond_the_storm_is_told_together() -> None:
    assert together(waiting(*["p2"] * 5), Told(), STORM).storm == ()
    assert together(waiting(*["p2"] * 7), Told(), STORM).storm == (5, 6)
    assert together(waiting("p2", "p2"), Told(others=4), STORM).storm == (1,)


def test_five_urgent_ones_stand_alone_and_count_towards_no_storm() -> None:
    mixed = waiting("p1", *["p2"] * 5, "p1")
    assert together(mixed, Told(), STORM).storm == ()
    assert together(waiting(*["p1"] * 6), Told(), STORM).storm == (5,)
    assert together(waiting("p1", "p2"), Told(urgent=5), STORM).storm == (0,)
    assert together(waiting("p1", "p2"), Told(others=5), STORM).storm == (1,)


def test_two_that_could_wait_are_one_message_and_one_is_a_card() -> None:
    morning = Gate(later=at(24, "10:00"), storm=STORM.storm)
    assert together(waiting("p3", "p2", "p3"), Told(), morning).later == (0, 2)
    assert together(waiting("p3"), Told(), morning).later == ()
    assert together(waiting("p3"), Told(), morning, growing=True).later == (0,)
    assert together(waiting("p3"), Told(others=5), morning).storm == (0,)


def test_one_of_unknown_urgency_is_like_any_other() -> None:
    assert together(waiting(None, *["p2"] * 5), Told(), STORM).storm == (5,)
