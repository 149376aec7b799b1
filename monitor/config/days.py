"""Days as people write them in sources.yaml: 2026-12-25, 8 mar, 1-8 jan, 2026-12-31 - 2027-01-08."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from monitor.config.scalars import WRITTEN, form, reading
from monitor.dates.ahead import month_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LEAP = 2000  # in it every day of a year can be named
_DAY, _TO = r"(\d{1,2})\s+([^\W\d_]{3,})", r"\s*(?:-|–|\.\.)\s*"
_DATES = re.compile(rf"(\d{{4}}-\d\d-\d\d)(?:{_TO}(\d{{4}}-\d\d-\d\d))?", re.ASCII)
_ALONE, _IN_ONE_MONTH, _NAMED = (re.compile(shape) for shape in (_DAY, rf"(\d{{1,2}}){_TO}{_DAY}", _DAY + _TO + _DAY))


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, of those years or of every year."""

    first: date
    last: date
    yearly: bool = False

    def __contains__(self, day: date) -> bool:
        """Over the turn of the year, too.

        >>> holidays = read_days("30 dec - 8 jan")
        >>> [date(2027, 1, 8) in holidays, date(2027, 12, 30) in holidays, date(2027, 1, 9) in holidays]
        [True, True, False]
        """
        if not self.yearly:
            return self.first <= day <= self.last
        same = date(_LEAP, day.month, day.day)
        if self.first <= self.last:
            return self.first <= same <= self.last
        return same >= self.first or same <= self.last

    def __str__(self) -> str:
        first, last = (self._said(day) for day in (self.first, self.last))
        return first if first == last else f"{first} - {last}"

    def _said(self, day: date) -> str:
        return f"{day.day} {_MONTHS[day.month - 1]}" if self.yearly else day.isoformat()


def read_days(text: str) -> Days:
    """A date is that day alone; a day of a month comes every year, in the words of either language.

    >>> str(read_days("2026-12-25")), str(read_days("8 марта")), str(read_days("1-8 Jan"))
    ('2026-12-25', '8 mar', '1 jan - 8 jan')
    """
    written = text.strip().lower()
    if found := _DATES.fullmatch(written):
        return _in_order(Days(date.fromisoformat(found[1]), date.fromisoformat(found[2] or found[1])))
    if found := _ALONE.fullmatch(written):
        return Days(_named(found[1], found[2]), _named(found[1], found[2]), yearly=True)
    if found := _IN_ONE_MONTH.fullmatch(written):
        return _in_order(Days(_named(found[1], found[3]), _named(found[2], found[3]), yearly=True))
    if found := _NAMED.fullmatch(written):
        return Days(_named(found[1], found[2]), _named(found[3], found[4]), yearly=True)
    raise ValueError(text)


def _in_order(days: Days) -> Days:
    """Only from one month to another do days of every year go over its turn."""
    if days.last < days.first:
        raise ValueError(str(days))
    return days


def _named(day: str, month: str) -> date:
    return date(_LEAP, month_of(month) or 0, int(day))


AnyDays = Annotated[Days, reading("days", read_days), WRITTEN, form("days")]
