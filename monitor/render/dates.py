"""Times as people say them, in the team's zone and language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from monitor.render.document import Span, dated
from monitor.texts import Texts

_MINUTE = timedelta(minutes=1)
_EXACT = 10  # hours, from which minutes say nothing
_IN_DAYS = 48  # hours, up to which people count in hours


@dataclass(frozen=True, slots=True)
class Calendar:
    """Says moments to a team that lives in `zone`; a year is said where it is not that of `now`."""

    texts: Texts
    zone: tzinfo
    now: datetime

    def day(self, at: datetime) -> str:
        """«23 ноября»."""
        return self._day(at.astimezone(self.zone), this_year=self._this_year)

    def moment(self, at: datetime) -> str:
        """«23 ноября, 10:18»."""
        return self.texts("date.moment", day=self.day(at), time=self.clock(at))

    def stamp(self, at: datetime) -> str:
        """«24.11, 14:33»: short, for deadlines and steps."""
        local = at.astimezone(self.zone)
        month = self.texts.lines("date.stamp_months")[local.month - 1]
        if local.year == self._this_year:
            return self.texts("date.stamp", day=local.day, month=month, time=self.clock(at))
        return self.texts("date.stamp_year", day=local.day, month=month, year=local.year, time=self.clock(at))

    def stamped(self, at: datetime) -> Span:
        """«24.11, 14:33» as a span that a messenger may show in the reader's zone."""
        return dated(self.stamp(at), at)

    def clock(self, at: datetime) -> str:
        """«14:33»."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def midnight(self, at: datetime) -> bool:
        """Whether a time is likely a bare date, as many pages give."""
        local = at.astimezone(self.zone)
        return (local.hour, local.minute, local.second) == (0, 0, 0)

    def period(self, start: datetime, end: datetime) -> str:
        """«16–22 ноября»: from the day of `start` to the last day before `end`."""
        first, last = start.astimezone(self.zone), (end - timedelta(seconds=1)).astimezone(self.zone)
        if (first.year, first.month) == (last.year, last.month):
            return self.texts("date.within_month", first=first.day, last=self._day(last, this_year=self._this_year))
        same_year = first.year == last.year
        opening = self._day(first, this_year=first.year if same_year else 0)
        closing = self._day(last, this_year=self._this_year if same_year else 0)
        return self.texts("date.across_months", first=opening, last=closing)

    def named(self, start: datetime, end: datetime) -> str:
        """«октябрь 2026», «IV квартал 2026»; what is neither a month nor a quarter by its days."""
        first, after = start.astimezone(self.zone), end.astimezone(self.zone)
        months = 12 * (after.year - first.year) + after.month - first.month
        if (first.day, after.day, months) == (1, 1, 1):
            return self.texts(
                "date.month", month=self.texts.lines("date.months_alone")[first.month - 1], year=first.year
            )
        if (first.day, after.day, months) == (1, 1, 3):
            return self.texts(
                "date.quarter", quarter=self.texts.lines("date.quarters")[first.month // 3], year=first.year
            )
        return self.period(start, end)

    def lasting(self, span: timedelta) -> str:
        """«3 ч 50 мин»: to the nearest minute, as exact as it matters, never less than one."""
        hours, minutes = divmod(max(round(span / _MINUTE), 1), 60)
        if hours >= _IN_DAYS:
            return self._units(days=hours // 24, hours=hours % 24)
        return self._units(hours=hours, minutes=minutes if hours < _EXACT else 0)

    @property
    def _this_year(self) -> int:
        return self.now.astimezone(self.zone).year

    def _units(self, **counts: int) -> str:
        return " ".join(self.texts(f"date.{unit}", n=count) for unit, count in counts.items() if count)

    def _day(self, local: datetime, *, this_year: int) -> str:
        month = self.texts.lines("date.months")[local.month - 1]
        if local.year == this_year:
            return self.texts("date.day", day=local.day, month=month)
        return self.texts("date.day_year", day=local.day, month=month, year=local.year)
