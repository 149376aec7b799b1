"""The lines of a file as editors count them: for libyaml one also ends at signs that are letters since YAML 1.2."""

from __future__ import annotations

import re
from typing import NamedTuple

_ENDS = "\x85\u2028\u2029"
_SPACES = str.maketrans(dict.fromkeys(_ENDS, " "))
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Place(NamedTuple):
    """Line and column, counted from 1."""

    line: int
    column: int


def lines(text: str) -> list[str]:
    r"""Each with its end.

    >>> lines("a\u2028b\r\n\nc")
    ['a\u2028b\r\n', '\n', 'c']
    """
    return _LINE.findall(text)


def line_end(text: str) -> str:
    """How the lines of a file end: as the first of them does."""
    return "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"


def with_line(text: str, above: int, what: str) -> str:
    r"""The text with one more line below so many others; what they lack at their end they get.

    >>> with_line("a\r\nb", 2, "c")
    'a\r\nb\r\nc\r\n'
    """
    end, rows = line_end(text), lines(text)
    before = "".join(rows[:above])
    if before and not before.endswith("\n"):
        before += end
    return "".join((before, what, end, *rows[above:]))


def with_words(text: str, behind: Place, what: str) -> str:
    """The text with words right behind the sign at this place.

    >>> with_words("a: [b]", Place(1, 4), "c, ")
    'a: [c, b]'
    """
    rows = lines(text)
    row = rows[behind.line - 1]
    grown = row[: behind.column] + what + row[behind.column :]
    return "".join((*rows[: behind.line - 1], grown, *rows[behind.line :]))


def sign_at(text: str, place: Place) -> str:
    """The one sign that stands there."""
    return lines(text)[place.line - 1][place.column - 1 : place.column]


def unbroken(text: str) -> str:
    r"""The text for libyaml: a space in place of each such sign, every other character where it was.

    >>> unbroken("a: b\u2028c\n")
    'a: b c\n'
    """
    return text.translate(_SPACES) if any(sign in text for sign in _ENDS) else text
