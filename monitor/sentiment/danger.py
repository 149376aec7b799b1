"""Hears what a team must know whatever the tone: words of danger near the brand, and questions about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from monitor.sentiment.lexicon import table
from monitor.sentiment.words import Word

_ANY_END = "plain"


class Danger(NamedTuple):
    """A word of danger as written, and of which kind it is."""

    start: int
    end: int
    category: str


class Dangers:
    """Court, leak, fraud, safety, licence, bankruptcy: by dictionary form, in both languages."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for category, _, entry in table("risk.tsv"):
            words = tuple(entry.replace("ё", "е").split())
            self._known.setdefault(words[0], []).append((words, category))
        for found in self._known.values():
            found.sort(key=lambda known: -len(known[0]))

    def find(self, words: list[Word]) -> Iterator[Danger]:
        """The dangers named in a sentence."""
        past = 0
        for n, word in enumerate(words):
            if n < past:
                continue
            for wanted, category in _starting(self._known, word):
                if _stands(wanted, words[n : n + len(wanted)]):
                    past = n + len(wanted)
                    yield Danger(word.start, words[past - 1].end, category)
                    break


class Questions:
    """How people ask about a company before they sign."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for kind, _, entry in table("question.tsv"):
            words = tuple(entry.replace("ё", "е").split())
            self._known.setdefault(words[0], []).append((words, kind))

    def asked(self, words: list[Word], *, marked: bool) -> bool:
        """Whether a sentence asks; `marked` says that it ends with a question mark."""
        return any(
            (marked or kind == _ANY_END) and _stands(wanted, words[n : n + len(wanted)])
            for n, word in enumerate(words)
            for wanted, kind in _starting(self._known, word)
        )


def _starting(known: dict[str, list[tuple[tuple[str, ...], str]]], word: Word) -> list[tuple[tuple[str, ...], str]]:
    found = known.get(word.low, [])
    return found if word.lemma == word.low else found + known.get(word.lemma, [])


def _stands(wanted: tuple[str, ...], words: list[Word]) -> bool:
    return len(words) == len(wanted) and all(w in (x.low, x.lemma) for w, x in zip(wanted, words, strict=True))
