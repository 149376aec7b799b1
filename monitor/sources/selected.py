"""Reads the entries of a page by the CSS selectors of `select:`."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from monitor.domain import Page
from monitor.errors import ParseError
from monitor.sources.markup import links
from monitor.sources.select import Select, all_taken, mark, taken, words
from monitor.sources.written import Written


def parsed(text: str) -> BeautifulSoup:
    """A page that can be looked through; words without markup are an empty one."""
    return BeautifulSoup(text if "<" in text else "<html></html>", "lxml")


def selected(select: Select, soup: BeautifulSoup, page: Page) -> list[Written]:
    """Every entry. Entries of which none says anything are a fault; whether there may be none is not told here."""
    entries = soup.select(select.item)
    found = [written for written in (_written(select, entry) for entry in entries) if written.says_something]
    if entries and not found:
        field = next((name for name in ("text", "title", "rating") if getattr(select, name)), "item")
        selector = getattr(select, field)
        raise ParseError("parse.no_field", url=page.url, field=field, selector=selector, count=len(entries))
    return found


def following_link(select: Select, soup: BeautifulSoup) -> str:
    """Where the next page is, by `next`."""
    return taken(soup, select.next, or_attributes=("href",))


def _written(select: Select, entry: Tag) -> Written:
    return Written(
        title=taken(entry, select.title),
        text=all_taken(entry, select.text) if select.text else words(entry),
        author=taken(entry, select.author),
        date=taken(entry, select.date, or_attributes=("datetime",)),
        rating=mark(entry, select.rating),
        url=taken(entry, select.link, or_attributes=("href",)),
        reply=taken(entry, select.reply),
        links=links(entry.decode_contents()),
    )
