"""Three things to do, each with its reason and the way to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from monitor.digest import actions
from monitor.digest.actions import (
    AnswerOldest,
    AnswerRatings,
    AskToQuote,
    ClearBacklog,
    Mute,
    Refresh,
    Repair,
    TakeUrgent,
    TellResponsible,
)
from monitor.domain import Record
from monitor.render.digest.frame import Frame, source_of
from monitor.render.display import clean
from monitor.render.document import Line, Span, code, line, link, shorten
from monitor.render.phrase import in_quotes, phrase
from monitor.render.row import headline
from monitor.render.standing import cause_of

_TITLE = 60
_CAUSE = 120


def to_do(frame: Frame) -> Iterator[Line]:
    """At most three, most valuable first; nothing where there is nothing to do."""
    told = actions(frame.digest)
    if told:
        yield frame.heading("digest.actions")
        yield from (line(f"{place}. ", *_said(action, frame)) for place, action in enumerate(told, 1))


@singledispatch
def _said(action: object, _frame: Frame) -> tuple[Span, ...]:
    raise TypeError(f"nobody can say {action!r}")


@_said.register
def _(action: TakeUrgent, frame: Frame) -> tuple[Span, ...]:
    key = "digest.do.take" if action.count < 2 else "digest.do.take_all"  # noqa: PLR2004  # one is not all
    return phrase(frame.texts, key, **_named(action.mention, frame), n=action.count)


@_said.register
def _(action: AnswerOldest, frame: Frame) -> tuple[Span, ...]:
    since = frame.calendar.day(action.mention.at)
    return phrase(frame.texts, "digest.do.answer", **_named(action.mention, frame), since=since)


@_said.register
def _(action: ClearBacklog, frame: Frame) -> tuple[Span, ...]:
    since = frame.calendar.day(action.oldest.at)
    return phrase(frame.texts, "digest.do.backlog", **_named(action.oldest, frame), since=since, n=action.count)


@_said.register
def _(action: AnswerRatings, frame: Frame) -> tuple[Span, ...]:
    place = source_of(action.rating.source)
    return phrase(frame.texts, "digest.do.ratings", source=place, n=action.rating.unanswered)


@_said.register
def _(action: TellResponsible, frame: Frame) -> tuple[Span, ...]:
    reason = frame.texts(f"reason.{action.complaint.reason}")
    counts = {"n": action.complaint.count, "previous": action.complaint.previous}
    return phrase(frame.texts, "digest.do.responsible", reason=reason, **counts)


@_said.register
def _(action: Refresh, frame: Frame) -> tuple[Span, ...]:
    above, ours = action.flip.negative, action.flip.ours
    title = shorten(clean(ours.title), _TITLE) or shorten(clean(ours.url), _TITLE)
    page = link(in_quotes(title, frame.texts), ours.url)
    query = in_quotes(shorten(clean(action.page.query), _TITLE), frame.texts)
    return phrase(
        frame.texts, "digest.do.refresh", page=page, query=query, position=ours.position, above=above.position
    )


@_said.register
def _(action: Repair, frame: Frame) -> tuple[Span, ...]:
    source = action.source
    cause = _in_sentences(cause_of(source, frame.calendar) or frame.texts("digest.not_seen_yet"))
    return phrase(frame.texts, "digest.do.repair", source=source_of(source.id), cause=cause)


@_said.register
def _(action: Mute, frame: Frame) -> tuple[Span, ...]:
    load = action.load
    key = "digest.mute_dismissed" if load.dismissed else "digest.mute_loudest"
    return phrase(frame.texts, key, source=source_of(load.source), raised=load.raised, dismissed=load.dismissed)


@_said.register
def _(action: AskToQuote, frame: Frame) -> tuple[Span, ...]:
    return phrase(frame.texts, "digest.do.quote", **_named(action.mention, frame))


def _in_sentences(cause: str) -> str:
    """As many whole sentences as there is room for, without the last full stop: the task ends with its own.

    >>> _in_sentences("site.example: no such page (404). " + "Check the address and correct it. " * 4)
    'site.example: no such page (404). Check the address and correct it. Check the address and correct it'
    """
    cut = shorten(cause, _CAUSE)
    whole = cut if cut == cause else cut.rpartition(". ")[0] or cut
    return whole.rstrip(".…")


def _named(record: Record, frame: Frame) -> dict[str, Span]:
    title = headline(record, _TITLE) or frame.texts("card.no_text")
    return {"id": code(record.id), "title": link(in_quotes(title, frame.texts), record.url)}
