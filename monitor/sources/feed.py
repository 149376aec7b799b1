"""Kind `feed`: RSS, Atom, RDF and JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field

from monitor.dates import NOT_DATED, Dated, read_date
from monitor.domain import Item, Page, Request
from monitor.places.addresses import address_key, names_part, shown
from monitor.sources.base import SourceBase, WebAddress, following, joined
from monitor.sources.feeds.entry import Entry
from monitor.sources.feeds.json_feed import json_entries, looks_like_json
from monitor.sources.feeds.parsed import xml_entries
from monitor.sources.markup import folded, links, plain
from monitor.sources.pages.article import ARTICLE, article
from monitor.sources.quotes import told

WHOLE = 1_000  # characters; what a feed calls its content is often the first paragraph, but seldom so long a one

_PLAIN = re.compile(r"https?://[!-~]+/[!-$&-~]*")  # one that is written as it is read
_END = 60  # characters in which a text says that it goes on elsewhere
_CUT = re.compile(r"(?:…|\.\.\.|читать|подробнее|read more|continue reading).{0,30}$", re.IGNORECASE)
_TAILS = (  # what WordPress, Reddit, Discourse and phpBB put below every entry, and the signs of it
    (
        ("appeared", "появил"),
        re.compile(
            r"<p>(?:The post|Сообщение|Запись)\s<a\b[^<>]*>[^<>]*</a>[^<>]{5,40}<a\b[^<>]*>[^<>]*</a>\.?\s*</p>\s*\Z"
        ),
    ),
    (("submitted by",), re.compile(r"(?:&#32;|\s)*submitted by\b.{1,600}\[comments\].{0,30}\Z", re.DOTALL)),
    ((" participant",), re.compile(r"<p><small>\d+ posts? - \d+ participants?</small></p>.{0,300}\Z", re.DOTALL)),
    (
        ("Statistics:", "Статистика:"),
        re.compile(r"<p>(?:Statistics|Статистика):(?:(?!<p>).){1,600}</p>\s*<hr\s?/?>\s*\Z", re.DOTALL),
    ),
)
_TAIL_LONG = 1_500  # signs


class FeedSource(SourceBase):
    """RSS, Atom, RDF or JSON Feed."""

    kind: Literal["feed"] = Field("feed", description="RSS, Atom, RDF or JSON Feed.")
    url: WebAddress = Field(
        description="Address of the feed; with {brand}, one request per name.",
        examples=["https://example.com/rss"],
    )
    full_text: bool = Field(False, description="true: also read the linked page and use its text.", examples=[True])

    @property
    def reads_lists(self) -> bool:
        """With `full_text`, a feed is a list of pages."""
        return self.full_text

    @property
    def shows_entries(self) -> bool:
        """A feed is entries; with `full_text` it is a list."""
        return not self.full_text

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """Every entry, also those without id, link or date; with `full_text`, the pages that say more than the feed."""
        if page.step == ARTICLE:
            yield from filter(None, [article(page, self, now=now, zone=zone)])
            return
        home, entries = json_entries(page.body, page.url) if looks_like_json(page.body) else xml_entries(page)
        site = _Site.of(page.url, shown(joined(page.url, home)) or shown(page.url))
        for entry in (_led(entry, page.body) for entry in entries):
            item = self._item(entry, site, now, zone)
            if item.title or item.text or item.guid or item.addressed:
                yield from self._further(page, entry, item) if self.full_text else (item,)

    def _further(self, page: Page, entry: Entry, item: Item) -> Iterator[Item | Request]:
        """The page of an entry, unless it leads to none of its own or the feed holds the whole article."""
        whole = entry.whole and len(item.text) >= WHOLE and not _CUT.search(item.text[-_END:])
        if whole or not item.addressed:
            yield item
            return
        for request in following(page, item.url, self, step=ARTICLE):
            yield replace(request, once="", listed=item.published, item=item)

    def _item(self, entry: Entry, site: _Site, now: datetime, zone: ZoneInfo) -> Item:
        link = shown(joined(site.feed, entry.link), led_by=site.feed) if entry.link else ""
        own = bool(link) and address_key(link) not in site.keys and not names_part(entry.link)
        dated = _dated(entry, now, zone)
        return Item(
            source=self.id,
            url=link or site.home,
            title=plain(entry.title),
            text=_longest(entry.texts),
            author=plain(entry.author),
            guid=folded(entry.guid),
            published=dated.at,
            dated=dated.absolute,
            links=_links(entry, site.feed),
            addressed=own,  # what leads to the front page does not tell entries apart
        )


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a feed stands, and whose it is."""

    feed: str
    home: str
    keys: frozenset[str]  # of both: what leads there leads to no entry of its own

    @classmethod
    def of(cls, feed: str, home: str) -> Self:
        """The keys are the same for all entries."""
        return cls(feed, home, frozenset({address_key(feed), address_key(home)}))


def _led(entry: Entry, body: bytes) -> Entry:
    """Without an address that nobody wrote: a guid that is a number is read as one beside the feed."""
    if not entry.by_guid or not entry.link or entry.link != entry.guid or not _PLAIN.fullmatch(entry.link):
        return entry
    _, _, page = entry.link.partition("//")
    host, _, path = page.partition("?")[0].partition("/")
    written = (f"{host}/{path}".encode(), f">/{path}".encode())  # whole, or from its site's root
    return entry if any(one in body for one in written) else replace(entry, link="")


def _longest(texts: Sequence[str]) -> str:
    """The longest of them in plain words; markup only ever makes a text longer."""
    longest = ""
    for text in texts:
        if len(text) > len(longest) and len(words := told(_without_tail(text))) > len(longest):
            longest = words
    return longest


def _without_tail(markup: str) -> str:
    """Without what stands below every entry of such a feed.

    >>> _without_tail("<p>Кратко […]</p><p>The post <a href=/a>Зубр</a> appeared first on <a href=/>Блог</a>.</p>")
    '<p>Кратко […]</p>'
    """
    end = markup[-_TAIL_LONG:]
    for signs, tail in _TAILS:
        if any(sign in end for sign in signs) and (found := tail.search(end)):
            return markup[: len(markup) - len(end) + found.start()]
    return markup


def _links(entry: Entry, base: str) -> tuple[str, ...]:
    """Where it leads, and where it was taken from."""
    inside = [link for text in entry.texts if "href" in text or "://" in text for link in links(text, base)]
    return tuple(dict.fromkeys([*inside, *filter(None, entry.origins)]))


def _dated(entry: Entry, now: datetime, zone: ZoneInfo) -> Dated:
    """When it was published, else changed: the first date that can be read."""
    for date in entry.dates:
        if (dated := read_date(date, zone=zone, now=now)).at:
            return dated
    return NOT_DATED
