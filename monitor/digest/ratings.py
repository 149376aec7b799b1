"""Ratings of a place: their mean, and a mean that a few new ones do not throw about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.digest.brand import Rating

PRIOR = 5  # ratings that the mean of all places counts for


@dataclass(frozen=True, slots=True)
class PlaceRatings:
    """What a brand was rated on one source in some time."""

    brand: str
    source: str
    total: float
    count: int
    unanswered: int = 0  # negative ones that still want an answer

    @property
    def mean(self) -> float:
        """Of all of them."""
        return self.total / self.count


def mean_of(ratings: Iterable[PlaceRatings]) -> float | None:
    """Of the ratings of all these places."""
    found = list(ratings)
    count = sum(one.count for one in found)
    return sum(one.total for one in found) / count if count else None


def smoothed(total: float, count: int, usual: float) -> float:
    """The Bayesian average, (C·m + Σ) / (C + n): as if C ratings of the usual mean had come before.

    It is how IMDb ranks films and how review platforms rank places with few reviews. One bad mark among fours:

    >>> round(smoothed(0.0, 1, 0.75), 3), round(smoothed(0.0, 100, 0.75), 3)
    (0.625, 0.036)
    """
    return (PRIOR * usual + total) / (PRIOR + count)


def ratings_of(
    brand: str, now: Iterable[PlaceRatings], before: Iterable[PlaceRatings], usual: float | None
) -> tuple[Rating, ...]:
    """A brand's places with new ratings, each beside the week before and drawn towards the usual mean."""
    earlier = {one.source: one.mean for one in before if one.brand == brand}
    ours = sorted((one for one in now if one.brand == brand), key=lambda one: one.source)
    return tuple(
        Rating(
            source=one.source,
            mean=one.mean,
            count=one.count,
            previous=earlier.get(one.source),
            smoothed=smoothed(one.total, one.count, one.mean if usual is None else usual),
            unanswered=one.unanswered,
        )
        for one in ours
    )


def rated_as(brand: str, source: str, brands: int) -> str:
    """What a place is called from week to week: of several brands each has its own ratings there.

    >>> rated_as("Зубр-Софт", "reviews", 1), rated_as("Зубр-Софт", "reviews", 2)
    ('reviews', 'Зубр-Софт, reviews')
    """
    return f"{brand}, {source}" if brands > 1 else source


def means(ratings: Iterable[PlaceRatings]) -> Mapping[str, float]:
    """The mean of each place."""
    return {source: sum(o.total for o in ours) / sum(o.count for o in ours) for source, ours in _places(ratings)}


def numbers(ratings: Iterable[PlaceRatings]) -> Mapping[str, int]:
    """How often each place was rated, likewise."""
    return {source: sum(one.count for one in ours) for source, ours in _places(ratings)}


def _places(ratings: Iterable[PlaceRatings]) -> list[tuple[str, list[PlaceRatings]]]:
    places: dict[str, list[PlaceRatings]] = {}
    for one in ratings:
        places.setdefault(one.source, []).append(one)
    return sorted(places.items())


def rose(changes: Sequence[str]) -> bool:
    """Whether a rating ended higher than it began, by what its changes were told as.

    >>> rose(["2/5 → 3/5", "3/5 → 4/5"]), rose(["2/5 → 4/5", "4/5 → 1/5"]), rose(["— → 4/5"])
    (True, False, False)
    """
    was, now = _share(changes[0].partition(" → ")[0]), _share(changes[-1].partition(" → ")[2])
    return was is not None and now is not None and now > was


def _share(told: str) -> float | None:
    value, slash, best = told.partition("/")
    try:
        return float(value) / float(best) if slash else None
    except (ValueError, ZeroDivisionError):
        return None
