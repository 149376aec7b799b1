"""Weighs the words of a language whose dictionary we do not have, by how they begin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from monitor.sentiment.lexicon import Said, entries
from monitor.sentiment.words import Mark, Word
from monitor.words.morphology import plain

_REACH = 2  # words that a «не» turns round, as far as the next comma
_TURNED_GOOD, _TURNED_BAD = -0.74, -0.4
_SHORTEST = 3  # letters of a stem


class Stems:
    """Belarusian, Ukrainian: a short list of beginnings; what it does not know is silent, and so the tone is unsure."""

    def __init__(self, name: str) -> None:
        self._begins: dict[str, Said] = {}
        self._exact: dict[str, Said] = {}
        self._phrases: dict[tuple[str, ...], Said] = {}
        self._boosts: dict[str, float] = {}
        self._denies: set[str] = set()
        for entry in entries(name):
            said = Said(entry.weight, entry.about)
            if entry.kind == "boost":
                self._boosts[entry.text] = entry.weight
            elif entry.kind == "negate":
                self._denies.add(entry.text)
            elif entry.kind == "phrase":
                self._phrases[tuple(entry.text.split())] = said
            elif entry.text.endswith("*"):
                self._begins[entry.text[:-1]] = said
            else:
                self._exact[entry.text] = said

    def marks(self, words: list[Word]) -> list[Mark]:
        """The places that weigh something in a sentence."""
        found = list(self._phrase_marks(words))
        taken = {n for first, last, _ in found for n in range(first, last + 1)}
        single = [self._word(words, n, taken) for n in range(len(words)) if n not in taken]
        phrases = [Mark(words[first].start, words[last].end, *said) for first, last, said in found]
        return phrases + [mark for mark in single if mark]

    def _phrase_marks(self, words: list[Word]) -> Iterator[tuple[int, int, Said]]:
        n = 0
        while n < len(words):
            fits = [p for p in self._phrases if len(p) <= len(words) - n and self._stands(p, words[n : n + len(p)])]
            if fits:
                longest = max(fits, key=len)
                yield n, n + len(longest) - 1, self._phrases[longest]
                n += len(longest) - 1
            n += 1

    def _stands(self, phrase: tuple[str, ...], words: list[Word]) -> bool:
        together = all(a.clause == b.clause for a, b in pairwise(words))
        return together and all(
            word.low.startswith(want[:-1]) if want.endswith("*") else word.low == want
            for want, word in zip(phrase, words, strict=True)
        )

    def _word(self, words: list[Word], n: int, taken: set[int]) -> Mark | None:
        word = words[n]
        said = self._said(plain(word.text))
        if said is None or not said.weight:
            return None
        weight, first = said.weight, n
        for back in range(n - 1, max(-1, n - 1 - _REACH), -1):
            if words[back].clause != word.clause or back in taken:
                break
            if words[back].low in self._denies:
                turned = weight * (_TURNED_GOOD if weight > 0 else _TURNED_BAD)
                return Mark(words[back].start, word.end, turned, said.denied)
            weight += self._boosts.get(words[back].low, 0.0) * (1 if weight > 0 else -1)
        return Mark(words[first].start, word.end, weight, said.about)

    def _said(self, low: str) -> Said | None:
        if low in self._exact:
            return self._exact[low]
        for size in range(len(low), _SHORTEST - 1, -1):
            if low[:size] in self._begins:
                return self._begins[low[:size]]
        return None
