"""A page that a person sends the link of: what it says, as one item."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree, html
from pydantic import ValidationError

from monitor.domain import Item, Page
from monitor.errors import ParseError
from monitor.places.addresses import shown
from monitor.sources.base import SourceBase
from monitor.sources.markup import decode, plain
from monitor.sources.pages.article import article
from monitor.sources.reviews import ReviewsSource

_TITLES = ("og:title", "twitter:title")
_SUMMARIES = ("og:description", "description", "twitter:description")


def linked(page: Page, source: SourceBase, *, now: datetime, zone: ZoneInfo) -> Item | None:
    """The one review that the page holds, else its article, else what it says of itself; None where it has no words."""
    if "html" not in page.headers.get("content-type", "text/html") or not page.body.strip():
        return None
    found = reviews_on(page, source, now=now, zone=zone)
    told = replace(page, item=_summary(page, source))  # stays where the page says less than its summary
    item = found[0] if len(found) == 1 else article(told, source, now=now, zone=zone)
    if item is None or not (item.title or item.text):
        return None
    return replace(item, url=item.url or shown(page.url), addressed=True)


def _summary(page: Page, source: SourceBase) -> Item:
    """What a page of few words says of itself to whoever links it."""
    said = _head(decode(page))
    title, text = _first(said, *_TITLES, "title"), _first(said, *_SUMMARIES)
    return Item(source=source.id, url=shown(page.url), title=title, text=text)


def reviews_on(page: Page, source: SourceBase, *, now: datetime, zone: ZoneInfo) -> list[Item]:
    """What a page marks as reviews; none where it is none of that kind, or stands at an address nobody could link."""
    try:
        found = ReviewsSource(id=source.id, url=page.url).read(page, now=now, zone=zone)
        return [thing for thing in found if isinstance(thing, Item)]
    except (ParseError, ValidationError):
        return []


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
