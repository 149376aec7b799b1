"""A document as one HTML file: nothing is loaded from anywhere, it prints, and it fits a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from importlib import resources
from itertools import groupby

from monitor.render.document import Document, Kind, Line, Span, Style, leads_to_web, sections

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
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
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


def html(document: Document, *, title: str, language: str) -> str:
    """The whole page; every word of others is escaped, and no script would run even if one slipped through."""
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    body = "\n".join(f"<section>\n{_section(part)}\n</section>" for part in sections(document))
    return _PAGE.format(language=escape(language), title=escape(title), policy=_POLICY, style=style, body=body)


def _section(part: Document) -> str:
    return "\n".join(_blocks(part.lines))


def _blocks(lines: Iterable[Line]) -> Iterator[str]:
    for kind, group in groupby((one for one in lines if one.spans), key=lambda one: one.kind):
        said = [_spans(one.spans) for one in group]
        if kind in {Kind.BULLET, Kind.ROW}:
            yield "<ul>\n" + "\n".join(f"<li>{words}</li>" for words in said) + "\n</ul>"
        else:
            tag = _BLOCKS[kind]
            yield from (f"<{tag}>{words}</{tag}>" for words in said)


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
