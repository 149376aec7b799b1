"""The draft and the remarks on a reply, as documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from monitor.domain import Record
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import (
    Document,
    Kind,
    Line,
    Span,
    bold,
    code,
    document,
    italic,
    joined,
    line,
    link,
    shorten,
)
from monitor.render.phrase import numbered, phrase
from monitor.replies.drafts import Reply
from monitor.replies.lint import Finding, Weight
from monitor.texts import Texts

_QUOTED = 80  # characters of what a remark is about
_MOST = 3  # places named for one remark
_EVERYONE, _COLLEAGUES, _UNKNOWN, _STAFF = "everyone", "colleagues", "unknown", "staff"


def draft_page(
    record: Record,
    reply: Reply,
    calendar: Calendar,
    *,
    doubles: Sequence[int] = (),
    before: Sequence[Record] = (),
) -> Document:
    """A draft to copy by one tap, and what to mind beside it; what must come first stands first."""
    texts = calendar.texts
    suspicious = [] if reply.staff or not doubles else [texts("reply.doubles", list=numbered(doubles, texts))]
    return document(
        [
            *([line("⚖️ ", bold(texts("reply.lawyer")))] if reply.lawyer else []),
            *([line("🔒 ", bold(texts("reply.approval")))] if reply.approval else []),
            line("✏️ ", bold(texts("reply.title", id=record.id))),
            *_agreed(reply, calendar),
            Line(),
            *_text(reply, texts),
            Line(),
            line(texts("reply.mind"), kind=Kind.HEADING),
            *(line(one, kind=Kind.BULLET) for one in suspicious),
            *(line(texts(f"reply.place.{key}"), kind=Kind.BULLET) for key in _advice(reply)),
            *_before(before, texts),
            Line(),
            line(italic(texts("reply.check"))),
        ]
    )


def findings_page(found: Sequence[Finding], texts: Texts) -> Document:
    """What to change first, then what to think over; each remark with the words it is about."""
    if not found:
        return Document((line("✅ ", bold(texts("lint.clean"))), line(texts("lint.publish"))))
    lines = [line("🔎 ", bold(texts("lint.found", n=len({one.kind for one in found}))))]
    for weight, group in groupby(found, key=lambda one: one.weight):
        mark = "⛔ " if weight is Weight.STOP else "💡 "
        lines += [Line(), line(mark, texts(f"lint.{weight}"), kind=Kind.HEADING), *_remarks(list(group), texts)]
    return document([*lines, Line(), line(italic(texts("lint.again")))])


def _agreed(reply: Reply, calendar: Calendar) -> Iterator[Line]:
    if reply.agreed_until is not None:
        yield line("🤝 ", *phrase(calendar.texts, "reply.agreed", at=calendar.stamped(reply.agreed_until)))


def _before(answered: Sequence[Record], texts: Texts) -> Iterator[Line]:
    """Which complaints about the same were answered, and the way to each answer."""
    if answered:
        ways = ((one.id, link(texts("reply.answer"), one.reply_url or one.url)) for one in answered)
        told = [(Span(number), *([Span(" – "), way] if way.url else [])) for number, way in ways]
        about = texts(f"reason.{answered[0].reasons[0]}")
        yield line(texts("reply.before", reason=about), " ", *joined(told, ", "), kind=Kind.BULLET)


def _text(reply: Reply, texts: Texts) -> Iterator[Line]:
    """One piece of text, so that one tap copies all of it."""
    if not reply.text:
        yield from (line(one, kind=Kind.BULLET) for one in texts.lines("reply.press"))
        return
    yield line(code("\n".join(clean(one).strip() for one in reply.text.splitlines())))


def _advice(reply: Reply) -> Iterator[str]:
    yield _COLLEAGUES if reply.staff else _EVERYONE
    known = (*reply.platform.advice, *([_STAFF] if reply.staff else []))
    yield from dict.fromkeys(known or (_UNKNOWN,))


def _remarks(found: Sequence[Finding], texts: Texts) -> Iterator[Line]:
    for kind in dict.fromkeys(one.kind for one in found):
        same = [one for one in found if one.kind == kind]
        why = texts(f"lint.{kind}", n=same[0].count)
        quoted = [texts("lint.quoted", text=shorten(clean(one.text), _QUOTED)) for one in same if one.text][:_MOST]
        if not quoted:
            yield line(why[:1].upper() + why[1:], kind=Kind.BULLET)
            continue
        yield line(bold(", ".join(quoted)), f": {why}", kind=Kind.BULLET)
