"""The figures of a week: pure, defined once, the same in every format."""

from monitor.digest.figures import build
from monitor.digest.load import MOST_A_DAY, Load
from monitor.digest.values import (
    BrandQuality,
    BrandWeek,
    Complaint,
    Counts,
    Digest,
    Mood,
    Quality,
    Rating,
    Speed,
    Watched,
)
from monitor.digest.weeks import last_complete_week, week_bounds, week_of

__all__ = [
    "MOST_A_DAY",
    "BrandQuality",
    "BrandWeek",
    "Complaint",
    "Counts",
    "Digest",
    "Load",
    "Mood",
    "Quality",
    "Rating",
    "Speed",
    "Watched",
    "build",
    "last_complete_week",
    "week_bounds",
    "week_of",
]
