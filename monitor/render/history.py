"""Everything that happened to one mention, as people read it; names stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.domain import Alert, Earlier, Event
from monitor.render.card import footer, heading, state
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import (
    Document,
    Kind,
    Line,
    Span,
    bold,
    document,
    italic,
    leads_to_web,
    line,
    link,
    shorten,
)
from monitor.render.phrase import rating

TEXT = 2_000  # characters of a text that was

# their detail is words of ours: a step, a source, a colleague, what was promised, two ratings
_DETAILED = frozenset({"tick", "untick", "found", "elsewhere", "hand_over", "promise", "rating_changed"})


def history_document(
    alert: Alert, events: Sequence[Event], earlier: Sequence[Earlier], *, brand: str, calendar: Calendar
) -> Document:
    """What it says now, what happened in order, and what it said before."""
    texts, record = calendar.texts, alert.record
    said = [clean(part) for part in (record.title, record.text) if part]
    return document(
        [
            heading(record, brand=brand, texts=texts),
            *(line(shorten(part, TEXT)) for part in said),
            line(italic(state(record, texts))),
            footer(record, texts),
            Line(),
            line(texts("history.title"), kind=Kind.HEADING),
            *(_event(event, calendar) for event in events),
            *_earlier(earlier, calendar),
        ]
    )


def _event(event: Event, calendar: Calendar) -> Line:
    texts, key = calendar.texts, f"history.{event.kind}"
    who = [bold(clean(event.who)), Span(": ")] if event.who else []
    what = texts(key) if texts.has(key) else clean(event.kind)
    return line(calendar.stamped(event.at), " · ", *who, what, *_detail(event), kind=Kind.BULLET)


def _detail(event: Event) -> Iterator[str | Span]:
    """A step, a source, or the address of an answer; where a message went is nobody's business but the chat's."""
    if event.detail and event.kind in _DETAILED:
        yield f": {clean(event.detail)}"
    elif leads_to_web(event.detail):
        yield from (": ", link(shorten(clean(event.detail), 80), event.detail))


def _earlier(earlier: Sequence[Earlier], calendar: Calendar) -> Iterator[Line]:
    for one in earlier:
        yield Line()
        yield line(calendar.texts("history.until", at=calendar.moment(one.at)), kind=Kind.HEADING)
        stars = rating(one.rating_text, calendar.texts)
        yield from (line(shorten(part, TEXT)) for part in (stars, clean(one.title), clean(one.text)) if part)
