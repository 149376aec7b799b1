"""What Telegram is asked to send, as paragraphs of words in a style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from aiogram.types import (
    InputRichBlockDetails,
    InputRichBlockDocument,
    InputRichBlockFooter,
    InputRichBlockPhoto,
    InputRichBlockSectionHeading,
    RichTextBold,
    RichTextCode,
    RichTextItalic,
    RichTextMarked,
    RichTextTextMention,
    RichTextUrl,
)

_TAGS = {"b": "bold", "i": "italic", "u": "marked", "code": "code", "a": "link"}
_KINDS = {
    RichTextBold: "bold",
    RichTextItalic: "italic",
    RichTextMarked: "marked",
    RichTextCode: "code",
    RichTextUrl: "link",
    RichTextTextMention: "link",
}
_HEADINGS = {1: "title", 3: "heading"}


@dataclass(frozen=True)
class Run:
    """Words that look the same."""

    text: str
    bold: bool = False
    italic: bool = False
    marked: bool = False
    code: bool = False
    link: bool = False


@dataclass(frozen=True)
class Paragraph:
    """What stands by itself: `kind` is plain, quote, title, heading, small, folded, picture or file."""

    kind: str
    runs: tuple[Run, ...] = ()
    png: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[Paragraph] = [Paragraph("plain")]
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._open.append(tag)
        if tag == "blockquote":
            self._begin("quote")

    def handle_endtag(self, tag: str) -> None:
        self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        style = {_TAGS[tag]: True for tag in self._open if tag in _TAGS}
        for place, row in enumerate(data.split("\n")):
            if place:
                self._begin("quote" if "blockquote" in self._open else "plain")
            if row:
                last = self.paragraphs[-1]
                self.paragraphs[-1] = replace(last, runs=(*last.runs, Run(row, **style)))

    def _begin(self, kind: str) -> None:
        if self.paragraphs[-1].runs:
            self.paragraphs.append(Paragraph(kind))
        self.paragraphs[-1] = Paragraph(kind)


def from_html(text: str) -> list[Paragraph]:
    """The lines of a message, in the markup of the Bot API."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [paragraph for paragraph in reader.paragraphs if paragraph.runs]


def from_blocks(blocks: Iterable[Any]) -> Iterator[Paragraph]:
    """The blocks of a rich message; of what is folded away, what can be pressed to see it."""
    for block in blocks:
        match block:
            case InputRichBlockPhoto():
                yield Paragraph("picture", png=block.photo.media.data)
            case InputRichBlockDocument():
                yield Paragraph("file", (Run(block.document.media.filename, link=True),))
            case InputRichBlockDetails():
                yield Paragraph("folded", tuple(_runs(block.summary)))
            case InputRichBlockSectionHeading():
                yield Paragraph(_HEADINGS[block.size], tuple(_runs(block.text)))
            case InputRichBlockFooter():
                yield Paragraph("small", tuple(_runs(block.text)))
            case _:
                yield Paragraph("plain", tuple(_runs(block.text)))


def _runs(text: Any, **style: bool) -> Iterator[Run]:
    if isinstance(text, str):
        yield Run(text, **style)
    elif isinstance(text, list):
        for part in text:
            yield from _runs(part, **style)
    else:
        kind = _KINDS.get(type(text))
        yield from _runs(text.text, **style, **({kind: True} if kind else {}))
