"""Days from one to another, as people type them: 24.12-08.01, «с 5 по 7 ноября», "until Friday"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from itertools import product

from monitor.dates.ahead import LENGTH, WEEKDAY, called, ending, later, month_of

LONGEST = timedelta(days=366)
USUAL = timedelta(days=300)  # more is not meant by days without a year: whoever writes 25.12-24.12 has mistyped
YEARS = 9  # nobody plans further ahead; within so many there is a 29 February
CENTURY = 2000

_MONTH = (
    r"(?:янв|фев|мар|апр|ма[йяе]|июн|июл|авг|сен|окт|ноя|дек"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[^\W\d_]*"
)
_DAY = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"|(?P<D>\d{1,2})\.(?P<M>\d{1,2})(?:\.(?P<Y>\d{4}|\d{2}))?(?!\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|-?го)?\s+(?:of\s+)?(?P<month>{_MONTH})(?:\s+(?P<year>\d{{4}}))?"
    rf"|(?P<month_first>{_MONTH})\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<then>\d{{4}}))?(?!\d)"
    r"|(?P<bare>\d{1,2})(?:st|nd|rd|th|-?го)?(?![\d.])"
    r"|(?P<today>сегодня|today)|(?P<past>вчера|yesterday)"
    r"|(?P<soon>(?:the\s+)?day\s+after\s+tomorrow|послезавтра|завтра|tomorrow)"
    rf"|{WEEKDAY}"
)
_UNTIL = r"(?:до|по|to|till|until|through)"
_ALONE = re.compile(rf"{_UNTIL} #")
_TO = rf" ?(?:{_UNTIL}|[-–—]|\.\.) ?#"
_SHAPE = re.compile(rf"(?:со?|from) #{_TO}|(?:(?:во?|on) )?#(?:{_TO})?")  # «с 5 декабря» says not until when

_LASTING = re.compile(rf"(?:(?:на|for) )?{LENGTH}")  # from today on
_TO_THE_END = re.compile(rf"{_UNTIL} (?:конца|(?:the )?end of) [\w ]+")
_NEXT_WEEK = re.compile(r"на (?:следующей|будущей) неделе|(?:all )?next week")
_WEEK = timedelta(days=7)

Written = tuple[int | None, int | None, int]  # year, month, day


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
    >>> read_period("с 5 по 7 декабря", date(2026, 11, 24)) == read_period("Dec 5-7", date(2026, 11, 24))
    True
    """
    low = " ".join(text.lower().replace("ё", "е").split())
    possible = _in_words(low, today) or _possible(*_ends(low, today), today)
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


def _in_words(low: str, today: date) -> list[tuple[date, date]]:
    """«на неделю», "until the end of the month", «на следующей неделе»."""
    if lasting := _LASTING.fullmatch(low):
        return [(today, later(today, lasting[1], lasting[2]) - timedelta(days=1))]
    if _NEXT_WEEK.fullmatch(low):
        monday = today + _WEEK - timedelta(days=today.weekday())
        return [(monday, monday + _WEEK - timedelta(days=1))]
    end = ending(low, today) if _TO_THE_END.fullmatch(low) else None
    return [(today, end)] if end else []


def _ends(low: str, today: date) -> tuple[Written | None, Written | None]:
    """Both days as they are written; where one is only a number, its month is that of the other."""
    found, shape = list(_DAY.finditer(low)), _DAY.sub("#", low)
    alone = _ALONE.fullmatch(shape) is not None
    if not found or len(found) != shape.count("#") or not (alone or _SHAPE.fullmatch(shape)):
        return None, None
    first = _whole(today) if alone else _written(found[0], today, today)
    begins = next(_dates(first, today), today) if first and first[0] else today
    last = _written(found[-1], today, begins) if len(found) > 1 or alone else first
    if first is None or last is None:
        return None, None
    return (first if first[1] else (*last[:2], first[2])), (last if last[1] else (*first[:2], last[2]))


def _written(found: re.Match[str], today: date, begins: date) -> Written | None:
    """A day of the week is the next one after the period begins."""
    said = found.groupdict()
    if said["y"]:
        return int(said["y"]), int(said["m"]), int(said["d"])
    if said["D"]:
        year = said["Y"]
        century = CENTURY if year and len(year) < len("2026") else 0
        return (int(year) + century if year else None), int(said["M"]), int(said["D"])
    if named := said["month"] or said["month_first"]:
        year, month = said["year"] or said["then"], month_of(named)
        return (int(year) if year else None, month, int(said["day"] or said["after"])) if month else None
    if said["bare"]:
        return None, None, int(said["bare"])
    if said["past"]:
        return _whole(today - timedelta(days=1))
    day = today if said["today"] else called(found[0], today if said["soon"] else begins)
    return _whole(day) if day else None


def _whole(day: date) -> Written:
    return day.year, day.month, day.day


def _possible(first: Written | None, last: Written | None, today: date) -> list[tuple[date, date]]:
    """Every reading of the years that are missing; the last day then follows within what is usual."""
    both = bool(first and first[0] and last and last[0])
    pairs = product(_dates(first, today), _dates(last, today))
    return [(start, end) for start, end in pairs if both or abs(end - start) < USUAL]


def _dates(written: Written | None, today: date) -> Iterator[date]:
    wanted, month, day = written or (None, None, 0)
    if month is None:
        return
    for year in range(today.year - 1, today.year + YEARS) if wanted is None else (wanted,):
        if year < today.year + YEARS:
            with suppress(ValueError):  # 30.02
                yield date(year, month, day)
