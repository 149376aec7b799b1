"""Bytes become tables: text with delimiters, workbooks, JSON lines; told by what they hold, not by their name."""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from zipfile import BadZipFile, ZipFile

from monitor.errors import ContentError, MonitorError
from monitor.importing.extent import extent
from monitor.importing.leads import Leads, leads

LARGEST = 50_000_000  # bytes: a file is read whole, for what tells a row is known only when all others are
INFLATED = 500_000_000  # bytes that a workbook may say it holds
CELLS = 10_000_000  # that a sheet may reach over
DELIMITERS = ",;\t|"
LONGEST_KEY = 200

_BOOK = "xl/workbook.xml"
# Ways to be no ZIP.
_BROKEN = BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 4_096
_PAGES = (0, 4)  # Latin and Cyrillic in UTF-16 ...
_SIGNS = [chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r"]
_MOST_SIGNS = 0.02  # of a text; pictures and programs have a tenth
_MOST = 0.7  # ... of the letters of a text, whatever stands between them
_TYPOS = 0.1  # of the letters beyond ASCII: that few broken ones are damage, more are another encoding

_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body|table|meta)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as a spreadsheet numbers it, the header included; `error` where it could not be read."""

    number: int
    cells: Sequence[object] = ()
    error: MonitorError | None = None
    leads: Mapping[int, str] | None = None  # where cells lead to, whatever stands in them
    sheet: str = ""

    @property
    def empty(self) -> bool:
        """Nothing stands in it: no row."""
        return self.error is None and all(cell is None or cell == "" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one sheet, or of a file read with one delimiter. Records have named their cells already."""

    lines: Sequence[Line]
    header: tuple[str, ...] | None = None  # of records; elsewhere it stands in one of the lines
    mark: str = ""  # what stands between the cells of a CSV

    @property
    def text(self) -> bool:
        """A CSV, where our own export escapes formulas."""
        return bool(self.mark)


def tables(data: bytes) -> Iterator[Table]:
    """Every way to read these bytes as a table, the likeliest first."""
    if len(data) > LARGEST:
        raise ContentError("import.too_large", megabytes=LARGEST // 1_000_000)
    if data.startswith((_ZIP, _OLE)):
        yield from _workbook(data)
        return
    text = _decoded(data)
    if not text.strip():
        raise ContentError("import.empty")
    if _PAGE.match(text):
        raise ContentError("import.web_page")
    if sum(map(text.count, _SIGNS)) > _MOST_SIGNS * len(text):
        raise ContentError("import.not_a_table")
    if text.lstrip()[0] in "{[":
        yield _records(text)
        return
    yield from (Table(list(_delimited(text, mark)), mark=mark) for mark in DELIMITERS if mark in text)
    if not any(mark in text for mark in DELIMITERS):
        yield Table(list(_delimited(text, DELIMITERS[0])), mark=DELIMITERS[0])


def _workbook(data: bytes) -> Iterator[Table]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  # for one format

    try:
        links = _links(data) if data.startswith(_ZIP) else {}
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            rows, led = book.get_sheet_by_name(name).to_python(skip_empty_area=False), links.get(name, {})
            yield Table([Line(number, row, None, led.get(number), name) for number, row in enumerate(rows, 1)])
    except (CalamineError, *_BROKEN) as error:
        raise ContentError("import.bad_workbook") from error


def _links(data: bytes) -> Mapping[str, Leads]:
    """Where its cells lead, once it is sure that whatever stands in it takes no more memory than an honest file."""
    with ZipFile(io.BytesIO(data)) as book:
        if sum(part.file_size for part in book.infolist()) > INFLATED:
            raise ContentError("import.too_large", megabytes=LARGEST // 1_000_000)
        if _BOOK not in book.namelist():
            raise BadZipFile  # another program's, whose bounds nobody could tell beforehand
        if extent(book) > CELLS:
            raise ContentError("import.too_large", megabytes=LARGEST // 1_000_000)
        return leads(book)


def _records(text: str) -> Table:
    """One object a line; or one list, or one object, over many lines."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    whole = None if _is_object(lines[0][1]) else _loaded(text)
    if isinstance(whole, dict):
        whole = [whole]
    if isinstance(whole, list):
        found = list(enumerate(whole, 1))
    else:
        found = [(number, _loaded(line)) for number, line in lines]
    records = [(number, one) for number, one in found if isinstance(one, dict)]
    if not records:
        raise ContentError("import.not_a_table")
    header = tuple(dict.fromkeys(str(key)[:LONGEST_KEY] for _, one in records for key in one))
    return Table([_line(number, one, header) for number, one in found], header)


def _line(number: int, record: object, header: Sequence[str]) -> Line:
    if not isinstance(record, dict):
        return Line(number, error=MonitorError("import.not_an_object"))
    return Line(number, [record.get(name) for name in header])


def _is_object(line: str) -> bool:
    return isinstance(_loaded(line), dict)


def _loaded(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _delimited(text: str, mark: str) -> Iterator[Line]:
    """A row whose quotes do not fit is refused: to guess would put one person's words into another's mouth."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    for number in count(1):
        try:
            yield Line(number, next(reader))
        except StopIteration:
            return
        except csv.Error:
            yield Line(number, error=MonitorError("import.quotes"))


def _decoded(data: bytes) -> str:
    """The letters of a text file.

    >>> _decoded("Дата;Отзыв".encode("cp1251")), _decoded("Дата".encode("utf-16-le"))
    ('Дата;Отзыв', 'Дата')
    """
    if data.startswith(_UTF16):
        return data.decode("utf-16", "replace")
    if wide := _wide(data[:_LOOKED_AT]):
        return data.decode(wide, "replace")
    text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    beyond = sum(not letter.isascii() for letter in text) if broken else 0
    return data.decode("cp1251", "replace") if broken > _TYPOS * beyond else text


def _wide(start: bytes) -> str:
    """UTF-16 without a mark: every other byte is a nought, or a letter's page."""
    even, odd = start[::2], start[1::2]
    if not odd:
        return ""
    if sum(byte in _PAGES for byte in odd) > _MOST * len(odd):
        return "utf-16-le"
    return "utf-16-be" if sum(byte in _PAGES for byte in even) > _MOST * len(even) else ""
