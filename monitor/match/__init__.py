"""Finds where our brands are named: in every form, as whole words, and only where it is really them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from ahocorasick import Automaton

from monitor.domain import Hit
from monitor.language import sentences
from monitor.match import place
from monitor.match.spelling import Spelling, fold, letters, spellings
from monitor.morphology import lemmas

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


class Named(Protocol):
    """What the matcher needs to know of a brand."""

    @property
    def id(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def context(self) -> tuple[str, ...]: ...
    @property
    def exclude(self) -> tuple[str, ...]: ...
    @property
    def capital(self) -> bool | None: ...


Phrase = tuple[frozenset[str], ...]  # the dictionary forms of each of its words


class Matcher:
    """Knows all spellings of all brands; a text that names none costs one pass over its letters."""

    def __init__(self, brands: Sequence[Named]) -> None:
        self._context = {b.id: tuple(_phrase(c) for c in b.context) for b in brands}
        self._exclude = {b.id: tuple(_phrase(e) for e in b.exclude) for b in brands}
        self._automaton = _automaton(s for b in brands for name in b.names for s in spellings(b.id, name, b.capital))

    def find(self, text: str, title: str = "") -> tuple[Hit, ...]:
        """The places where a brand is named, those of the title first."""
        if self._automaton is None:
            return ()
        found = [(title, hit) for hit in self._named(title, in_title=True)] if title else []
        found += [(text, hit) for hit in self._named(text, in_title=False)]
        if not found:
            return ()
        around = _Around(title, text)
        return tuple(hit for _, hit in found if self._meant(hit, around))

    def _named(self, text: str, *, in_title: bool) -> list[Hit]:
        found = list(self._automaton.iter(letters(text)))
        if not found:
            return []
        low = fold(text)
        spans: set[tuple[int, int, str]] = set()
        for last, candidates in found:
            for spelling, anchor in candidates:
                span = place.find(spelling, anchor, text, low, last + 1)
                if span:
                    spans.add((*span, spelling.brand))
        return [
            Hit(brand, start, end, text[start:end], in_title)
            for start, end, brand in sorted(spans)
            if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in spans)
        ]

    def _meant(self, hit: Hit, around: _Around) -> bool:
        if any(around.covers(phrase, hit) for phrase in self._exclude[hit.brand]):
            return False
        context = self._context[hit.brand]
        return not context or any(around.has(phrase, hit) for phrase in context)


class _Around:
    """What stands round a hit: the words of each sentence by their dictionary forms, worked out once per item."""

    def __init__(self, title: str, text: str) -> None:
        self._fields = {True: title, False: text}
        self._spans = {side: sentences(field) for side, field in self._fields.items()}
        self._words: dict[tuple[bool, int], list[tuple[int, int, frozenset[str]]]] = {}

    def has(self, phrase: Phrase, hit: Hit) -> bool:
        """Whether a phrase stands in the hit's sentence or a neighbouring one; the title neighbours the beginning."""
        return any(next(_places(phrase, self._tokens(side, n)), None) for side, n in self._near(hit))

    def covers(self, phrase: Phrase, hit: Hit) -> bool:
        """Whether the hit is part of a phrase."""
        tokens = [t for side, n in self._near(hit) if side == hit.in_title for t in self._tokens(side, n)]
        return any(start < hit.end and hit.start < end for start, end in _places(phrase, tokens))

    def _near(self, hit: Hit) -> list[tuple[bool, int]]:
        order = [(True, n) for n in range(len(self._spans[True]))] + [
            (False, n) for n in range(len(self._spans[False]))
        ]
        at = next(
            i for i, (side, n) in enumerate(order) if side == hit.in_title and hit.start < self._spans[side][n][1]
        )
        return order[max(0, at - 1) : at + 2]

    def _tokens(self, in_title: bool, number: int) -> list[tuple[int, int, frozenset[str]]]:  # noqa: FBT001  # a key
        key = (in_title, number)
        if key not in self._words:
            start, end = self._spans[in_title][number]
            low = fold(self._fields[in_title])
            self._words[key] = [(m.start(), m.end(), lemmas(m.group())) for m in _TOKEN.finditer(low, start, end)]
        return self._words[key]


def _phrase(text: str) -> Phrase:
    return tuple(lemmas(word) for word in _TOKEN.findall(fold(text)))


def _places(phrase: Phrase, tokens: list[tuple[int, int, frozenset[str]]]) -> Iterator[tuple[int, int]]:
    size = len(phrase)
    for n in range(len(tokens) - size + 1):
        window = tokens[n : n + size]
        if size and all(word & token[2] for word, token in zip(phrase, window, strict=True)):
            yield window[0][0], window[-1][1]


def _automaton(all_spellings: Iterator[Spelling]) -> Any:
    """Each spelling is looked for by its longest word; the others are checked where that one stands."""
    known: dict[str, list[tuple[Spelling, int]]] = {}
    for spelling in all_spellings:
        anchor = max(range(len(spelling.words)), key=lambda n: len(spelling.words[n]))
        known.setdefault(spelling.words[anchor], []).append((spelling, anchor))
    if not known:
        return None
    automaton = Automaton()
    for word, candidates in known.items():
        automaton.add_word(word, tuple(candidates))
    automaton.make_automaton()
    return automaton
