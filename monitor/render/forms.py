"""What a brand matches and what it might: for a terminal of 80 columns, and as a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from monitor.match.forms import Forms
from monitor.match.suggested import Suggestion
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, bold, cut, document, line
from monitor.texts import Texts

WIDTH = 80  # columns
_INDENT = 4
_BETWEEN = ", "
_SHORTER = (40, 20, 12, 6, 3, 1)  # spellings of one way, until the answer fits


@dataclass(frozen=True, slots=True)
class Row:
    """Spellings of one way under their label."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a remark, and the rows under them."""

    heading: str
    remark: str
    rows: tuple[Row, ...]


def forms_text(found: Sequence[Forms], proposed: Sequence[Suggestion], texts: Texts) -> str:
    """For a terminal: a spelling is never torn apart at the end of a line.

    >>> print(forms_text((), (), Texts("en")))
    suggested
      Nothing: every usual spelling matches already.
    <BLANKLINE>
    """
    blocks = ("\n".join(_filled_block(block)) for block in _blocks(found, proposed, texts))
    return "\n\n".join(blocks) + "\n"


def forms_page(
    name: str, found: Sequence[Forms], proposed: Sequence[Suggestion], texts: Texts, *, longest: int
) -> Document:
    """For a message: shortened evenly until it fits, with a count of what is left out.

    What is found already is folded, so that what is proposed is seen.
    """
    blocks = tuple(_blocks(found, proposed, texts))
    title = line(texts("forms.title", brand=clean(name)), kind=Kind.TITLE)
    pages = [document([title, *_lines(blocks, most, texts)]) for most in (None, *_SHORTER)]
    return next((page for page in pages if page.size <= longest), cut(pages[-1], longest))


def _blocks(found: Sequence[Forms], proposed: Sequence[Suggestion], texts: Texts) -> Iterator[Block]:
    for one in found:
        remark = texts("forms.capital") if one.capital else ""
        rows = tuple(Row(texts(f"forms.way.{way}"), written) for way, written in one.ways)
        yield Block(clean(one.name), remark, rows or (Row(texts("forms.told_above"), ()),))
    rows = tuple(
        Row(texts(f"forms.kind.{kind}"), tuple(one.text + "?" * one.ambiguous for one in some))
        for kind, some in groupby(proposed, key=lambda one: one.kind)
    )
    yield Block(texts("forms.suggested"), texts("forms.hint" if rows else "forms.nothing"), rows)


def _filled_block(block: Block) -> Iterator[str]:
    yield block.heading
    if block.remark:
        yield from _filled(block.remark.split(" "), " ", 2)
    for row in block.rows:
        yield f"  {row.label}"
        yield from _filled(row.items, _BETWEEN, _INDENT)


def _filled(items: Iterable[str], between: str, indent: int) -> Iterator[str]:
    """Lines that break between items alone."""
    so_far = ""
    for item in items:
        longer = so_far + between + item if so_far else " " * indent + item
        if so_far and len(longer) + len(between.rstrip()) > WIDTH:
            yield so_far + between.rstrip()
            longer = " " * indent + item
        so_far = longer
    if so_far:
        yield so_far


def _lines(blocks: Sequence[Block], most: int | None, texts: Texts) -> Iterator[Line]:
    for block in blocks:
        yield Line()
        yield line(block.heading, kind=Kind.HEADING if block is blocks[-1] else Kind.FOLDED)
        if block.remark:
            yield line(block.remark, kind=Kind.SMALL)
        for row in block.rows:
            left = len(row.items) - len(row.items[:most])
            more = f" {texts('forms.more', n=left)}" if left else ""
            yield line(bold(row.label), " ", _BETWEEN.join(map(clean, row.items[:most])), more)
