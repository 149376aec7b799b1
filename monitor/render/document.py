"""Marked-up text as values: what a card or a digest says, before any messenger's markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Flag, StrEnum, auto
from itertools import pairwise, takewhile

ELLIPSIS = "…"
BULLET = "• "
_WEB = re.compile(r"https?://(?![^/?#\\]*@)", re.IGNORECASE)  # what stands before an @ is not the site


class Style(Flag):
    """How a piece of text stands out; styles combine."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    MARK = auto()  # underlined: the words that decided
    CODE = auto()


class Kind(StrEnum):
    """What a line is."""

    NORMAL = "normal"
    TITLE = "title"
    HEADING = "heading"  # begins a section
    BULLET = "bullet"
    QUOTE = "quote"
    CODE = "code"  # to be copied with the lines around it
    SMALL = "small"  # a remark in the margin
    FOLDED = "folded"  # begins a section that is shown when somebody asks for it, where a messenger can fold
    COLUMNS = "columns"  # the head of a table
    ROW = "row"  # of a table


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one style; `url` makes it a link, `at` a time that a messenger may show in the reader's zone.

    `person` is the messenger's number of somebody who is to notice it.
    """

    text: str
    style: Style = Style.PLAIN
    url: str = ""
    at: datetime | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; without spans an empty line.

    A line of a table has `cells` for where there are tables; its spans say the same in a row. `picture` names a
    picture that stands here where pictures can; its spans say what it shows.
    """

    spans: tuple[Span, ...] = ()
    kind: Kind = Kind.NORMAL
    cells: tuple[tuple[Span, ...], ...] = ()
    picture: str = ""

    @property
    def mark(self) -> str:
        """What stands before the words of an entry of a list, or of a table where there are none."""
        return BULLET if self.kind in {Kind.BULLET, Kind.ROW} else ""

    @property
    def filled(self) -> bool:
        """Whether anything stands here."""
        return bool(self.spans or self.cells or self.picture)

    @property
    def text(self) -> str:
        """The words alone, as they are seen."""
        return self.mark + "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a line names."""

    name: str
    png: bytes
    said: str  # what it shows, in a sentence


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a message."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """Lines in order; equal documents look the same, so an edit that changes nothing need not be sent."""

    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """The words alone, without the addresses behind links."""
        return "\n".join(one.text for one in self.spoken)

    @property
    def spoken(self) -> tuple[Line, ...]:
        """The lines that are words: without the heads of tables and pictures that nothing says."""
        return tuple(one for one in self.lines if one.spans or not one.filled)

    @property
    def size(self) -> int:
        """How many characters are seen: what a messenger's limit counts."""
        return len(self.text)


def bold(text: str) -> Span:
    """Text that stands out."""
    return Span(text, Style.BOLD)


def italic(text: str) -> Span:
    """Text that speaks more softly."""
    return Span(text, Style.ITALIC)


def code(text: str) -> Span:
    """Text to be copied as it stands."""
    return Span(text, Style.CODE)


def link(text: str, url: str, style: Style = Style.PLAIN) -> Span:
    """A link, but only to the web: any other address is left as words.

    >>> link("open", "javascript:alert(1)").url
    ''
    """
    return Span(text, style, url=url if leads_to_web(url) else "")


def leads_to_web(url: str) -> bool:
    """Whether an address may be opened by a press: nothing that runs on the reader's machine, or hides where it leads.

    >>> leads_to_web("https://site.example/@anna"), leads_to_web("https://bank.example@evil.example/")
    (True, False)
    """
    return _WEB.match(url) is not None


def named(name: str, person: int) -> Span:
    """A person who is called by name, and notified where a messenger can."""
    return Span(name, Style.BOLD, person=person)


def dated(text: str, at: datetime) -> Span:
    """A moment, said in the team's zone."""
    return Span(text, at=at)


def line(*parts: Span | str, kind: Kind = Kind.NORMAL) -> Line:
    """A line of spans; bare strings are plain text, empty ones are left out."""
    spans = (Span(part) if isinstance(part, str) else part for part in parts)
    return Line(tuple(span for span in spans if span.text), kind)


def sentence(text: str) -> Document:
    """A document of one line."""
    return Document((line(text),))


def columns(*names: str) -> Line:
    """The head of a table; in a row of words it says nothing that the rows do not."""
    return Line((), Kind.COLUMNS, tuple((Span(name),) if name else () for name in names))


def cells(*values: Span | str | tuple[Span, ...], said: tuple[Span, ...]) -> Line:
    """A row of a table; `said` is the same as words, for where there are no tables."""
    return Line(said, Kind.ROW, tuple(value if isinstance(value, tuple) else line(value).spans for value in values))


def document(lines: Iterable[Line]) -> Document:
    """A document without empty lines at its ends and never two in a row."""
    kept: list[Line] = []
    for one in lines:
        if one.filled or (kept and kept[-1].filled):
            kept.append(one)
    while kept and not kept[-1].filled:
        kept.pop()
    return Document(tuple(kept))


def joined(groups: Iterable[Iterable[Span]], between: str = " · ") -> tuple[Span, ...]:
    """Groups of spans in one row; empty groups are left out.

    >>> "".join(span.text for span in joined([[Span("a")], [], [Span("b")]]))
    'a · b'
    """
    filled = [tuple(group) for group in groups]
    filled = [group for group in filled if any(span.text for span in group)]
    spans: list[Span] = []
    for index, group in enumerate(filled):
        spans.extend((Span(between), *group) if index else group)
    return tuple(spans)


def sections(whole: Document) -> tuple[Document, ...]:
    """The document in parts, each but the first beginning with its heading."""
    starts = [number for number, one in enumerate(whole.lines) if one.kind in {Kind.HEADING, Kind.FOLDED}]
    bounds = sorted({0, *starts, len(whole.lines)})
    return tuple(Document(whole.lines[start:end]) for start, end in pairwise(bounds))


def tables(lines: Iterable[Line]) -> list[list[Line]]:
    """Rows that follow on each other as tables: each head begins one of its own."""
    found: list[list[Line]] = []
    for one in lines:
        if one.kind is Kind.COLUMNS or not found:
            found.append([])
        found[-1].append(one)
    return found


def fold(part: Document) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]:
    """A part of a document as what is always shown, what is folded away under it, and what follows on that.

    A remark on the whole is small, and stands apart at the end.
    """
    lines = part.lines
    if not lines or lines[0].kind is not Kind.FOLDED:
        return lines, (), ()
    small = len([*takewhile(lambda line: line.kind is Kind.SMALL, reversed(lines))])
    apart = small < len(lines) and not lines[-1 - small].filled
    end = len(lines) - small if apart else len(lines)
    return lines[:1], lines[1:end], lines[end:]


def cut(whole: Document, limit: int) -> Document:
    """The beginning of a document in at most `limit` characters; markup stays whole, for only words are cut.

    >>> cut(Document((line("one two three"),)), 9).text
    'one two…'
    """
    if whole.size <= limit:
        return whole
    return document(_within(whole.lines, limit))


def shorten(text: str, limit: int) -> str:
    """The beginning of a text, ended at a word where there is one.

    >>> shorten("one two three", 9), shorten("one two", 9), shorten("onetwothree", 9)
    ('one two…', 'one two', 'onetwoth…')
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    room = limit - 1
    end = room if text[room].isspace() else _last_gap(text, room)
    return text[:end].rstrip(" \t\n,;:–—-\u200d") + ELLIPSIS


def _last_gap(text: str, room: int) -> int:
    """Where the last word before `room` ends; a single endless word is simply cut."""
    gap = text.rfind(" ", 0, room)
    return gap if gap > room // 2 else room


def _within(lines: Iterable[Line], limit: int) -> Iterator[Line]:
    left = limit
    for one in lines:
        if len(one.text) > left:
            yield _shortened(one, left)
            return
        yield one
        left -= len(one.text) + 1  # the line break


def _shortened(one: Line, limit: int) -> Line:
    left = limit - len(one.mark)
    spans: list[Span] = []
    for span in one.spans:
        if len(span.text) >= left:
            spans.append(replace(span, text=shorten(span.text + " ", left)))
            break
        spans.append(span)
        left -= len(span.text)
    return Line(tuple(span for span in spans if span.text), one.kind)
