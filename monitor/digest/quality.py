"""How well we flagged, by the team's own corrections and answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.digest.brand import Watched
from monitor.digest.load import Load
from monitor.domain import Reason, Taught


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
class Asked:
    """What the team said of mentions near the threshold that were not flagged: the last questions it answered."""

    answered: int = 0
    negative: int = 0  # of these, negative after all


@dataclass(frozen=True, slots=True)
class Quality:
    """How well we flagged."""

    flagged: int
    right: int
    corrections: int
    alerts_sent: int
    dismissed: dict[Reason, int]
    low_rated: dict[Reason, int] = field(default_factory=dict)  # of the dismissed, those of one or two stars
    brands: tuple[BrandQuality, ...] = ()  # our own
    load: Load = field(default_factory=Load)
    asked: Asked = field(default_factory=Asked)

    @property
    def precision(self) -> float | None:
        """Flagged and not corrected, of all flagged."""
        return self.right / self.flagged if self.flagged else None
