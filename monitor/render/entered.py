"""A page that speaks ill of us has entered the first page of a search engine: where, and what could overtake it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from monitor.domain import EnteredFirstPage
from monitor.render.dates import Calendar
from monitor.render.display import clean, host
from monitor.render.document import Document, Line, Span, bold, document, line, link, shorten
from monitor.render.phrase import phrase

_TITLE = 150
_QUERY = 100
_NAMED = 10  # other queries


def entered_document(notice: EnteredFirstPage, *, calendar: Calendar) -> Document:
    """What happened comes first, what to do last."""
    return document(_lines(notice, calendar))


def _lines(notice: EnteredFirstPage, calendar: Calendar) -> Iterator[Line]:
    texts = calendar.texts
    query, position = shorten(clean(notice.query), _QUERY), bold(str(notice.position))
    yield line("🔻 ", *phrase(texts, f"first_page.{notice.engine}", query=query, position=position))
    yield line(_linked(notice.title, notice.url), " – ", host(notice.url))
    if notice.also:
        yield line(texts("first_page.also", list=", ".join(_quoted(notice.also[:_NAMED], calendar))))
    if notice.previous is not None:
        yield line(texts("first_page.rose", previous=notice.previous))
    if not notice.refresh:
        yield line(texts("first_page.nothing"))
        return
    title = _linked(notice.refresh_title, notice.refresh)
    changed = _changed(notice.refreshed, calendar)
    yield line(*phrase(texts, "first_page.next", position=notice.refresh_position, title=title, changed=changed))
    yield line(texts("first_page.next_own" if notice.refresh_own else "first_page.next_other"))


def _quoted(queries: Iterable[str], calendar: Calendar) -> Iterator[str]:
    return (calendar.texts("first_page.quoted", query=shorten(clean(one), _QUERY)) for one in queries)


def _linked(title: str, url: str) -> Span:
    return link(shorten(clean(title), _TITLE) or host(url), url)


def _changed(refreshed: str, calendar: Calendar) -> str:
    if not refreshed:
        return calendar.texts("first_page.unknown")
    return calendar.texts("first_page.changed", day=calendar.day(datetime.fromisoformat(refreshed)))
