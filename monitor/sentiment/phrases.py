"""Finds the phrases of a list in a sentence, in whatever form they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from monitor.sentiment.words import Word

OURS = "*"  # stands in a phrase for the brand's name
ANY = "…"  # and this for a few words, or none
_FEW = 4


class Found(NamedTuple):
    """A phrase at its place among the words, and what the list calls it."""

    first: int
    after: int
    label: str


class _Known(NamedTuple):
    words: tuple[str, ...]
    label: str
    second: str  # many begin alike; empty where there is none, or where it may be any word


class Phrases:
    """Phrases in dictionary form, each with a label; of those that begin at one word the longest is meant."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._known: dict[str, list[_Known]] = {}
        for label, entry in entries:
            words = tuple(entry.replace("ё", "е").split())
            self._known.setdefault(words[0], []).append(_Known(words, label, _second(words)))
        for found in self._known.values():
            found.sort(key=lambda known: -len(known.words))

    def all(self, words: Sequence[Word]) -> Iterator[Found]:
        """Every phrase of the sentence, also where two overlap."""
        for n, word in enumerate(words):
            if word.low in self._known or word.lemma in self._known:
                yield from self._at(words, n)

    def apart(self, words: Sequence[Word]) -> Iterator[Found]:
        """The longest ones, each word belonging to one of them."""
        past = 0
        for found in sorted(self.all(words), key=lambda one: (one.first, -one.after)):
            if found.first >= past:
                past = found.after
                yield found

    def _at(self, words: Sequence[Word], n: int) -> Iterator[Found]:
        following = ("", words[n + 1].low, words[n + 1].lemma) if n + 1 < len(words) else ("",)
        for known in self._starting(words[n]):
            after = _after(known.words, words, n) if known.second in following else 0
            if after:
                yield Found(n, after, known.label)

    def _starting(self, word: Word) -> list[_Known]:
        found = self._known.get(word.low, [])
        return found if word.lemma == word.low else found + self._known.get(word.lemma, [])


def _second(words: Sequence[str]) -> str:
    return words[1] if len(words) > 1 and words[1] != ANY else ""


def _after(wanted: Sequence[str], words: Sequence[Word], n: int) -> int:
    """Where the phrase that begins at this word ends; 0 where there is none."""
    for place, one in enumerate(wanted):
        if one == ANY:
            rest, last = wanted[place + 1 :], min(n + _FEW, len(words) - 1)
            return next((after for start in range(n, last + 1) if (after := _after(rest, words, start))), 0)
        if n == len(words) or one not in {words[n].low, words[n].lemma}:
            return 0
        n += 1
    return n
