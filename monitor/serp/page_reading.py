"""What a page that an engine shows says of a brand: read as an article is, judged as a mention is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.config.plan import Brand
from monitor.digest import Owner, PageVerdict, Shown
from monitor.domain import Item, Label, Request
from monitor.errors import MonitorError, ParseError
from monitor.fetch import Fetcher
from monitor.places.addresses import address_key
from monitor.process.offload import offload
from monitor.reading.reader import Reader
from monitor.sources.shown_page import ShownPage, shown_page
from monitor.understanding import Understanding

TRIES = 4  # of a page that cannot be read; then what the engine shows of it has to do
LATER = timedelta(days=1)  # between two of them
AGAIN = timedelta(days=7)  # our own pages are looked at again: whether they were refreshed


class PageReading:
    """Only the fetcher asks the web, with all its manners."""

    def __init__(self, fetcher: Fetcher, reader: Reader, understanding: Understanding) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._understanding = understanding

    async def judge(self, shown: Shown, brand: Brand, known: PageVerdict | None, *, now: datetime) -> PageVerdict:
        """What the page says; where it cannot be read, what the engine shows of it."""
        source = shown_page(brand.names)
        try:
            item = await self._page(shown, source, now)
        except MonitorError:  # tried again some day
            item = None
        verdict = await offload(self._verdict, shown, item, brand, source, now)
        if item is None:
            verdict = replace(verdict, updated=(known.updated if known else None) or shown.updated)
        return replace(verdict, tries=known.tries + 1 if known and not known.read else 1)

    def by_snippet(self, shown: Shown, brand: Brand, known: PageVerdict | None, *, now: datetime) -> PageVerdict:
        """For a page that nothing can be done with: it is never asked for again."""
        verdict = self._verdict(shown, None, brand, shown_page(brand.names), now)
        return replace(verdict, updated=(known.updated if known else None) or shown.updated, tries=TRIES)

    async def _page(self, shown: Shown, source: ShownPage, now: datetime) -> Item:
        zone, places = self._understanding.plan.zone, self._understanding.places
        fetched = await self._fetcher.get(Request(shown.url), source=source, validators=None)
        if fetched.page is None:
            raise ParseError("parse.empty", url=shown.url)
        found = await self._reader.read(source, fetched.page, now=now, zone=zone)
        item = next((thing for thing in found if isinstance(thing, Item)), None)
        if item is None or places.holds(fetched.page.url):
            raise ParseError("parse.no_words", url=shown.url)
        return item

    def _verdict(self, shown: Shown, item: Item | None, brand: Brand, source: ShownPage, now: datetime) -> PageVerdict:
        """A page that does not name the brand is judged by its snippet; where that does not either, it says nothing."""
        snippet = Item(source.id, shown.url, shown.title, shown.snippet, rating=item.rating if item else None)
        whole = replace(item, title=item.title or shown.title) if item else snippet
        label, score = Label.NEUTRAL, 0.0
        for said in (whole, snippet):
            about = self._understanding.about(said, source)
            if about.get(brand.id):
                tone = self._understanding.tone(said, source, about, brand.id)
                label, score = tone.label, tone.score
                break
        return PageVerdict(
            key=address_key(shown.url),
            brand=brand.id,
            url=shown.url,
            title=shown.title or whole.title,
            label=label,
            score=score,
            at=now,
            updated=(item.published if item else None) or shown.updated,
            read=item is not None,
        )


def wants_reading(verdict: PageVerdict | None, owner: Owner | None, *, now: datetime) -> bool:
    """Once; what could not be read a few times over days; our own pages now and then, for their dates."""
    if verdict is None:
        return True
    if not verdict.read and verdict.tries < TRIES:
        return now - verdict.at >= LATER
    return owner is Owner.OWN and now - verdict.at >= AGAIN
