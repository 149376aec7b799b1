"""A document as a rich message of Telegram, within what Telegram takes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
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

from bot.rich_blocks import Block, attached, photo, section
from bot.rich_text import length
from monitor.render.display import whole
from monitor.render.document import Attachment, Document, Line, Picture, cut, sections

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
    document: Document, pictures: Sequence[Picture], file: Attachment | None, *, rest: Rest
) -> InputRichMessage:
    """The whole document, its pictures where it names them; where it is too long, sections are left out at its end."""
    named = {line.picture for line in document.lines}
    end = [photo(picture, whole(picture.said)) for picture in pictures if picture.name not in named][: MEDIA - 1]
    end += [attached(file)] if file else []
    blocks = _fitted(document, {picture.name: picture for picture in pictures}, size_of(end), rest)
    return InputRichMessage(blocks=[*blocks, *end], skip_entity_detection=True)  # what people wrote leads nowhere


def size_of(blocks: Iterable[Block]) -> Size:
    """How much of what Telegram allows these blocks take."""
    return reduce(add, map(_size, blocks), Size())


def _fitted(document: Document, pictures: dict[str, Picture], taken: Size, rest: Rest) -> list[Block]:
    """All sections, else the first ones, else the beginning of the first, else its words alone."""
    parts = sections(document)
    fitting = [*_while_they_fit(parts, pictures, taken)]
    for kept in range(len(fitting), 0, -1):
        said = _said(len(parts) - kept, rest)
        if (taken + size_of([*chain(*fitting[:kept]), *said])).fits:
            return [*chain(*fitting[:kept]), *said]
    said = _said(len(parts), rest)
    return [*_beginning(parts[0], pictures, taken + size_of(said)), *said] if parts else []


def _while_they_fit(parts: Sequence[Document], pictures: dict[str, Picture], taken: Size) -> Iterator[list[Block]]:
    """Nothing is built of what nobody will see: that would hold up everybody else."""
    for part in parts:
        blocks = section(part, pictures)
        taken += size_of(blocks)
        if not taken.fits:
            return
        yield blocks


def _said(left_out: int, rest: Rest) -> list[Block]:
    return section(Document((rest(left_out),)), {}) if left_out else []


def _beginning(part: Document, pictures: dict[str, Picture], room: Size) -> list[Block]:
    """As many lines as fit: there is a section that alone is too long."""

    def fits(lines: int) -> bool:
        return (room + size_of(section(Document(part.lines[:lines]), pictures))).fits

    most = min(len(part.lines), 2 * BLOCKS)
    fitting = bisect_right(range(1, most + 1), 0, key=lambda lines: not fits(lines))
    if found := section(Document(part.lines[:fitting]), pictures):
        return found
    words = Document(tuple(replace(line, cells=(), picture="") for line in part.spoken[:1]))
    return section(cut(words, CHARACTERS - room.characters), {})


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
