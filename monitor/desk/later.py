"""When what is put off, or what was answered, comes back: the times behind the buttons, in the team's zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from monitor.config.scalars import read_working_hours
from monitor.team.workdays import Workdays

MORNING = time(9, 0)
USUAL = read_working_hours("mon-fri 09:00-18:00")


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


def returned_at(when: Return, now: datetime, days: Workdays) -> datetime | None:
    """The morning on which the team is reminded; where nobody wrote down its hours it works from Monday to Friday.

    >>> from zoneinfo import ZoneInfo
    >>> friday = datetime.fromisoformat("2026-11-27T12:00:00+00:00")
    >>> returned_at(Return.THREE_DAYS, friday, Workdays(ZoneInfo("Europe/Minsk"))).isoformat()
    '2026-12-02T09:00:00+03:00'
    """
    worked, today = days if days.hours else replace(days, hours=USUAL), days.day_of(now)
    match when:
        case Return.NO:
            return None
        case Return.WEEK:
            return morning(worked.working_days_after(today + timedelta(days=6), 1), days.zone)
        case Return.THREE_DAYS:
            return morning(worked.working_days_after(today, 3), days.zone)


def morning(day: date, zone: tzinfo) -> datetime:
    """When a team begins its day."""
    return datetime.combine(day, MORNING, zone)
