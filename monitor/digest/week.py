"""What a digest says, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.digest.brand import BrandWeek, PlaceWork, Speed, Work
from monitor.digest.first_page import FirstPage
from monitor.digest.past import Day, PastWeek
from monitor.digest.quality import Quality
from monitor.digest.spikes import is_spike
from monitor.digest.stories import Buyers, Stories
from monitor.domain import Health, Role, SourceState

_DAY = timedelta(days=1)
MUCH = timedelta(days=1)  # of seven in which nobody was there, from which its figures tell less than they seem to


class Mood(StrEnum):
    """The week in a word."""

    CALM = "calm"
    ATTENTION = "attention"
    CRISIS = "crisis"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is complained about, in how many negative mentions of our own brands, and in how many a week earlier."""

    reason: str
    count: int
    previous: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A week, or a month or a quarter, ready to be told in any format."""

    week: str  # 2026-W47; of a month 2026-10, of a quarter 2026-Q4
    start: datetime
    end: datetime
    timezone: str
    good: int
    due: int
    brands: tuple[BrandWeek, ...]
    stories: Stories
    sources: tuple[SourceState, ...]
    quality: Quality
    work: Work = field(default_factory=Work)  # on all our own brands
    places: tuple[PlaceWork, ...] = ()  # the same by source, where one brought enough; most first
    latency: Speed | None = None  # minutes from the publication to our finding it
    complaints: tuple[Complaint, ...] = ()  # most frequent first
    buyers: Buyers = field(default_factory=Buyers)
    days: tuple[Day, ...] = ()
    past: tuple[PastWeek, ...] = ()  # oldest first, this week last
    first_pages: tuple[FirstPage, ...] = ()
    unwatched: timedelta = timedelta(0)  # how long we were not there at all ...
    unwatched_before: timedelta = timedelta(0)  # ... and in the week before, with the time before the first start ...
    before: timedelta = timedelta(days=7)  # ... which was so long
    whole: bool = True  # whether it is over
    let_be: frozenset[int] = frozenset()  # praise, by number, whose author is not asked whether we may quote it
    aged: bool = False  # whether what was found in it has grown older than the team keeps it

    @property
    def length(self) -> int:
        """How many days it has, as the team lives them."""
        return round((self.end - self.start) / _DAY)

    @property
    def much(self) -> timedelta:
        """From how long on nobody was there for much of it, or of the one before."""
        return MUCH * max(self.length // 7, 1)

    @property
    def coverage(self) -> float | None:
        """Good visits of those that were due."""
        return self.good / self.due if self.due else None

    @property
    def quiet(self) -> bool:
        """Whether nobody said anything."""
        return not any(week.counts.mentions for week in self.brands)

    @property
    def blind(self) -> tuple[SourceState, ...]:
        """Sources that show us nothing at present."""
        return tuple(source for source in self.sources if source.unread or source.health is Health.NEW)

    @property
    def own(self) -> tuple[BrandWeek, ...]:
        """Of our own brands."""
        return tuple(week for week in self.brands if week.brand.role is Role.OWN)

    @property
    def negative(self) -> int:
        """Negative mentions of our own brands."""
        return sum(week.counts.negative for week in self.own)

    @property
    def negative_before(self) -> int:
        """Negative mentions of our own brands, a week earlier."""
        return sum(week.previous.negative for week in self.own)

    @property
    def nobody_before(self) -> bool:
        """Whether the week before was not watched at all, as before the first start."""
        return self.unwatched_before >= self.before

    @property
    def comparable(self) -> bool:
        """Whether something was said in the week before, and we were there to hear it."""
        return any(week.previous.mentions for week in self.own) and self.unwatched_before < self.much

    @property
    def spike(self) -> bool:
        """Whether there were more negatives than chance brings after such a week before."""
        return self.comparable and is_spike(self.negative, max(self.negative_before, 1))

    @property
    def unseen(self) -> bool:
        """Whether much of what was said may have escaped us: nobody was there for a day, or most checks failed."""
        return self.unwatched >= self.much or 2 * self.good < self.due or not self.due

    @property
    def mood(self) -> Mood:
        """Crisis: an emergency nobody took, or one in a wave. Attention: something waits, or we did not see all."""
        if self.stories.untaken or (self.stories.urgent and self.spike):
            return Mood.CRISIS
        return Mood.ATTENTION if self.stories.waiting or self.spike or self.blind or self.unseen else Mood.CALM
