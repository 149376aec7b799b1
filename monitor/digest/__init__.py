"""The figures of a week: pure, defined once, the same in every format."""

from monitor.digest.as_json import to_json
from monitor.digest.brand import BrandWeek, Counts, Rating, Speed, Watched, Work
from monitor.digest.figures import build
from monitor.digest.first_page import (
    PLACES,
    FirstPage,
    Flip,
    Listing,
    Owner,
    PageMention,
    PageVerdict,
    Place,
    Shown,
    Snapshot,
)
from monitor.digest.load import MOST_A_DAY, Load
from monitor.digest.past import WEEKS, Day, PastWeek
from monitor.digest.pictured import Theme, pictured
from monitor.digest.places import Known, first_page, flips, negative_share, owned
from monitor.digest.quality import Asked, BrandQuality, Quality
from monitor.digest.stories import FEW, LISTED, TOP, Stories
from monitor.digest.week import Complaint, Digest, Mood
from monitor.digest.weeks import last_complete_week, week_bounds, week_of

__all__ = [
    "FEW",
    "LISTED",
    "MOST_A_DAY",
    "PLACES",
    "TOP",
    "WEEKS",
    "Asked",
    "BrandQuality",
    "BrandWeek",
    "Complaint",
    "Counts",
    "Day",
    "Digest",
    "FirstPage",
    "Flip",
    "Known",
    "Listing",
    "Load",
    "Mood",
    "Owner",
    "PageMention",
    "PageVerdict",
    "PastWeek",
    "Place",
    "Quality",
    "Rating",
    "Shown",
    "Snapshot",
    "Speed",
    "Stories",
    "Theme",
    "Watched",
    "Work",
    "build",
    "first_page",
    "flips",
    "last_complete_week",
    "negative_share",
    "owned",
    "pictured",
    "to_json",
    "week_bounds",
    "week_of",
]
