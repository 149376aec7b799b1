"""What a visit starts with and what it brings home."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain import Demand, Item, Link, Request, Validators
from monitor.errors import ForbiddenError, MonitorError
from monitor.harvest.entries import Entries
from monitor.places.forbidden import Places
from monitor.reading.seen import Seen

ORDER_SHOWS = 3  # dated reviews; fewer stand in order by chance


Known = Callable[[Collection[str]], Awaitable[Mapping[str, Link]]]


def _unseen(_: str) -> Seen:
    return {}


def _none(_: Iterable[Item]) -> bool:
    return False


async def _nothing(_: Collection[str]) -> Mapping[str, Link]:
    return {}


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a source's pages: all of it is empty at its first visit, and for who only tries it."""

    validators: Mapping[str, Validators] = field(default_factory=dict)  # what makes requests conditional
    read_before: Container[str] = ()  # addresses whose pages were read in earlier visits
    waiting: Mapping[str, Link] = field(default_factory=dict)  # pages that lists named and that are not read yet
    known: Known = _nothing  # looks up those that were
    first: bool = True  # what lists name now was there before us
    answers: Callable[[Iterable[Item]], bool] = _none  # whether one of these may be our answer to another
    seen: Callable[[str], Seen] = _unseen  # entries that an address showed last time and that are kept
    again: bool = False  # the source or the brands are others: pages that were read count as unread


@dataclass(slots=True)
class Harvest:
    """What a visit brought. `validators` are only of pages that could be read: the others are asked for again."""

    items: list[Item] = field(default_factory=list)
    watched: set[Item] = field(default_factory=set)  # of them, those of addresses and lists that were read before
    late: set[Item] = field(default_factory=set)  # read now, and listed when the source was first seen
    validators: dict[str, Validators] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)  # what is to be remembered of pages that lists named
    read: int = 0
    same: int = 0  # of those, the ones that say what they said, and were read for what they lead to
    unchanged: int = 0
    stands: set[str] = field(default_factory=set)  # of pages that have not changed the steps, where they have one
    shown: int = 0  # items and links on the pages, known or not
    passed: int = 0  # items that were read in an earlier visit, they or their own page
    entries: list[Entries] = field(default_factory=list)  # of each feed that was read
    demand: list[Demand] = field(default_factory=list)  # of each query that was put to a search engine
    status: int | None = None
    error: MonitorError | None = None  # the first one
    dropped: list[Item] = field(default_factory=list)  # what comes from or leads to a forbidden place
    sifted: str = ""  # by which list of places

    def take(self, items: Sequence[Item], *, history: bool) -> None:
        """What a page says."""
        self.items += items
        if not history:
            self.watched.update(items)

    def failed(self, error: MonitorError) -> None:
        """Of all errors the first is told."""
        self.error = self.error or error.with_traceback(None)  # which would keep the page in memory
        self.status = self.status or getattr(error, "status", None)

    def refused(self, request: Request, source: str, error: ForbiddenError) -> None:
        """A link into a forbidden place is only counted; a source that stands in one says so."""
        if request.depth:
            self.dropped.append(request.item or Item(source, request.url))
        else:
            self.failed(error)

    def stand_still(self) -> None:
        """Where all pages that were read say what they said, it is as if none had been read."""
        if self.read and self.same == self.read:
            self.unchanged += self.read
            self.read = self.same = 0
            self.items.clear()
            self.watched.clear()

    def leave_out(self, places: Places) -> None:
        """Nothing forbidden goes further than this; it is only counted."""
        self.items, dropped = places.sift(self.items)
        self.dropped += dropped
        self.sifted = places.digest

    @property
    def beside(self) -> set[int]:
        """The prints of the keys that those entries have which were not read again."""
        return {claim for entries in self.entries for claims in entries.marks.out.values() for claim in claims}

    @property
    def stood(self) -> bool:
        """Whether every page is the one of last time, and nothing else came up; a first page is noted each time."""
        brought = self.read or self.error or self.items or self.links or self.dropped or self.stands
        return self.unchanged > 0 and not brought

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """Between which dates the pages show everything: they were all read, and stand in order, the newest first."""
        dates = [item.published for item in self.items if item.published is not None and item.dated]
        whole = self.error is None and not self.unchanged and not self.links and len(dates) == len(self.items)
        in_order = len(dates) >= ORDER_SHOWS and dates == sorted(dates, reverse=True)
        return (dates[-1], dates[0]) if whole and in_order else None
