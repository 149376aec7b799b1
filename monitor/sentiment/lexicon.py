"""Reads the word lists: what each word or phrase weighs, what it is about, and what it does to its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from monitor.sentiment.words import straight
from monitor.words.morphology import is_known, lemma, lemmas, plain
from monitor.words.tokens import emoji_of

# What people complain about; each has a name in the texts (`reason.*`).
REASONS: Final = (
    "quality",
    "outage",
    "support",
    "deadlines",
    "staff",
    "money",
    "price",
    "fraud",
    "documents",
    "legal",
    "security",
    "news",
)
NO_REASONS: Final = ("emotion", "praise", "sarcasm", "neutral", "-")  # what tells no more than the tone
IF_NOTHING_ELSE: Final = "?"  # behind a reason: «третий день» speaks of deadlines, and of nothing beside an outage
SARCASM: Final = "sarcasm"
_DENIED: Final = {"praise": "quality"}  # what it is about that something good is missing

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_HERE = Path(__file__).parent
_KINDS = (
    *("word", "phrase", "form", "need", "boost", "negate", "but", "drop"),
    *("sign", "avert", "guard", "topic", "room", "awaited", "remedy"),
)


class Said(NamedTuple):
    """What an entry of a list weighs, and what it is about."""

    weight: float
    about: str = ""

    @property
    def denied(self) -> str:
        """What it is about when it is denied: «не отлично» is about quality, not praise."""
        return _DENIED.get(self.about, self.about)


class Entry(NamedTuple):
    """A line of a list: a word or phrase, its weight, what it is about, and what kind of entry it is."""

    text: str
    weight: float
    about: str
    kind: str


class Phrase(NamedTuple):
    """Words that together say something else than each by itself."""

    place: int  # among those that begin with the same word: the longest come first
    words: tuple[str, ...]
    said: Said


Phrases = Mapping[str, Mapping[str, Sequence[Phrase]]]  # by the first word, then by the second: many begin alike


@dataclass(frozen=True, slots=True, eq=False)  # `load` gives the same one again: what is built of it is kept by it
class Lexicon:
    """What one language's words do to the tone."""

    words: Mapping[str, Said]
    phrases: Phrases
    needs: Mapping[str, Said] = field(default_factory=dict)  # bad where denied or missing
    boosts: Mapping[str, float] = field(default_factory=dict)
    negations: frozenset[str] = frozenset()
    turns: frozenset[str] = frozenset()  # но: what follows counts more
    averting: frozenset[str] = frozenset()  # «избежать»: what follows does not happen
    guarding: frozenset[str] = frozenset()  # «защита»: nor does what follows behind «от»
    topics: frozenset[str] = frozenset()  # «учёт»: what follows is what it is about
    dropped: frozenset[str] = frozenset()  # words of a foreign list that mislead
    signs: Mapping[str, float] = field(default_factory=dict)  # emoji
    roomy: Mapping[str, Said] = field(default_factory=dict)  # phrases that leave room
    awaited: Mapping[str, Said] = field(default_factory=dict)  # «акт»: waiting for it is about documents
    remedies: frozenset[str] = frozenset()  # «решить»: where it is denied, what follows is still there

    def weight(self, low: str) -> Said | None:
        """What a word says in the form it is written in, or else in its dictionary form."""
        return _look_up(self.words, low)

    def need(self, low: str) -> Said | None:
        """What it says that a word is denied or missing."""
        return _look_up(self.needs, low)

    def averts(self, *written: str) -> bool:
        """Whether a word, in the form it is written in or its dictionary form, keeps off what follows."""
        return not self.averting.isdisjoint(written)

    def guards(self, *written: str) -> bool:
        """Whether it keeps off what follows behind «от»."""
        return not self.guarding.isdisjoint(written)


def load(name: str, team: Mapping[str, float]) -> Lexicon:
    """A language's own list with the team's words over it; the same again for the same words."""
    return _loaded(name, tuple(team.items()))


@lru_cache(maxsize=8)
def _loaded(name: str, team: tuple[tuple[str, float], ...]) -> Lexicon:
    found: dict[str, dict[str, Said]] = {kind: {} for kind in _KINDS}
    for entry in entries(name):
        found["word" if entry.kind == "form" else entry.kind][entry.text] = Said(entry.weight, entry.about)
    for text, weight in team:
        if sign := emoji_of(text):
            found["sign"][sign] = Said(weight)
            continue
        written = _WORD.findall(plain(straight(text)))
        for form in {" ".join(map(lemma, written)), " ".join(written)}:
            found["phrase" if " " in form else "word"][form] = Said(weight)
    return Lexicon(
        found["word"],
        _phrases(found["phrase"]),
        found["need"],
        {text: said.weight for text, said in found["boost"].items()},
        frozenset(found["negate"]),
        frozenset(found["but"]),
        frozenset(found["avert"]),
        frozenset(found["guard"]),
        frozenset(found["topic"]),
        frozenset(found["drop"]),
        {text: said.weight for text, said in found["sign"].items() if said.weight},
        found["room"],
        found["awaited"],
        frozenset(found["remedy"]),
    )


def entries(name: str) -> Iterator[Entry]:
    """The lines of a list of words: word or phrase, weight, what it is about, and its kind where it is no plain one."""
    for line in _lines(name):
        text, weight, about, *kind = line.split("\t")
        yield Entry(text, float(weight), about, kind[0] if kind else "phrase" if " " in text else "word")


def table(name: str) -> Iterator[tuple[str, ...]]:
    """The lines of a list of dangers or questions, column by column; the last column is split at its commas."""
    for line in _lines(name):
        *columns, last = line.split("\t")
        for entry in last.split(", "):
            yield (*columns, entry.strip())


def _lines(name: str) -> Iterator[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return (line for line in lines if line and not line.startswith("#"))


def _phrases(found: Mapping[str, Said]) -> Phrases:
    known: dict[str, dict[str, list[Phrase]]] = {}
    ordered = sorted(((tuple(text.split()), said) for text, said in found.items()), key=lambda phrase: -len(phrase[0]))
    for place, (words, said) in enumerate(ordered):
        known.setdefault(words[0], {}).setdefault(words[1], []).append(Phrase(place, words, said))
    return known


def _look_up(listed: Mapping[str, Said], low: str) -> Said | None:
    for form in _written(low):
        if form in listed:
            return listed[form]
    return None


@lru_cache(maxsize=100_000)
def _written(low: str) -> tuple[str, ...]:
    """The forms under which a word may be listed; one that no dictionary has is tried in every way it may be read."""
    first = tuple(dict.fromkeys((low, lemma(low))))
    return first if is_known(low) else (*first, *sorted(lemmas(low) - set(first)))
