"""A name that is one word, written as two, and one of several, written as one: Битрикс 24, Сбер Банк, #деловыелинии."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.match.everyday import is_english, is_ordinary
from monitor.words.morphology import is_known

_WORD = re.compile(r"[^\W_]+")
CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")  # between the words of one: Сбер|Банк
_NUMBERED = re.compile(r"([^\W\d_]{3,})(\d+)\Z")  # of «А1» and MP3 the letters alone say nothing
_NUMBERED_LATIN = re.compile(r"([a-z]{3,})(\d{2,})\Z", re.IGNORECASE)  # nor of Phase1, which each plan has
_CRY = re.compile(r"(?<=\w)[!?]+\Z")  # Yahoo!
_SHORTEST_PART = 2  # letters: “i phone you” is no iPhone
_SHORTEST_APART = 3
_GLUES = frozenset("-.'")  # М.Видео is «мвидео» to most, O'Reilly is “OReilly”
_JOINED = 6  # letters: a shorter name written as one word is too easily another word


@dataclass(frozen=True, slots=True)
class Parts:
    """The halves of a name that is one word."""

    words: tuple[str, ...]
    doubtful: bool = False  # they also follow each other in speech: «мой склад», “linked in”
    capital: bool = False


def taken_apart(name: str) -> Iterator[Parts]:
    """How a name of one word is written by whoever hears two.

    >>> [*taken_apart("Битрикс24")], [*taken_apart("Такси24")]
    ([Parts(words=('Битрикс', '24'), doubtful=False, capital=False)], [])
    """
    if not _WORD.fullmatch(name):
        return
    numbered = (_NUMBERED_LATIN if name.isascii() else _NUMBERED).match(name)
    if numbered and not is_ordinary(numbered.groups()[:1]):
        yield Parts(numbered.groups(), capital=name.isascii() and name[0].isupper())  # “scan 24 pages”
    parts = tuple(CAMEL.split(name))
    if len(parts) > 1 and min(map(len, parts)) >= _SHORTEST_PART:
        yield Parts(parts, doubtful=name.isascii() or is_ordinary(parts))


def is_joined(name: str) -> bool:
    """Whether a name of several words is also written as one, which then means nothing else.

    >>> is_joined("М.Видео"), is_joined("Деловые Линии"), is_joined("Data Base")
    (True, True, False)
    """
    words = _WORD.findall(name)
    joined, between = "".join(words), set(_WORD.sub("", name))
    spaced = not joined.isascii() and min(map(len, words)) >= _SHORTEST_APART  # «попути» is a slip: «по пути» is meant
    if len(words) == 1 or not between <= (_GLUES | {" "} if spaced else _GLUES):
        return False
    shortest = _JOINED if joined.isascii() else _JOINED - 1  # of Russian the dictionary knows every word
    return len(joined) >= shortest and not is_known(joined) and not is_english(joined)


def calm(name: str) -> str:
    """The name without the cry at its end, which few people write: Yahoo!"""
    return _CRY.sub("", name)
