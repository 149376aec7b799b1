"""A document as a rich message of Telegram, within what Telegram takes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from operator import add

from aiogram.types import (
    InputRichBlockBlockQuotation,
    InputRichBlockDetails,
    InputRichBlockDocument,
    InputRichBlockList,
    InputRichBlockPhoto,
    InputRichBlockTable,
    InputRichMessage,
)

from bot.rich_blocks import Block, attached, blocks_of, photo
from bot.rich_text import length
from monitor.render.document import Attachment, Document, Line, Picture, cut

CHARACTERS, BLOCKS, MEDIA = 32_768, 500, 50

Rest = Callable[[int], Line]  # says how many sections were left out


@dataclass(frozen=True, slots=True)
class Size:
    """What Telegram counts: items of lists and rows of tables are blocks too."""

    characters: int = 0
    blocks: int = 0
    media: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.characters + other.characters, self.blocks + other.blocks, self.media + other.media)

    @property
    def fits(self) -> bool:
        """Whether Telegram takes it."""
        return self.characters <= CHARACTERS and self.blocks <= BLOCKS and self.media <= MEDIA


def rich_message(
    document: Document, pictures: Sequence[Picture] = (), file: Attachment | None = None, *, rest: Rest
) -> InputRichMessage:
    """The whole document, its pictures where it names them; where it is too long, sections are left out at its end."""
    named = {line.picture for line in document.lines}
    end = [photo(picture) for picture in pictures if picture.name not in named][: MEDIA - 1]
    end += [attached(file)] if file else []
    blocks = _fitted(document, {picture.name: picture for picture in pictures}, size_of(end), rest)
    return InputRichMessage(blocks=[*blocks, *end], skip_entity_detection=True)  # what people wrote leads nowhere


def size_of(blocks: Iterable[Block]) -> Size:
    """How much of what Telegram allows these blocks take."""
    return reduce(add, map(_size, blocks), Size())


def _fitted(document: Document, pictures: dict[str, Picture], taken: Size, rest: Rest) -> list[Block]:
    """All sections, else the first ones, else the beginning of the first, else its words alone."""
    parts = blocks_of(document, pictures)
    sizes = [size_of(part) for part in parts]
    for kept in range(len(parts), 0, -1):
        said = _said(len(parts) - kept, rest)
        if reduce(add, sizes[:kept], taken + size_of(said)).fits:
            return [*chain(*parts[:kept]), *said]
    said = _said(len(parts), rest)
    return [*_beginning(document, pictures, taken + size_of(said)), *said]


def _said(left_out: int, rest: Rest) -> list[Block]:
    return [*chain(*blocks_of(Document((rest(left_out),)), {}))] if left_out else []


def _beginning(document: Document, pictures: dict[str, Picture], room: Size) -> list[Block]:
    """As many lines as fit: there is a section that alone is too long."""

    def built(lines: int) -> list[Block]:
        return [*chain(*blocks_of(Document(document.lines[:lines]), pictures))]

    fitting = bisect_right(
        range(1, len(document.lines) + 1), 0, key=lambda lines: not (room + size_of(built(lines))).fits
    )
    if fitting and (found := built(fitting)):
        return found
    words = Document(tuple(replace(line, cells=(), picture="") for line in document.spoken[:1]))
    return [*chain(*blocks_of(cut(words, CHARACTERS - room.characters), {}))]


def _size(block: Block) -> Size:
    match block:
        case InputRichBlockList():
            return reduce(add, (size_of(item.blocks) + Size(blocks=1) for item in block.items), Size(blocks=1))
        case InputRichBlockTable():
            words = sum(length(cell.text or "") for row in block.cells for cell in row)
            return Size(words, 1 + len(block.cells))
        case InputRichBlockDetails():
            return Size(length(block.summary), 1) + size_of(block.blocks)
        case InputRichBlockBlockQuotation():
            return Size(blocks=1) + size_of(block.blocks)
        case InputRichBlockPhoto() | InputRichBlockDocument():
            return Size(length(block.caption.text) if block.caption else 0, 1, 1)
    return Size(length(block.text), 1)
