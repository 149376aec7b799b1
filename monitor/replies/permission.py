"""Asking an author to let us quote: the words to send, filled with what is known, and what to mind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from monitor.config.plan import Plan
from monitor.config.replies import PERMISSION
from monitor.domain import Alert, Audience, Event, Record
from monitor.render.dates import Calendar
from monitor.render.display import clean, place
from monitor.render.document import Document, Kind, Line, bold, code, document, line, shorten
from monitor.render.excerpt import excerpt
from monitor.render.phrase import phrase
from monitor.replies.drafts import Desk, filled, first_name, language_of, written_in
from monitor.replies.platforms import Platform, platform_of
from monitor.texts import Texts
from monitor.voices.ours import Ours
from monitor.words.quoting import own_words

QUOTED: Final = 200  # characters: who is asked must see at a glance what about
_PUBLIC_ONLY: Final = frozenset({"google", "google_play", "app_store"})  # an answer there is seen by all
_TELEGRAM: Final = "telegram"
_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Request:
    """Words to send to an author, in their language."""

    text: str
    platform: Platform


def quotable(praise: Iterable[Record], plan: Plan) -> tuple[Record, ...]:
    """Those whose authors may be asked: clients who speak well of us.

    The press needs no leave of ours to be linked, our own word is no praise, and who speaks as an employee is let be.
    """
    own, ours = {brand.id for brand in plan.own}, Ours(plan)
    return tuple(
        one
        for one in praise
        if one.praises
        and one.reason is None
        and one.brand in own
        and plan.audience_of(one.source) is Audience.CLIENTS
        and not ours.say(one.url, one.author)
    )


def request_to_quote(alert: Alert, desk: Desk) -> Request:
    """The team's own words before ours."""
    record = alert.record
    language = language_of(record.lang, desk.language)
    texts, platform = Texts(language), platform_of(record.url)
    own = written_in(desk.own.get(PERMISSION, ""), language)
    values = {
        "author": first_name(record.author, language),
        "brand": clean(desk.brand),
        "place": clean(place(record.url, "")),
        "url": clean(record.url),
        "signature": clean(desk.signature or desk.brand),
        "quote": quoted(alert) if own else texts.within_quotes(quoted(alert)),
    }
    return Request(filled(own or _built_in(values["author"], texts), values, texts), platform)


def quoted(alert: Alert) -> str:
    """What of a text's own words is worth quoting, whole ones round the name; a short text is quoted whole."""
    record = alert.record
    text = own_words(record.text)
    if len(clean(text).strip()) <= QUOTED and text.strip():
        return clean(text).strip()
    hits = alert.hits if text == record.text else ()
    chosen = excerpt(record.title, text, hits=hits, words=record.words, risks=())
    spans = chosen.quote(QUOTED) or chosen.title
    return "".join(span.text for span in spans).strip()


def request_page(record: Record, request: Request, before: Event | None, calendar: Calendar) -> Document:
    """The words, to be copied by one tap, who has asked before, and what to mind."""
    texts = calendar.texts
    return document(
        [
            line("💬 ", bold(texts("permission.title", id=record.id))),
            *_asked_before(before, calendar),
            Line(),
            line(code("\n".join(clean(one).strip() for one in request.text.splitlines()))),
            Line(),
            line(texts("permission.mind"), kind=Kind.HEADING),
            *(line(one, kind=Kind.BULLET) for one in _minded(request, texts)),
        ]
    )


def _built_in(author: str, texts: Texts) -> str:
    """Blanks are filled like those of the team's own words."""
    greeting = texts("reply.greeting", name="{author}") if author else texts("reply.greeting_plain")
    return "\n\n".join((greeting, *texts.lines("permission.words"), "{signature}"))


def _asked_before(before: Event | None, calendar: Calendar) -> Iterator[Line]:
    if before is not None:
        who = bold(shorten(clean(before.who), _NAME))
        yield line("⚠️ ", *phrase(calendar.texts, "permission.before", who=who, at=calendar.stamped(before.at)))


def _minded(request: Request, texts: Texts) -> Iterator[str]:
    yield texts("permission.first")
    yield texts(f"permission.way.{_way(request.platform)}")
    longest = request.platform.longest
    if longest is not None and request.platform.room(request.text) > longest:
        yield texts("permission.long", n=longest)
    yield from texts.lines("permission.then")


def _way(platform: Platform) -> str:
    """How the author can be reached there."""
    if not platform.author_can_answer:
        return "no_answer"
    if platform.name == _TELEGRAM:
        return _TELEGRAM
    return "public" if platform.name in _PUBLIC_ONLY else "unknown"
