"""A document as plain text: for files, mails and pipes."""

from __future__ import annotations

from monitor.render.document import Document, Kind, Line, Span

_QUOTED = "> "
_LISTED = {Kind.BULLET, Kind.ROW}


def plain(document: Document) -> str:
    """The words of a document, addresses written out.

    >>> from monitor.render.document import line, link
    >>> plain(Document((line("m-7 · ", link("Open", "https://kestrel.example/7")),)))
    'm-7 · Open: https://kestrel.example/7'
    """
    return "\n".join(map(_line, document.spoken))


def written(span: Span, within: Line) -> str:
    """A link with its address, but not in lists: there the number of a mention is the way to it."""
    if not span.url or span.url == span.text or within.kind in _LISTED:
        return span.text
    return f"{span.text}: {span.url}"


def _line(line: Line) -> str:
    mark = _QUOTED if line.kind is Kind.QUOTE else line.mark
    return mark + "".join(written(span, line) for span in line.spans)
