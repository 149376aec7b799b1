"""Writes mentions as a workbook: typed dates, real links, filters, a frozen head. No cell of it is ever a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from string import printable
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final
from urllib.parse import quote

from monitor.domain import Label
from monitor.render.display import whole

CELL = 32_767  # characters, counted by Excel as UTF-16 counts them
LINK = 2_000  # characters of an address; Excel takes 2,079
ROWS = 1_000_000  # of a sheet; Excel takes 1,048,576 with the head and the note
LINKS = 65_000  # of a sheet; Excel takes 65,530
EARLIEST = datetime(1900, 3, 1)  # noqa: DTZ001  # no moment; Excel has no dates before 1900, and one too many in that spring
_ADDRESS = re.compile(r"https?://[^\s\"<>\[\\\]^`{|}\x00-\x20\x7f]+", re.IGNORECASE)
_DATE = "yyyy-mm-dd hh:mm"
_LINK_COLOUR = "#0563C1"
_TINTS: Final = {Label.NEGATIVE: "#FBE3E1", Label.POSITIVE: "#E2F1E4"}

Value = str | float | datetime | Label | None
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands at its head, and how its cells look."""

    head: str
    width: float = 14
    wraps: bool = False  # long texts, which would otherwise run over their neighbours
    links: bool = False  # addresses to be opened by a press


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a workbook; labels are tinted and told in these `words`, dates are those of `zone`, `note` ends it."""

    name: str
    columns: tuple[Column, ...]
    zone: tzinfo
    words: Mapping[Label, str] = field(default_factory=dict)
    note: str = ""
    links: int = LINKS
    rows: int = ROWS


def workbook(sheet: Sheet, rows: Iterable[Row]) -> bytes:
    """The file."""
    out = io.BytesIO()
    with _begun(out, sheet, in_memory=True) as writer:
        for row in rows:
            writer.row(row)
    return out.getvalue()


@contextmanager
def filling(file: BinaryIO, sheet: Sheet) -> Iterator[Callable[[Row], None]]:
    """A file that is given row by row, however many: each is on the file's disk before the next one comes."""
    target = _Target(file)
    beside = Path(file.name).parent if Path(file.name).is_file() else None
    try:
        with (
            TemporaryDirectory(dir=beside, prefix=".otklik-", ignore_cleanup_errors=True) as rows,
            _begun(target, sheet, constant_memory=True, tmpdir=rows) as writer,
        ):
            yield writer.row
    finally:
        target.file = io.BytesIO()


@contextmanager
def _begun(out: Any, sheet: Sheet, **options: bool | str) -> Iterator[_Writer]:
    import xlsxwriter  # noqa: PLC0415  # a third of a second, for one format
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    told = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, **options}
    try:
        with xlsxwriter.Workbook(out, told) as book:
            writer = _Writer(book, sheet)
            yield writer
            writer.end()
    except FileCreateError as error:
        raise error.args[0] from None  # what the disk said


class _Target:
    """Where the archive goes; one that a full disk broke off writes its end when it is cleaned away: to nowhere."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class _Writer:
    """Fills the sheet from the top; what is more than a sheet holds goes on in the next one."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self._sheet = sheet
        self._book = book
        self._page = book.add_worksheet(sheet.name)
        self._pages = 1
        self._date = book.add_format({"num_format": _DATE, "valign": "top", "align": "left"})
        self._text = book.add_format({"valign": "top"})
        self._wrapped = book.add_format({"valign": "top", "text_wrap": True})
        self._link = book.add_format({"valign": "top", "font_color": _LINK_COLOUR, "underline": 1})
        self._tints = {one: book.add_format({"valign": "top", "bg_color": tint}) for one, tint in _TINTS.items()}
        self._note = book.add_format({"italic": True, "font_color": "#707070"})
        self._head = book.add_format({"bold": True, "bg_color": "#EEF2F6", "bottom": 1, "valign": "vcenter"})
        self._last = 0
        self._links = 0
        self._begin(self._head)

    def row(self, values: Row) -> None:
        """One mention; its height stays that of two lines, so that many are seen at once."""
        if self._last == self._sheet.rows:
            self._turn()
        self._last += 1
        self._page.set_row(self._last, 30)
        for number, (column, value) in enumerate(zip(self._sheet.columns, values, strict=True)):
            self._cell(number, column, value)

    def _turn(self) -> None:
        self.end()
        self._pages += 1
        self._page = self._book.add_worksheet(f"{self._sheet.name} {self._pages}")
        self._last = self._links = 0
        self._begin(self._head)

    def end(self) -> None:
        """The filter spans what was written; a note stands apart below it."""
        self._page.autofilter(0, 0, max(self._last, 1), len(self._sheet.columns) - 1)
        if self._sheet.note:
            self._page.write_string(self._last + 2, 0, cut(self._sheet.note), self._note)

    def _begin(self, head: Any) -> None:
        for number, column in enumerate(self._sheet.columns):
            self._page.set_column(number, number, column.width)
            self._page.write_string(0, number, cut(column.head), head)
        self._page.set_row(0, 22)
        self._page.freeze_panes(1, 0)

    def _cell(self, number: int, column: Column, value: Value) -> None:
        page, last = self._page, self._last
        if isinstance(value, Label):
            page.write_string(
                last, number, cut(self._sheet.words.get(value, value)), self._tints.get(value, self._text)
            )
        elif isinstance(value, datetime):
            self._moment(number, value.astimezone(self._sheet.zone).replace(tzinfo=None))
        elif isinstance(value, float):
            page.write_number(last, number, value, self._text)
        elif value:
            self._words(number, column, cut(value))

    def _moment(self, number: int, value: datetime) -> None:
        if value < EARLIEST:
            self._page.write_string(self._last, number, value.isoformat(" ", "minutes"), self._text)
        else:
            self._page.write_datetime(self._last, number, value, self._date)

    def _words(self, number: int, column: Column, text: str) -> None:
        if column.links and self._links < self._sheet.links and opens(text):
            self._links += 1
            self._page.write_url(self._last, number, text, self._link, text)
        else:
            self._page.write_string(self._last, number, text, self._wrapped if column.wraps else self._text)


def opens(address: str) -> bool:
    """Whether Excel can open it by a press; written out it must not be longer than Excel takes.

    >>> opens("https://otzyv.example/1?a=b"), opens("https://otzyv.example/отзыв"), opens("javascript:alert(1)")
    (True, True, False)
    """
    return bool(_ADDRESS.fullmatch(address)) and len(quote(address, safe=printable)) <= LINK


def cut(text: str) -> str:
    r"""What a cell can hold: whole characters, and not more of them than Excel takes.

    >>> cut("=1+1"), len(cut("😀" * 20_000).encode("utf-16-le")) // 2, cut("a\ud83d")
    ('=1+1', 32766, 'a�')
    """
    shown = whole(text)
    if len(shown) * 2 <= CELL:
        return shown
    return shown.encode("utf-16-le")[: CELL * 2].decode("utf-16-le", "ignore")
