"""Reads a misspelt Russian word as the one of our lists that it must be: «отвратителный», «мошеничество»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from monitor.sentiment.words import Word
from monitor.words.morphology import is_known, lemma, lemmas

_LISTS: Final = ("ru.tsv", "risk.tsv", "question.tsv")
_WORD = re.compile(r"[а-я]+")
_SHORTEST = 7  # letters as written: of shorter words too many are like another
_SHORTEST_MEANT = 6
_ANY_LETTER = 8  # from which on any one letter may be missing or too many
_ALIKE: Final = tuple(map(frozenset, ("аоуеиыэюя", "бп", "вф", "гк", "дт", "жш", "зс", "шщ", "цс", "чщ", "йи", "ьъ")))
_KEYS: Final = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_BESIDE: Final = frozenset(pair for row in _KEYS for way in (row, row[::-1]) for pair in pairwise(way))


@lru_cache(maxsize=20_000)
def meant(low: str) -> str | None:
    """The one word of our lists that differs by a slip; None where a word is known, or where it may be several.

    >>> meant("обманывют"), meant("мошеничества"), meant("обманывают"), meant("рендеринг")
    ('обманывать', 'мошенничество', None, None)
    """
    if len(low) < _SHORTEST or not _WORD.fullmatch(low) or is_known(low) or low in _by_what_is_left().get(low, ()):
        return None
    found = {word for base in lemmas(low) for word in _near(base)}
    return min(found) if len({lemma(word) for word in found}) == 1 else None


def righted(words: list[Word], *, russian: bool) -> list[Word]:
    """The misspelt words read as what they must be; a capital may begin a name, and «праблема» is good Belarusian."""
    for n, word in enumerate(words if russian else ()):
        if word.text == word.low and (right := meant(word.low)):
            words[n] = word._replace(low=right, lemma=lemma(right))
    return words


def _near(base: str) -> Iterator[str]:
    known = _by_what_is_left()
    for key in dict.fromkeys((base, *_with_one_less(base))):
        yield from (word for word in known.get(key, ()) if word[0] == base[0] and _is_slip(base, word))


def _is_slip(written: str, word: str) -> bool:
    """Whether a hand or an ear makes one of the other: by a key beside, by what sounds alike, in another order."""
    if len(written) == len(word):
        apart = [(a, b) for a, b in zip(written, word, strict=True) if a != b]
        if len(apart) == 1:
            return apart[0] in _BESIDE or any(alike.issuperset(apart[0]) for alike in _ALIKE)
        return len(apart) == 2 and apart[0] == apart[1][::-1] and _stand_together(written, word)  # noqa: PLR2004
    long, short = sorted((written, word), key=len, reverse=True)
    at = next((n for n, (a, b) in enumerate(zip(long, short, strict=False)) if a != b), len(short))
    doubled = long[at] in long[at - 1 : at] or long[at] in "ьъ"
    return len(long) - len(short) == 1 and long[at + 1 :] == short[at:] and (doubled or len(long) >= _ANY_LETTER)


def _stand_together(written: str, word: str) -> bool:
    at = next(n for n, (a, b) in enumerate(zip(written, word, strict=True)) if a != b)
    return written[at + 1] != word[at + 1]


def _with_one_less(word: str) -> Iterator[str]:
    return (word[:n] + word[n + 1 :] for n in range(len(word)))


@cache
def _by_what_is_left() -> dict[str, tuple[str, ...]]:
    """The words of our lists, by themselves and by what is left without a letter: a slip shares one of these."""
    here = Path(__file__).parent
    text = " ".join((here / name).read_text(encoding="utf-8") for name in _LISTS).lower().replace("ё", "е")
    words = (word for word in _WORD.findall(text) if len(word) >= _SHORTEST_MEANT)
    left: dict[str, tuple[str, ...]] = {}
    for word in sorted(set(words)):
        for key in dict.fromkeys((word, *_with_one_less(word))):
            left[key] = (*left.get(key, ()), word)
    return left
