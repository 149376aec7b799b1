"""Whether a name is that of a person: to watch one is another thing before the law than to watch a company."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from monitor.match.everyday import is_english, is_given
from monitor.words.morphology import tags

_INITIALS = re.compile(
    r"(?:^|\s)(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+)(?!\w)"
)
_RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")
_ENGLISH = re.compile(r"[A-Z][a-z]+(?:[-'][A-Z][a-z]+)?|[A-Z]\.?|Mc[A-Z][a-z]+|O'[A-Z][a-z]+")
_WORDS = range(2, 4)  # of a person's name


def is_person(name: str) -> bool:
    """Whether people are called so; a company that is called like its founder cannot be told from him.

    >>> [is_person(name) for name in ("Анна Каренина", "Иванов И. И.", "Пётр Кузьмич", "John Smith")]
    [True, True, True, True]
    >>> [is_person(name) for name in ("Мария-Ра", "Альфа Банк", "Вера Плюс", "Лада Веста")]
    [False, False, False, False]
    >>> [is_person(name) for name in ("Alex Bank", "Zubr Soft", "Acme Kowalski", "John Kowalski")]
    [False, False, False, True]
    """
    words = name.split()
    if _INITIALS.search(name):
        return True
    if len(words) not in _WORDS:
        return False
    if all(map(_RUSSIAN.fullmatch, words)):
        return _is_russian(words)
    return all(map(_ENGLISH.fullmatch, words)) and _is_english(words)


@lru_cache(maxsize=10_000)
def is_first_name(word: str) -> bool:
    """Whether people are called so, as the word stands.

    >>> is_first_name("Ирина"), is_first_name("Петров"), is_first_name("Покупатель")
    (True, False, False)
    """
    return any({"Name", "nomn"} <= tag for tag in tags(word))


def _is_russian(words: Sequence[str]) -> bool:
    """A given name, and a family's or a father's."""
    return any(
        is_first_name(given) and all(place == other or _is_family(word) for other, word in enumerate(words))
        for place, given in enumerate(words)
    )


def _is_family(word: str) -> bool:
    return any("nomn" in tag and not tag.isdisjoint({"Surn", "Patr"}) for tag in tags(word.partition("-")[0]))


def _is_english(words: Sequence[str]) -> bool:
    """What follows is no word that companies are called by: «Ben Motors» is none."""
    first, last = words[0].lower(), words[-1].lower()
    return is_given(first) and len(last) > 1 and not is_english(last)
