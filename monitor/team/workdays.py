"""The team's working time: which hours of which days count, in its own zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Self

from monitor.config.plan import Plan
from monitor.config.scalars import WorkingHours

DAY = timedelta(days=1)
FARTHEST = timedelta(days=3650)  # a team that never works gets a deadline all the same
_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Workdays:
    """Without `hours` every hour counts, but for those of days off."""

    zone: tzinfo
    hours: WorkingHours | None = None
    days_off: frozenset[date] = frozenset()

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """As the team wrote it down."""
        return cls(plan.zone, plan.alerts.working_hours, frozenset(plan.alerts.days_off))

    def is_working_day(self, day: date) -> bool:
        """Whether work begins on this day."""
        return day not in self.days_off and (self.hours is None or day.weekday() in self.hours.days)

    def working_days_after(self, day: date, n: int) -> date:
        """The n-th working day after this one."""
        last = day + FARTHEST
        while n > 0 and day < last:
            day += DAY
            n -= self.is_working_day(day)
        return day

    def working_day_before(self, day: date) -> date:
        """The last one before this day."""
        first = day - FARTHEST
        day -= DAY
        while not self.is_working_day(day) and day > first:
            day -= DAY
        return day

    def day_of(self, at: datetime) -> date:
        """The date that the team's calendar shows."""
        return at.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """When a day begins."""
        return self._moment(day, time(0))

    def is_open(self, at: datetime) -> bool:
        """Whether it is working time."""
        return self.next_opening(at) == at.astimezone(UTC)

    def next_opening(self, at: datetime) -> datetime:
        """This moment, where it is working time; else when work begins again."""
        return next((opening for opening, _ in self._shifts(at)), at.astimezone(UTC) + FARTHEST)

    def after(self, start: datetime, length: timedelta) -> datetime:
        """The moment when so much working time has passed."""
        if length <= _NONE:
            return start.astimezone(UTC)
        left = length
        for opening, closing in self._shifts(start):
            if left <= closing - opening:
                return opening + left
            left -= closing - opening
        return start.astimezone(UTC) + FARTHEST

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; none where the second is not later."""
        worked = _NONE
        for opening, closing in self._shifts(start):
            if opening >= end:
                break
            worked += min(closing, end) - opening
        return worked

    def _shifts(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """From when to when is worked, from this moment on; what began the evening before may go on."""
        first = self.day_of(at) - DAY
        done = at.astimezone(UTC)
        for n in range(FARTHEST // DAY):
            day = first + n * DAY
            if self.is_working_day(day):
                opening, closing = self._hours_of(day)
                opening = max(opening, done)
                if opening < closing:
                    yield opening, closing
                    done = closing

    def _hours_of(self, day: date) -> tuple[datetime, datetime]:
        if self.hours is None:
            return self.midnight(day), self.midnight(day + DAY)
        start, end = self.hours.hours.start, self.hours.hours.end
        return self._moment(day, start), self._moment(day if start < end else day + DAY, end)

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)
