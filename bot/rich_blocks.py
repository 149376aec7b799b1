"""Turns the lines of a document into the blocks of a rich message: headings, tables, lists, folds, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from aiogram.types import (
    BufferedInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputRichBlockBlockQuotation,
    InputRichBlockDetails,
    InputRichBlockDocument,
    InputRichBlockFooter,
    InputRichBlockList,
    InputRichBlockListItem,
    InputRichBlockParagraph,
    InputRichBlockPhoto,
    InputRichBlockPreformatted,
    InputRichBlockSectionHeading,
    InputRichBlockTable,
    RichBlockCaption,
    RichBlockTableCell,
)

from bot.markup import LEFT, turned
from bot.rich_text import RichText, rich_text
from monitor.render.display import whole
from monitor.render.document import Attachment, Document, Kind, Line, Picture, Span, fold, tables

Block = Any  # aiogram's union of two dozen classes
COLUMNS = 20  # of a table, at most
WIDEST = 36  # characters of a row that a phone shows beside each other

_SIZES: Final = {Kind.TITLE: 1, Kind.HEADING: 3, Kind.FOLDED: 3}
_APART = 1.5  # characters between two columns
_WORD = re.compile(r"[^\s-]+-?|-")
_FIGURE = re.compile(r"[-+−–—≈<>]?\s?\d.*|[-–—]?")  # what stands at the right of its column; or nothing to tell
_MARKED = re.compile(r"\d+\. |[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]")  # 🔴, ⚪ and their like, or a number


def section(part: Document, pictures: Mapping[str, Picture]) -> list[Block]:
    """A part of a document that begins with its heading; one that is folded is a block, and what follows on it."""
    shown, folded, after = fold(part)
    if not (inside := [*_blocks(folded, pictures)]):
        return [*_blocks(part.lines, pictures)]
    details = InputRichBlockDetails(summary=rich_text(shown[0].spans), blocks=inside)
    return [details, *_blocks(after, pictures)]


def photo(picture: Picture, said: RichText) -> Block:
    """A picture, and what it shows where the words beside it do not say that."""
    file = InputMediaPhoto(media=BufferedInputFile(picture.png, f"{picture.name}.png"))
    return InputRichBlockPhoto(photo=file, caption=RichBlockCaption(text=said) if said else None)


def attached(file: Attachment) -> Block:
    """A file to be opened."""
    return InputRichBlockDocument(document=InputMediaDocument(media=BufferedInputFile(file.body, file.name)))


def _blocks(lines: Sequence[Line], pictures: Mapping[str, Picture]) -> Iterator[Block]:
    """Lines of one kind that follow each other stand in one block; what only keeps them apart is left out."""
    for shape, found in groupby(
        (line for line in lines if _shows(line, pictures)), key=lambda line: _shape(line, pictures)
    ):
        run = [*found]
        if shape == "picture":
            yield from (photo(pictures[line.picture], rich_text(line.spans)) for line in run)
        elif shape in _TOGETHER:
            yield from _TOGETHER[shape](run)
        else:
            yield from map(_alone, run)


def _shows(line: Line, pictures: Mapping[str, Picture]) -> bool:
    """Whether anything is to be seen: Telegram takes no empty block."""
    spans = (span for part in (line.spans, *line.cells) for span in part)
    return line.picture in pictures or any(span.text for span in spans)


def _shape(line: Line, pictures: Mapping[str, Picture]) -> str:
    if line.picture in pictures:
        return "picture"
    if line.cells:
        return "table"
    return "list" if line.kind is Kind.ROW else _SHAPES.get(line.kind, "alone")


def _alone(line: Line) -> Block:
    text = rich_text((*([Span(LEFT)] if turned(line) else []), *line.spans))
    if line.kind in _SIZES:
        return InputRichBlockSectionHeading(text=text, size=_SIZES[line.kind])
    return (InputRichBlockFooter if line.kind is Kind.SMALL else InputRichBlockParagraph)(text=text)


def _list(run: Sequence[Line]) -> Iterator[Block]:
    """Entries that begin with a mark of their own need no second one."""
    if all(_MARKED.match(line.text.removeprefix(line.mark)) for line in run):
        yield from map(_alone, run)
        return
    items = [InputRichBlockListItem(blocks=[InputRichBlockParagraph(text=rich_text(line.spans))]) for line in run]
    yield InputRichBlockList(items=items)


def _quotation(run: Sequence[Line]) -> Iterator[Block]:
    yield InputRichBlockBlockQuotation(blocks=[InputRichBlockParagraph(text=rich_text(line.spans)) for line in run])


def _to_copy(run: Sequence[Line]) -> Iterator[Block]:
    yield InputRichBlockPreformatted(text=whole("\n".join(line.text for line in run)))


def _tables(run: Sequence[Line]) -> Iterator[Block]:
    """One that is too wide is told in words."""
    for table in tables(run):
        yield from _table(table)


def _table(lines: Sequence[Line]) -> Iterator[Block]:
    width = max(len(line.cells) for line in lines)
    rows = [(*line.cells, *[()] * (width - len(line.cells))) for line in lines]
    told = [line for line in lines if any(span.text for span in line.spans)]
    if width > COLUMNS or (told and _room(rows) > WIDEST):
        yield from _list(told) if told else ()
        return
    figures = [_is_figures(rows[number][column] for number in _body(lines)) for column in range(width)]
    cells = [
        [_cell(cell, line, right=figures[column] and column > 0) for column, cell in enumerate(row)]
        for line, row in zip(lines, rows, strict=True)
    ]
    yield InputRichBlockTable(cells=cells, is_striped=True, is_compact=True)


def _room(rows: Sequence[Sequence[tuple[Span, ...]]]) -> float:
    """How wide a table is at least: each column as its longest word, and what keeps them apart."""
    words = (
        (_WORD.findall("".join(span.text for span in cell)) for cell in column) for column in zip(*rows, strict=True)
    )
    return sum(max(len(word) for cell in column for word in (*cell, "")) + _APART for column in words)


def _body(lines: Sequence[Line]) -> list[int]:
    return [number for number, line in enumerate(lines) if line.kind is not Kind.COLUMNS]


def _is_figures(column: Iterator[tuple[Span, ...]]) -> bool:
    return all(_FIGURE.fullmatch("".join(span.text for span in cell).strip()) for cell in column)


def _cell(spans: tuple[Span, ...], line: Line, *, right: bool) -> RichBlockTableCell:
    return RichBlockTableCell(
        text=rich_text(spans) or None,
        align="right" if right else "left",
        valign="middle",
        is_header=True if line.kind is Kind.COLUMNS else None,
    )


_SHAPES: Final = {Kind.BULLET: "list", Kind.QUOTE: "quotation", Kind.CODE: "code"}
_TOGETHER: Final[Mapping[str, Callable[[Sequence[Line]], Iterator[Block]]]] = {
    "list": _list,
    "quotation": _quotation,
    "code": _to_copy,
    "table": _tables,
}
