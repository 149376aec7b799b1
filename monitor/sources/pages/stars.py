"""Counts the stars that a page draws one by one, where it draws those that were not given, too."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HALF = re.compile("half")
_EMPTY = re.compile(
    r"(?<![a-z])(?:empty|blank|off|not|inactive|disabled|unfilled|unselected|unchecked|outlined?|border|gr[ae]y|regular"
    r"|far|muted|secondary)(?![a-z])|star-o(?![a-z])|width\s*:\s*0(?![.\d])|☆"
)
_FULL = re.compile(
    r"(?<![a-z])(?:full|fill(?:ed)?|active|on|checked|selected|gold(?:en)?|yellow|orange|amber|warning|solid|fas|lit)"
    r"(?![a-z])"
)


def lit(stars: Sequence[str]) -> float:
    """How many of a row shine, by how each is written: some may be called full, or others empty, or half.

    >>> lit(["star full", "star half", "star empty"]), lit(["fas fa-star", "far fa-star"]), lit(["star", "star"])
    (1.5, 1.0, 2.0)
    """
    looks = [_HUMP.sub("-", star).casefold() for star in stars]
    halves = sum(map(bool, map(_HALF.search, looks)))
    whole = [look for look in looks if not _HALF.search(look)]
    given = [look for look in whole if not _EMPTY.search(look)]
    if not given and not halves:  # a word that all of them have says nothing
        given = whole
    return float(len([look for look in given if _FULL.search(look)] or given) + halves / 2)


def tells_apart(stars: Sequence[str]) -> bool:
    """Whether anything says which of them shine.

    >>> tells_apart(["star", "star empty"]), tells_apart(["star", "star"])
    (True, False)
    """
    looks = [_HUMP.sub("-", star).casefold() for star in stars]
    return any(_EMPTY.search(look) or _FULL.search(look) for look in looks)
