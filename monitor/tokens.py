"""The words of a text: letters and digits, between whatever else stands there."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")


def tokens(text: str) -> list[str]:
    """All words in their order; most of what stands between spaces is one, and need not be looked at letter by letter.

    >>> tokens("Зубр-Софт: 24 часа,  a_b…")
    ['Зубр', 'Софт', '24', 'часа', 'a', 'b']
    """
    found: list[str] = []
    for piece in text.split():
        if piece.isalnum():
            found.append(piece)
        else:
            found += _WORD.findall(piece)
    return found
