"""ISO weeks as the team lives them: Monday to Sunday in its zone, also where the clocks change."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from monitor.dates import read_date
from monitor.errors import ConfigError

_NUMBERED = re.compile(  # as a digest by mail calls it
    r"(?:неделя|недел[юи]|week|w) ?(\d{1,2})|(\d{1,2})(?:-?[яую]|st|nd|rd|th)? (?:неделя|недел[юи]|week)", re.IGNORECASE
)
_PRESENT = re.compile(r"(?:на )?(?:эт(?:а|ой|у)|текущ(?:ая|ей|ую)) недел(?:я|е|ю)|(?:this|current) week", re.IGNORECASE)
_YEARS = 8  # in so many one has 53 weeks
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)


def week_of(at: datetime, zone: tzinfo) -> str:
    """The ISO week a moment falls into, as the team lives it.

    >>> week_of(datetime(2027, 1, 3, 23, tzinfo=UTC), UTC)
    '2026-W53'
    """
    year, week, _ = at.astimezone(zone).isocalendar()
    return f"{year}-W{week:02}"


def last_complete_week(now: datetime, zone: tzinfo) -> str:
    """The week before the present one."""
    local = now.astimezone(zone).date() - timedelta(days=7)
    return week_of(datetime.combine(local, time(12), zone), zone)


def named_week(said: str, now: datetime, zone: ZoneInfo) -> str:
    """The week somebody means, by its number or any day of it; the last complete one where nothing is said.

    >>> named_week("16–22 ноября", datetime(2026, 11, 28, tzinfo=UTC), ZoneInfo("Europe/Minsk"))
    '2026-W47'
    """
    if not said:
        return last_complete_week(now, zone)
    if _WEEK.fullmatch(said):
        return said
    if numbered := _NUMBERED.fullmatch(said):
        return _latest(int(numbered[1] or numbered[2]), now.astimezone(zone).date(), said)
    day = now if _PRESENT.fullmatch(said) else read_date(said, zone=zone, now=now).at
    if day is None:
        raise ConfigError("digest.week", typed=said)
    return week_of(day, zone)


def week_bounds(week: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """From its Monday to the next one, in UTC; an hour shorter or longer where the clocks change.

    >>> week_bounds("2026-W47", UTC)[0].isoformat()
    '2026-11-16T00:00:00+00:00'
    """
    try:
        monday = date.fromisocalendar(*_numbers(week), 1)
        bounds = (monday, monday + timedelta(days=7))
        start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in bounds)
    except (ValueError, OverflowError) as error:
        raise ConfigError("digest.week", typed=week) from error
    return start, end


def day_bounds(week: str, zone: tzinfo) -> tuple[datetime, ...]:
    """The midnights of a week, both its ends included, in UTC.

    >>> len(day_bounds("2026-W47", UTC)), day_bounds("2026-W47", UTC)[-1].isoformat()
    (8, '2026-11-23T00:00:00+00:00')
    """
    week_bounds(week, zone)
    monday = date.fromisocalendar(*_numbers(week), 1)
    return tuple(datetime.combine(monday + timedelta(n), time(), zone).astimezone(UTC) for n in range(8))


def weeks_until(week: str, count: int, zone: tzinfo) -> tuple[str, ...]:
    """So many weeks, this one last.

    >>> weeks_until("2027-W01", 3, UTC)
    ('2026-W52', '2026-W53', '2027-W01')
    """
    week_bounds(week, zone)
    monday = date.fromisocalendar(*_numbers(week), 1)
    try:
        found = [(monday - timedelta(weeks=back)).isocalendar() for back in reversed(range(count))]
    except OverflowError as error:
        raise ConfigError("digest.week", typed=week) from error
    return tuple(f"{year}-W{number:02}" for year, number, _ in found)


def _latest(number: int, today: date, said: str) -> str:
    """The last week of this number that has begun; not every year has a 53rd."""
    year, week, _ = today.isocalendar()
    for back in range(int(number > week), _YEARS):
        with suppress(ValueError):
            date.fromisocalendar(year - back, number, 1)
            return f"{year - back}-W{number:02}"
    raise ConfigError("digest.week", typed=said)


def _numbers(week: str) -> tuple[int, int]:
    found = _WEEK.fullmatch(week.strip())
    if not found:
        raise ValueError(week)
    return int(found[1]), int(found[2])
