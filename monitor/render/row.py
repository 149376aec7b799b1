"""A mention in one line, for digests and lists: how urgent, what, where, where the work stands, its number."""

from __future__ import annotations

from monitor.domain import Label, Record, Status
from monitor.render.card import NAME, mark, place_of, state
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Kind, Line, Span, code, joined, link, shorten
from monitor.render.excerpt import excerpt
from monitor.render.phrase import rating
from monitor.render.reasons import tone

_TITLE = 70


def row(record: Record, *, calendar: Calendar, brand: str = "", title: int = _TITLE, ours: bool = True) -> Line:
    """«🔴 Три недели без ответа · отзывы.рф, 2 из 5 · в работе: Анна · m-1042»; the title is the link.

    Nobody works on what is said of a competitor: of that the day is told.
    """
    texts = calendar.texts
    where = [
        shorten(clean(place_of(record, texts)), NAME),
        shorten(rating(record.rating_text, texts), NAME // 2),
    ]
    told = state(record, texts)
    if record.status is Status.NEW and not record.flag and record.label is not Label.NEGATIVE:
        told = tone(record, texts)
    if not ours:
        told = calendar.day(record.at)
    said = link(headline(record, title) or texts("card.no_text"), record.url)
    groups = [
        [Span(f"{mark(record)} "), said],
        [Span(shorten(clean(brand), NAME))],
        [Span(", ".join(filter(None, where)))],
        [Span(told)],
        [code(record.id)],
    ]
    return Line(joined(groups), Kind.BULLET)


def headline(record: Record, limit: int) -> str:
    """The title, or the first sentence where there is none."""
    chosen = excerpt(record.title, record.text)
    return shorten("".join(span.text for span in chosen.title).strip(), limit)
