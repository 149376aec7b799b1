"""The team's working time: which hours of which days count, in its own zone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import accumulate
from typing import Self

from monitor.config.days import Days
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
    days_off: tuple[Days, ...] = ()

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """As the team wrote it down."""
        return cls(plan.zone, plan.alerts.working_hours, plan.alerts.days_off)

    def is_working_day(self, day: date) -> bool:
        """Whether work begins on this day."""
        return not self.is_day_off(day) and (self.hours is None or day.weekday() in self.hours.days)

    def is_day_off(self, day: date) -> bool:
        """Whether the file lists it as one."""
        return any(day in days for days in self.days_off)

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
        moment = at.astimezone(UTC)
        for year in self._years(moment, moment + FARTHEST):
            place = bisect_right(year.closings, moment)
            if place < len(year.closings):
                return max(year.openings[place], moment)
        return moment + FARTHEST

    def after(self, start: datetime, length: timedelta) -> datetime:
        """The moment when so much working time has passed."""
        begin = start.astimezone(UTC)
        if length <= _NONE:
            return begin
        left = length
        for year in self._years(begin, begin + FARTHEST):
            left += year.until(begin)
            place = bisect_left(year.worked, left)
            if place < len(year.worked):
                return min(year.closings[place] - (year.worked[place] - left), begin + FARTHEST)
            left -= year.total
        return begin + FARTHEST

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; none where the second is not later."""
        if end <= start:
            return _NONE
        return sum((year.until(end) - year.until(start) for year in self._years(start, end)), _NONE)

    def _years(self, start: datetime, end: datetime) -> Iterator[_Year]:
        """From one moment to another; what began the evening before may go on."""
        for number in range((self.day_of(start) - DAY).year, self.day_of(end).year + 1):
            yield _year(self, number)

    def hours_of(self, day: date) -> tuple[datetime, datetime]:
        """From when to when is worked on a working day."""
        if self.hours is None:
            return self.midnight(day), self.midnight(day + DAY)
        start, end = self.hours.hours.start, self.hours.hours.end
        return self._moment(day, start), self._moment(day if start < end else day + DAY, end)

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Year:
    """The shifts that begin in a year of the team's calendar, in order, and how much is worked by the end of each."""

    openings: tuple[datetime, ...]
    closings: tuple[datetime, ...]
    worked: tuple[timedelta, ...]

    @property
    def total(self) -> timedelta:
        """Worked in the whole year."""
        return self.worked[-1] if self.worked else _NONE

    def until(self, at: datetime) -> timedelta:
        """Worked in the year by this moment."""
        begun = bisect_left(self.openings, at)
        return self.worked[begun - 1] - max(self.closings[begun - 1] - at, _NONE) if begun else _NONE


@lru_cache(maxsize=32)
def _year(days: Workdays, number: int) -> _Year:
    """Laid out once: the deadlines of a thousand cards are looked at every few seconds."""
    first = date(number, 1, 1)
    spans = [
        days.hours_of(day) for n in range(366) if (day := first + n * DAY).year == number and days.is_working_day(day)
    ]
    shifts = [(opening, closing) for opening, closing in spans if opening < closing]
    worked = accumulate(closing - opening for opening, closing in shifts)
    return _Year(tuple(one for one, _ in shifts), tuple(one for _, one in shifts), tuple(worked))
