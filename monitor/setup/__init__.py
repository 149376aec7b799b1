"""The first file of a team: what is asked, what is proposed, what is written."""

from monitor.setup.answers import Answers, address_of, host_of, name_of, several
from monitor.setup.places import NOWHERE, Place, likely_zone, place_of
from monitor.setup.proposals import Entry, for_page, is_there, proposals
from monitor.setup.written import Line, first_plan, more_plan, not_there, with_variable

__all__ = [
    "NOWHERE",
    "Answers",
    "Entry",
    "Line",
    "Place",
    "address_of",
    "first_plan",
    "for_page",
    "host_of",
    "is_there",
    "likely_zone",
    "more_plan",
    "name_of",
    "not_there",
    "place_of",
    "proposals",
    "several",
    "with_variable",
]
