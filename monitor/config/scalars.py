"""Small values as people write them in sources.yaml: 15m, 10MB, mon 09:00, 22:00-08:00, 5 in 30m."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FOR_EVER = timedelta(days=36_500)  # whoever says more means this: a date so long ago can still be reckoned
_UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_BYTES = {"B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}

_DURATION = re.compile(r"(\d{1,10})\s*([smhd])")
_PACE = re.compile(r"(\d{1,4})\s+per\s+(\d{1,10}\s*[smhd])")
_STORM = re.compile(r"(\d{1,4})\s+in\s+(\d{1,10}\s*[smhd])")
_SIZE = re.compile(r"(\d{1,6})\s*([KMG]?B)", re.IGNORECASE)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_WHEN = re.compile(r"(\w{3})\s+(\d{1,2}:\d{2})", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")
_WORKING = re.compile(r"(\w{3})(?:-(\w{3}))?\s+(\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pace:
    """At most so many in a period; starts are `gap` apart."""

    count: int
    period: timedelta

    @property
    def gap(self) -> timedelta:
        """The shortest time between two starts."""
        return self.period / self.count

    def __str__(self) -> str:
        return f"{self.count} per {write_duration(self.period)}"


@dataclass(frozen=True, slots=True)
class Burst(Pace):
    """So many in a period are a storm."""

    def __str__(self) -> str:
        return f"{self.count} in {write_duration(self.period)}"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something is looked at; more rarely the longer nothing changes, but never more than `longest` apart."""

    shortest: timedelta
    longest: timedelta

    def __str__(self) -> str:
        first, last = write_duration(self.shortest), write_duration(self.longest)
        return first if first == last else f"{first}-{last}"


@dataclass(frozen=True, slots=True)
class When:
    """A moment of the week in the team's zone."""

    weekday: int  # 0 = Monday
    at: time

    def __str__(self) -> str:
        return f"{DAYS[self.weekday]} {write_clock(self.at)}"


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time of day to another, also over midnight."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{write_clock(self.start)}-{write_clock(self.end)}"

    def __contains__(self, at: time) -> bool:
        """From a time to the same time is no time at all.

        >>> night, day, never = Hours(time(22), time(8)), Hours(time(9), time(18)), Hours(time(22), time(22))
        >>> [time(h) in night for h in (21, 22, 3, 8)], [time(h) in day for h in (8, 9, 18)], time(22) in never
        ([False, True, True, False], [False, True, False], False)
        """
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The hours of the working days."""

    days: tuple[int, ...]
    hours: Hours

    def __str__(self) -> str:
        first, last = DAYS[self.days[0]], DAYS[self.days[-1]]
        return f"{first if first == last else f'{first}-{last}'} {self.hours}"


def read_duration(text: str) -> timedelta:
    """A length of time, however long.

    >>> read_duration("15m")
    datetime.timedelta(seconds=900)
    """
    found = _DURATION.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    return min(int(found[1]), timedelta.max // _UNITS[found[2]]) * _UNITS[found[2]]


@lru_cache(maxsize=256)  # thousands of sources share a few
def read_rhythm(text: str) -> Rhythm:
    """A length of time, or the shortest and the longest.

    >>> str(read_rhythm("15m")), str(read_rhythm("15m - 4h"))
    ('15m', '15m-4h')
    """
    lengths = [_positive(part) for part in text.split("-", maxsplit=1)]
    if lengths[-1] < lengths[0]:
        raise ValueError(text)
    return Rhythm(lengths[0], lengths[-1])


def write_duration(length: timedelta) -> str:
    """As people write it, in the largest unit that says it whole.

    >>> write_duration(timedelta(hours=4)), write_duration(timedelta(seconds=90))
    ('4h', '90s')
    """
    seconds = int(length.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def write_clock(at: time) -> str:
    """As people write it.

    >>> write_clock(time(9, 5))
    '09:05'
    """
    return f"{at:%H:%M}"


def read_clock(text: str) -> time:
    """A time of day.

    >>> read_clock("9:05")
    datetime.time(9, 5)
    """
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    return time(int(found[1]), int(found[2]))


def read_size(text: str) -> int:
    """A number of bytes; ten million for `10MB`.

    >>> read_size("10MB")
    10000000
    """
    found = _SIZE.fullmatch(text.strip())
    if not found or int(found[1]) == 0:
        raise ValueError(text)
    return int(found[1]) * _BYTES[found[2].upper()]


def read_pace(text: str) -> Pace:
    """How often at most.

    >>> read_pace("1 per 2s").gap
    datetime.timedelta(seconds=2)
    """
    return Pace(*_counted(_PACE, text))


def read_storm(text: str) -> Burst:
    """How many in which time make a storm.

    >>> str(read_storm("5 in 30m"))
    '5 in 30m'
    """
    return Burst(*_counted(_STORM, text))


def read_when(text: str) -> When:
    """A moment of the week.

    >>> read_when("mon 09:00")
    When(weekday=0, at=datetime.time(9, 0))
    """
    found = _WHEN.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    return When(_day(found[1]), read_clock(found[2]))


def read_hours(text: str) -> Hours:
    """From when to when."""
    found = _HOURS.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    return Hours(read_clock(found[1]), read_clock(found[2]))


def read_working_hours(text: str) -> WorkingHours:
    """Days and hours of work.

    >>> read_working_hours("fri-mon 09:00-18:00").days
    (4, 5, 6, 0)
    """
    found = _WORKING.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    first, last = _day(found[1]), _day(found[2] or found[1])
    days = tuple((first + n) % 7 for n in range((last - first) % 7 + 1))
    return WorkingHours(days, read_hours(found[3]))


def _counted(pattern: re.Pattern[str], text: str) -> tuple[int, timedelta]:
    found = pattern.fullmatch(text.strip())
    if not found or int(found[1]) == 0:
        raise ValueError(text)
    return int(found[1]), _positive(found[2])


def _day(name: str) -> int:
    return DAYS.index(name.lower())


def _bytes(number: int) -> int:
    if number <= 0:
        raise ValueError(number)
    return number


def _positive(given: str) -> timedelta:
    length = read_duration(given)
    if not timedelta(seconds=1) <= length <= FOR_EVER:
        raise ValueError(given)
    return length


def reading(kind: str, read: Callable[[str], object], number: Callable[[int], object] | None = None) -> BeforeValidator:
    """What a text says, or where it may be one a bare `number`; anything else is refused in the words for this kind."""

    def value(given: Any) -> object:
        try:
            if isinstance(given, str):
                return read(given)
            if number is not None and type(given) is int:  # `true` is no number
                return number(given)
        except ValueError:
            raise PydanticCustomError(f"otklik_{kind}", kind) from None
        if isinstance(given, bool | int | float | list | dict) or given is None:
            raise PydanticCustomError(f"otklik_{kind}", kind)
        return given  # read already

    return BeforeValidator(value)


def form(name: str, *kinds: str) -> WithJsonSchema:
    """How a value is written, by a name that the reference puts into words; editors leave such names alone."""
    return WithJsonSchema({"type": list(kinds) or "string", "format": name})


WRITTEN = PlainSerializer(str, return_type=str)

Duration = Annotated[
    timedelta, reading("duration", _positive), PlainSerializer(write_duration, return_type=str), form("length")
]
Every = Annotated[Rhythm, reading("every", read_rhythm), WRITTEN, form("rhythm")]
Size = Annotated[int, reading("size", read_size, _bytes), form("size", "string", "integer")]
PerHost = Annotated[Pace, reading("pace", read_pace), WRITTEN, form("pace")]
Storm = Annotated[Burst, reading("storm", read_storm), WRITTEN, form("burst")]
ClockTime = Annotated[time, reading("clock", read_clock), PlainSerializer(write_clock, return_type=str), form("clock")]
Moment = Annotated[When, reading("when", read_when), WRITTEN, form("moment")]
DayHours = Annotated[Hours, reading("hours", read_hours), WRITTEN, form("hours")]
WeekHours = Annotated[WorkingHours, reading("working_hours", read_working_hours), WRITTEN, form("working-hours")]
