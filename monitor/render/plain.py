"""A document as plain text: for files, mails and pipes."""

from __future__ import annotations

from monitor.render.document import BULLET, Document, Kind, Line, Span

_MARKS = {Kind.BULLET: BULLET, Kind.QUOTE: "> "}


def plain(document: Document) -> str:
    """The words of a document, addresses written out.

    >>> from monitor.render.document import line, link
    >>> plain(Document((line("m-7 · ", link("Open", "https://kestrel.example/7")),)))
    'm-7 · Open: https://kestrel.example/7'
    """
    return "\n".join(map(_line, document.lines))


def written(span: Span, within: Line) -> str:
    """A link with its address, but not in lists: there the number of a mention is the way to it."""
    if not span.url or span.url == span.text or within.kind is Kind.BULLET:
        return span.text
    return f"{span.text}: {span.url}"


def _line(line: Line) -> str:
    return _MARKS.get(line.kind, "") + "".join(written(span, line) for span in line.spans)
