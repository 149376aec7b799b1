"""Reads dates as sites write them, in Russian and English and in the manner of feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.dates.relative import relative
from monitor.dates.words import ABBREVIATIONS, month_of

LONGEST = 120  # characters; a longer one is no date, and guessing at it costs time
LEEWAY = timedelta(days=1)  # clocks and zones of sites are off; what lies further ahead is no date of publication
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DECEMBER = 12
_FURTHEST = timedelta(hours=14)  # that a zone is from UTC; «+30» behind a time counts something else
_SAME = timedelta(days=2)  # that a date without a year may be off from what is counted beside it
_EPOCH_YEAR = 70
_GUESSED = 60  # characters; what only dateparser can read is short

_OF_DAY = r"((?:[01]\d|2[0-3]):\d\d:\d\d)"
_MAIL = re.compile(  # the manner of RSS ...
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) "
    rf"{_OF_DAY} (GMT|[+-][01]\d[0-5]\d)",
    re.ASCII,
)
_ISO = re.compile(  # ... and of Atom
    r"(\d{4})-(\d\d)-(\d\d)T"
    rf"{_OF_DAY}(?:\.\d+)?(Z|[+-][01]\d:?[0-5]\d)",
    re.ASCII,
)
_EPOCH = re.compile(  # with as many noughts as programs like; .NET wraps it
    r"(?:(\d{10})(?:\d{6}|\d{9})|(\d{9,10})(?:\d{3})?(?:\.\d+)?|/Date\((\d{9,10})\d{3}(?:[+-]\d{4})?\)/)"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<between>[-./])(?P<month>\d{1,2})(?P=between)(?P<day>\d{1,2})(?!\d)"
)
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:T?(?P<clock>\d{6}|(?<=T)\d{4}))?(?!\d)"
)
_DAY_WORD = re.compile(
    r"(?<![\d:])(?P<day>\d{1,2})(?:\s*[-–—]\s*\d{1,2})?(?:st|nd|rd|th|-?го|-?е)?(?:\s+of)?[\s.,/-]*"
    r"(?P<month>[^\W\d_]{3,})(?:[\s.,/'’-]*(?P<year>\d{4}|\d\d(?![\d:])))?"
)
_WORD_DAY = re.compile(
    r"(?P<month>[^\W\d_]{3,})[\s.]*(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:[\s,.'’]*(?P<year>\d{4}|(?<=['’])\d\d(?!\d)))?"
)
_WORD_YEAR = re.compile(r"(?P<month>[^\W\d_]{3,})[\s.,]*(?P<year>\d{4})(?!\d)")
_NUMBERS = re.compile(
    r"(?<![\d:])(?P<day>\d{1,2})(?P<between>[-./ ])(?P<month>\d{1,2})(?P=between)(?P<year>\d{4}|\d\d)(?![\d:])"
)
_NAMED = (_YEAR_FIRST, _COMPACT, _DAY_WORD, _WORD_DAY, _NUMBERS, _WORD_YEAR)  # with a year, or a month in words
_NO_YEAR = re.compile(r"(?<![\d:.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?![\d:]|\.\d)")
_DOTTED = re.compile(  # «вчера в 14.30», «22.11.2025 14.30»
    r"(?:(?<=\bв )|(?<=\d{4} )|(?<=\d{4}, ))([01]?\d|2[0-3])\.([0-5]\d)(?![\d.])"
)
_YEAR_LAST = re.compile(  # «Sat Nov 22 14:05:00 MSK 2025», as Unix, Java and Twitter write it
    r"(?<=[^\W\d_] )(\d{1,2}) (\d\d:\d\d:\d\d(?: [A-Z]{2,5}| [+-]\d{4})?) (\d{4})\Z"
)
_CLOCK = re.compile(  # 14:05, 2:05 pm, 2 pm
    r"(?<![\d:+-])(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?|(?=\s?[ap]\.?\s?m\b))"
    r"(?:\s*(?P<half>[ap])\.?\s?m\b)?",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(r"(?<!\d)24:00(?=(?::00)?(?![:\d]))")  # the end of a day, as some programs write it
_AT = frozenset({"", "в", "at"})
_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?([1-7]))?", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LAST = re.compile(r"\bпрошл\w+ ")  # «в прошлую пятницу»; dateparser knows the day alone
_OFFSET = re.compile(r"(?<![\d:])([+-])(\d{1,2})(?::?(\d\d))?(?!\d)")
_REGION = re.compile(r"\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?\b")
_LETTERS = re.compile(r"\b(?:[A-Z]{1,4}|МСК)\b")


@dataclass(frozen=True, slots=True)
class Dated:
    """When something was published. Only an absolute date, good to the day, helps to tell an item again."""

    at: datetime | None = None  # aware, UTC
    absolute: bool = False


NOT_DATED = Dated()


def read_date(text: str, *, zone: ZoneInfo, now: datetime) -> Dated:
    """The moment a text names: in `zone` where it names none, the latest past year where it names none.

    >>> read_date("22 ноября 2025, 14:05", zone=ZoneInfo("Europe/Minsk"), now=datetime(2026, 1, 1, tzinfo=UTC)).at
    datetime.datetime(2025, 11, 22, 11, 5, tzinfo=datetime.timezone.utc)
    >>> read_date("32 мая", zone=ZoneInfo("UTC"), now=datetime(2026, 1, 1, tzinfo=UTC)).at is None
    True
    >>> read_date("Wed, 31 Dec 2025 24:00:00 GMT", zone=ZoneInfo("UTC"), now=datetime(2026, 1, 1, tzinfo=UTC)).at
    datetime.datetime(2026, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    folded = " ".join(text.split())
    if not folded or len(folded) > LONGEST:
        return NOT_DATED
    try:
        return _believed(_exact(folded) or _epoch(folded) or _told(_put_right(folded), zone, now), now)
    except (ValueError, OverflowError):  # the 30th of February, the year 0
        return _day_after(_MIDNIGHT.sub("00:00", folded), zone, now) if _MIDNIGHT.search(folded) else NOT_DATED


def _put_right(text: str) -> str:
    """What stands in an unusual place or form, as it usually does."""
    return _DOTTED.sub(r"\1:\2", _YEAR_LAST.sub(r"\1 \3 \2", text))


def _day_after(text: str, zone: ZoneInfo, now: datetime) -> Dated:
    dated = read_date(text, zone=zone, now=now)
    later = replace(dated, at=dated.at + timedelta(days=1)) if dated.at else None
    return _believed(later, now)


def _believed(found: Dated | None, now: datetime) -> Dated:
    """Nothing was published in the future, in the year 1 or at the epoch's start: so programs write "none"."""
    if found is None or found.at is None or found.at.year == 1 or abs(found.at - EPOCH) <= LEEWAY:
        return NOT_DATED
    return NOT_DATED if found.at > now + (LEEWAY if found.absolute else timedelta()) else found


def _exact(text: str) -> Dated | None:
    """The two ways in which nearly every feed writes its dates, read at once as the rules below would read them."""
    if found := _MAIL.fullmatch(text):
        day, written, year, clock, zone = found.groups()
    elif found := _ISO.fullmatch(text):
        year, written, day, clock, zone = found.groups()
    else:
        return None
    month = _month(written) or 0
    if not 0 < month <= DECEMBER:
        return None
    at = datetime.fromisoformat(f"{year}-{month:02}-{day:0>2}T{clock}{'Z' if zone == 'GMT' else zone}")
    return Dated(at.astimezone(UTC), absolute=True)


def _epoch(text: str) -> Dated | None:
    found = _EPOCH.fullmatch(text)
    return Dated(datetime.fromtimestamp(int(found[found.lastindex or 0]), UTC), absolute=True) if found else None


def _told(text: str, zone: ZoneInfo, now: datetime) -> Dated | None:
    return (
        _week(text, zone)
        or _written(text, zone, now, *_NAMED)
        or _counted(text, zone, now)
        or _written(text, zone, now, _NO_YEAR)  # behind what counts: «версия 2.5, вчера»
        or _guessed(text, zone, now)
    )


def _week(text: str, zone: ZoneInfo) -> Dated | None:
    """A day of a week of ISO 8601; of a mere week its Monday, which tells nothing again."""
    found = _WEEK.fullmatch(text)
    if found is None:
        return None
    day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))
    return Dated(datetime.combine(day, time(), zone).astimezone(UTC), absolute=bool(found[3]))


def _written(text: str, zone: ZoneInfo, now: datetime, *patterns: re.Pattern[str]) -> Dated | None:
    for pattern in patterns:
        for found in _each(pattern, text):
            if month := _month(found["month"]):
                rest = f"{text[: found.start()]} {text[found.end() :]}"
                placed = _placed(found.groupdict(), month, rest, zone, now)
                return placed if found.groupdict().get("year") else _nearer(placed, _counted(text, zone, now))
    return None


def _each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Whatever may be a date: what is none may hold the day of one, as «5 уровня 20» of «5 уровня 20 ноября»."""
    end = 0
    while found := pattern.search(text, end):
        yield found
        end = found.end("month")


def _nearer(placed: Dated, counted: Dated | None) -> Dated:
    """«Мария 5 дней назад» is no day of March; «12 мая (3 дня назад)» is that of May."""
    if counted is None or counted.at is None or placed.at is None:
        return placed
    return placed if abs(placed.at - counted.at) <= _SAME else counted


def _placed(parts: dict[str, str | None], month: int, rest: str, zone: ZoneInfo, now: datetime) -> Dated:
    day = int(parts.get("day") or 1)
    if month > DECEMBER >= day and "between" in parts:  # 03/30/2020: the American order, where no other is possible
        day, month = month, day
    clock, after = _clock(parts.get("clock"), rest)
    place = _zone(after) or zone
    if parts.get("year") is None:
        return Dated(_latest(day, month, clock, place, now), absolute=True)
    at = datetime.combine(datetime(_year(str(parts["year"])), month, day, tzinfo=place), clock, place)
    return Dated(at.astimezone(UTC), absolute="day" in parts)


def _latest(day: int, month: int, clock: time, place: tzinfo, now: datetime) -> datetime:
    """The latest past year in which there was such a day."""
    this = now.astimezone(place).year
    for year in range(this, this - 9, -1):  # the 29th of February may be eight years back
        try:
            at = datetime.combine(datetime(year, month, day, tzinfo=place), clock, place)
        except ValueError:
            continue
        if at <= now + (LEEWAY if year == this else timedelta()):
            return at.astimezone(UTC)
    raise ValueError(f"no such day: {day}.{month}")


def _counted(text: str, zone: ZoneInfo, now: datetime) -> Dated | None:
    clock = _CLOCK.search(text)
    if clock and clock.end() == len(text) and text[: clock.start()].strip().casefold() in _AT:
        return Dated(_latest_time(_time(clock), now.astimezone(zone)).astimezone(UTC))
    found = relative(text[: clock.start()] if clock else text, now.astimezone(zone))
    if found is None:
        return None
    if clock:
        found = datetime.combine(found.date(), _time(clock), zone)
    return Dated(found.astimezone(UTC))


def _latest_time(clock: time, now: datetime) -> datetime:
    """A mere time is one of today, as forums and news write it, or else of yesterday."""
    today = datetime.combine(now.date(), clock, now.tzinfo)
    return today if today <= now else datetime.combine(now.date() - timedelta(days=1), clock, now.tzinfo)


def _guessed(text: str, zone: ZoneInfo, now: datetime) -> Dated | None:
    """What no rule of ours reads; it may be relative, so it never tells an item again."""
    if len(text) > _GUESSED or not any(letter.isalpha() for letter in text):
        return None
    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": now.astimezone(zone).replace(tzinfo=None),
        "TIMEZONE": str(zone),
        "RETURN_AS_TIMEZONE_AWARE": True,
    }
    import dateparser  # noqa: PLC0415  # what only it can read is rare, and no command should wait for its tables

    found = dateparser.parse(_LAST.sub("", text), languages=["ru", "en"], settings=settings)
    years = map(int, _YEAR.findall(text))
    return Dated(found.astimezone(UTC)) if found and all(year == found.year for year in years) else None


def _month(written: str) -> int | None:
    return int(written) if written.isdecimal() else month_of(written)


def _year(written: str) -> int:
    """Two figures mean the hundred years from 1970 on."""
    year = int(written)
    if len(written) > len("70"):
        return year
    return year + (1900 if year >= _EPOCH_YEAR else 2000)


def _clock(compact: str | None, rest: str) -> tuple[time, str]:
    if compact:
        return time(int(compact[:2]), int(compact[2:4]), int(compact[4:] or 0)), rest
    found = _CLOCK.search(rest)
    return (_time(found), rest[found.end() :]) if found else (time(), rest)


def _time(found: re.Match[str]) -> time:
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return time(hour, int(found["minute"] or 0), int(found["second"] or 0))


def _zone(after: str) -> tzinfo | None:
    region = _REGION.search(after)
    if region:
        try:
            return ZoneInfo(region[0])
        except (ZoneInfoNotFoundError, OSError):
            return None
    offset = _OFFSET.search(after)
    if offset:
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if length <= _FURTHEST:
            return timezone(-length if offset[1] == "-" else length)
    return next((ABBREVIATIONS[name] for name in _LETTERS.findall(after) if name in ABBREVIATIONS), None)
