"""The wordings that must not stand in a public reply; the list beside this module is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from monitor.words.morphology import plain

_LIST: Final = Path(__file__).parent / "wordings.tsv"
_LET: Final = "let"
_NAME = re.compile(r"<([A-Z_]+)>")
# What says that we do the opposite: «не просим удалить отзыв», "we will never ask you to change your review".
_DENIED = re.compile(r"(?:\bне|\bnever|\bnot|n[’']t)\b[^.!?,]{0,35}$")
_DENIABLE: Final = ("removal", "update", "threat", "trade")
_NEAR = 60  # characters before a wording


def wordings(text: str, kind: str) -> Iterator[str]:
    """The words of a text that are of this kind, as they are written; each place once.

    >>> list(wordings("Вы сами виноваты, читайте договор.", "blame"))
    ['сами виноваты', 'читайте договор']
    >>> list(wordings("Мы не просим вас удалить отзыв.", "removal"))
    []
    """
    read, last = plain(text), 0
    for start, end in sorted(match.span() for pattern in _patterns()[kind] for match in pattern.finditer(read)):
        denied = kind in _DENIABLE and _DENIED.search(read, max(0, start - _NEAR), start)
        if start >= last and not denied:
            yield text[start:end].strip(" ,")
            last = end


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    names: dict[str, str] = {}
    found: dict[str, list[re.Pattern[str]]] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        kind, _, pattern = line.partition("\t")
        if kind == _LET:
            name, _, pattern = pattern.partition("\t")
            names[name] = pattern
        elif pattern and not line.startswith("#"):
            whole = _NAME.sub(lambda known: names[known[1]], pattern)
            found.setdefault(kind, []).append(re.compile(rf"(?<!\w)(?:{whole})", re.IGNORECASE))
    return {kind: tuple(patterns) for kind, patterns in found.items()}
