"""Finds phrases that leave room: for a few words, for a number, for one word of several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from monitor.sentiment.lexicon import Lexicon, Said
from monitor.sentiment.words import Word, in_one_breath

ANY, NUMBER, END, PAUSE = "…", "#", "$", ","  # a few words or none, a number, the end of the sentence, a comma
_SIGNS = frozenset({ANY, NUMBER, END, PAUSE})
_FEW = 5
_OR, _NOT = "|", "не"  # what is denied is another thing
_NOBODY, _NO_ONE = "nobody", "no one"
_COUNTED = frozenset(
    {
        *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen"),
        *("twenty", "thirty", "forty", "fifty", "several", "dozen", "half"),
    }
)
_COUNTED_IN_RUSSIAN = frozenset(
    {
        *("два", "двое", "три", "трое", "четыре", "четверо", "пять", "пятеро", "шесть", "семь", "восемь", "девять"),
        *("десять", "одиннадцать", "двенадцать", "пятнадцать", "двадцать", "тридцать", "сорок", "пятьдесят", "сто"),
        *("пара", "полтора", "несколько", "десяток", "дюжина"),
    }
)


@lru_cache(maxsize=2)  # of a list as it is, and as it was before somebody changed it
def with_room(lexicon: Lexicon) -> Patterns:
    """Those of a list."""
    return Patterns(lexicon.roomy)


class Fit(NamedTuple):
    """The first and the last word of what was found, and what that says."""

    first: int
    last: int
    said: Said


class _Known(NamedTuple):
    places: tuple[frozenset[str], ...]
    second: frozenset[str] | None  # many begin alike; none where the second place is a sign
    said: Said


_NONE: Sequence[_Known] = ()


class Patterns:
    """Each a row of places: a word, several of which one stands there, or a sign for what may be anything."""

    def __init__(self, listed: Mapping[str, Said]) -> None:
        self._known: dict[str, list[_Known]] = {}
        rows = ((row, said) for text, said in listed.items() for row in _in_both_ways(text))
        for text, said in sorted(rows, key=lambda one: -len(one[0].split())):
            places = tuple(frozenset(place.split(_OR)) for place in text.split())
            second = places[1] if places[1].isdisjoint(_SIGNS) else None
            for first in places[0] | _COUNTED | _COUNTED_IN_RUSSIAN if NUMBER in places[0] else places[0]:
                self._known.setdefault(first, []).append(_Known(places, second, said))

    def find(self, words: Sequence[Word]) -> Iterator[Fit]:
        """Apart from each other; of those that begin at one word, the one that asks for most."""
        past = 0
        for n, word in enumerate(words):
            if n < past or not (beginning := self._beginning(word)):
                continue
            following = words[n + 1] if n + 1 < len(words) else None
            for places, second, said in beginning:
                after = _after(places, words, n) if second is None or (following and _fits(second, following)) else 0
                if after:
                    past = after
                    yield Fit(n, after - 1, said)
                    break

    def _beginning(self, word: Word) -> Sequence[_Known]:
        """As it is written, then by its dictionary form."""
        written = self._known.get(NUMBER if word.low.isdigit() else word.low, _NONE)
        further = _NONE if word.lemma == word.low else self._known.get(word.lemma, _NONE)
        return [*written, *further] if written and further else written or further


def _in_both_ways(text: str) -> list[str]:
    """A row that begins with "nobody" is heard with "no one", too.

    >>> _in_both_ways("nobody|none cares")
    ['nobody|none cares', 'no one cares']
    """
    first, _, rest = text.partition(" ")
    return [text, f"{_NO_ONE} {rest}"] if _NOBODY in first.split(_OR) else [text]


def is_number(low: str) -> bool:
    """In figures or in an English word.

    >>> [is_number(word) for word in ("14", "3rd", "several", "much")]
    [True, False, True, False]
    """
    return low.isdigit() or low in _COUNTED


def _after(places: Sequence[frozenset[str]], words: Sequence[Word], n: int, clause: int | None = None) -> int:
    """Where the phrase that begins at this word ends, 0 where there is none; a comma in it is asked for."""
    clause = words[n].clause if clause is None else clause
    for k, place in enumerate(places):
        if ANY in place:
            rest, last = places[k + 1 :], min(n + _FEW, len(words))
            last = next((m for m in range(n, last) if words[m].low == _NOT), last)
            return next((after for start in range(n, last + 1) if (after := _after(rest, words, start, clause))), 0)
        if END in place and (n == len(words) or len(place) == 1):
            return n if n == len(words) else 0
        if PAUSE in place and k + 1 < len(places) and in_one_breath(words):
            continue
        if n == len(words) or (words[n].clause == clause) is (PAUSE in place):
            return 0
        if PAUSE in place:
            if words[n - 1].clause == words[n].clause:  # what comes next stands right behind the comma
                return 0
            clause = words[n].clause
            continue
        n = _one(place, words, n)
        if not n:
            return 0
        clause = words[n - 1].clause
    return n


def _one(place: frozenset[str], words: Sequence[Word], n: int) -> int:
    """Behind the word that fits this place, or behind all parts of a number: "1,200"."""
    if NUMBER in place and (is_number(words[n].low) or words[n].lemma in _COUNTED_IN_RUSSIAN):
        n += 1
        while n < len(words) and words[n].low.isdigit():
            n += 1
        return n
    return n + 1 if _fits(place, words[n]) else 0


def _fits(place: frozenset[str], word: Word) -> bool:
    """As it is written, or in its dictionary form, which is the same in English."""
    return word.low in place or word.lemma in place
