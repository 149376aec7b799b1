"""News that is no mention: the first crawl, a source that broke or works again, a changed file, a connected chat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from monitor.domain import (
    Contested,
    FirstCrawl,
    Health,
    InvitationsEnded,
    LetIn,
    Paired,
    PlanChanged,
    RatingChanged,
    Reminder,
    Removed,
    SourceBroken,
    SourceRecovered,
    SourcesBroken,
    SourcesRecovered,
    StoryGrew,
)
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, Span, bold, code, document, line, shorten
from monitor.render.phrase import listed, phrase
from monitor.render.reminder import rating_changed, reminder
from monitor.texts import Texts

News = (
    FirstCrawl
    | SourceBroken
    | SourceRecovered
    | SourcesBroken
    | SourcesRecovered
    | PlanChanged
    | Paired
    | Removed
    | Reminder
    | RatingChanged
    | InvitationsEnded
    | Contested
    | LetIn
)

_NAMED = 20  # sources named one by one
_NAME = 60
_PLACES = 3  # of the newest copies
_CAUSE = 700
_ONE_CAUSE = 120  # of many
_ADDRESS = re.compile(r"\A\w+://\S+: ")
_FIRST_SENTENCE = re.compile(r"(?:[^.]|\.(?!\s|\Z))+")
_CHANGES = 40  # lines of what changed in the file


def notice_document(notice: News, *, texts: Texts, until: Span | None = None) -> Document:
    """One notice as the team reads it; what happened comes first, what to do last, and `until` when."""
    match notice:
        case Reminder():
            return document(reminder(notice, texts, until))
        case RatingChanged():
            return document(rating_changed(notice, texts, until))
    return document(_lines(notice, texts))


def growth_document(grew: StoryGrew, *, places: Iterable[str], texts: Texts) -> Document:
    """What became of a story whose card the team has seen, and where it is told now."""
    return document(_growth(grew, list(dict.fromkeys(filter(None, places))), texts))


def _growth(grew: StoryGrew, places: Sequence[str], texts: Texts) -> Iterator[Line]:
    number, copies = bold(f"m-{grew.mention}"), bold(str(grew.copies))
    if grew.press:
        yield line("📰 ", *phrase(texts, "notice.grew_press", id=number))
        yield line(*phrase(texts, "notice.grew_copies", copies=copies))
    else:
        yield line("🔁 ", *phrase(texts, "notice.grew", id=number, copies=copies))
    if places:
        named = [shorten(clean(place), _NAME) for place in places[:_PLACES]]
        yield line(texts("notice.grew_where", list=", ".join(named)))


def _lines(notice: News, texts: Texts) -> Iterator[Line]:
    match notice:
        case InvitationsEnded():
            named = [shorten(clean(name), _NAME) or texts("people.invite.anybody") for name in notice.names]
            yield line("🔑 ", texts("notice.invitations_ended", list=", ".join(named)))
        case Contested():
            yield line("👥 ", texts("notice.contested"))
        case LetIn():
            title = shorten(clean(notice.title), _NAME)
            yield line("➕ ", texts("notice.let_in", title=title))
            yield line(*phrase(texts, "notice.let_in_next", chat=code(str(notice.chat))))
        case FirstCrawl():
            yield from _first_crawl(notice, texts)
        case SourceBroken() | SourceRecovered() | SourcesBroken() | SourcesRecovered():
            yield from _of_sources(notice, texts)
        case PlanChanged():
            yield from _plan_changed(notice, texts)
        case Removed():
            yield line("🚫 ", texts(f"notice.removed.{notice.why}"))
        case Paired():
            found = bold(str(notice.found))
            yield line("🤝 ", *phrase(texts, "notice.paired", found=found, negative=bold(str(notice.negative))))
            yield line(texts("notice.paired_next"))


def _first_crawl(notice: FirstCrawl, texts: Texts) -> Iterator[Line]:
    counts = {"found": notice.found, "negative": notice.negative, "unanswered": notice.unanswered}
    yield line("🔎 ", *phrase(texts, "notice.first_crawl", **{name: bold(str(n)) for name, n in counts.items()}))
    names = [shorten(clean(source), _NAME) for source in notice.sources]
    if names:
        yield line(texts("notice.sources", list=listed(names, _NAMED, texts)))
    yield line(texts("notice.first_crawl_quiet"), kind=Kind.SMALL)


def _of_sources(
    notice: SourceBroken | SourceRecovered | SourcesBroken | SourcesRecovered, texts: Texts
) -> Iterator[Line]:
    match notice:
        case SourceBroken():
            yield from _broken(notice, texts)
        case SourceRecovered():
            yield line("✅ ", *phrase(texts, "notice.recovered", source=bold(shorten(clean(notice.source), _NAME))))
        case SourcesBroken():
            yield from _many_broken(notice, texts)
        case SourcesRecovered():
            yield line("✅ ", *phrase(texts, "notice.many_recovered", n=bold(str(len(notice.sources)))))
            yield line(", ".join(shorten(clean(source), _NAME) for source in notice.sources))


def _broken(notice: SourceBroken, texts: Texts) -> Iterator[Line]:
    """What the team sees of a source, why, and what becomes of it; a cause says itself what to do."""
    name = bold(shorten(clean(notice.source), _NAME))
    said = {Health.BLOCKED: ("🛑 ", "blocked"), Health.EMPTY: ("🕳 ", "emptied")}
    mark, key = said.get(Health(notice.health), ("🔌 ", "broken"))
    yield line(mark, *phrase(texts, f"notice.{key}", source=name))
    yield line(texts("notice.broken_cause", cause=shorten(clean(notice.error), _CAUSE)))
    yield line(texts(f"notice.{key}_next", failures=notice.failures))


def _many_broken(notice: SourcesBroken, texts: Texts) -> Iterator[Line]:
    """By their causes: a line that is cut has one for all of them."""
    yield line("🔌 ", *phrase(texts, "notice.many_broken", n=bold(str(len(notice.sources)))))
    by_cause: dict[str, list[str]] = {}
    for source, error in zip(notice.sources, notice.errors, strict=True):
        by_cause.setdefault(_in_short(error), []).append(shorten(clean(source), _NAME))
    for cause, names in by_cause.items():
        yield line("• ", cause, ": ", bold(", ".join(names)))
    yield line(texts("notice.many_broken_next"))
    yield line(texts("notice.many_broken_do"))


def _in_short(error: str) -> str:
    """A cause without the address, which is each source's own, and without what to do.

    >>> _in_short("https://forum.example/rss: the site answers with error 503. Try again later.")
    'the site answers with error 503'
    """
    said = _FIRST_SENTENCE.match(_ADDRESS.sub("", clean(error)))
    return shorten(said[0], _ONE_CAUSE) if said else ""


def _plan_changed(notice: PlanChanged, texts: Texts) -> Iterator[Line]:
    """What changed, or why the file was refused, is told line by line."""
    yield line("⚙ ", bold(texts("notice.plan")))
    said = [clean(one).strip() for one in notice.text.splitlines() if one.strip()]
    yield from (line(shorten(one, _CAUSE)) for one in said[:_CHANGES])
    if len(said) > _CHANGES:
        yield line(texts("digest.more", n=len(said) - _CHANGES), kind=Kind.SMALL)
