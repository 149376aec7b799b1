"""Reads the word lists: what each word or phrase weighs, and what it does to its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from monitor.morphology import is_known, lemma, lemmas, plain

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_HERE = Path(__file__).parent

Phrases = dict[str, tuple[tuple[tuple[str, ...], float], ...]]  # first word -> (all words, weight), longest first


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What one language's words do to the tone."""

    words: Mapping[str, float]
    phrases: Phrases
    needs: Mapping[str, float] = field(default_factory=dict)  # bad where denied or missing
    boosts: Mapping[str, float] = field(default_factory=dict)
    negations: frozenset[str] = frozenset()
    turns: frozenset[str] = frozenset()  # но: what follows counts more
    dropped: frozenset[str] = frozenset()  # words of a foreign list that mislead
    signs: Mapping[str, float] = field(default_factory=dict)  # emoji

    def weight(self, low: str) -> float | None:
        """What a word weighs in the form it is written in, or else in its dictionary form."""
        return _look_up(self.words, low)

    def need(self, low: str) -> float | None:
        """What it weighs that a word is denied or missing."""
        return _look_up(self.needs, low)


def load(name: str, team: Mapping[str, float]) -> Lexicon:
    """A language's own list with the team's words over it."""
    found: dict[str, dict[str, float]] = {kind: {} for kind in _KINDS}
    for weight, kind, entry in _entries(name):
        found[kind][entry] = weight
    for entry, weight in team.items():
        known = " ".join(lemma(word) for word in _WORD.findall(plain(entry)))
        for form in {known, " ".join(_WORD.findall(plain(entry)))}:
            found["phrase" if " " in form else "word"][form] = weight
    return Lexicon(
        found["word"],
        _phrases(found["phrase"]),
        found["need"],
        found["boost"],
        frozenset(found["negate"]),
        frozenset(found["but"]),
        frozenset(found["drop"]),
        found["sign"],
    )


_KINDS = ("word", "phrase", "need", "boost", "negate", "but", "drop", "sign")


def table(name: str) -> Iterator[tuple[str, ...]]:
    """The lines of one of our lists, column by column; the last column is split at its commas."""
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            *columns, entries = line.split("\t")
            for entry in entries.split(", "):
                yield (*columns, entry.strip())


def _entries(name: str) -> Iterator[tuple[float, str, str]]:
    for weight, kind, _, entry in table(name):
        yield float(weight), kind, entry


def _phrases(entries: Mapping[str, float]) -> Phrases:
    found: dict[str, list[tuple[tuple[str, ...], float]]] = {}
    for entry, weight in entries.items():
        words = tuple(entry.split())
        found.setdefault(words[0], []).append((words, weight))
    return {first: tuple(sorted(group, key=lambda p: -len(p[0]))) for first, group in found.items()}


def _look_up(weights: Mapping[str, float], low: str) -> float | None:
    for form in _written(low):
        if form in weights:
            return weights[form]
    return None


@lru_cache(maxsize=100_000)
def _written(low: str) -> tuple[str, ...]:
    """The forms under which a word may be listed; one that no dictionary has is tried in every way it may be read."""
    first = tuple(dict.fromkeys((low, lemma(low))))
    return first if is_known(low) else (*first, *sorted(lemmas(low) - set(first)))
