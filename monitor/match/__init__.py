"""Finds where our brands are named: in every form, as whole words, and only where it is really them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

from ahocorasick import Automaton

from monitor.domain import Hit
from monitor.match import place
from monitor.match.spelling import Spelling, fold, letters, spellings
from monitor.words.alphabets import in_one_alphabet
from monitor.words.language import sentences
from monitor.words.morphology import lemmas
from monitor.words.tokens import Unmarked

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
Token = tuple[int, int, frozenset[str]]  # a word of a text: where it stands, and its dictionary forms


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
        said, heading = Unmarked.of(text), Unmarked.of(title)
        read, read_heading = in_one_alphabet(said.text), in_one_alphabet(heading.text)
        found = self._found(read, read_heading)
        if read is text and read_heading is title:
            return found
        return tuple(_as_written(hit, heading if hit.in_title else said) for hit in found)

    def _found(self, text: str, title: str) -> tuple[Hit, ...]:
        found = (*self._named(title, in_title=True), *self._named(text, in_title=False))
        if not any(self._context[hit.brand] or self._exclude[hit.brand] for hit in found):
            return found
        around = _Around(title, text)
        return tuple(hit for hit in found if self._meant(hit, around))

    def _named(self, text: str, *, in_title: bool) -> list[Hit]:
        small = letters(text)
        found = [
            (last + 1, spelling, anchor)
            for last, candidates in self._automaton.iter(small)
            for spelling, anchor in candidates
            if all(map(small.__contains__, spelling.words))
        ]
        if not found:
            return []
        low = fold(text)
        spans: set[tuple[int, int, str]] = set()
        for end, spelling, anchor in found:
            span = place.find(spelling, anchor, text, low, end)
            if span:
                spans.add((*span, spelling.brand))
        return [Hit(brand, start, end, text[start:end], in_title) for start, end, brand in _outermost(spans)]

    def _meant(self, hit: Hit, around: _Around) -> bool:
        if any(around.covers(phrase, hit) for phrase in self._exclude[hit.brand]):
            return False
        context = self._context[hit.brand]
        return not context or any(around.has(phrase, hit) for phrase in context)


class _Around:
    """What stands round a hit: the words of each sentence by their dictionary forms, worked out once per item."""

    def __init__(self, title: str, text: str) -> None:
        self._low = {True: fold(title), False: fold(text)}
        self._order = [
            (side, *span) for side, field in ((True, title), (False, text)) for span in sentences(field)
        ]  # the title's sentences first
        self._starts = [(not side, start) for side, start, _ in self._order]
        self._words: dict[int, list[Token]] = {}
        self._phrases: dict[tuple[Phrase, tuple[int, ...]], list[tuple[int, int]]] = {}

    def has(self, phrase: Phrase, hit: Hit) -> bool:
        """Whether a phrase stands in the hit's sentence or a neighbouring one; the title neighbours the beginning."""
        return any(self._places(phrase, (n,)) for n in self._near(hit))

    def covers(self, phrase: Phrase, hit: Hit) -> bool:
        """Whether the hit is part of a phrase, and not the phrase of the hit: «зубр» is no word about «Зубр-Софт»."""
        beside = tuple(n for n in self._near(hit) if self._order[n][0] == hit.in_title)
        met = [(a, b) for a, b in self._places(phrase, beside) if a < hit.end and hit.start < b]
        return any((a, b) == (hit.start, hit.end) or a < hit.start or hit.end < b for a, b in met)

    def _near(self, hit: Hit) -> range:
        """The numbers of the hit's sentence and of those beside it."""
        at = bisect_right(self._starts, (not hit.in_title, hit.start)) - 1
        return range(max(0, at - 1), min(at + 2, len(self._order)))

    def _places(self, phrase: Phrase, numbers: tuple[int, ...]) -> list[tuple[int, int]]:
        """Where a phrase stands in these sentences; a text may name us a thousand times in one of them."""
        key = (phrase, numbers)
        if key not in self._phrases:
            self._phrases[key] = list(_places(phrase, [token for n in numbers for token in self._tokens(n)]))
        return self._phrases[key]

    def _tokens(self, number: int) -> list[Token]:
        if number not in self._words:
            side, start, end = self._order[number]
            found = _TOKEN.finditer(self._low[side], start, end)
            self._words[number] = [(m.start(), m.end(), lemmas(m.group())) for m in found]
        return self._words[number]


def _as_written(hit: Hit, field: Unmarked) -> Hit:
    cut = field.cut(hit.start, hit.end)
    return replace(hit, start=field.place(hit.start), end=field.end(hit.end), text=cut)


def _phrase(text: str) -> Phrase:
    return tuple(lemmas(word) for word in _TOKEN.findall(fold(Unmarked.of(text).text)))


def _outermost(spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """All but those that lie inside of another; two brands may share a name, and so a place.

    >>> list(_outermost({(0, 4, "zubr"), (0, 9, "soft"), (0, 9, "bank"), (5, 9, "soft"), (7, 12, "soft")}))
    [(0, 9, 'bank'), (0, 9, 'soft'), (7, 12, 'soft')]
    """
    outer = (0, 0)
    for start, end, brand in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        if end > outer[1] or (start, end) == outer:
            outer = (start, end)
            yield start, end, brand


def _places(phrase: Phrase, tokens: list[Token]) -> Iterator[tuple[int, int]]:
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
