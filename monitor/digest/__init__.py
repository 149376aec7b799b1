"""The figures of a week: pure, defined once, the same in every format."""

from monitor.digest.actions import actions, worth_quoting
from monitor.digest.as_json import to_json
from monitor.digest.brand import (
    BrandWeek,
    Counts,
    PlaceWork,
    Rating,
    Speed,
    Watched,
    Work,
    by_place,
    speed_of,
    total,
    work_of,
)
from monitor.digest.complaints import complaints_of
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
from monitor.digest.load import MOST_A_DAY, Load, Raised, load_of
from monitor.digest.past import WEEKS, Day, PastWeek, with_spikes
from monitor.digest.periods import named_period, period_bounds, periods_until, span_of
from monitor.digest.pictured import Theme, pictured
from monitor.digest.places import Known, first_page, flips, negative_share, owned
from monitor.digest.quality import Asked, BrandQuality, Quality
from monitor.digest.ratings import PlaceRatings, mean_of, means, numbers, rated_as, ratings_of, rose
from monitor.digest.stories import FEW, LISTED, TOP, Buyers, Stories
from monitor.digest.week import Complaint, Digest, Mood
from monitor.digest.weeks import day_bounds, last_complete_week, named_week, week_bounds, week_of

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
    "Buyers",
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
    "PlaceRatings",
    "PlaceWork",
    "Quality",
    "Raised",
    "Rating",
    "Shown",
    "Snapshot",
    "Speed",
    "Stories",
    "Theme",
    "Watched",
    "Work",
    "actions",
    "by_place",
    "complaints_of",
    "day_bounds",
    "first_page",
    "flips",
    "last_complete_week",
    "load_of",
    "mean_of",
    "means",
    "named_period",
    "named_week",
    "negative_share",
    "numbers",
    "owned",
    "period_bounds",
    "periods_until",
    "pictured",
    "rated_as",
    "ratings_of",
    "rose",
    "span_of",
    "speed_of",
    "to_json",
    "total",
    "week_bounds",
    "week_of",
    "with_spikes",
    "work_of",
    "worth_quoting",
]
