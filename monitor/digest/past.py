"""What led up to a week: its days, and the weeks before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import dropwhile

from monitor.digest.brand import Counts, Speed
from monitor.digest.spikes import is_spike

WEEKS = 8  # that are compared, the present one included
LEAST = 2  # weeks before, from which on we know what is usual


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
    ratings: Mapping[str, float] = field(default_factory=dict)  # the mean of each place, 0..1 ...
    rated: Mapping[str, int] = field(default_factory=dict)  # ... of so many


def with_spikes(days: Sequence[Day], before: Sequence[Counts]) -> tuple[Day, ...]:
    """Marks the days with more negatives than the weeks before let expect.

    Weeks before the first mention say nothing: nobody listened then.
    """
    heard = list(dropwhile(lambda week: not week.mentions, before))
    if len(heard) < LEAST:
        return tuple(days)
    usual = sum(week.negative for week in heard) / (7 * len(heard))
    return tuple(replace(day, spike=is_spike(day.counts.negative, usual)) for day in days)
