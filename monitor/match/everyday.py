"""Words that people use every day: a name that is made of them is told from them by more than its letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from monitor.match.declension import is_phrase
from monitor.words.morphology import depends, is_common, plain

_OF = re.compile(r" +of [a-z]")
_NEXT = re.compile(r" +([а-яё]+)(?: +([а-яё]+))?\b")
_DENIED = re.compile(r"[^.!?\n]*\b(?:не|ни|нет)\b")  # asks for the same case: «Точка денег не возвращает»


def is_english(word: str) -> bool:
    """Whether this is an everyday English word."""
    return plain(word) in _listed("common_en.txt")


def is_given(word: str) -> bool:
    """Whether people who speak English are called so."""
    return word.lower() in _listed("given_names.txt")


def is_ordinary(words: Sequence[str]) -> bool:
    """Whether words could stand together in ordinary speech, all of them known to everybody.

    >>> is_ordinary(["Square", "Meters"]), is_ordinary(["Northern", "Zubr"])
    (True, False)
    """
    return is_phrase(words) and all(
        is_english(word) or is_english(word.removesuffix("s")) if word.isascii() else is_common(word) for word in words
    )


def leads_on(after: str) -> bool:
    """Whether what stands behind an everyday word makes ordinary speech of it, whoever is called by that word.

    >>> leads_on(" зрения редакции"), leads_on(" последних новостей"), leads_on(" of chocolates")
    (True, True, True)
    >>> leads_on(" денег не возвращает"), leads_on(" карты блокирует"), leads_on(" of San Francisco")
    (False, False, False)
    """
    if _OF.match(after):
        return True
    found = _NEXT.match(after)
    return found is not None and depends(found[1], found[2] or "") and not _DENIED.match(after)


@lru_cache(maxsize=2)
def _listed(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
