"""The figures of a week: pure, defined once, the same in every format."""

from monitor.digest.actions import Action, actions, quotable
from monitor.digest.as_json import to_json
from monitor.digest.brand import BrandWeek, Counts, Rating, Speed, Watched, Work
from monitor.digest.figures import build
from monitor.digest.first_page import PLACES, FirstPage, Flip, Owner, Place, Snapshot
from monitor.digest.load import MOST_A_DAY, Load
from monitor.digest.past import WEEKS, Day, PastWeek
from monitor.digest.pictured import Theme, pictured
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
    "Action",
    "Asked",
    "BrandQuality",
    "BrandWeek",
    "Complaint",
    "Counts",
    "Day",
    "Digest",
    "FirstPage",
    "Flip",
    "Load",
    "Mood",
    "Owner",
    "PastWeek",
    "Place",
    "Quality",
    "Rating",
    "Snapshot",
    "Speed",
    "Stories",
    "Theme",
    "Watched",
    "Work",
    "actions",
    "build",
    "last_complete_week",
    "pictured",
    "quotable",
    "to_json",
    "week_bounds",
    "week_of",
]
