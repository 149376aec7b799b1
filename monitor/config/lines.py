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


def unbroken(text: str) -> str:
    r"""The text for libyaml: a space in place of each such sign, every other character where it was.

    >>> unbroken("a: b\u2028c\n")
    'a: b c\n'
    """
    return text.translate(_SPACES) if any(sign in text for sign in _ENDS) else text
