"""What people are answered with, as documents: lists of mentions, the sources, what they brought, what to exclude."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from monitor.capture import Captured
from monitor.config.plan import Brand, Plan
from monitor.domain import Alert, Brought, Label, Record, SourceState, Status
from monitor.errors import ConfigError
from monitor.render.card import mark, place_of, state
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
    joined,
    line,
    link,
    sentence,
    shorten,
)
from monitor.render.reasons import tone, why
from monitor.render.standing import cause_of, mark_of, word_of
from monitor.texts import Texts
from monitor.understanding.noise import preset

PAGE = 8  # mentions on one page: as many as a phone shows without scrolling for long
BROUGHT_WITHIN = timedelta(days=30)
SOURCES = 25  # on one page; those in trouble come first
_TITLE = 70
_ERROR = 200
_KEPT_OUT = frozenset({"capture.forbidden", "capture.forgotten", "capture.past"})  # however it is brought; they say so


def mentions_page(records: Sequence[Record], plan: Plan, calendar: Calendar, *, title: str) -> Document:
    """Mentions, newest first, short and numbered; each leads to where it was said."""
    lines = [line(bold(title), kind=Kind.TITLE)]
    for place, record in enumerate(records, 1):
        first, *rest = _mention(record, plan, calendar)
        lines += [Line(), line(f"{place}. ", *first.spans), *rest]
    return document(lines)


def sources_page(
    plan: Plan,
    states: Mapping[str, SourceState],
    brought: Mapping[str, Brought],
    calendar: Calendar,
    offset: int,
) -> Document:
    """Each source, how it is doing and what it brought, those in trouble first; a page of them from `offset` on."""
    texts = calendar.texts
    if not plan.sources:
        return sentence(texts("bot.sources.none"))
    known = [states.get(source.id, SourceState(source.id)) for source in plan.enabled]
    off = [source.id for source in plan.sources if not source.enabled]
    ordered = sorted(known, key=lambda one: not one.unread)
    rows = [_source(one, brought.get(one.id, Brought()), calendar) for one in ordered]
    rows += [line("⚪ ", bold(name), f": {texts('bot.sources.disabled')}") for name in off]
    after = len(rows) - offset - SOURCES
    rest = [line(texts("bot.sources.more", count=after))] if after > 0 else []
    return document([line(texts("bot.sources.title"), kind=Kind.TITLE), *rows[offset : offset + SOURCES], *rest])


def captured_page(captured: Captured, plan: Plan, texts: Texts) -> Document:
    """What was stored of a message that a person sent, how it was judged and why; or what is missing."""
    unread = [line(clean(texts.error(captured.trouble)))] if captured.trouble else []
    if captured.choice:
        return document([*unread, line(texts("bot.capture.choose"))])
    if not captured.alerts:
        final = captured.trouble is not None and captured.trouble.key in _KEPT_OUT
        return document([*unread, *([] if final else [line(texts("bot.capture.nothing"))])])
    stored = (_captured(one, plan, texts, fresh=captured.fresh) for one in captured.alerts)
    return document([*unread, *(one for block in stored for one in block)])


def exclusion_page(who: str, brand: Brand, phrase: str, hidden: Sequence[Record], texts: Texts) -> Document:
    """What could be excluded, and what that would have hidden."""
    negative = sum(one.label is Label.NEGATIVE for one in hidden)
    offer = texts("bot.exclude.offer", who=clean(who), phrase=clean(phrase), brand=clean(brand.name))
    return Document((line(offer), line(texts("bot.exclude.hidden", hidden=len(hidden), negative=negative))))


def excluded_page(brand: Brand, phrase: str, texts: Texts, error: ConfigError | None) -> Document:
    """What was excluded; where the file cannot be changed, why not and the line to paste."""
    if error is None:
        return sentence(texts("bot.exclude.done", phrase=clean(phrase), brand=clean(brand.name)))
    listed = json.dumps([*brand.exclude, phrase], ensure_ascii=False)
    paste = texts("bot.exclude.paste", brand=clean(brand.id))
    return document([line(clean(texts.error(error))), line(paste), line(code(f"exclude: {listed}"))])


def _captured(alert: Alert, plan: Plan, texts: Texts, *, fresh: bool) -> Iterator[Line]:
    record = alert.record
    about = [clean(plan.brand_name(record.brand)), tone(record, texts)]
    head = bold(texts("bot.capture.stored" if fresh else "bot.capture.known"))
    yield Line(joined([[Span(f"{mark(record)} "), head], *([*line(part).spans] for part in about), [code(record.id)]]))
    yield from why(alert, texts)
    if not fresh:
        yield line(state(record, texts))
    elif record.severity:
        yield line(texts("bot.capture.told"))


def _mention(record: Record, plan: Plan, calendar: Calendar) -> Iterator[Line]:
    texts = calendar.texts
    title = shorten(clean(record.title or record.text), _TITLE) or texts("bot.mentions.no_title")
    yield line(f"{mark(record)} ", link(title, record.url))
    brand = [clean(plan.brand_name(record.brand))] if len(plan.brands) > 1 else []
    parts = [calendar.stamp(record.at), *brand, place_of(record, texts)]
    told = [*parts, tone(record, texts), *_standing(record, plan, texts)]
    yield Line(joined([*([*line(part).spans] for part in told), [code(record.id)]]))


def _standing(record: Record, plan: Plan, texts: Texts) -> Iterator[str]:
    """Praise waits for nobody, and of noise nobody was told, nor of what is said of a competitor."""
    noise = preset(record, plan.alerts.noise) if record.flag and record.severity is None else None
    if record.status is not Status.NEW or record.history:
        yield state(record, texts)
    elif noise:
        yield texts(f"noise.{noise}")
    elif record.flag and (record.severity or record.brand in {one.id for one in plan.own}):
        yield state(record, texts)


def _source(one: SourceState, brought: Brought, calendar: Calendar) -> Line:
    texts = calendar.texts
    last = texts("bot.sources.last", at=calendar.stamp(one.last_success)) if one.last_success else ""
    told = ", ".join(filter(None, (word_of(one, texts), last)))
    more = cause_of(one, calendar) if one.unread else _brought(one, brought, calendar)
    return line(f"{mark_of(one)} ", bold(one.id), f": {told}", f". {shorten(more, _ERROR)}" if more else "")


def _brought(one: SourceState, brought: Brought, calendar: Calendar) -> str:
    """Whether it is worth reading; of one that is read for a shorter time nobody can say that it brings nothing."""
    texts = calendar.texts
    if not brought.mentions:
        long = one.first_success is not None and one.first_success <= calendar.now - BROUGHT_WITHIN
        return texts("bot.sources.nothing") if long else ""
    told = {"mentions": brought.mentions, "alerts": brought.alerts, "unwanted": brought.unwanted}
    return texts("bot.sources.unwanted" if brought.unwanted else "bot.sources.brought", **told)
