"""Decides when a brand is spoken of more, or less, than chance explains: by a Poisson tail, not by mean and spread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma, log

RARE, FLOOR = 0.005, 4  # a tail this small, of at least so many, is no chance
QUIET = 0.01  # how unlikely nothing at all must be
WINDOW, BASE, LEAST = timedelta(hours=24), timedelta(weeks=8), timedelta(weeks=2)
COOL = timedelta(hours=12)  # after a spike was told
SHORTEST = timedelta(days=3)  # a silence that a weekend or a night explains is none
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Usual:
    """How often a brand is spoken of, as far back as we watched: `count` within `span`."""

    count: int
    span: timedelta

    @property
    def known(self) -> bool:
        """Whether that is long enough to say anything."""
        return self.span >= LEAST

    def within(self, time: timedelta) -> float:
        """How many are to be expected in such a time."""
        return self.count * (time / self.span) if self.span else 0.0


def tail(count: int, usual: float) -> float:
    """How likely chance alone brings so many, or more, where `usual` are to be expected.

    >>> round(tail(4, 0.5), 5), round(tail(2, 0.5), 3)
    (0.00175, 0.09)
    """
    if count <= 0:
        return 1.0
    if usual <= 0:
        return 0.0
    return max(0.0, 1.0 - sum(exp(k * log(usual) - usual - lgamma(k + 1)) for k in range(count)))


def is_spike(count: int, usual: float) -> bool:
    """Whether so many are news.

    >>> is_spike(4, 0.5), is_spike(3, 0.1), is_spike(9, 5)
    (True, False, False)
    """
    return count >= FLOOR and tail(count, usual) < RARE


def is_silence(usual: float) -> bool:
    """Whether none at all is news, where `usual` were to be expected: from 4.6 on.

    >>> is_silence(4.7), is_silence(4.5)
    (True, False)
    """
    return exp(-usual) < QUIET


def window(now: datetime, told: datetime | None) -> datetime | None:
    """Since when mentions count towards a spike: what was told counts no second time; None while it cools down."""
    if told is not None and now - told < COOL:
        return None
    return now - WINDOW if told is None else max(now - WINDOW, told)


def base(start: datetime, watched: datetime) -> tuple[datetime, timedelta]:
    """Where the time begins that says what is usual before `start`, and how long it is."""
    begin = max(start - BASE, watched)
    return begin, max(start - begin, timedelta(0))


def reach(start: datetime, now: datetime, gaps: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """The time in which what was found since `start` was said: after a gap of ours we read what piled up in it."""
    earlier = [begin for begin, end in gaps if start < end <= now]
    return now - min([start, *earlier])


def watched(start: datetime, now: datetime, gaps: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """How much of a time we were there to hear anything."""
    away = sum((max(min(end, now) - max(begin, start), timedelta(0)) for begin, end in gaps), timedelta(0))
    return now - start - away


def days(time: timedelta) -> float:
    """A time as people count it here."""
    return round(time / _DAY, 1)
