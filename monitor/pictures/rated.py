"""The ratings of a place from week to week, in stars."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from monitor.digest import Digest, PastWeek
from monitor.render.phrase import difference
from monitor.texts import Texts

SHOWN = 6  # places
BEST = 5
_MOVED = 0.3  # stars ...
_ENOUGH = 5  # ... of at least so many reviews: fewer move by chance


@dataclass(frozen=True, slots=True)
class Rated:
    """A place; None where a week brought no ratings."""

    source: str
    stars: tuple[float | None, ...]
    count: int = 0  # ratings of the last week ...
    before: int = 0  # ... and of the week it is compared with

    @property
    def last(self) -> float | None:
        """Of the last week."""
        return self.stars[-1]

    @property
    def known(self) -> list[float]:
        """Of the weeks that brought ratings."""
        return [one for one in self.stars if one is not None]

    @property
    def change(self) -> float | None:
        """From the last but one week that brought ratings to the last."""
        return self.known[-1] - self.known[-2] if len(self.known) > 1 else None

    @property
    def moved(self) -> bool:
        """Whether the last week is worth a second look."""
        moved = self.last is not None and self.change is not None and abs(self.change) >= _MOVED
        return moved and min(self.count, self.before) >= _ENOUGH


def changed(place: Rated, texts: Texts) -> str:
    """« (−0,6)» behind a rating of the last week, where there was one before."""
    if place.last is None or place.change is None:
        return ""
    return f" ({difference(place.last, place.known[-2], texts)})"


def rated(digest: Digest) -> tuple[Rated, ...]:
    """The places of our own brands, worst first; of many, those that are rated most often."""
    sources = sorted({source for week in digest.past for source in week.ratings})
    places = [
        Rated(
            one,
            tuple(_stars(week.ratings.get(one)) for week in digest.past),
            _count(digest.past[-1], one),
            next((_count(week, one) for week in reversed(digest.past[:-1]) if one in week.ratings), 0),
        )
        for one in sources
    ]
    places.sort(key=lambda one: (one.last is None, -len(one.known), -one.count))
    return tuple(sorted(places[:SHOWN], key=lambda one: inf if one.last is None else one.last))


def _stars(mean: float | None) -> float | None:
    return None if mean is None else 1 + (BEST - 1) * mean


def _count(week: PastWeek, source: str) -> int:
    return week.rated.get(source, 0)
