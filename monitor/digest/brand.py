"""What a week was for one brand: how much was said, in which tone, where, and how the team answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.domain import Role


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


@dataclass(frozen=True, slots=True)
class Speed:
    """Minutes that half, and nine of ten, took at most; of so many."""

    median: float
    p90: float
    count: int = 0


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
