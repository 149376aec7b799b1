"""Days from one to another, as people type them: 24.12-08.01."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from itertools import product

LONGEST = timedelta(days=366)
YEARS = 9  # nobody plans further ahead; within so many there is a 29 February
CENTURY = 2000

_ISO = r"(?P<y{n}>\d{{4}})-(?P<m{n}>\d{{1,2}})-(?P<d{n}>\d{{1,2}})"
_DOTS = r"(?P<D{n}>\d{{1,2}})\.(?P<M{n}>\d{{1,2}})(?:\.(?P<Y{n}>\d{{4}}|\d{{2}}))?"
_FIRST, _LAST = (f"(?:{_ISO}|{_DOTS})".format(n=n) for n in (1, 2))
_PERIOD = re.compile(rf"{_FIRST}(?:\s*(?:[-–—]|\.\.)\s*{_LAST})?")

Written = tuple[int | None, int, int]  # year, month, day


class Misread(StrEnum):
    """Why days that somebody typed cannot be meant."""

    UNKNOWN = "unknown_days"
    ORDER = "days_in_order"  # they end before they begin
    PAST = "days_past"
    LONG = "days_long"


def read_period(text: str, today: date) -> tuple[date, date] | Misread:
    """The first and the last day; without a year the next such days that are not over.

    >>> read_period("24.12 - 8.1", date(2026, 11, 24))
    (datetime.date(2026, 12, 24), datetime.date(2027, 1, 8))
    >>> read_period("24.12-08.01", date(2027, 1, 3))[0]
    datetime.date(2026, 12, 24)
    """
    found = _PERIOD.fullmatch(text.strip())
    possible = _possible(_written(found, 1), _written(found, 2) or _written(found, 1), today) if found else []
    if not possible:
        return Misread.UNKNOWN
    forward = [(start, end) for start, end in possible if start <= end]
    if not forward:
        return Misread.ORDER
    ahead = [(start, end) for start, end in forward if end >= today]
    if not ahead:
        return Misread.PAST
    start, end = min(ahead, key=lambda days: (days[1], today - days[0]))
    return Misread.LONG if end - start > LONGEST else (start, end)


def _written(found: re.Match[str], n: int) -> Written | None:
    if found[f"y{n}"]:
        return int(found[f"y{n}"]), int(found[f"m{n}"]), int(found[f"d{n}"])
    if not found[f"D{n}"]:
        return None
    year = found[f"Y{n}"]
    century = CENTURY if year and len(year) < len("2026") else 0
    return (int(year) + century if year else None), int(found[f"M{n}"]), int(found[f"D{n}"])


def _possible(first: Written | None, last: Written | None, today: date) -> list[tuple[date, date]]:
    """Every reading of the years that are missing; the last day then follows within a year."""
    both = bool(first and first[0] and last and last[0])
    pairs = product(_dates(first, today), _dates(last, today))
    return [(start, end) for start, end in pairs if both or abs(end - start) < LONGEST]


def _dates(written: Written | None, today: date) -> Iterator[date]:
    if written is None:
        return
    wanted, month, day = written
    for year in range(today.year - 1, today.year + YEARS) if wanted is None else (wanted,):
        if year < today.year + YEARS:
            with suppress(ValueError):  # 30.02
                yield date(year, month, day)
