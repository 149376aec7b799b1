"""What a digest sums up: a week, or a whole month or quarter as the team lives it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from typing import Final, Literal
from zoneinfo import ZoneInfo

from monitor.dates.ahead import month_of
from monitor.digest.weeks import named_week, week_bounds, week_of, weeks_until
from monitor.errors import ConfigError

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q(\d)", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?:за |in )?(?P<month>[^\W\d_]{3,})(?: (?P<year>\d{4}))?", re.IGNORECASE)
_QUARTER_IN_WORDS = re.compile(
    r"(?:за )?(?:q(?P<q>[1-4])|(?P<number>[1-4]|i{1,3}|iv)(?:-?й)? квартал)(?: (?P<year>\d{4}))?", re.IGNORECASE
)
_LAST = re.compile(r"(?:за )?(?:прошл(?:ый|ого)|last) (?:(?P<month>месяца?|month)|квартала?|quarter)", re.IGNORECASE)
_ROMAN = ("I", "II", "III", "IV")
_MONTHS: Final = {"month": 1, "quarter": 3}
_YEAR = 12

Span = Literal["week", "month", "quarter"]


def span_of(period: str) -> Span:
    """What it is, by its name.

    >>> span_of("2026-W47"), span_of("2026-10"), span_of("2026-Q4")
    ('week', 'month', 'quarter')
    """
    if _MONTH.fullmatch(period):
        return "month"
    return "quarter" if _QUARTER.fullmatch(period) else "week"


def named_period(said: str, now: datetime, zone: ZoneInfo) -> str:
    """The month or the quarter that somebody names, the last such one without a year; else the week, by any day of it.

    >>> at = datetime(2026, 11, 28, tzinfo=UTC), ZoneInfo("Europe/Minsk")
    >>> [named_period(one, *at) for one in ("октябрь", "December 2025", "IV квартал", "last quarter", "5 октября")]
    ['2026-10', '2025-12', '2026-Q4', '2026-Q3', '2026-W41']
    """
    folded = " ".join(said.split())
    if span_of(folded) != "week":
        return folded
    today = now.astimezone(zone)
    present = today.year * _YEAR + today.month - 1
    if last := _LAST.fullmatch(folded):
        return _named(present - 1, "month") if last["month"] else _named(present - present % 3 - 3, "quarter")
    if found := _QUARTER_IN_WORDS.fullmatch(folded):
        number = found["q"] or found["number"].upper()
        quarter = _ROMAN.index(number) if number in _ROMAN else int(number) - 1
        return _named(_latest(3 * quarter, found["year"], present), "quarter")
    if (found := _IN_WORDS.fullmatch(folded)) and (month := month_of(found["month"].lower())):
        return _named(_latest(month - 1, found["year"], present), "month")
    return named_week(folded, now, zone)


def period_bounds(period: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """From its first day to the first day after it, in UTC.

    >>> [at.isoformat() for at in period_bounds("2026-Q4", UTC)]
    ['2026-10-01T00:00:00+00:00', '2027-01-01T00:00:00+00:00']
    """
    span = span_of(period)
    if span == "week":
        return week_bounds(period, zone)
    first = _first(period)
    try:
        start, end = (
            datetime(month // _YEAR, month % _YEAR + 1, 1, tzinfo=zone).astimezone(UTC)
            for month in (first, first + _MONTHS[span])
        )
    except (ValueError, OverflowError) as error:
        raise _refused(period) from error
    return start, end


def periods_until(period: str, count: int, zone: tzinfo) -> tuple[str, ...]:
    """So many of its kind, this one last.

    >>> periods_until("2026-W47", 2, UTC), periods_until("2026-01", 2, UTC), periods_until("2026-q1", 2, UTC)
    (('2026-W46', '2026-W47'), ('2025-12', '2026-01'), ('2025-Q4', '2026-Q1'))
    """
    start, _ = period_bounds(period, zone)
    span = span_of(period)
    if span == "week":
        return weeks_until(week_of(start, zone), count, zone)
    step, last = _MONTHS[span], _first(period)
    months = range(last - step * (count - 1), last + 1, step)
    if months[0] < _YEAR:  # there is no year 0
        raise _refused(period)
    return tuple(_named(month, span) for month in months)


def _first(period: str) -> int:
    """Its first month, counted from the year 0."""
    found = _MONTH.fullmatch(period)
    if found and 1 <= int(found[2]) <= _YEAR:
        return int(found[1]) * _YEAR + int(found[2]) - 1
    found = _QUARTER.fullmatch(period)
    if found and 1 <= int(found[2]) <= _YEAR // 3:
        return int(found[1]) * _YEAR + 3 * (int(found[2]) - 1)
    raise _refused(period)


def _latest(month: int, year: str | None, present: int) -> int:
    """A month of the year, in this year or, where there is none, in the last one in which it has begun."""
    if year:
        return int(year) * _YEAR + month
    return present - (present - month) % _YEAR


def _named(month: int, span: Span) -> str:
    year, number = divmod(month, _YEAR)
    return f"{year:04}-{number + 1:02}" if span == "month" else f"{year:04}-Q{number // 3 + 1}"


def _refused(period: str) -> ConfigError:
    return ConfigError(f"digest.{span_of(period)}", typed=period)
