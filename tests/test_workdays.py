"""The team's working time: hours, days off, nights, and clocks that are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.days import Days, read_days
from monitor.config.plan import Plan
from monitor.config.scalars import read_working_hours
from monitor.desk.later import Return, returned_at
from monitor.domain import Severity
from monitor.team.routes import Routes
from monitor.team.workdays import FARTHEST, Workdays
from monitor.understanding import Understanding

MINSK, BERLIN = ZoneInfo("Europe/Minsk"), ZoneInfo("Europe/Berlin")
OFFICE = read_working_hours("mon-fri 09:00-18:00")
HOUR = timedelta(hours=1)
CHRISTMAS = (read_days("2026-12-25"),)


def at(text, zone=MINSK):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-24 10:00", 4, "2026-11-24 14:00"),
        ("2026-11-24 16:00", 4, "2026-11-25 11:00"),
        ("2026-11-24 03:00", 4, "2026-11-24 13:00"),
        ("2026-11-27 17:00", 2, "2026-11-30 10:00"),  # over a weekend
        ("2026-11-28 12:00", 24, "2026-12-02 15:00"),  # found on a Saturday: two days of nine hours, and six more
        ("2026-12-24 17:00", 2, "2026-12-28 10:00"),  # a day off, then the weekend
        ("2026-12-25 00:00", 1, "2026-12-28 10:00"),  # a day off at the start
        ("2026-11-24 09:00", 9, "2026-11-24 18:00"),
    ],
)
def test_an_answer_is_due_when_so_many_working_hours_have_passed(start, hours, end):
    days = Workdays(MINSK, OFFICE, CHRISTMAS)
    assert days.after(at(start), hours * HOUR) == at(end)
    assert days.between(at(start), at(end)) == hours * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-28 22:00", 8, "2026-03-29 07:00"),  # a night of nine hours by the clock is eight long
        ("2026-10-24 22:00", 9, "2026-10-25 06:00"),  # and one of eight by the clock nine
        ("2026-03-29 01:30", 1, "2026-03-29 03:30"),
    ],
)
def test_when_the_clocks_are_changed_an_hour_stays_an_hour(start, hours, end):
    days = Workdays(BERLIN, read_working_hours("sat-sun 22:00-07:00"))
    assert days.after(at(start, BERLIN), hours * HOUR) == at(end, BERLIN)


def test_a_night_belongs_to_the_day_on_which_it_begins():
    days = Workdays(MINSK, read_working_hours("mon-fri 22:00-06:00"), CHRISTMAS)
    assert days.is_open(at("2026-12-25 03:00"))  # begun on the 24th
    assert not days.is_open(at("2026-12-25 23:00"))
    assert days.next_opening(at("2026-12-25 07:00")) == at("2026-12-28 22:00")
    assert days.after(at("2026-12-24 23:00"), 8 * HOUR) == at("2026-12-28 23:00")


def test_without_working_hours_every_hour_counts_but_those_of_days_off():
    days = Workdays(MINSK, None, CHRISTMAS)
    assert days.after(at("2026-12-24 12:00"), 24 * HOUR) == at("2026-12-26 12:00")
    assert days.after(at("2026-11-28 12:00"), 24 * HOUR) == at("2026-11-29 12:00")  # a Saturday is a day like any other
    assert not days.is_working_day(date(2026, 12, 25))
    assert days.next_opening(at("2026-12-25 08:00")) == at("2026-12-26 00:00")


def test_hours_from_a_time_to_the_same_time_are_the_whole_day():
    days = Workdays(MINSK, read_working_hours("mon-sun 08:00-08:00"))
    assert days.after(at("2026-11-24 03:00"), 100 * HOUR) == at("2026-11-24 03:00") + 100 * HOUR


def test_work_ends_at_the_last_minute_and_begins_at_the_first():
    days = Workdays(MINSK, OFFICE)
    assert days.is_open(at("2026-11-24 09:00"))
    assert not days.is_open(at("2026-11-24 18:00"))
    assert days.next_opening(at("2026-11-24 18:00")) == at("2026-11-25 09:00")


def test_working_days_are_counted_over_weekends_and_days_off():
    days = Workdays(MINSK, OFFICE, CHRISTMAS)
    assert days.working_days_after(date(2026, 12, 23), 3) == date(2026, 12, 29)
    assert days.working_days_after(date(2026, 12, 26), 1) == date(2026, 12, 28)
    assert days.working_day_before(date(2026, 12, 28)) == date(2026, 12, 24)


def test_holidays_without_a_year_are_those_of_every_year():
    listed = tuple(map(read_days, ["30 dec - 8 jan", "23 февраля", "29 feb", "2027-03-05 - 2027-03-08"]))
    days = Workdays(MINSK, OFFICE, listed)
    assert days.after(at("2026-12-29 17:00"), 2 * HOUR) == at("2027-01-11 10:00")
    assert days.after(at("2027-12-29 17:00"), 2 * HOUR) == at("2028-01-10 10:00")
    assert days.working_days_after(date(2027, 2, 22), 1) == date(2027, 2, 24)
    assert days.working_days_after(date(2027, 3, 4), 1) == date(2027, 3, 9)
    assert days.is_working_day(date(2028, 3, 8))
    assert not days.is_working_day(date(2028, 2, 29))


@pytest.mark.parametrize(
    "written", ["01-08", "25.12", "8 foo", "31 feb", "8-1 jan", "2027-01-08 - 2026-12-31", "2026-13-01", "jan", "0 jan"]
)
def test_what_may_be_meant_otherwise_is_no_day_off(written):
    with pytest.raises(ValueError, match=r".+"):
        read_days(written)


def test_in_a_week_the_team_comes_back_to_an_answer_on_a_day_that_it_works():
    days = Workdays(MINSK, days_off=CHRISTMAS)
    assert returned_at(Return.WEEK, at("2026-12-17 15:00"), days) == at("2026-12-24 09:00")
    assert returned_at(Return.WEEK, at("2026-12-18 15:00"), days) == at("2026-12-28 09:00")


def test_a_team_that_never_works_gets_a_deadline_all_the_same():
    days = Workdays(MINSK, OFFICE, (read_days("1 jan - 31 dec"),))
    assert days.after(at("2026-11-24 10:00"), HOUR) == at("2026-11-24 10:00").astimezone(UTC) + FARTHEST
    assert days.working_day_before(date(2026, 11, 24)) < date(2026, 1, 1)


def test_urgent_answers_are_due_by_the_clock_and_others_in_working_hours():
    plan = Plan.model_validate(
        {
            "timezone": "Europe/Minsk",
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [],
            "alerts": {"working_hours": "mon-fri 09:00-18:00", "days_off": ["2026-11-30"]},
        }
    )
    understanding = Understanding(plan, Routes(plan, telegram=False))
    friday = at("2026-11-27 17:00")
    assert understanding.deadline(Severity.P1, friday) == at("2026-11-27 21:00")
    assert understanding.deadline(Severity.P2, friday) == at("2026-12-03 14:00")
    assert understanding.deadline(Severity.P3, friday) == at("2026-12-10 17:00")


def test_a_source_says_how_soon_an_answer_is_due_there_and_leaves_the_rest_to_all():
    chat = {"id": "chat", "kind": "telegram", "url": "https://t.me/s/chat", "answer_within": {"p1": "1h", "p2": "3h"}}
    brands = [{"id": "zubr", "name": "Зубр-Софт"}]
    office = {"working_hours": "mon-fri 09:00-18:00"}
    plan = Plan.model_validate({"timezone": "Europe/Minsk", "brands": brands, "sources": [chat], "alerts": office})
    understanding, friday = Understanding(plan, Routes(plan, telegram=False)), at("2026-11-27 17:00")
    due = [understanding.deadline(severity, friday, plan.sources[0]) for severity in Severity]
    assert due == [at("2026-11-27 18:00"), at("2026-11-30 11:00"), understanding.deadline(Severity.P3, friday)]


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=40))
ANY = st.builds(
    Workdays,
    st.sampled_from([MINSK, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("America/Asuncion"), ZoneInfo("UTC")]),
    st.none()
    | st.sampled_from(
        [
            read_working_hours(hours)
            for hours in ("mon-fri 09:00-18:00", "sun 22:00-06:00", "mon-sun 02:30-03:00", "fri-mon 02:45-02:15")
        ]
    ),
    st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(lambda day: Days(day, day)), max_size=20).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(ANY, MOMENTS, LENGTHS)
def test_so_much_working_time_later_lies_so_much_working_time(days, start, length):
    end = days.after(start, length)
    if end < start + FARTHEST:
        assert days.between(start, end) == length
        assert days.between(start, end - timedelta(microseconds=1)) < length or length == timedelta(0)


@pytest.mark.long
@settings(max_examples=100, deadline=None)
@given(ANY, MOMENTS, MOMENTS, LENGTHS)
def test_what_is_found_later_is_due_no_earlier(days, one, other, length):
    first, second = sorted((one, other))
    assert days.after(first, length) <= days.after(second, length)
    assert days.after(first, length) <= days.after(first, length + HOUR)


@pytest.mark.long
@settings(max_examples=100, deadline=None)
@given(ANY, st.lists(MOMENTS, min_size=3, max_size=3))
def test_working_time_adds_up(days, moments):
    first, second, third = sorted(moments)
    assert days.between(first, second) + days.between(second, third) == days.between(first, third)
    assert days.between(third, first) == timedelta(0)
    opening = days.next_opening(first)
    assert opening >= first
    assert days.between(first, opening) == timedelta(0)
    assert days.is_open(opening) or opening >= first + FARTHEST


class Counting(tzinfo):
    """Minsk, and how often somebody asked what time it is there."""

    asked = 0

    def utcoffset(self, _: datetime | None) -> timedelta:
        self.asked += 1
        return 3 * HOUR

    def dst(self, _: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, _: datetime | None) -> str:
        return "Minsk"


@pytest.mark.parametrize("hours", [None, OFFICE])
def test_a_thousand_deadlines_in_a_year_cost_no_thousand_years(hours):
    zone = Counting()
    days, begin = Workdays(zone, hours), at("2026-11-24 10:00")
    for n in range(1000):
        start = begin + n * HOUR
        days.between(start, days.after(start, timedelta(days=365)) + HOUR)
    assert zone.asked < 20_000  # a walk through each of the years asks more than a million times
