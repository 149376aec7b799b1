"""A document as one HTML file: nothing is loaded from anywhere, it can be mailed, it prints, and it fits a phone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from importlib import resources
from itertools import groupby
from types import MappingProxyType
from typing import Final

from monitor.render.document import Document, Kind, Line, Picture, Span, Style, leads_to_web, sections, tables

_TAGS = {Style.CODE: "code", Style.MARK: "u", Style.ITALIC: "em", Style.BOLD: "strong"}
_BLOCKS = {
    Kind.NORMAL: "p",
    Kind.TITLE: "h1",
    Kind.HEADING: "h2",
    Kind.FOLDED: "h2",
    Kind.COLUMNS: "p",
    Kind.QUOTE: "blockquote",
    Kind.CODE: "pre",
    Kind.SMALL: "small",
}
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
# A mail program that drops the style sheet still shows pictures that fit.
_PLAIN_IMAGE: Final = 'width="600" style="max-width: 100%; height: auto"'
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:"
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def html(
    document: Document,
    *,
    title: str,
    language: str,
    pictures: Mapping[str, str] = _NONE,
    dark: Mapping[str, str] = _NONE,
    said: Mapping[str, str] = _NONE,
) -> str:
    """The whole page; every word of others is escaped, and no script would run even if one slipped through.

    `pictures` are the addresses of the pictures that lines name, `dark` those for a dark screen, `said` what they show.
    """
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    album = _Album(pictures, dark, said)
    body = "\n".join(f"<section>\n{_section(part, album)}\n</section>" for part in sections(document))
    return _PAGE.format(language=escape(language), title=escape(title), policy=_POLICY, style=style, body=body)


def inline(pictures: Iterable[Picture]) -> dict[str, str]:
    """Pictures as addresses that hold them, so that the file is all there is."""
    return {one.name: f"data:image/png;base64,{b64encode(one.png).decode()}" for one in pictures}


@dataclass(frozen=True, slots=True)
class _Album:
    """The pictures of a page by their names."""

    pictures: Mapping[str, str] = field(default_factory=dict)
    dark: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    def figure(self, one: Line, heading: str) -> str:
        """A picture with its words below it; where it is missing, the words alone."""
        words, caption = _spans(one.spans), "".join(span.text for span in one.spans)
        if one.picture not in self.pictures:
            return f"<small>{words}</small>" if words else ""
        alt = escape(self.said.get(one.picture) or caption or heading)
        image = f'<img src="{escape(self.pictures[one.picture])}" alt="{alt}" {_PLAIN_IMAGE}>'
        if one.picture in self.dark:
            night = 'media="screen and (prefers-color-scheme: dark)"'
            image = f'<picture><source {night} srcset="{escape(self.dark[one.picture])}">{image}</picture>'
        return f"<figure>{image}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>"


def _section(part: Document, album: _Album) -> str:
    """What is folded opens at a press, in print, and where a mail program cannot fold."""
    first, heading = part.lines[0], part.lines[0].text
    if first.kind is not Kind.FOLDED:
        return "\n".join(_blocks(part.lines, heading, album))
    body = "\n".join(_blocks(part.lines[1:], heading, album))
    summary = f'<summary><h2 style="display: inline">{_spans(first.spans)}</h2></summary>'
    return f"<details>\n{summary}\n{body}\n</details>"


def _blocks(lines: Iterable[Line], heading: str, album: _Album) -> Iterator[str]:
    for block, group in groupby((one for one in lines if one.filled), key=_block):
        if block == "table":
            yield from map(_table, tables(group))
        elif block == "ul":
            yield "<ul>\n" + "\n".join(f"<li>{_spans(one.spans)}</li>" for one in group) + "\n</ul>"
        elif block == "figure":
            yield from filter(None, (album.figure(one, heading) for one in group))
        else:
            yield from (f"<{block}>{_spans(one.spans)}</{block}>" for one in group)


def _block(one: Line) -> str:
    if one.picture:
        return "figure"
    if one.cells:
        return "table"
    return "ul" if one.mark else _BLOCKS[one.kind]


def _table(lines: Iterable[Line]) -> str:
    rows = "\n".join(_row(one) for one in lines)
    return f'<div class="table"><table cellpadding="4">\n{rows}\n</table></div>'


def _row(one: Line) -> str:
    if one.kind is Kind.COLUMNS:
        return "<tr>" + "".join(f'<th scope="col">{_spans(cell)}</th>' for cell in one.cells) + "</tr>"
    return "<tr>" + "".join(f"<td>{_spans(cell)}</td>" for cell in one.cells) + "</tr>"


def _spans(spans: Iterable[Span]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    words = escape(span.text)
    for style, tag in _TAGS.items():
        if style in span.style:
            words = f"<{tag}>{words}</{tag}>"
    if span.at:
        words = f'<time datetime="{span.at.isoformat()}">{words}</time>'
    return f'<a href="{escape(span.url)}" rel="noopener noreferrer">{words}</a>' if leads_to_web(span.url) else words
