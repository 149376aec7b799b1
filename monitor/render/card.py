"""The alert card: what was said, where, why it was flagged, until when to answer, and where the work stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.dates.ahead import but_for_last_day
from monitor.domain import Alert, Audience, Label, Record, Severity, Status, Step
from monitor.render.dates import Calendar
from monitor.render.display import clean, place
from monitor.render.document import (
    Document,
    Kind,
    Line,
    Span,
    bold,
    code,
    cut,
    dated,
    document,
    italic,
    joined,
    line,
    link,
    shorten,
)
from monitor.render.edited import added, replaced
from monitor.render.excerpt import excerpt
from monitor.render.phrase import in_quotes, numbered, phrase, rating
from monitor.render.reasons import telling_words, tone, why
from monitor.sources.by_hand import MANUAL
from monitor.texts import Texts

LIMIT = 899  # a card is shorter than 900 characters whatever the input
QUOTE = 350
NAME = 40  # characters of a brand, a place, an author
_EARLIER = 100
_PROMISE = 70

_URGENCY = {Severity.P1: "🔴", Severity.P2: "🟠", Severity.P3: "🔵"}
_STATES = {Status.TAKEN: "✋", Status.ANSWERED: "✅", Status.DISMISSED: "➖"}


def card(
    alert: Alert,
    *,
    brand: str,
    calendar: Calendar,
    audience: Audience = Audience.CLIENTS,
    client: str = "",
) -> Document:
    """One mention as the team sees it, complete without a picture; who wrote as an employee is not shown."""
    record, texts = alert.record, calendar.texts
    chosen = excerpt(record.title, record.text, hits=alert.hits, words=telling_words(record), risks=alert.risks)
    author = "" if audience is Audience.HR else shorten(clean(record.author).strip(), NAME)
    above = [
        heading(record, brand=brand, texts=texts),
        *_state(alert, calendar),
        Line(chosen.title) if chosen.title else line(italic(texts("card.no_text"))),
    ]
    below = [
        *_earlier(alert, calendar),
        *_gone(alert, calendar),
        *_fallen_back(alert, calendar),
        *why(alert, texts),
        said_by(record, author, calendar),
        *([line(f"📣 {texts('card.copies', n=alert.copies)}")] if alert.copies > 0 else []),
        *([] if audience is Audience.HR else _doubles(alert, texts)),
        *_alike(alert, texts),
    ]
    last = [  # whatever else there is to say, until when to answer, the number and the link stay
        *_deadline(alert, calendar),
        *(_progress(alert, texts) if record.status.is_open else ()),
        footer(record, texts, client),
    ]
    room = min(QUOTE, LIMIT - Document((*above, Line(), *below, *last)).size)
    quote = chosen.quote(room)
    told = document([*above, *([Line(quote, Kind.QUOTE)] if quote else []), *below])
    return Document((*cut(told, LIMIT - Document(tuple(last)).size - 1).lines, *last))


def checklist(alert: Alert, *, brand: str, calendar: Calendar, client: str = "") -> Document:
    """A card with its checklist open: each step whole, for a button may cut it, and who did it."""
    record, texts = alert.record, calendar.texts
    chosen = excerpt(record.title, record.text)
    top = [heading(record, brand=brand, texts=texts), *_state(alert, calendar), Line(chosen.title)]
    below = [*_deadline(alert, calendar), *_progress(alert, texts), footer(record, texts, client)]
    return cut(document([*top, *map(_step, alert.steps), *below]), 4 * LIMIT)


def place_of(record: Record, texts: Texts) -> str:
    """Where it was said, as the card shows it: the host, or the source where there is no address."""
    if record.source != MANUAL:
        return place(record.url, record.source)
    return ", ".join(filter(None, (place(record.url, ""), texts("word.by_hand"))))


def mark(record: Record) -> str:
    """The urgency at a glance; words always stand beside it."""
    if record.severity:
        return _URGENCY[record.severity]
    return "🟢" if record.label is Label.POSITIVE else "⚪"


def heading(record: Record, *, brand: str, texts: Texts) -> Line:
    """Urgency in words and mark, brand, place, rating."""
    urgency = bold(texts(f"word.{record.severity}") if record.severity else tone(record, texts))
    stars = shorten(rating(record.rating_text, texts), NAME // 2)
    where = shorten(clean(place_of(record, texts)), NAME)
    named = [bold(shorten(clean(brand), NAME))]
    return Line(joined([[Span(f"{mark(record)} "), urgency], named, [Span(where)], [bold(stars)]]))


def said_by(record: Record, author: str, calendar: Calendar) -> Line:
    """Who, when, and how soon we noticed; after a bare date that cannot be said."""
    texts, published = calendar.texts, record.published
    found = dated(texts("card.found", at=calendar.moment(record.found)), record.found)
    told = [[found]]
    if published and calendar.midnight(published):
        told = [[dated(calendar.day(published), published)], [found]]
    elif published:
        lag = max(record.found - published, timedelta(0))
        after = Span(texts("card.found_after", lasting=calendar.lasting(lag)))
        told = [[dated(calendar.moment(published), published)], [after]]
    return Line((Span("👤 " if author else "🕒 "), *joined([[Span(author)], *told])))


def footer(record: Record, texts: Texts, client: str = "") -> Line:
    """The number by which people and commands name a mention, the way to it, and to its author among the clients."""
    ways = [link(texts("card.open"), record.url), link(texts("card.client"), client)]
    return Line(joined([[code(record.id)], *([way] for way in ways if way.url)]))


def state(record: Record, texts: Texts) -> str:
    """Where the work stands, in words: «в работе: Анна, отложено»; what was there before us is no news."""
    if record.snoozed_until is None:
        return _stands(record, texts)
    asleep = texts("word.snoozed")
    return f"{_stands(record, texts)}, {asleep}" if record.status is Status.TAKEN else asleep


def _stands(record: Record, texts: Texts) -> str:
    word = texts(f"word.{record.status}")
    if record.status is Status.DISMISSED and record.reason:
        return texts("card.state", state=word, detail=texts(f"word.{record.reason}"))
    if record.status is Status.TAKEN and record.assignee:
        return texts("card.state", state=word, detail=shorten(clean(record.assignee), NAME))
    if record.status is Status.NEW and record.history:
        return texts("word.history")
    if record.status is Status.NEW and record.sifted:
        return texts("card.why_sifted")
    return word


def _state(alert: Alert, calendar: Calendar) -> Iterator[Line]:
    """By whom and when: the card's own history, the one place where a name stands."""
    record, texts = alert.record, calendar.texts
    if record.status is not Status.NEW:
        at = {Status.TAKEN: alert.taken_at, Status.ANSWERED: record.answered}.get(record.status)
        reason = texts(f"word.{record.reason}") if record.reason and record.status is Status.DISMISSED else ""
        reply = link(texts("card.reply"), record.reply_url or "")
        who = bold(shorten(clean(alert.closed_by or record.assignee or ""), NAME))
        when = [calendar.stamped(at)] if at else []
        parts = joined([[Span(reason)], [who], when, [reply] if reply.url else []], ", ")
        word = texts(f"card.{record.status}")
        yield line(f"{_STATES[record.status]} {word}", ": " if parts else "", *parts)
    yield from _aside(alert, calendar)


def _aside(alert: Alert, calendar: Calendar) -> Iterator[Line]:
    """What goes on beside the work: put off, promised, complained of, settled, to come back to."""
    texts = calendar.texts
    if alert.record.snoozed_until:
        who = bold(shorten(clean(alert.snoozed_by or ""), NAME))
        until = phrase(texts, "card.snoozed", at=calendar.stamped(alert.record.snoozed_until))
        yield line("💤 ", *joined([[*until], [who]], ", "))
    if alert.promise and alert.promised_for:
        promise = shorten(but_for_last_day(clean(alert.promise)), _PROMISE)
        yield line("🤝 ", texts("card.promised", day=calendar.day(alert.promised_for), promise=promise))
    marks = (("complained", alert.complained), ("settled", alert.record.settled))
    marked = [phrase(texts, f"card.{mark}", at=calendar.stamped(at)) for mark, at in marks if at]
    if marked:
        yield line("📮 " if alert.complained else "🕊 ", *joined(marked))
    if alert.asks_link:
        yield line(f"🔗 {texts('card.asks_link')}")
    if alert.asks_follow_up:
        yield line(f"🔁 {texts('card.asks_follow_up')}")
    elif alert.follow_up and alert.follow_up > calendar.now:
        yield line("🔁 ", texts("card.follow_up", day=calendar.day(alert.follow_up)))


def _earlier(alert: Alert, calendar: Calendar) -> Iterator[Line]:
    """What an edit added, or what it said before; a rating that changed comes first, for that is news."""
    old, record, texts = alert.earlier, alert.record, calendar.texts
    if old is None:
        return
    was, now = (old.text, record.text) if old.text != record.text else (old.title, record.title)
    more = added(clean(was), clean(now))
    words = more or (replaced(clean(was), clean(now)) if was != now else "")
    told = in_quotes(shorten(words, _EARLIER), texts) if words else ""
    changed = _rating_changed(old.rating_text, record.rating_text, texts)
    if told or changed:
        key = ("card.added" if more else "card.earlier") if told else "card.edited"
        yield line("📝 ", *joined([changed, phrase(texts, key, at=calendar.stamped(old.at), words=told)]))


def _rating_changed(was: str | None, now: str | None, texts: Texts) -> tuple[Span, ...]:
    """«Оценка изменилась: 2 → 4»; the scale is said only where it changed as well."""
    if was == now:
        return ()
    same_scale = (was or "").partition("/")[2] == (now or "").partition("/")[2]
    said = [(text or "").partition("/")[0] if same_scale else text for text in (was, now)]
    marks = [rating(text, texts).replace(".", texts("word.decimal_mark")) for text in said]
    before, after = (shorten(mark, NAME // 2) or texts("card.unrated") for mark in marks)
    return phrase(texts, "card.rating_changed", was=before, now=bold(after))


def _gone(alert: Alert, calendar: Calendar) -> Iterator[Line]:
    """Taken down: often the best news of the week, and nothing is left to answer."""
    if alert.gone is not None:
        yield line("🗑 ", *phrase(calendar.texts, "card.gone", at=calendar.stamped(alert.gone)))


def _fallen_back(alert: Alert, calendar: Calendar) -> Iterator[Line]:
    """Whoever sees the card late must know that it is not news to everybody."""
    if alert.fallen_back is not None:
        yield line("📨 ", *phrase(calendar.texts, "card.fallen_back", at=calendar.stamped(alert.fallen_back)))


def _doubles(alert: Alert, texts: Texts) -> Iterator[Line]:
    """That somebody may have ordered it is left to whoever reads it: nothing here can tell."""
    if alert.doubles:
        yield line(f"🎭 {texts('card.doubles', list=numbered(alert.doubles, texts))}")


def _alike(alert: Alert, texts: Texts) -> Iterator[Line]:
    """How often, and where to look: what was answered then is the measure of what is answered now."""
    if alert.alike and alert.record.reasons:
        key = "card.alike_more" if alert.alike > len(alert.alike_latest) else "card.alike"
        told = {"n": alert.alike, "list": numbered(alert.alike_latest, texts)}
        yield line(f"📊 {texts(key, reason=texts(f'reason.{alert.record.reasons[0]}'), **told)}")


def _deadline(alert: Alert, calendar: Calendar) -> Iterator[Line]:
    """A message stands still while time goes on, so what is left is said together with the time of saying."""
    due, now = alert.record.due, calendar.now
    if due is None:
        return
    until = calendar.stamped(due)
    if due <= now:
        yield line("⏰ ", *phrase(calendar.texts, "card.overdue", at=until))
        return
    left = calendar.lasting(due - now)
    yield line("⏰ ", *phrase(calendar.texts, "card.deadline", at=until, now=calendar.clock(now), left=left))


def _progress(alert: Alert, texts: Texts) -> Iterator[Line]:
    if alert.steps:
        done = sum(step.done for step in alert.steps)
        yield line(f"☑ {texts('card.progress', done=done, all=len(alert.steps))}")


def _step(step: Step) -> Line:
    who = f" · {shorten(clean(step.by), NAME)}" if step.done and step.by else ""
    return line("☑ " if step.done else "☐ ", clean(step.text), italic(who))
