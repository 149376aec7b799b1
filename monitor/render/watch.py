"""What is told of us as a whole: a spike, a silence, a time without us, a chat that cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor.domain import ChatTrouble, Daily, Silence, Spike, Unmailed, Unwatched
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, Line, bold, document, line, shorten
from monitor.render.phrase import count, listed, number, numbered, phrase
from monitor.texts import Texts

Watch = Unwatched | Spike | Silence | ChatTrouble | Unmailed | Daily

_NAME = 60
_NAMED = 10  # sources
_NOTHING_WAITS = {"no_topic", "unwanted"}  # what was meant for a topic goes to the general one


def watch_document(notice: Watch, *, brand: str, calendar: Calendar) -> Document:
    """One such notice; figures are always said."""
    return document(_lines(notice, shorten(clean(brand), _NAME), calendar))


def _lines(notice: Watch, brand: str, calendar: Calendar) -> Iterator[Line]:
    texts = calendar.texts
    match notice:
        case Unwatched():
            yield line(
                "🌙 ",
                *phrase(
                    texts, "watch.unwatched", start=_stamp(notice.start, calendar), end=_stamp(notice.end, calendar)
                ),
            )
        case Spike():
            yield from _spike(notice, brand, texts)
        case Silence():
            yield from _silence(notice, brand, calendar)
        case ChatTrouble():
            title = shorten(clean(notice.title), _NAME)
            chat = f"{title} ({clean(notice.chat)})" if title else clean(notice.chat)
            said = {"chat": chat, "topic": clean(notice.topic), "n": count(notice.unwanted)}
            yield line("🚪 ", texts(f"watch.{notice.cause}", **said))
            if notice.cause not in _NOTHING_WAITS:
                yield line(texts("watch.chat_waits"))
        case Unmailed():
            yield line("✉️ ", texts("watch.unmailed", address=clean(notice.address), cause=clean(notice.cause)))
            yield line(texts("watch.unmailed_next"))
        case Daily():
            yield from _daily(notice, calendar)


def _daily(notice: Daily, calendar: Calendar) -> Iterator[Line]:
    """One line where all is quiet; else what there was, and what is wrong."""
    texts = calendar.texts
    facts = {"sources": notice.sources, "visits": notice.visits, "mentions": notice.mentions}
    told = {name: count(n) for name, n in facts.items()} | {"since": _stamp(notice.since, calendar)}
    if notice.calm:
        yield line("🌿 ", texts("watch.calm", **told))
        return
    yield line("🗓 ", texts("watch.day", negative=count(notice.negative), **told))
    if notice.untaken:
        yield line(texts("watch.day_untaken", n=count(notice.untaken)))
    if notice.late:
        yield line(texts("watch.day_late", n=count(notice.late)))
    if notice.unread:
        yield line(texts("watch.day_unread", list=_named(notice.unread, texts)))


def _spike(notice: Spike, brand: str, texts: Texts) -> Iterator[Line]:
    yield line("📈 ", *phrase(texts, "watch.spike", brand=bold(brand)))
    usual = number(notice.usual, texts)
    yield line(
        *phrase(
            texts,
            "watch.spike_numbers",
            hours=str(notice.hours),
            count=bold(str(notice.count)),
            usual=usual,
            negative=bold(str(notice.negative)),
        )
    )
    if notice.tone:
        yield line(texts("watch.spike_tone", tone=texts(f"word.{notice.tone}")))
    if notice.reasons:
        yield line(texts("watch.spike_reasons", list=", ".join(texts(f"reason.{one}") for one in notice.reasons)))
    if notice.places:
        yield line(texts("watch.spike_places", list=_named(notice.places, texts)))
    if notice.doubles:
        yield line("🎭 ", texts("watch.spike_doubles", list=numbered(notice.doubles, texts)))


def _silence(notice: Silence, brand: str, calendar: Calendar) -> Iterator[Line]:
    texts, lasting = calendar.texts, calendar.lasting(timedelta(days=notice.days))
    yield line("🔇 ", *phrase(texts, "watch.silence", brand=bold(brand)))
    yield line(*phrase(texts, "watch.silence_numbers", lasting=bold(lasting), usual=number(notice.usual, texts)))
    if notice.unread:
        yield line(texts("watch.silence_unread", list=_named(notice.unread, texts)))
    else:
        yield line(texts("watch.silence_read"))


def _stamp(written: str, calendar: Calendar) -> str:
    return calendar.stamp(datetime.fromisoformat(written))


def _named(names: Sequence[str], texts: Texts) -> str:
    return listed([shorten(clean(name), _NAME) for name in names], _NAMED, texts)
