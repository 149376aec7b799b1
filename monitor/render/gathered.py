"""Many mentions in one message: how many, the most urgent and newest of them, and what to do with them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.domain import Batch, Gathered
from monitor.render.dates import Calendar
from monitor.render.document import Document, Kind, Line, bold, document, line
from monitor.render.phrase import phrase
from monitor.render.row import row

LIST, ASKS, ONE = "card", "asks", "one"  # what the message shows; of the last its page: "one:2"
_MARKS = {"storm": "🌊", "later": "🗂"}


def one_by_one(page: int) -> str:
    """The view that lets people choose on this page.

    >>> page_of(one_by_one(2)), page_of(LIST)
    (2, 0)
    """
    return f"{ONE}:{page}"


def page_of(view: str) -> int:
    """The page that a view is at."""
    name, _, page = view.partition(":")
    return int(page) if name == ONE and page.isdecimal() else 0


def is_one_by_one(view: str) -> bool:
    """Whether people choose single ones at the moment."""
    return view.partition(":")[0] == ONE


def gathered_document(
    gathered: Gathered, batch: Batch, *, view: str, brands: Mapping[str, str], calendar: Calendar
) -> Document:
    """Complete without opening anything: the count is exact at the moment of saying; brands are named where given."""
    return document(_lines(gathered, batch, view, brands, calendar))


def _lines(
    gathered: Gathered, batch: Batch, view: str, brands: Mapping[str, str], calendar: Calendar
) -> Iterator[Line]:
    texts, total = calendar.texts, bold(str(batch.total))
    yield line(f"{_MARKS[gathered.kind]} ", *phrase(texts, f"gathered.{gathered.kind}", n=total), kind=Kind.TITLE)
    yield line(*phrase(texts, f"gathered.{gathered.kind}_since", at=calendar.stamped(batch.since)))
    if batch.urgent:
        yield line("🔴 ", *phrase(texts, "gathered.urgent", n=bold(str(batch.urgent))))
    if batch.settled:
        yield line("✋ ", *phrase(texts, "gathered.settled", n=bold(str(batch.settled)), all=str(batch.total)))
    yield Line()
    yield from (row(one, calendar=calendar, brand=brands.get(one.brand, "")) for one in batch.records)
    yield from _last(batch, view, calendar)


def _last(batch: Batch, view: str, calendar: Calendar) -> Iterator[Line]:
    """What is not listed, and what people are asked at the moment."""
    texts = calendar.texts
    if view == ASKS and batch.free:
        yield Line()
        yield line("❓ ", *phrase(texts, "gathered.asks", n=bold(str(batch.free))))
    elif is_one_by_one(view):
        yield Line()
        yield line(texts("gathered.one", page=batch.page + 1, pages=batch.pages), kind=Kind.SMALL)
    elif batch.total > len(batch.records):
        yield line(texts("digest.more", n=batch.total - len(batch.records)), kind=Kind.SMALL)
