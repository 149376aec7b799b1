"""How far the sheets of a workbook reach: two cells in opposite corners are read as seventeen thousand millions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import IO
from zipfile import ZipFile

_PIECE = 256 * 1024  # bytes that are looked at together
_LONGEST = 4_096  # bytes of a tag that may begin in one piece and end in the next
_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]*)(\d*)")
_DIGITS = 9


def extent(book: ZipFile) -> int:
    """The cells that its largest sheet may be read as, empty ones between others included."""
    return max((_extent(book.open(part)) for part in book.infolist() if not part.is_dir()), default=0)


def _extent(part: IO[bytes]) -> int:
    """Rows times columns of what is filled; where cells do not say where they stand, they stand one behind the other.

    >>> from io import BytesIO
    >>> _extent(BytesIO(b'<row r="1"><c r="A1"><v/></c></row><row r="1048576"><c r="XFD1048576"><v/></c></row>'))
    17179869184
    >>> _extent(BytesIO(b"<row><c><v/></c><c><v/></c></row><row><c><v/></c></row><row><c r='Z99'/></row>"))
    4
    """
    rows = columns = row = column = 0
    for tag in _tags(part):
        places = _PLACE.findall(tag[2]) or [(b"", b"")]
        digits, letters = (
            max(part) for part in ([_number(one[1]) for one in places], [column_of(one[0]) for one in places])
        )
        row = digits or row + (tag[1] == b"row")
        column = 0 if tag[1] == b"row" else letters or column + 1
        if tag[1] == b"c" and not tag[2].endswith(b"/"):
            rows, columns = max(rows, row), max(columns, column)
    return rows * columns


def _tags(part: IO[bytes]) -> Iterator[re.Match[bytes]]:
    rest = b""
    for _ in count():
        piece = part.read(_PIECE)
        whole = rest + piece
        cut = whole.rfind(b"<", max(0, len(whole) - _LONGEST)) if piece else -1
        whole, rest = (whole, b"") if cut < 0 else (whole[:cut], whole[cut:])
        yield from _TAG.finditer(whole)
        if not piece:
            return


def _number(digits: bytes) -> int:
    return int(digits or 0) if len(digits) <= _DIGITS else 10**_DIGITS


def column_of(letters: bytes) -> int:
    """
    >>> column_of(b"A"), column_of(b"xfd")
    (1, 16384)
    """
    number = 0
    for letter in letters[:_DIGITS].upper():
        number = number * 26 + letter - ord("A") + 1
    return number
