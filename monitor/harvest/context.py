"""What one visit works with, and what it has brought so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from monitor.domain import Item, Page, Request
from monitor.fetch import Web
from monitor.harvest.brought import Harvest, Memory
from monitor.identity import request_key
from monitor.places.forbidden import Places
from monitor.reading.reader import Read
from monitor.reading.seen import Seen
from monitor.sources import AnySource

MOST_REQUESTS = 200  # of one visit, and as many pages that its lists name; a source that keeps asking ends here


class Judge(Protocol):
    """What the team's names make of an item before its page is read."""

    def named(self, item: Item) -> bool:
        """Whether it names a brand."""


class ReadPage(Protocol):
    """Reads a page of the visit's source, but for the entries that were seen."""

    async def __call__(self, page: Page, seen: Seen | None) -> Read: ...


@dataclass(frozen=True, slots=True)
class VisitContext:
    """One visit of one source."""

    source: AnySource
    fetcher: Web
    memory: Memory
    read: ReadPage
    places: Places
    judge: Judge | None
    harvest: Harvest = field(default_factory=Harvest)


def key_of(request: Request) -> str:
    """What tells requests apart."""
    params = f" {sorted(request.params.items())}" if request.params else ""
    return request_key(request.url, f"{params}{request.body or ''}")
