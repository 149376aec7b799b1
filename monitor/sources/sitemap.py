"""Kind `sitemap`: news sitemaps and sitemap indexes, each location an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import ClassVar, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field

from monitor.config.numbers import Whole
from monitor.dates import NOT_DATED, Dated
from monitor.domain import Item, Page, Request
from monitor.places.addresses import shown
from monitor.sources.base import SourceBase, WebAddress, following, joined, same_origin
from monitor.sources.locations import Location, locations
from monitor.sources.markup import plain
from monitor.sources.pages.article import ARTICLE, article, first_date, telling

SITEMAP = "sitemap"  # the step of a sitemap that an index names
DEEPEST = 3  # indexes within indexes
MOST_SITEMAPS = 50  # of one index: each is asked for in every pass
ALIKE = 10  # pages that all changed at one moment did not: their sitemap was written then

_SECOND_LEVEL = ("ac", "co", "com", "edu", "gov", "net", "org")  # as in zubr.com.by


class SitemapSource(SourceBase):
    """A news sitemap or an index of sitemaps."""

    usual_interval: ClassVar[timedelta] = timedelta(hours=1)

    kind: Literal["sitemap"] = Field("sitemap", description="A news sitemap or an index of sitemaps.")
    url: WebAddress = Field(description="Address of the sitemap.", examples=["https://example.com/sitemap.xml"])
    limit: Whole = Field(
        30, ge=1, description="How many articles to read in one pass, newest first; the rest follow in the next."
    )

    @property
    def reads_lists(self) -> bool:
        """Each link is an article."""
        return True

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """The article of an article's page; of a sitemap, a request for each page and sitemap that it names.

        What was published or changed longer than `max_age` ago would raise no alert, and a sitemap may name all that a
        site ever wrote: it is not read. What has no date is.
        """
        if page.step == ARTICLE:
            yield from filter(None, [article(page, self, now=now, zone=zone)])
            return
        named = tuple(self._fresh(page, now, zone))
        if page.depth < DEEPEST:
            sitemaps = [one for one in named if one.location.is_sitemap]
            for one in sorted(sitemaps, key=_rank)[:MOST_SITEMAPS]:
                yield from following(page, one.address, self, step=SITEMAP)
        yield from self._articles(page, [one for one in named if not one.location.is_sitemap])

    def _fresh(self, page: Page, now: datetime, zone: ZoneInfo) -> Iterator[_Named]:
        """What a sitemap names on its own site, each once, but for what is too old."""
        seen = {page.url}
        site = _site(page.url)
        for location in locations(page):
            dated = first_date((location.published, location.changed), now=now, zone=zone)
            if dated.at is not None and dated.at < now - self.max_age:
                continue
            address = shown(joined(page.url, location.address))
            if address and address not in seen and _site(address) == site:  # strangers' pages are not its to name
                seen.add(address)
                yield _Named(location, address, dated)

    def _articles(self, page: Page, named: Sequence[_Named]) -> Iterator[Request]:
        stamps = {one.location.changed for one in named}
        telling_stamps = len(stamps) > 1 or len(named) <= ALIKE
        for one in named:
            item = self._item(one) if one.location.title else None
            once = one.location.changed if telling_stamps else ""
            yield Request(
                one.address,
                step=ARTICLE,
                headers=self.headers if self.headers and same_origin(one.address, page.url) else {},
                depth=page.depth + 1,
                once=once,
                listed=one.dated.at,
                item=item,
            )

    def _item(self, named: _Named) -> Item:
        """What a news sitemap says of an article: kept where its page cannot be read."""
        dated = telling(named.dated) if named.location.published else NOT_DATED
        return Item(
            source=self.id,
            url=named.address,
            title=plain(named.location.title),
            published=dated.at,
            dated=dated.absolute,
        )


@dataclass(frozen=True, slots=True)
class _Named:
    location: Location
    address: str
    dated: Dated


def _rank(named: _Named) -> tuple[bool, float, bool]:
    """Of many sitemaps the ones that changed last come first, then what calls itself news."""
    at = named.dated.at
    return at is None, -at.timestamp() if at else 0.0, "news" not in named.address


def _site(url: str) -> str:
    """The part of a host that its owner registered, as far as the host shows it.

    >>> _site("https://news.zubr.example/a"), _site("https://www.zubr.com.by/"), _site("http://127.0.0.1:8080/")
    ('zubr.example', 'zubr.com.by', '127.0.0.1')
    """
    return _registered("/".join(url.split("/", 3)[:3]))


@lru_cache(maxsize=256)
def _registered(origin: str) -> str:
    """Fifty thousand addresses of one sitemap have few origins."""
    host = (urlsplit(origin).hostname or "").rstrip(".")
    labels = host.split(".")
    if labels[-1].isdecimal() or ":" in host:  # an address in figures
        return host
    second = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL  # noqa: PLR2004  # «com.by»
    return ".".join(labels[-3:] if second else labels[-2:])
