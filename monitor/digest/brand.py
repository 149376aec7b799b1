"""What a week was for one brand: how much was said, in which tone, where, and how the team answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.domain import Role

_FEW = 5  # tones below which a balance would be noise
_ENOUGH = 3  # that wanted an answer, from which it is told how a place is answered
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Watched:
    """A brand as the digest needs it."""

    id: str
    name: str
    role: Role = Role.OWN


@dataclass(frozen=True, slots=True)
class Counts:
    """How many mentions of each tone."""

    mentions: int = 0
    negative: int = 0
    neutral: int = 0
    positive: int = 0

    @property
    def net_sentiment(self) -> float | None:
        """The balance of tone, from -1 to 1."""
        toned = self.positive + self.negative
        return (self.positive - self.negative) / toned if toned >= _FEW else None


def total(counts: Iterable[Counts]) -> Counts:
    """All of them together."""
    parts = [(one.mentions, one.negative, one.neutral, one.positive) for one in counts]
    return Counts(*map(sum, zip(*parts, strict=True))) if parts else Counts()


@dataclass(frozen=True, slots=True)
class Speed:
    """Minutes that half, and nine of ten, took at most; of so many."""

    median: float
    p90: float
    count: int = 0


def speed_of(deciding: Mapping[int, tuple[datetime, datetime]], count: int) -> Speed:
    """Of so many times, each from when to when, by those that decide; keys are their places in order of length.

    Between two times is interpolated, all of them being known (`statistics.quantiles` calls that "inclusive").
    """
    took = {place: max((end - begin) / _MINUTE, 0.0) for place, (begin, end) in deciding.items()}
    last = count - 1
    whole, rest = divmod(9 * last, 10)
    p90 = (took[whole] * (10 - rest) + took[whole + 1] * rest) / 10 if rest else took[whole]
    return Speed((took[last // 2] + took[(last + 1) // 2]) / 2, p90, count)


@dataclass(frozen=True, slots=True)
class Rating:
    """The new ratings of a place, 0..1."""

    source: str
    mean: float
    count: int
    previous: float | None = None  # the mean of the week before
    smoothed: float | None = None  # drawn towards the mean of all places where there are few: a trend, not a chance
    unanswered: int = 0  # negative ones that still want an answer


@dataclass(frozen=True, slots=True)
class Work:
    """The team's work on the negative mentions of a week; history counts from when someone takes it."""

    due: int = 0  # wanted an answer
    answered: int = 0  # of these, by now
    speed: Speed | None = None  # from when they count (`at`) to the answer
    since_published: Speed | None = None  # from when they were published
    timed: int = 0  # answered, or past their deadline ...
    in_time: int = 0  # ... and answered before it
    settled: int = 0  # in private
    raised: int = 0  # ratings that rose after our answer

    @property
    def response_rate(self) -> float | None:
        """Answered of those that wanted an answer."""
        return self.answered / self.due if self.due else None


def work_of(brands: Iterable[Work], *, speed: Speed | None, since_published: Speed | None) -> Work:
    """The work on all these brands; how long it took is no sum."""
    parts = list(brands)
    return Work(
        due=sum(one.due for one in parts),
        answered=sum(one.answered for one in parts),
        speed=speed,
        since_published=since_published,
        timed=sum(one.timed for one in parts),
        in_time=sum(one.in_time for one in parts),
        settled=sum(one.settled for one in parts),
        raised=sum(one.raised for one in parts),
    )


@dataclass(frozen=True, slots=True)
class PlaceWork:
    """The work on what one source brought: each may have a time of its own in which an answer is due."""

    source: str
    work: Work


def by_place(works: Mapping[str, Work]) -> tuple[PlaceWork, ...]:
    """Sources that brought enough to say how they are answered, most first.

    >>> [one.source for one in by_place({"chat": Work(due=2), "b": Work(due=3), "a": Work(due=3), "c": Work(due=9)})]
    ['c', 'a', 'b']
    """
    told = (PlaceWork(source, work) for source, work in works.items() if work.due >= _ENOUGH)
    return tuple(sorted(told, key=lambda one: (-one.work.due, one.source)))


@dataclass(frozen=True, slots=True)
class BrandWeek:
    """What the week was for one brand."""

    brand: Watched
    counts: Counts
    previous: Counts
    stories: int
    net_sentiment: float | None
    voice: int  # its stories on the sources that watch all brands alike ...
    voices: int  # ... of those of all brands; 0 where nothing can be compared
    work: Work = field(default_factory=Work)
    ratings: tuple[Rating, ...] = ()

    @property
    def share_of_voice(self) -> float | None:
        """Its part of all stories."""
        return self.voice / self.voices if self.voices else None
