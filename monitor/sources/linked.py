"""A page that a person sends the link of: what it says, as one item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree, html

from monitor.domain import Item, Page
from monitor.places.addresses import address_key, names_part, shown
from monitor.sources.base import SourceBase, joined
from monitor.sources.markup import base_of, decode, plain
from monitor.sources.pages.article import article
from monitor.sources.pages.posts import posts
from monitor.sources.pages.schema_org import reviews
from monitor.sources.pages.written import Written

_TITLES = ("og:title", "twitter:title")
_SUMMARIES = ("og:description", "description", "twitter:description")


def linked(page: Page, source: SourceBase, *, now: datetime, zone: ZoneInfo, asked: str = "") -> Item | None:
    """The one review that the page holds, or the post that was asked for, else its article, else its summary.

    None where it has no words.
    """
    if "html" not in page.headers.get("content-type", "text/html") or not page.body.strip():
        return None
    text = decode(page)
    base = base_of(page.url, text)
    found = tuple(reviews(text) or ())
    one = found[0] if len(found) == 1 else _asked_for((*found, *posts(text)), base, page.url, asked)
    if one is not None and one.says_something:
        item: Item | None = one.item(source.id, base=base, home=page.url, scale=None, now=now, zone=zone)
    else:
        told = replace(page, item=_summary(page, source))  # stays where the page says less than its summary
        item = article(told, source, now=now, zone=zone)
    if item is None or not (item.title or item.text):
        return None
    whole = one is None or not names_part(one.url)
    return replace(item, url=item.url or shown(page.url), addressed=whole)


def _asked_for(found: Iterable[Written], base: str, page: str, asked: str) -> Written | None:
    """The only one that stands at the address, or at the place of the page, that was asked for."""
    place, wanted = asked.partition("#")[2], {address_key(address) for address in (page, asked) if address}
    told = [(one, joined(base, one.url)) for one in found if one.url and one.text]
    there = [one for one, address in told if place and address.partition("#")[2] == place]
    meant = there or [one for one, address in told if not names_part(address) and address_key(address) in wanted]
    return meant[0] if len(meant) == 1 else None


def _summary(page: Page, source: SourceBase) -> Item:
    """What a page of few words says of itself to whoever links it."""
    said = _head(decode(page))
    title, text = _first(said, *_TITLES, "title"), _first(said, *_SUMMARIES)
    return Item(source=source.id, url=shown(page.url), title=title, text=text)


def reviews_on(page: Page, source: SourceBase, *, now: datetime, zone: ZoneInfo) -> list[Item]:
    """What a page marks as reviews."""
    text = decode(page)
    base = base_of(page.url, text)
    found = (
        review.item(source.id, base=base, home=page.url, scale=None, now=now, zone=zone)
        for review in reviews(text) or ()
    )
    return [item for item in found if item.says_something]


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
