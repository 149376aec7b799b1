"""Hears what a team must know whatever the tone: dangers to the company, told from what its product is about."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from monitor.sentiment.lexicon import table
from monitor.sentiment.phrases import OURS, Found, Phrases
from monitor.sentiment.words import CYRILLIC, Word, parted

# Beside our name hardly anybody else's, unlike fire and fines.
_SELDOM_OTHERS = frozenset({"leak", "fraud", "bankruptcy"})
_LISTED = 2  # words that may stand between: «учёт ДТП и штрафов»
_BEFORE, _AFTER = 4, 4  # words within which a danger is calmed, as far as the next comma
_TIED = 7  # words within which a word that may mean anything is tied to us
_NAMED_SO = 2  # «Kestrel's data breach»: so near no other tie is needed


class Danger(NamedTuple):
    """A word of danger as written, and of which kind it is."""

    start: int
    end: int
    category: str


class Near(Enum):
    """Where a sentence stands to the brand."""

    NAMED = auto()  # it names it
    BESIDE = auto()  # the next or the last one does, or another one of a short text
    PAGE = auto()  # the whole page is about the brand, whether named or not


class Dangers:
    """Court, leak, fraud, safety, licence, bankruptcy; risk.tsv says which words, and what takes the danger out."""

    def __init__(self) -> None:
        rows: dict[str, list[tuple[str, str]]] = {}
        for kind, category, _, entry in table("risk.tsv"):
            rows.setdefault(kind, []).append((category if kind in {_SURE, _WEAK} else kind, entry))
        weak = [(f"{_WEAK}:{category}", entry) for category, entry in rows[_WEAK]]
        self._dangers = Phrases([*rows[_SURE], *weak])
        self._calm = Phrases(pair for kind in _CALM for pair in rows[kind])
        self._ties = Phrases([*rows["tie"], *rows["act"]])
        self._we = frozenset(entry for _, entry in rows["we"])
        self._trade = frozenset(entry for _, entry in rows["trade"])

    def find(self, words: Sequence[Word], near: Near = Near.PAGE) -> Iterator[Danger]:
        """The dangers to us that a sentence names."""
        if near is Near.BESIDE and not self._of_us(words):
            return
        words = self._standing(words)
        for one, calmed, ties in self._found(words):
            weak, _, category = one.label.rpartition(":")
            if calmed:
                continue
            if not weak or _tied(words, one, [tie for tie in ties if _binds(tie, near, category)]):
                yield Danger(words[one.first].start, words[one.after - 1].end, category)

    def calmed(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Where a sentence that names us names a danger that is none: «проверка на банкротство», "report on fraud"."""
        words = self._standing(words)
        for one, calmed, _ in self._found(words):
            if calmed:
                yield words[one.first].start, words[one.after - 1].end

    def _found(self, words: Sequence[Word]) -> Iterator[tuple[Found, bool, list[Found]]]:
        """Each danger, whether it is taken out, and what ties it to somebody."""
        found = list(self._dangers.apart(words))
        if not found:
            return
        ties = [tie for tie in self._ties.all(words) if _one_breath(words[tie.first : tie.after])]
        calm = [one for one in self._calm.all(words) if not _governed(words, one, ties)]
        for one in found:
            calmed = _supposed(words, one) or any(_calms(words, one, other, weak=":" in one.label) for other in calm)
            yield one, calmed, ties

    def _of_us(self, words: Sequence[Word]) -> bool:
        """It goes on about the company, or at least names nobody else."""
        if any(self._is_we(word) or word.lemma in self._trade for word in words):
            return True
        return not any(word.text[:1].isupper() and not word.text.isupper() for word in words[1:])

    def _standing(self, words: Sequence[Word]) -> list[Word]:
        """«Компания», «они», «у вас»: our name by other words; beside our name a «поставщик» is somebody else."""
        named = any(word.text == OURS for word in words)
        return [
            word._replace(low=OURS) if self._is_we(word) or (not named and word.lemma in self._trade) else word
            for word in words
        ]

    def _is_we(self, word: Word) -> bool:
        return word.lemma in self._we or word.low in self._we

    def sues(self, words: Sequence[Word]) -> Found | None:
        """Where a sentence that names us says that it is we who go to court, or that we won there."""
        words = self._standing(words)
        calm = list(self._calm.all(words))
        won = [one for one in calm if one.label == "cleared" and _names(words, one)]
        suing = [one for one in calm if one.label == SUING and _starts(words, one)]
        ties = list(self._ties.all(words)) if won or suing else []
        return next(
            (one for one in won + suing if not _governed(words, one, ties) and not _of_client(words, one)), None
        )


every_danger = cache(Dangers)  # the lists are the same for every plan


def with_names(words: Sequence[Word], names: Sequence[tuple[int, int]], field: str) -> list[Word]:
    """The words of a sentence and, each at its place, the brand's names."""
    named = list(words)
    for start, end in names:
        at = bisect([word.start for word in named], start)
        clause = named[at - 1].clause + parted(field, named[at - 1].end, start) if at else 0
        if at and named[at - 1].low in _FORMS:  # «иск к ООО «Зубр-Софт»» is one to us
            at -= 1
            del named[at]
        named.insert(at, Word(start, end, OURS, OURS, OURS, clause))
    return named


_FORMS = frozenset({"ооо", "оао", "зао", "пао", "ао", "нао", "ип", "уп", "чуп", "одо", "тоо", "гк"})
_IF, _US = frozenset({"если", "if", "should"}), frozenset({"нас", "нам", "меня", "us", "our", "my", "me"})
_SURE, _WEAK, _COURT = "sure", "weak", "legal"
_CALM = ("not", "of", "before", "after", "cleared", "suing", "aside")
SUING = "suing"
_SUED = frozenset({"legal", "fraud"})
_CLIENTS = frozenset(
    {"клиент", "покупатель", "потребитель", "блогер", "сотрудник", "работник", "журналист", "автор", "пользователь"}
    | {"customer", "customers", "client", "clients", "user", "users", "employee", "employees", "journalist", "reviewer"}
)
_BEHIND = 3  # words from «в суд на» to whom we sue


def _calms(words: Sequence[Word], one: Found, other: Found, *, weak: bool) -> bool:
    if other.label == "cleared":
        return True
    if other.label == "suing":
        about = one.label.rpartition(":")[2] in _SUED
        return about and _starts(words, other) and not _of_client(words, other)
    if other.label == "aside":
        return weak
    if other.label == "not":
        return other.after == one.first
    between = words[other.after : one.first]
    if other.label == "of":
        return other.after <= one.first and len(between) <= _LISTED and all(word.low != OURS for word in between)
    before, after = one.first - other.after, other.first - one.after
    if other.label == "before":
        return 0 <= before < _BEFORE and _one_breath(words[other.first : one.after])
    return 0 <= after < _AFTER and _one_breath(words[one.first : other.after])


def _supposed(words: Sequence[Word], one: Found) -> bool:
    """«Если вирус зашифрует файлы, Зубр-Софт вернёт копию»: it is not said that it happened."""
    said = [word for word in words if word.clause == words[one.first].clause]
    if said[0].low not in _IF:
        return False
    if said[-1].text == OURS and said[-1].start > said[-2].end + 1:  # a comma stands before our name
        said.pop()
    behind = [word for word in words if word.start > said[-1].start]
    return any(w.text == OURS for w in behind) and not any(w.low == OURS or w.low in _US for w in said)


def _starts(words: Sequence[Word], one: Found) -> bool:
    """It is we who do it, by name where the sentence names us."""
    first = words[one.first]
    return first.text == OURS or (first.low == OURS and all(word.text != OURS for word in words[one.after :]))


def _names(words: Sequence[Word], one: Found) -> bool:
    return any(word.text == OURS for word in words[one.first : one.after])


def _of_client(words: Sequence[Word], one: Found) -> bool:
    return any(word.lemma in _CLIENTS for word in words[one.first + 1 : one.after + _BEHIND])


def _binds(tie: Found, near: Near, category: str) -> bool:
    return tie.label == "tie" or near is Near.PAGE or (near is Near.NAMED and category == _COURT)


def _governed(words: Sequence[Word], one: Found, ties: Sequence[Found]) -> bool:
    """«Клиент Зубр-Софта выиграл суд»: it was not us who won."""
    return words[one.first].low == OURS and any(tie.after == one.first + 1 for tie in ties)


def _tied(words: Sequence[Word], one: Found, ties: Sequence[Found]) -> bool:
    """By a word such as «получил» or «против», or by our name right beside it: «утечка Зубр-Софта», Kestrel's leak."""
    if any(one.first - tie.after < _TIED and tie.first - one.after < _TIED for tie in ties):
        return True
    if one.label.rpartition(":")[2] in _SELDOM_OTHERS and _named_in_one_breath(words, one):
        return True
    russian = bool(CYRILLIC.search(words[one.first].text))
    near = words[one.after : one.after + 1] if russian else words[max(0, one.first - _NAMED_SO) : one.first]
    return any(word.text == OURS for word in near)


def _named_in_one_breath(words: Sequence[Word], one: Found) -> bool:
    clause = words[one.first].clause
    return any(word.text == OURS and word.clause == clause for word in words)


def _one_breath(words: Sequence[Word]) -> bool:
    return all(a.clause == b.clause for a, b in pairwise(words))
