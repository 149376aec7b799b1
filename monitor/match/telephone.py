"""A telephone number as a name: with or without the code of its country, its digits in any groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

Groups = tuple[str, ...]

_NUMBER = re.compile(r"\+\d[\d ().-]{8,18}\d|[78][ (-]*\d{3}[ )-]*\d{3}[ -]*\d\d[ -]*\d\d")
_DIGITS = re.compile(r"\d+")
_CODE = re.compile(r"[78](?=\d{10}\Z)|375(?=\d{9}\Z)")  # where nothing parts it from the rest
_AT_HOME = {"7": ("7", "8"), "8": ("7", "8"), "375": ("375", "80", "0")}  # what stands before it within the country
_SHORTEST = 8  # digits: a shorter one is met in other numbers


def groups(name: str) -> Iterator[Groups]:
    """The ways in which people write it; none for what is no telephone number.

    >>> written = set(groups("+7 (495) 123-45-67"))
    >>> {("84951234567",), ("8", "495", "123", "45", "67"), ("495", "1234567"), ("7495", "123", "4567")} <= written
    True
    >>> list(groups("7707083893"))
    []
    """
    if not _NUMBER.fullmatch(name.strip()):
        return
    parts = _DIGITS.findall(name)
    whole = "".join(parts)
    bare = _CODE.match(whole)
    code = bare[0] if bare else parts[0]
    number = whole[len(code) :]
    if len(number) < _SHORTEST:
        yield (whole,)
        return
    halves = (number,), (number[:2], number[2:]), (number[:3], number[3:])
    for first, *rest in dict.fromkeys((*halves, *_parted(number))):
        yield (first, *rest)
        for before in _AT_HOME.get(code, (code, "0")):
            yield from ((before + first, *rest), (before, first, *rest))


def _parted(digits: str) -> Iterator[Groups]:
    """In groups of two to four."""
    if not digits:
        yield ()
    for size in (2, 3, 4):
        if len(digits) >= size:
            yield from ((digits[:size], *rest) for rest in _parted(digits[size:]))
