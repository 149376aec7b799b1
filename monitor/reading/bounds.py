"""How much of one page is read; what never ends, or is too much to be true, is an error of its source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.domain import Demand, Found, Item, Page, Request
from monitor.errors import ParseError
from monitor.sources.base import SourceBase

MOST = 50_000  # entries of one page: as many as a sitemap may have
LETTERS = 20_000_000  # of all entries together; a page of 10 MB that says more repeats itself by reference


def found(source: SourceBase, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Found]:
    """What a page holds, as its source reads it."""
    letters = 0
    try:
        for number, thing in enumerate(source.read(page, now=now, zone=zone), 1):
            letters += _letters(thing)
            if number > MOST or letters > LETTERS:
                raise ParseError("parse.too_much", url=page.url, count=MOST)
            yield thing
    except RecursionError as error:
        raise ParseError("parse.too_deep", url=page.url) from error


def _letters(thing: Found) -> int:
    if isinstance(thing, Request):
        return len(thing.url)
    if isinstance(thing, Item):
        return len(thing.text) + len(thing.title)
    return len(thing.query) if isinstance(thing, Demand) else 0
