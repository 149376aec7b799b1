"""The first page of search engines: what a buyer sees who looks for us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain import Label

PLACES = 10  # of a first page


class Owner(StrEnum):
    """Whose page a result is, where it is one of the watched."""

    OWN = "own"
    COMPETITOR = "competitor"


@dataclass(frozen=True, slots=True)
class Place:
    """A result and where it stood."""

    position: int
    url: str
    title: str
    owner: Owner | None = None
    label: Label = Label.NEUTRAL
    previous: int | None = None  # its place in the snapshot before, be it further down; None where it was not there
    updated: datetime | None = None  # when its page was last changed, as far as it says
    mention: int | None = None  # where it is one of ours
    read: bool = True  # False: judged by what the engine shows of it


@dataclass(frozen=True, slots=True)
class Shown:
    """What an engine shows at a place, as it shows it."""

    position: int
    url: str
    title: str = ""
    snippet: str = ""
    updated: datetime | None = None  # when the page was last changed, as far as the engine knows


@dataclass(frozen=True, slots=True)
class Listing:
    """What an engine answered to a query at a moment, in the order of the page."""

    source: str
    query: str
    at: datetime
    results: tuple[Shown, ...]
    imported: bool = False  # brought by a person: nobody is told at once of what is in it
    demand: int | None = None  # how often people put the query in the thirty days before; None where nobody asked

    @property
    def first(self) -> tuple[Shown, ...]:
        """Those of the first page."""
        return tuple(shown for shown in self.results if shown.position <= PLACES)


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """What a page says of a brand; read once, whichever searches show it."""

    key: str  # of its address; only compares
    brand: str
    url: str
    title: str
    label: Label
    score: float
    at: datetime  # when it was read
    updated: datetime | None = None
    read: bool = True  # False: it could not be, and is judged by what the engine shows of it
    tries: int = 1


@dataclass(frozen=True, slots=True)
class PageMention:
    """A mention that is stored of the page."""

    number: int
    label: Label
    sources: frozenset[str]  # that show it
    spoken: bool = False  # the team has said what it is


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A first page as it stood at the end of a week."""

    week: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """A page of ours, or one that speaks well of us, right below one that speaks ill: the next to refresh."""

    negative: Place
    ours: Place


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The answer of one engine to one query."""

    source: str
    engine: str
    query: str
    at: datetime
    places: tuple[Place, ...]
    left: tuple[Place, ...] = ()  # stood there in the snapshot before; `position` is where
    before: datetime | None = None  # when that was; None for the first one
    weeks: tuple[Snapshot, ...] = ()  # oldest first
    negative_share: float = 0.0  # of all places, weighted by how much they are seen
    previous_share: float | None = None
    owned: int = 0  # places of ours, or that speak well of us
    demand: int | None = None  # how often people put the query in the thirty days before ...
    previous_demand: int | None = None  # ... and before the snapshot that it is compared with
    flips: tuple[Flip, ...] = ()

    @property
    def entered(self) -> tuple[Place, ...]:
        """What was not on it before; nothing is new on the first page that we see."""
        return tuple(place for place in self.places if (place.previous or PLACES + 1) > PLACES) if self.before else ()
