"""Turns documents into Telegram's HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from urllib.parse import urlsplit

from monitor.render.document import Document, Kind, Line, Span, Style, cut, fold, sections, shorten

LONGEST = 4096  # characters that Telegram takes, counted after the markup is parsed
WIDEST = 60  # characters of a button; a phone shows fewer, more say nothing
LONGEST_ADDRESS = 2048
BUTTONS = 100  # that Telegram takes under one message; of one with more it takes nothing at all

_STYLES = ((Style.CODE, "code"), (Style.BOLD, "b"), (Style.ITALIC, "i"), (Style.MARK, "u"))  # inmost first
_KINDS = {Kind.TITLE: "b", Kind.HEADING: "b", Kind.FOLDED: "b", Kind.SMALL: "i"}
_BLOCKS = {Kind.QUOTE: "blockquote", Kind.CODE: "pre"}  # several lines in one frame
_FROM_RIGHT = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"  # Hebrew, Arabic and their like
_TURNED = re.compile(rf"[\W\d_]*[{_FROM_RIGHT}].*[^\W\d_{_FROM_RIGHT}]", re.DOTALL)
LEFT = "\N{LEFT-TO-RIGHT MARK}"
_SPACE = re.compile(r"[\s<>\"\\^`{}|]")  # Telegram takes no address with one of these


def html(document: Document) -> str:
    """The document in Telegram's markup; cut before it is marked up, for a cut tag is refused.

    >>> html(Document((Line((Span("1 < 2", Style.BOLD),)),)))
    '<b>1 &lt; 2</b>'
    """
    room = LONGEST - sum(map(turned, document.lines))
    return "\n".join(_section(part) for part in sections(Document(cut(document, room).spoken)))


def plain(document: Document) -> str:
    """The same without markup, for when Telegram cannot parse it: addresses are written out."""
    lines = (line.mark + "".join(_written(span) for span in line.spans) for line in document.spoken)
    return shorten("\n".join(lines), LONGEST)


def linkable(url: str) -> bool:
    """Whether Telegram takes this address for a button or a link.

    >>> linkable("https://kestrel.example/a?b=1"), linkable("javascript:alert(1)"), linkable("http://localhost/")
    (True, False, False)
    >>> linkable("https://bank.example@evil.example/")  # who reads the beginning thinks of another site
    False
    """
    if len(url) > LONGEST_ADDRESS or _SPACE.search(url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    web = parts.scheme.lower() in {"http", "https"} and "@" not in parts.netloc
    return web and "." in host.strip(".")


def turned(line: Line) -> bool:
    """Whether a phone would lay a line of ours from right to left, for a name of others stands first in it.

    >>> [turned(Line((Span(text),))) for text in ("👤 محمد · 2 ноября", "👤 Иван · محمد", "محمد علي")]
    [True, False, False]
    """
    return line.kind not in _BLOCKS and _TURNED.match(line.text) is not None


def _section(part: Document) -> str:
    """What is folded away is a quotation that opens at a press; no quotation may stand in it."""
    shown, folded, after = fold(part)
    while folded and not folded[-1].spans:
        folded, after = folded[:-1], (folded[-1], *after)
    inside = "\n".join(map(_line, folded))
    closed = [f"<blockquote expandable>{inside}</blockquote>"] if inside.strip() else []
    return "\n".join([*_blocks(shown), *closed, *_blocks(after)])


def _blocks(lines: tuple[Line, ...]) -> Iterator[str]:
    for tag, run in groupby(lines, key=lambda line: _BLOCKS.get(line.kind)):
        yield _block(list(run), tag)


def _block(lines: list[Line], tag: str | None) -> str:
    text = "\n".join(_line(line) for line in lines)
    return f"<{tag}>{text}</{tag}>" if tag and text.strip() else text


def _line(line: Line) -> str:
    begun = LEFT if turned(line) else ""
    text = begun + line.mark + "".join(_span(span) for span in line.spans)
    tag = _KINDS.get(line.kind)
    return f"<{tag}>{text}</{tag}>" if tag and line.spans else text


def _span(span: Span) -> str:
    text = escape(span.text)
    for style, tag in _STYLES:
        if style in span.style:
            text = f"<{tag}>{text}</{tag}>"
    if span.person is not None:
        return f'<a href="tg://user?id={span.person}">{text}</a>'
    return f'<a href="{escape(span.url)}">{text}</a>' if linkable(span.url) else text


def _written(span: Span) -> str:
    return f"{span.text} ({span.url})" if span.url and span.url not in span.text else span.text
