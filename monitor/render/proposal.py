"""Changes of sources.yaml as the team decides on them: what would change, what is wrong, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from monitor.config.plan import Plan
from monitor.domain import Flag, Item, Label, Reason, Recognised, Record, Rehearsed, Seen
from monitor.errors import MonitorError
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, bold, document, joined, line, link, shorten
from monitor.render.phrase import numbered, rating
from monitor.texts import Texts

ROOM = 3_300  # letters of lines; a message takes 4,096, and something is said besides
_LINE = 500
_TITLE = 90
_UNWANTED = (Reason.NOT_ABOUT_US, Reason.NOT_NEGATIVE)


def lines_page(lines: Iterable[str], texts: Texts, *, title: str = "") -> Document:
    """Findings one below the other; those that a message has no room for are counted."""
    head = [line(bold(title), kind=Kind.TITLE)] if title else []
    told = list(lines)
    return document([*head, *_within(told, texts, bullets=bool(title) or len(told) > 1)])


def difference_page(
    changes: Sequence[str], warnings: Sequence[str], texts: Texts, *, title: str, tried: Sequence[str] = ()
) -> Document:
    """What a proposed file changes, what it would have done, and what else to know of it before it is applied."""
    minded = [line(bold(texts("file.warnings"))), *_within(warnings, texts, ROOM // 3)] if warnings else []
    before = [line(bold(tried[0])), *_within(tried[1:], texts, ROOM // 3)] if tried else []
    changed = _within(changes, texts, ROOM - sum(len(one.text) for one in (*before, *minded)))
    return document([line(bold(title), kind=Kind.TITLE), *changed, Line(), *before, Line(), *minded])


def rehearsed_lines(tried: Rehearsed | None, texts: Texts) -> tuple[str, ...]:
    """On how many mentions a changed file was tried, and what would have become of them."""
    if tried is None:
        return ()
    unfound = _tried("unfound", tried.unfound, texts, _bad_ones)
    others = ("silent", "alarming", "urgent", "calmer")
    lines = (unfound, *(_tried(one, getattr(tried, one), texts, _others) for one in others))
    said = tuple(filter(None, lines)) or (texts("rehearsed.same"),)
    return (texts("rehearsed.title", n=tried.tried), *said)


def trouble_page(error: MonitorError, texts: Texts, *more: str) -> Document:
    """Why something could not be done, and what to do instead."""
    said = [clean(one) for one in texts.error(error).splitlines()]
    return document([*_within(said, texts, bullets=False), *map(line, more)])


def recognised_page(found: Recognised, plan: Plan, calendar: Calendar) -> Document:
    """What would be read of a place, and the lines that make a source of it."""
    texts = calendar.texts
    kind = texts(f"recognition.kind.{found.kind}")
    lines = [line(bold(texts("recognition.found", kind=kind, n=found.count)), kind=Kind.TITLE)]
    lines += [line(texts("recognition.first" if found.seen else "recognition.nothing_yet"))]
    lines += [_seen(one, plan, calendar) for one in found.seen]
    minded = ["recognition.brand"] if found.brand and len(plan.own) > 1 else []
    minded += ["recognition.likely"] if found.likely else []
    hints = [line(texts(one), kind=Kind.SMALL) for one in minded]
    return document([*lines, Line(), line(texts("recognition.block")), *block_lines(found.block), *hints])


def block_lines(block: str) -> list[Line]:
    """Lines of YAML, to be copied as they stand."""
    return [line(one, kind=Kind.CODE) for one in block.splitlines()]


def _seen(one: Seen, plan: Plan, calendar: Calendar) -> Line:
    texts, item = calendar.texts, one.item
    about = ", ".join(clean(plan.brand_name(brand)) for brand in one.brands) or texts("word.about_nobody")
    tone = texts(f"word.{one.tone.label}") if one.brands else ""
    facts = [_when(item, calendar), rating(item.rating_text, texts), about, tone]
    said = shorten(clean(item.title or item.text), _TITLE) or texts("bot.mentions.no_title")
    row = joined([[link(said, item.url)], *([*line(clean(fact)).spans] for fact in facts if fact)])
    return Line(row, Kind.BULLET)


def _tried(
    what: str, records: Sequence[Record], texts: Texts, named: Callable[[Sequence[Record], str, Texts], str]
) -> str:
    """How many; of those that the team did not want itself no more than that."""
    if not records:
        return ""
    kept = [one for one in records if one.reason not in _UNWANTED]
    unwanted = len(records) - len(kept)
    said = [texts("rehearsed.unwanted", n=unwanted)] if unwanted else []
    parts = "; ".join([*said, *([named(kept, "other" if unwanted else "of_them", texts)] if kept else [])])
    return texts("rehearsed.line", what=texts(f"rehearsed.{what}"), n=len(records), parts=parts)


def _bad_ones(records: Sequence[Record], among: str, texts: Texts) -> str:
    bad = [one for one in records if one.label is Label.NEGATIVE or one.flag is Flag.RISK]
    if not bad:
        return texts(f"rehearsed.{among}.none_bad")
    return texts(f"rehearsed.{among}.bad", n=len(bad), ids=numbered([one.number for one in bad], texts))


def _others(records: Sequence[Record], among: str, texts: Texts) -> str:
    return texts(f"rehearsed.{among}.named", ids=numbered([one.number for one in records], texts))


def _when(item: Item, calendar: Calendar) -> str:
    return calendar.stamp(item.published) if item.published else ""


def _within(lines: Sequence[str], texts: Texts, room: int = ROOM, *, bullets: bool = True) -> list[Line]:
    kind, shown = Kind.BULLET if bullets else Kind.NORMAL, list[Line]()
    for number, one in enumerate(lines):
        said = shorten(clean(one), _LINE)
        room -= len(said) + 3
        if room < 0 and number:
            return [*shown, line(texts("file.more", n=len(lines) - number), kind=Kind.SMALL)]
        shown.append(line(said, kind=kind))
    return shown
