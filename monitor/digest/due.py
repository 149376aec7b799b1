"""When a week is summed up: at the team's hour, on the next working day where that falls on a day off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, dropwhile, takewhile

from monitor.config.plan import Plan
from monitor.digest.weeks import last_complete_week
from monitor.team.workdays import DAY, FARTHEST, Workdays


@dataclass(frozen=True, slots=True)
class Due:
    """A week and the moment, in UTC, at which its digest falls due."""

    week: str
    at: datetime


def fell_due(plan: Plan, now: datetime, *, since: datetime | None = None) -> tuple[Due, ...]:
    """What fell due last, oldest week first.

    A long holiday can hold back several weeks until the same moment. Whoever was there then (`since` is when we began
    to run) owes them all; whoever comes later owes the latest alone.
    """
    past = dropwhile(lambda due: due.at > now, (_due(plan, day) for day in _days(plan, now)))
    latest = next(past)
    if since is None or since > latest.at:
        return (latest,)
    return (*reversed(list(takewhile(lambda due: due.at == latest.at, past))), latest)


def waits(plan: Plan, due: Due, now: datetime) -> bool:
    """What is late wakes nobody; in quiet hours it comes where the file names such an hour for it."""
    quiet = plan.alerts.quiet_hours
    if quiet is None:
        return False
    return now.astimezone(plan.zone).time() in quiet and due.at.astimezone(plan.zone).time() not in quiet


def _days(plan: Plan, now: datetime) -> Iterator[date]:
    """The days of the week on which the file wants a digest, the latest first."""
    today = now.astimezone(plan.zone).date()
    last = today - timedelta(days=(today.weekday() - plan.digest.when.weekday) % 7)
    return (last - timedelta(days=7 * n) for n in count())


def _due(plan: Plan, day: date) -> Due:
    """Of the week that was over on this day."""
    return Due(last_complete_week(_moment(plan, day), plan.zone), _moment(plan, _in_office(plan, day)))


def _in_office(plan: Plan, day: date) -> date:
    """This day or the next on which somebody is there; the file's own day is good even where it has no hours."""
    workdays, wanted = Workdays.of(plan), plan.digest.when.weekday
    for n in range(FARTHEST // DAY):
        later = day + n * DAY
        if not workdays.is_day_off(later) and (later.weekday() == wanted or workdays.is_working_day(later)):
            return later
    return day


def _moment(plan: Plan, day: date) -> datetime:
    return datetime.combine(day, plan.digest.when.at, plan.zone).astimezone(UTC)
