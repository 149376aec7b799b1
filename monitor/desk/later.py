"""When what is put off, or what was answered, comes back: the times behind the buttons, in the team's zone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

MORNING = time(9, 0)
WORKING_DAYS = (0, 1, 2, 3, 4)  # where the file names no working hours


class Snooze(StrEnum):
    """For how long a mention is put off."""

    HOUR = "1h"
    FOUR_HOURS = "4h"
    TOMORROW = "tomorrow"
    THREE_DAYS = "3d"
    WEEK = "7d"


class Return(StrEnum):
    """Whether and when the team comes back to what it answered."""

    NO = "no"
    THREE_DAYS = "3wd"  # working ones
    WEEK = "week"


_SPANS = {
    Snooze.HOUR: timedelta(hours=1),
    Snooze.FOUR_HOURS: timedelta(hours=4),
    Snooze.THREE_DAYS: timedelta(days=3),
    Snooze.WEEK: timedelta(days=7),
}


def snoozed_until(snooze: Snooze, now: datetime, zone: tzinfo) -> datetime:
    """Tomorrow is 09:00 of the team's next day.

    >>> from zoneinfo import ZoneInfo
    >>> evening = datetime.fromisoformat("2026-11-24T22:30:00+00:00")
    >>> snoozed_until(Snooze.TOMORROW, evening, ZoneInfo("Europe/Minsk")).isoformat()
    '2026-11-26T09:00:00+03:00'
    """
    if snooze is Snooze.TOMORROW:
        return morning(now.astimezone(zone).date() + timedelta(days=1), zone)
    return now + _SPANS[snooze]


def returned_at(
    when: Return,
    now: datetime,
    zone: tzinfo,
    *,
    days: Collection[int] = WORKING_DAYS,
    off: Collection[date] = (),
) -> datetime | None:
    """The morning on which the team is reminded; `days` of the week are worked, but for those that are `off`.

    >>> from zoneinfo import ZoneInfo
    >>> friday = datetime.fromisoformat("2026-11-27T12:00:00+00:00")
    >>> returned_at(Return.THREE_DAYS, friday, ZoneInfo("Europe/Minsk")).isoformat()
    '2026-12-02T09:00:00+03:00'
    """
    today = now.astimezone(zone).date()
    match when:
        case Return.NO:
            return None
        case Return.WEEK:
            return morning(today + timedelta(days=7), zone)
        case Return.THREE_DAYS:
            return morning(_after(today, 3, days, off), zone)


def morning(day: date, zone: tzinfo) -> datetime:
    """When a team begins its day."""
    return datetime.combine(day, MORNING, zone)


def _after(day: date, count: int, days: Collection[int], off: Collection[date]) -> date:
    worked = set(days) or set(WORKING_DAYS)
    for _ in range(366):  # a file that calls a whole year off means something else
        if count == 0:
            break
        day += timedelta(days=1)
        count -= day.weekday() in worked and day not in off
    return day
