"""What a digest says, as values; its JSON is the shape that CONTRACT section 1 names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.digest.load import Load
from monitor.domain import Flag, Label, Reason, Record, Role, Severity, SourceState, Status, Taught, VisitStatus
from monitor.spikes import is_spike

TOP = 3  # stories named as the week's worst and best
_URGENCY = {Severity.P1: 0, Severity.P2: 1, Severity.P3: 2, None: 3}


class Mood(StrEnum):
    """The week in a word."""

    CALM = "calm"
    ATTENTION = "attention"
    CRISIS = "crisis"


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
    """Minutes from a mention to the first answer."""

    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class Rating:
    """The mean of a source's new ratings, 0..1."""

    source: str
    mean: float
    count: int


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
    due: int  # negative mentions that wanted an answer
    answered: int
    speed: Speed | None
    ratings: tuple[Rating, ...]

    @property
    def share_of_voice(self) -> float | None:
        """Its part of all stories."""
        return self.voice / self.voices if self.voices else None

    @property
    def response_rate(self) -> float | None:
        """Answered of those that wanted an answer."""
        return self.answered / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is complained about, in how many negative mentions of our own brands, and in how many a week earlier."""

    reason: str
    count: int
    previous: int


@dataclass(frozen=True, slots=True)
class BrandQuality:
    """How well one brand was flagged, and what its team taught us so far."""

    brand: Watched
    flagged: int
    right: int
    sifted: int  # of the week, not alerted because the team did not want the like
    taught: Taught

    @property
    def precision(self) -> float | None:
        """Flagged and not corrected, of all flagged."""
        return self.right / self.flagged if self.flagged else None


@dataclass(frozen=True, slots=True)
class Quality:
    """How well we flagged, by the team's own corrections."""

    flagged: int
    right: int
    corrections: int
    alerts_sent: int
    dismissed: dict[Reason, int]
    brands: tuple[BrandQuality, ...] = ()  # our own
    load: Load = field(default_factory=Load)

    @property
    def precision(self) -> float | None:
        """Flagged and not corrected, of all flagged."""
        return self.right / self.flagged if self.flagged else None


@dataclass(frozen=True, slots=True)
class Digest:
    """A week, ready to be told in any format."""

    week: str
    start: datetime
    end: datetime
    timezone: str
    good: int
    due: int
    brands: tuple[BrandWeek, ...]
    mentions: tuple[Record, ...]  # of the week and our own brands, newest first; without «not about us»
    sources: tuple[SourceState, ...]
    quality: Quality
    complaints: tuple[Complaint, ...] = ()  # most frequent first
    unwatched: timedelta = timedelta(0)  # how long we were not there at all

    @property
    def coverage(self) -> float | None:
        """Good visits of those that were due."""
        return self.good / self.due if self.due else None

    @property
    def alarming(self) -> tuple[Record, ...]:
        """Every negative or dangerous story of our own, worst first."""
        return _stories(r for r in self.mentions if r.label is Label.NEGATIVE or r.flag is Flag.RISK)

    @property
    def top_negative(self) -> tuple[Record, ...]:
        """The worst stories."""
        return _stories(r for r in self.mentions if r.label is Label.NEGATIVE)[:TOP]

    @property
    def top_positive(self) -> tuple[Record, ...]:
        """The best stories."""
        return _stories(r for r in self.mentions if r.label is Label.POSITIVE)[:TOP]

    @property
    def open(self) -> tuple[Record, ...]:
        """Stories that still want an answer; history does not until someone takes it."""
        return tuple(r for r in self.alarming if wanted(r) and r.status in {Status.NEW, Status.TAKEN})

    @property
    def blind(self) -> tuple[SourceState, ...]:
        """Sources that show us nothing at present."""
        return tuple(source for source in self.sources if source.state not in {VisitStatus.OK, VisitStatus.UNCHANGED})

    @property
    def urgent(self) -> tuple[Record, ...]:
        """Emergencies that still want an answer."""
        return tuple(record for record in self.open if record.severity is Severity.P1)

    @property
    def negative(self) -> int:
        """Negative mentions of our own brands."""
        return sum(week.counts.negative for week in self._own)

    @property
    def negative_before(self) -> int:
        """The same, a week earlier."""
        return sum(week.previous.negative for week in self._own)

    @property
    def spike(self) -> bool:
        """Whether there were more negatives than chance brings after such a week before."""
        if not any(week.previous.mentions for week in self._own):
            return False  # nothing to compare with
        return is_spike(self.negative, max(self.negative_before, 1))

    @property
    def mood(self) -> Mood:
        """Crisis: an emergency nobody took, or one in a wave. Attention: something waits, or we did not see all."""
        if any(record.status is Status.NEW for record in self.urgent) or (self.urgent and self.spike):
            return Mood.CRISIS
        return Mood.ATTENTION if self.open or self.spike or self.blind else Mood.CALM

    @property
    def _own(self) -> tuple[BrandWeek, ...]:
        return tuple(week for week in self.brands if week.brand.role is Role.OWN)

    def to_json(self) -> dict[str, object]:
        """The shape of `digest --format json`."""
        return {
            "week": self.week,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "timezone": self.timezone,
            "coverage": self.coverage,
            "unwatched_minutes": round(self.unwatched / timedelta(minutes=1)),
            "brands": [_brand_json(week) for week in self.brands],
            "top_negative": [record.id for record in self.top_negative],
            "top_positive": [record.id for record in self.top_positive],
            "reasons": [{"reason": c.reason, "count": c.count, "previous": c.previous} for c in self.complaints],
            "sources": [
                {"id": s.id, "state": s.state, "last_success": s.last_success.isoformat() if s.last_success else None}
                for s in self.sources
            ],
            "search": [],
            "quality": {
                "corrections": self.quality.corrections,
                "precision": self.quality.precision,
                "alerts_per_day": self.quality.alerts_sent / 7,
                "dismissed": {reason.value: count for reason, count in self.quality.dismissed.items()},
                "brands": [_quality_json(one) for one in self.quality.brands],
            },
        }


def wanted(record: Record) -> bool:
    """Whether an answer was expected of us: what was there before us counts from when someone takes it."""
    return not record.history or record.status is not Status.NEW


def _stories(records: Iterable[Record]) -> tuple[Record, ...]:
    """One row for each story, its most urgent; worst or strongest first, then newest."""
    ordered = sorted(records, key=lambda r: (_URGENCY[r.severity], -abs(r.score), -r.at.timestamp(), -r.number))
    first: dict[tuple[str, str], Record] = {}
    for record in ordered:
        first.setdefault((record.brand, record.story), record)
    return tuple(first.values())


def _quality_json(quality: BrandQuality) -> dict[str, object]:
    return {
        "id": quality.brand.id,
        "flagged": quality.flagged,
        "precision": quality.precision,
        "lessons": quality.taught.lessons,
        "sifted": quality.sifted,
        "learning": quality.taught.stage.value,
    }


def _brand_json(week: BrandWeek) -> dict[str, object]:
    return {
        "id": week.brand.id,
        "role": week.brand.role.value,
        "mentions": week.counts.mentions,
        "stories": week.stories,
        "negative": week.counts.negative,
        "neutral": week.counts.neutral,
        "positive": week.counts.positive,
        "previous": {
            "mentions": week.previous.mentions,
            "negative": week.previous.negative,
            "neutral": week.previous.neutral,
            "positive": week.previous.positive,
        },
        "net_sentiment": week.net_sentiment,
        "share_of_voice": week.share_of_voice,
        "answered": week.answered,
        "response_rate": week.response_rate,
        "first_response_minutes": {"median": week.speed.median, "p90": week.speed.p90} if week.speed else None,
        "ratings": [{"source": r.source, "mean": r.mean, "count": r.count} for r in week.ratings],
    }
