"""How long the first answer took from week to week, in a unit that is read well."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.digest import Digest
from monitor.render.phrase import number
from monitor.texts import Texts

SPREAD = 5  # answers from which nine of ten are worth telling, and a median is worth comparing
_UNITS = (("minutes", 1, 120), ("hours", 60, 72))  # minutes in one, and how many are still read well
_DAYS = ("days", 1440)
_HOUR = 60  # minutes
_EXACT = 10  # units from which tenths say nothing


@dataclass(frozen=True, slots=True)
class Answered:
    """Minutes by week; None where too few were answered to say it."""

    half: tuple[float | None, ...]
    most: tuple[float | None, ...]

    @property
    def longest(self) -> float:
        """The highest of all."""
        return max(minutes for minutes in (*self.half, *self.most, 1.0) if minutes is not None)

    @property
    def unit(self) -> tuple[str, int]:
        """Its name, and the minutes in one."""
        fitting = ((name, size) for name, size, many in _UNITS if self.longest <= size * many)
        return next(fitting, _DAYS)


def answered(digest: Digest) -> Answered:
    """The weeks of a digest."""
    speeds = [week.speed for week in digest.past]
    return Answered(
        half=tuple(speed.median if speed else None for speed in speeds),
        most=tuple(speed.p90 if speed and speed.count >= SPREAD else None for speed in speeds),
    )


def pointed(minutes: float, unit: int, texts: Texts) -> str:
    """What stands at a point: in whole hours only those that are over, for so the words beside the picture count.

    >>> [pointed(minutes, 60, Texts("en")) for minutes in (230, 1499)]
    ['3.8', '24']
    """
    value = minutes / unit
    if value < _EXACT:
        return number(value, texts, digits=1)
    return number(round(minutes) // unit if unit == _HOUR else value, texts, digits=0)
