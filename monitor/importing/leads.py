"""Where the cells of a workbook lead: «Открыть» in a column of links is a link all the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html import unescape
from posixpath import join, normpath
from typing import IO
from zipfile import ZipFile

from monitor.importing.extent import column_of

Leads = Mapping[int, Mapping[int, str]]  # by the number of a row, then by the place of a cell in it

_BOOK, _BOOKS_PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_PIECE = 256 * 1024  # bytes that are looked at together
_LONGEST = 8_192  # bytes of what may begin in one piece and end in the next
_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet\s([^<>]{1,2000})>")
_LINK = re.compile(rb"<(?:[\w.-]+:)?hyperlink\s([^<>]{1,4000})>")
_PART = re.compile(rb"<(?:[\w.-]+:)?Relationship\s([^<>]{1,4000})>")
_FORMULA = b"HYPERLINK("
_WORKED_OUT = re.compile(
    rb"<(?:[\w.-]+:)?c\s([^<>]{1,300})><(?:[\w.-]+:)?f\b[^<>]{0,300}>"
    rb"=?HYPERLINK\(\s*(?:\"|&quot;)(https?://[^\"<>]{1,4000}?)(?:\"|&quot;)"
)
_SAYS = re.compile(rb"(?:^|\s)(?:[\w.-]+:)?(name|id|Id|ref|r|Target)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CELL = re.compile(r"([A-Za-z]{1,3})(\d{1,7})(?::|$)")


def leads(book: ZipFile) -> Mapping[str, Leads]:
    """By the name of a sheet what its cells lead to on the web."""
    parts = set(book.namelist())
    if not parts >= {_BOOK, _BOOKS_PARTS}:
        return {}
    targets = _targets(book, _BOOKS_PARTS)
    sheets = (_said(found[1]) for found in _SHEET.finditer(book.read(_BOOK)))
    places = {sheet.get("name", ""): normpath(join("xl", targets.get(sheet.get("id", ""), ""))) for sheet in sheets}
    return {name: _of_sheet(book, place.lstrip("/")) for name, place in places.items() if place.lstrip("/") in parts}


def _of_sheet(book: ZipFile, place: str) -> Leads:
    folder, _, file = place.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    targets = _targets(book, rels) if rels in book.namelist() else {}
    found: dict[int, dict[int, str]] = defaultdict(dict)
    with book.open(place) as sheet:
        for said, address in _links(sheet):
            told = _said(said)
            cell = _CELL.match(told.get("ref") or told.get("r", ""))
            target = unescape(address.decode(errors="replace")) or targets.get(told.get("id", ""), "")
            if cell and target.startswith(("http://", "https://")):
                found[int(cell[2])][column_of(cell[1].encode()) - 1] = target
    return found


def _links(sheet: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """What is written of each link, and where it leads if that is worked out by a formula."""
    rest = b""
    while piece := sheet.read(_PIECE):
        whole = rest + piece
        patterns = (_LINK, _WORKED_OUT) if _FORMULA in whole else (_LINK,)
        found = [one for pattern in patterns for one in pattern.finditer(whole)]
        yield from ((one[1], one[2] if one.re is _WORKED_OUT else b"") for one in found)
        rest = whole[max(len(whole) - _LONGEST, *(one.end() for one in found), 0) :]


def _targets(book: ZipFile, rels: str) -> dict[str, str]:
    """What a part of a book calls others, and where these are."""
    each = (_said(found[1]) for found in _PART.finditer(book.read(rels)))
    return {one.get("Id", ""): one.get("Target", "") for one in each}


def _said(attributes: bytes) -> dict[str, str]:
    found = _SAYS.findall(attributes)
    return {name.decode(): unescape((one or other).decode(errors="replace")) for name, one, other in found}
