"""A page that a person sends the link of: what it says, as one item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree, html

from monitor.dates import read_date
from monitor.domain import Item, Page
from monitor.errors import ParseError
from monitor.identity import shown
from monitor.sources.by_hand import MANUAL
from monitor.sources.markup import decode, plain
from monitor.sources.reviews import ReviewsSource

_TITLES = ("og:title", "twitter:title")
_SUMMARIES = ("og:description", "description", "twitter:description")
_DATES = ("article:published_time", "og:article:published_time", "date", "pubdate")


def linked(page: Page, *, now: datetime, zone: ZoneInfo) -> Item | None:
    """The one review that the page holds, else its article; None where it has no words."""
    if "html" not in page.headers.get("content-type", "text/html"):
        return None
    found = list(_reviews(page, now, zone))
    item = found[0] if len(found) == 1 else article(page, now=now, zone=zone)
    return replace(item, url=item.url or shown(page.url), addressed=True) if item else None


def article(page: Page, *, now: datetime, zone: ZoneInfo) -> Item | None:
    """What a page says of itself to whoever links it: title, summary, author, date."""
    said = _head(decode(page))
    title = _first(said, *_TITLES, "title")
    text = _first(said, *_SUMMARIES)
    if not (title or text):
        return None
    dated = read_date(_first(said, *_DATES), zone=zone, now=now)
    author = _first(said, "author", "article:author")
    return Item(
        source=MANUAL,
        url=shown(page.url),
        title=title,
        text=text,
        author="" if shown(author) else author,
        published=dated.at,
        dated=dated.absolute,
    )


def _reviews(page: Page, now: datetime, zone: ZoneInfo) -> Iterator[Item]:
    try:
        for thing in ReviewsSource(id=MANUAL, url=page.url).read(page, now=now, zone=zone):
            if isinstance(thing, Item):
                yield thing
    except ParseError:  # no reviews here: it is read as an article
        return


def _head(text: str) -> dict[str, str]:
    """The meta values of a page and its title, by name; of two with one name the first."""
    try:
        root = html.document_fromstring(text.encode(errors="replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return {}
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = str(meta.get("property") or meta.get("name") or "").casefold()
        said.setdefault(name, plain(str(meta.get("content") or "")))
    said["title"] = plain(str(root.findtext(".//title") or ""))
    return said


def _first(said: dict[str, str], *names: str) -> str:
    return next((said[name] for name in names if said.get(name)), "")
