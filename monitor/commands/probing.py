"""Reads proposed sources once, to see what they would give before they stand in the file."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from monitor.commands.asked import now
from monitor.commands.looking import Look
from monitor.domain import Item
from monitor.errors import FetchError, MonitorError, ParseError
from monitor.harvest import Harvest
from monitor.recognition import Recognition
from monitor.setup import Entry, for_page
from monitor.sources import AnySource

PATIENCE = 25.0  # seconds for one source, with its robots.txt ...
ANSWER = 3.0  # ... and for each other page of its site that is asked before it, beside the pause between them
WEEK = timedelta(days=7)
_FEEDLIKE = ("rss", "feed", "atom", ".xml", "xml", "json")


@dataclass(frozen=True, slots=True)
class Probed:
    """What an entry gave; no entry where nothing can read the page."""

    entry: Entry | None
    items: int = 0
    mentions: int = 0  # of the last week
    error: MonitorError | None = None

    @property
    def allowed(self) -> bool:
        """Whether it may be read at all; what only does not answer may do so tomorrow."""
        return self.entry is not None and not (isinstance(self.error, FetchError) and self.error.skipped)


@dataclass(frozen=True, slots=True)
class Probe:
    """What it takes to look; nothing is stored."""

    look: Look
    used: Collection[str] = ()  # short names of sources that the file has
    asked: Counter[str] = field(default_factory=Counter)  # how many pages of each host, which are asked by turns

    async def all(
        self, entries: Sequence[tuple[Entry, AnySource]], pages: Sequence[str], done: Callable[[], None]
    ) -> list[Probed]:
        """Entries as they stand, then pages of which only the address is known."""
        used = {*self.used, *(source.id for _, source in entries)}
        self.asked.update(map(_host, [*pages, *(url for _, source in entries for url in self._addresses(source))]))
        looks = [self._entry(entry, source, done) for entry, source in entries]
        return await asyncio.gather(*looks, *(self._page(url, used, done) for url in pages))

    async def _entry(self, entry: Entry, source: AnySource, done: Callable[[], None]) -> Probed:
        try:
            return self._told(entry, source, await self._harvest(source))
        finally:
            done()

    async def _page(self, url: str, used: set[str], done: Callable[[], None]) -> Probed:
        try:
            return await self._read_as(url, used)
        finally:
            done()

    async def _read_as(self, url: str, used: set[str]) -> Probed:
        """A feed, or reviews, or the feed that the page names, or a list of articles.

        Where nobody answers, what its address looks like.
        """
        as_feed = await self._tried(url, "feed")
        if not isinstance(as_feed.error, ParseError):
            return self._named(as_feed, url, likely_kind(url) if as_feed.error else "feed", used)
        as_reviews = await self._tried(url, "reviews")
        if as_reviews.items:
            return self._named(as_reviews, url, "reviews", used)
        for other in filter(None, str(as_feed.error.blanks.get("feeds") or "").split(", ")):
            found = await self._tried(other, "feed")
            if not isinstance(found.error, ParseError):
                return self._named(found, other, "feed", used)
        return await self._as_list(url, used) or Probed(None, error=as_reviews.error)

    async def _as_list(self, url: str, used: set[str]) -> Probed | None:
        recognition = Recognition(self.look.fetcher, self.look.reader, self.look.live, now)
        with suppress(MonitorError, TimeoutError):
            async with asyncio.timeout(self._patience([url])):
                found, items = await recognition.as_list(dict(for_page(url, "articles", self._brand, set())))
            entry = {**found, "id": for_page(url, str(found["kind"]), self._brand, used)["id"]}
            return self._told(entry, _source(entry), Harvest(items=list(items)))
        return None

    async def _tried(self, url: str, kind: str) -> Probed:
        entry = for_page(url, kind, self._brand, set())
        source = _source(entry)
        return self._told(entry, source, await self._harvest(source))

    def _named(self, found: Probed, url: str, kind: str, used: set[str]) -> Probed:
        """Under a short name that nothing else has by now."""
        return replace(found, entry=for_page(url, kind, self._brand, used))

    @property
    def _brand(self) -> str:
        return self.look.live.plan.own[0].id

    async def _harvest(self, source: AnySource) -> Harvest:
        patience = self._patience(self._addresses(source))
        try:
            async with asyncio.timeout(patience):
                return await self.look.gather(source)
        except TimeoutError:
            url = source.address or source.id
            return Harvest(error=FetchError("fetch.timeout", url=url, seconds=f"{patience:g}"))

    def _addresses(self, source: AnySource) -> list[str]:
        return [request.url for request in source.start(self.look.live.understanding.names(source))]

    def _patience(self, addresses: Sequence[str]) -> float:
        """Whoever waits for the turn of others on the same site is not slow."""
        others = max((self.asked[_host(url)] for url in addresses), default=1) - 1
        return PATIENCE + max(0, others) * (ANSWER + self.look.live.plan.http.per_host.gap.total_seconds())

    def _told(self, entry: Entry, source: AnySource, harvest: Harvest) -> Probed:
        fresh = [item for item in harvest.items if self._of_this_week(item)]
        mentions = sum(bool(self.look.live.understanding.about(item, source)) for item in fresh)
        return Probed(entry, len(harvest.items), mentions, harvest.error if not harvest.items else None)

    def _of_this_week(self, item: Item) -> bool:
        return item.published is not None and item.published >= now() - WEEK


def likely_kind(url: str) -> str:
    """What a page is that nobody could look at.

    >>> likely_kind("https://a.example/rss.xml"), likely_kind("https://a.example/company/zubr/reviews")
    ('feed', 'reviews')
    """
    last = url.rstrip("/").rpartition("/")[2].lower()
    return "feed" if any(last.startswith(one) or last.endswith(one) for one in _FEEDLIKE) else "reviews"


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _source(entry: Entry) -> AnySource:
    made: AnySource = TypeAdapter(AnySource).validate_python(dict(entry))
    return made
