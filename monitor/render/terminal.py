"""Documents and tables in a terminal: readable at 80 columns, with colour where there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from monitor.config.plan import Plan
from monitor.domain import Label, Record, Report, Standing, VisitStatus
from monitor.errors import MonitorError
from monitor.render.card import NAME, mark, place_of, state
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, Span, Style, shorten, tables
from monitor.render.phrase import count, in_quotes, number, rating, signed
from monitor.render.plain import written
from monitor.render.reasons import tone
from monitor.render.row import headline
from monitor.render.screen import BAD, DOUBTFUL, FAINT, GOOD, LINKED, NAMED, hanging
from monitor.render.standing import cause_of, facts, last_read, mark_of, read_next, word_of
from monitor.texts import Texts

MOST_STATES = 40  # sources of `status` that are listed one by one
_NAME = 24  # columns of a source's name beside how it is doing
_ALL = 500  # sources that are listed whatever they brought
_TRIED = 240  # characters of an item that was tried
_AUDIBLE = 0.05  # a tone nearer to zero is none

_STYLES = {Style.BOLD: "bold", Style.ITALIC: "italic", Style.MARK: "underline", Style.CODE: NAMED}
_KINDS = {Kind.TITLE: "bold", Kind.HEADING: "bold", Kind.FOLDED: "bold", Kind.QUOTE: "", Kind.SMALL: FAINT}
_BORDERS = {"🔴": BAD, "🟠": DOUBTFUL, "🔵": "dodger_blue2", "✅": GOOD, "🟢": GOOD, "🔌": BAD}
_RESULTS = {
    VisitStatus.OK: GOOD,
    VisitStatus.UNCHANGED: FAINT,
    VisitStatus.FAILED: BAD,
    VisitStatus.SKIPPED: DOUBTFUL,
}


def panel(document: Document) -> Panel:
    """A card or a notice in a frame, as urgent as its first sign says."""
    first = document.lines[0].text[:1] if document.lines else ""
    return Panel(_body(document), border_style=_BORDERS.get(first, "none"), box=box.ROUNDED, padding=(0, 1))


def page(document: Document) -> RenderableType:
    """A longer document, such as a digest, without a frame."""
    return _body(document)


def mentions_table(records: Iterable[Record], plan: Plan, calendar: Calendar) -> Table:
    """Mentions in two lines each: what was said, then whose, where, how bad and where the work stands."""
    texts = calendar.texts
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True, header_style="bold")
    table.add_column(texts("word.column.id"), no_wrap=True, style=NAMED)
    table.add_column(texts("word.column.at"), no_wrap=True)
    table.add_column(texts("word.column.mention"), ratio=1, overflow="fold")
    for record in records:
        title = headline(record, NAME * 2) or texts("card.no_text")
        said = Text.assemble(f"{mark(record)} ", (title, "bold"), "\n", (_about(record, plan, texts), FAINT))
        table.add_row(record.id, calendar.stamp(record.at), said)
    return table


def reports_table(reports: Iterable[Report], *, texts: Texts) -> RenderableType:
    """What each visit brought; under the table, in full, why some brought nothing.

    Of thousands nobody wants to read which had nothing new.
    """
    told = list(reports)
    listed = told if len(told) <= _ALL else [one for one in told if one.status is not VisitStatus.UNCHANGED]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column(texts("word.column.source"), overflow="fold", max_width=NAME)
    table.add_column(texts("word.column.status"), no_wrap=True)
    for column in ("items", "new", "mentions", "seconds"):
        table.add_column(texts(f"word.column.{column}"), justify="right", no_wrap=True)
    for one in listed:
        counts = (str(found) for found in (one.items, one.new, one.mentions))
        result = Text(texts(f"word.{one.status}"), _RESULTS[one.status])
        table.add_row(clean(one.source), result, *counts, number(one.seconds, texts))
    causes = [_because(one.source, one.error) for one in told if one.error]
    rest = len(told) - len(listed)
    more = [Text(texts("cli.crawl.unchanged", n=count(rest)), FAINT)] if rest else []
    return Group(table, *more, *causes)


def standing_table(standing: Standing, calendar: Calendar, *, most: int | None = None) -> RenderableType:
    """How each source is doing, those in trouble first; under the table why, and what to do; then all else.

    Where there are more than `most`, only those in trouble, and not more of them; the others are counted.
    """
    texts = calendar.texts
    few = most is None or len(standing.sources) + len(standing.off) <= most
    listed = standing.in_order if few else standing.troubled[:most]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True, header_style="bold")
    table.add_column("", no_wrap=True)
    table.add_column(texts("word.column.source"), overflow="fold", max_width=_NAME, style="bold")
    table.add_column(texts("status.column.state"), ratio=1, overflow="fold")
    table.add_column(texts("status.column.last"), no_wrap=True)
    for source in listed:
        following = read_next(source, calendar)
        read = Text.assemble(last_read(source, calendar), (f"\n{following}" if following else "", FAINT))
        state = Text(word_of(source, texts), _RESULTS.get(source.state, ""))
        table.add_row(mark_of(source), clean(source.id), state, read)
    for name in standing.off if few else ():
        table.add_row("⚪", clean(name), texts("bot.sources.disabled"), "")
    causes = [_because(source.id, cause) for source in listed if (cause := cause_of(source, calendar))]
    rest = [] if few else [Text(said) for said in _counted(standing, len(listed), texts)]
    below = [one for block in (causes, rest) if block for one in (*block, "")]
    return Group(*([table] if table.rows else []), *below, *(Text(fact) for fact in facts(standing, calendar)))


def tried_table(
    told: Mapping[str, Any], unread: Mapping[str, str], error: MonitorError | None, calendar: Calendar
) -> RenderableType:
    """What a source would bring: each item with what was found in it, in the shape of `try --json`.

    `unread` are the selectors by which nothing was found.
    """
    items, texts = told["items"], calendar.texts
    result = {"source": told["id"], "kind": told["kind"], "status": texts(f"word.{told['status']}"), "n": len(items)}
    shown: list[RenderableType] = [Text(texts("word.tried", **result), "bold")]
    shown += [hanging(str(place), _tried(item, calendar)) for place, item in enumerate(items, 1)]
    shown += [hanging("•", Text(_demand(one, texts))) for one in told.get("demand", ())]
    if unread:
        named = ", ".join(f"select.{key} ({selector})" for key, selector in unread.items())
        shown.append(hanging("•", Text(clean(texts("word.unread", selectors=named)), BAD, overflow="fold")))
    if error is not None:
        shown.append(hanging("•", Text(clean(texts.error(error)), BAD, overflow="fold")))
    return Group(*shown)


def _counted(standing: Standing, listed: int, texts: Texts) -> Iterator[str]:
    """Those that are not listed, by how they are doing."""
    found = Counter(f"{mark_of(one)} {texts(f'health.{one.health}')}" for one in standing.in_order[listed:])
    found[f"⚪ {texts('bot.sources.disabled')}"] += len(standing.off)
    yield from (f"{said}: {count(n)}" for said, n in found.most_common() if n)
    yield texts("status.folded")


def _tried(item: Mapping[str, Any], calendar: Calendar) -> Text:
    """Title, words, then who, when, how rated, in which language, about whom, how bad."""
    texts = calendar.texts
    known = "unsure" if item["unsure"] and item["label"] == Label.NEUTRAL else item["label"]
    said_tone = texts(f"word.{known}") + f" {signed(item['score'], texts)}"
    about = ", ".join(item["brands"]) or texts("word.about_nobody")
    stars = rating(item["rating_text"], texts)
    when = calendar.stamp(datetime.fromisoformat(item["published"])) if item["published"] else ""
    facts = [item["author"], when, stars, item["lang"], about, said_tone]
    words = [
        (item["title"], "bold"),
        (item["text"], ""),
        (" · ".join(filter(None, facts)), FAINT),
        (item["url"], LINKED),
    ]
    said = [(shorten(clean(text), _TRIED), style) for text, style in words if text.strip()]
    return Text("\n", overflow="fold").join(Text(text, style) for text, style in said)


def _demand(one: Mapping[str, Any], texts: Texts) -> str:
    asked = in_quotes(shorten(clean(one["query"]), NAME), texts)
    return f"{asked}: {texts('digest.page_demand', count=count(one['count']))}"


def _about(record: Record, plan: Plan, texts: Texts) -> str:
    where = [
        shorten(clean(place_of(record, texts)), NAME),
        shorten(rating(record.rating_text, texts), NAME // 2),
    ]
    score = f" {signed(record.score, texts)}" if abs(record.score) >= _AUDIBLE else ""
    name = shorten(clean(plan.brand_name(record.brand)), NAME)
    return " · ".join([name, ", ".join(filter(None, where)), tone(record, texts) + score, state(record, texts)])


def _because(source: str, cause: str) -> RenderableType:
    return hanging("•", Text.assemble((clean(source), "bold"), f" – {clean(cause)}"))


def _body(document: Document) -> Group:
    shown = [one for one in document.lines if one.spans or one.cells or not one.filled]
    return Group(*_blocks(shown))


def _blocks(lines: Iterable[Line]) -> Iterator[RenderableType]:
    for tabled, group in groupby(lines, key=lambda one: bool(one.cells)):
        if tabled:
            yield from map(_table, tables(group))
        else:
            yield from map(_block, group)


def _block(one: Line) -> RenderableType:
    text = _text(one.spans, one)
    text.style = _KINDS.get(one.kind, "")
    if one.mark:
        return hanging("•", text)
    return Padding(_Barred(text), (0, 0, 0, 1)) if one.kind is Kind.QUOTE else text


def _table(lines: list[Line]) -> RenderableType:
    """Words on the left, figures on the right."""
    headed = lines[0].kind is Kind.COLUMNS
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style=FAINT, show_header=headed)
    for place in range(max(len(one.cells) for one in lines)):
        head = _text(lines[0].cells[place], lines[0]) if headed and place < len(lines[0].cells) else ""
        table.add_column(head, justify="right" if place else "left", overflow="fold")
    for one in lines[headed:]:
        table.add_row(*(_text(cell, one) for cell in one.cells))
    return table


def _text(spans: Iterable[Span], within: Line) -> Text:
    text = Text(overflow="fold")
    for span in spans:
        text.append(written(span, within), _style(span))
    return text


class _Barred:
    """Words of somebody else: a bar runs down their left side."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Wraps to what the bar leaves."""
        bar = "| " if options.ascii_only else "│ "
        for wrapped in self._text.wrap(console, max(options.max_width - len(bar), 1), overflow="fold"):
            yield Text.assemble((bar, FAINT), wrapped)


def _style(span: Span) -> str:
    styles = [name for style, name in _STYLES.items() if style in span.style]
    return " ".join([*styles, *([LINKED] if span.url else [])])
