"""What led up to a week: its days, and the weeks before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from monitor.digest.brand import Counts, Speed

WEEKS = 8  # that are compared, the present one included


@dataclass(frozen=True, slots=True)
class Day:
    """A day of our own brands, as the team lives it."""

    date: date
    counts: Counts
    spike: bool = False  # more negatives than chance brings


@dataclass(frozen=True, slots=True)
class PastWeek:
    """A week of our own brands."""

    week: str
    counts: Counts
    speed: Speed | None = None  # of the answers to its negative mentions
    ratings: Mapping[str, float] = field(default_factory=dict)  # the mean of each place, 0..1
