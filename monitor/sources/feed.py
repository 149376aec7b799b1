"""Kind `feed`: RSS, Atom, RDF and JSON Feed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from html import unescape
from io import BytesIO
from typing import Any, Literal
from zoneinfo import ZoneInfo

import feedparser
from pydantic import Field

from monitor.dates import NOT_DATED, Dated, read_date
from monitor.domain import Item, Page, Request
from monitor.errors import ParseError
from monitor.identity import address_key, shown
from monitor.sources.article import ARTICLE, article
from monitor.sources.base import SourceBase, WebAddress, addressed, following, joined
from monitor.sources.json_feed import Entry, json_entries, looks_like_json
from monitor.sources.markup import decode, folded, links, plain

WHOLE = 1_000  # characters; what a feed calls its content is often the first paragraph, but seldom so long a one
PROPOSED = 3  # feeds of a page that an error names

_END = 60  # characters in which a text says that it goes on elsewhere
_CUT = re.compile(r"(?:…|\.\.\.|читать|подробнее|read more|continue reading).{0,30}$", re.IGNORECASE)
_DATES = ("published", "updated", "created")
# Of feedparser over a charset that is none, a NUL, a letter that does not exist ...
_STUMBLES = (ValueError, LookupError, TypeError, AttributeError, OverflowError)
_LETTER = re.compile(r"&#(?:(\d+)|[xX]([0-9a-fA-F]+));?")
_LONGEST_NUMBER = 7  # digits of a letter
_LINK = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
_HREF = re.compile(r"href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_IS_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_LOOKED_AT = 2_048  # bytes in which a page shows that it is one


class FeedSource(SourceBase):
    """RSS, Atom, RDF or JSON Feed."""

    kind: Literal["feed"] = Field("feed", description="RSS, Atom, RDF or JSON Feed.")
    url: WebAddress = Field(description="Address of the feed; {brand} makes one request for each name.")
    full_text: bool = Field(False, description="Read the linked page as well and take its text.")

    @property
    def reads_lists(self) -> bool:
        """With `full_text`, a feed is a list of pages."""
        return self.full_text

    def start(self, names: Sequence[str]) -> Iterator[Request]:
        """The feed, once for each name where its address says {brand}."""
        return addressed(self.url, names, self)

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """Every entry, also those without id, link or date; with `full_text`, the pages that say more than the feed."""
        if page.step == ARTICLE:
            found = article(page, self, now=now, zone=zone)
            yield from [found] if found else ()
            return
        home, entries = json_entries(page.body, page.url) if looks_like_json(page.body) else _entries(page)
        home = shown(joined(page.url, home)) or shown(page.url)
        for entry in entries:
            item = self._item(entry, page.url, home, now, zone)
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

    def _item(self, entry: Entry, base: str, home: str, now: datetime, zone: ZoneInfo) -> Item:
        link = shown(joined(base, entry.link), led_by=base) if entry.link else ""
        own = bool(link) and address_key(link) not in {address_key(home), address_key(base)}
        dated = _dated(entry, now, zone)
        return Item(
            source=self.id,
            url=link or home,
            title=plain(entry.title),
            text=max((plain(text) for text in entry.texts), key=len, default=""),
            author=plain(entry.author),
            guid=folded(entry.guid),
            published=dated.at,
            dated=dated.absolute,
            links=_links(entry, base),
            addressed=own,  # what leads to the front page does not tell entries apart
        )


def _entries(page: Page) -> tuple[str, tuple[Entry, ...]]:
    feed = _parsed(page)
    entries = tuple(_entry(entry) for entry in feed.entries)
    if not any(entry.title or entry.guid or entry.link or any(entry.texts) for entry in entries):
        _refuse_what_is_no_feed(feed, page)
    return feed.feed.get("link") or "", entries


def _parsed(page: Page) -> Any:
    """What feedparser makes of the bytes; where it stumbles over how they are encoded, of the letters."""
    try:
        return _parse(page.body, page)
    except _STUMBLES:
        letters = replace(page, headers={"content-type": "application/xml; charset=utf-8"})
    try:
        text = _LETTER.sub(_existing, decode(page).replace("\0", ""))
        return _parse(text.encode("utf-8", "replace"), letters)
    except _STUMBLES as error:
        raise ParseError("parse.no_feed", url=page.url) from error


def _existing(letter: re.Match[str]) -> str:
    """A letter that is written as a number; nothing where there is no such letter: one entry must not cost the others.

    >>> _LETTER.sub(_existing, "a&#33;&#xD800;&#99999999999;b")
    'a&#33;b'
    """
    written, base = (letter[1], 10) if letter[1] else (letter[2], 16)
    number = int(written, base) if len(written.lstrip("0")) <= _LONGEST_NUMBER else 0
    return letter[0] if 0 < number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF else ""  # noqa: PLR2004  # halves


def _parse(body: bytes, page: Page) -> Any:
    # A stream, for feedparser opens a str or bytes that name a file or an address.
    return feedparser.parse(
        BytesIO(body),
        response_headers={**page.headers, "content-location": page.url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _entry(entry: Any) -> Entry:
    contents = [content.get("value") or "" for content in entry.get("content", ())]
    guid = entry.get("id") or ""
    linked = any(link.get("href") for link in entry.get("links", ()))
    return Entry(
        guid=guid,
        link=entry.get("link") or "" if linked or shown(guid) else "",  # a guid that is no address makes no link
        title=entry.get("title") or "",
        texts=(*contents, entry.get("summary") or ""),
        author=entry.get("author_detail", {}).get("name") or entry.get("author") or "",
        dates=tuple(entry[key] for key in _DATES if key in entry),
        whole=any(contents),
        origins=tuple(entry.get("source", {}).get(key) or "" for key in ("href", "link")),
    )


def _links(entry: Entry, base: str) -> tuple[str, ...]:
    """Where it leads, and where it was taken from."""
    inside = (link for text in entry.texts if "href" in text or "://" in text for link in links(text, base))
    return tuple(dict.fromkeys((*inside, *filter(None, entry.origins))))


def _refuse_what_is_no_feed(feed: Any, page: Page) -> None:
    """A feed may be empty; an empty answer, a web page or a heap of letters is none."""
    if not page.body.strip():
        raise ParseError("parse.empty", url=page.url)
    if not feed.get("version") and _IS_PAGE.search(page.body[:_LOOKED_AT]):
        feeds = ", ".join(feeds_of(page))
        raise ParseError("parse.page_with_feeds" if feeds else "parse.page_no_feed", url=page.url, feeds=feeds)
    harmless = isinstance(feed.get("bozo_exception"), feedparser.ThingsNobodyCaresAboutButMe)
    if not feed.get("version") or (feed.bozo and not harmless):
        raise ParseError("parse.no_feed", url=page.url)


def feeds_of(page: Page) -> list[str]:
    """The feeds that a web page names."""
    links = [link for link in _LINK.findall(decode(page)) if _FEED_TYPE.search(link)]
    found = [next(filter(None, href.groups()), "") for link in links if (href := _HREF.search(link))]
    return [url for url in dict.fromkeys(shown(joined(page.url, unescape(href))) for href in found) if url][:PROPOSED]


def _dated(entry: Entry, now: datetime, zone: ZoneInfo) -> Dated:
    """When it was published, else changed: the first date that can be read."""
    read = (read_date(date, zone=zone, now=now) for date in entry.dates)
    return next((dated for dated in read if dated.at), NOT_DATED)
