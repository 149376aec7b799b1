"""Everything that happened to one mention, as people read it; names stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final

from monitor.config.plan import Plan
from monitor.domain import Alert, Audience, Earlier, Event, Record
from monitor.render.card import footer, heading, said_by, state
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
from monitor.render.html import html
from monitor.render.phrase import rating

TEXT: Final = 2_000  # characters of a text on a screen ...
WHOLE: Final = 1_000_000  # ... and in a file

_MOMENT = "%Y-%m-%d %H:%M UTC"

# their detail is words of ours: a step, a source, a colleague, what was promised, two ratings
_DETAILED = frozenset({"tick", "untick", "found", "elsewhere", "hand_over", "promise", "rating_changed"})


def history_document(
    alert: Alert,
    events: Sequence[Event],
    earlier: Sequence[Earlier],
    plan: Plan,
    calendar: Calendar,
    *,
    most: int = TEXT,
) -> Document:
    """What it says now, by whom, what happened in order, and what it said before; of employees no name.

    The print shows whoever gets it that the text is the one that was kept.
    """
    texts, record = calendar.texts, alert.record
    staff = plan.audience_of(record.source) is Audience.HR
    author = "" if staff else clean(record.author).strip()
    return document(
        [
            heading(record, brand=plan.brand_name(record.brand), texts=texts),
            *(line(shorten(clean(part), most)) for part in (record.title, record.text) if part),
            said_by(record, author, calendar),
            line(italic(state(record, texts))),
            footer(record, texts),
            *_evidence(record, calendar),
            Line(),
            line(texts("history.title"), kind=Kind.HEADING),
            *(_event(event, calendar) for event in events),
            *_earlier(earlier, calendar, most),
        ]
    )


def history_file(
    alert: Alert, events: Sequence[Event], earlier: Sequence[Earlier], plan: Plan, calendar: Calendar
) -> bytes:
    """The same as a page to be kept, with every text whole."""
    whole, texts = history_document(alert, events, earlier, plan, calendar, most=WHOLE), calendar.texts
    return html(whole, title=f"{texts('word.product')} {alert.record.id}", language=texts.language).encode()


def print_of(record: Record) -> str:
    """Of its title and its text, as exports have them, with one line break between."""
    return sha256(f"{record.title}\n{record.text}".encode(errors="surrogatepass")).hexdigest()


def _evidence(record: Record, calendar: Calendar) -> Iterator[Line]:
    """Moments that mean the same to everybody, and the print."""
    texts, published = calendar.texts, record.published if record.dated else None
    moments = {"published": published, "found": record.found, "made": calendar.now}
    told = [texts(f"history.at_{name}", at=f"{at:{_MOMENT}}") for name, at in moments.items() if at is not None]
    yield line(", ".join(told), kind=Kind.SMALL)
    yield line(texts("history.print", sha256=print_of(record)), kind=Kind.SMALL)


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


def _earlier(earlier: Sequence[Earlier], calendar: Calendar, most: int) -> Iterator[Line]:
    for one in earlier:
        yield Line()
        yield line(calendar.texts("history.until", at=calendar.moment(one.at)), kind=Kind.HEADING)
        stars = rating(one.rating_text, calendar.texts)
        yield from (line(shorten(part, most)) for part in (stars, clean(one.title), clean(one.text)) if part)
