"""Hears what is said of whoever was before us, and not of us: «сбежали от старой CRM, которая вечно висла».

Many a review that praises a B2B product begins with how bad it was before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from monitor.sentiment.phrases import OURS
from monitor.sentiment.scope import TRADES
from monitor.sentiment.words import Mark, Word
from monitor.words.morphology import part_of_speech

PARTNERS: Final = TRADES | {
    *("vendor", "supplier", "provider", "carrier", "contractor", "host", "bank", "company", "agency"),
    "integrator",
}
_FIRMS: Final = PARTNERS | {
    *("consultant", "developer", "accountant", "bookkeeper", "команда", "компания", "разработчик"),
    "фирма",
}
_TOOLS: Final = frozenset(
    {
        *("система", "программа", "софт", "сервис", "решение", "платформа", "crm", "црм", "erp", "инструмент"),
        *("system", "tool", "software", "platform", "solution", "setup", "spreadsheet"),
    }
)
_FORMER: Final = frozenset(
    {
        *("прошлый", "прошлое", "прежний", "предыдущий", "бывший", "старый", "старое", "другой", "остальной"),
        *("previous", "former", "old", "last", "other", "another", "legacy", "prior"),
    }
)
_OTHER: Final = frozenset({"другой", "остальной", "other", "another"})  # of these only firms: "with another broken one"
_OLD: Final = frozenset({"старый", "старое", "old", "legacy"})  # may be said of us: "the same slow old software"
_OUTSIDE: Final = frozenset({"другие", "других", "другими", "конкурентов", "конкурентами"})  # «у других»
_HOMEMADE: Final = ("самопис", "in-house", "homegrown", "home-grown")
_WHO: Final = frozenset({"который", "тот", "те", "там", "who", "which", "that"})
_LEFT: Final = frozenset({"уйти", "сбежать", "отказаться", "перейти", "переехать", "съехать"})
_LEFT_ENGLISH: Final = frozenset({"left", "switched", "moved", "migrated", "fled", "ditched", "dropped"})
_OUT_OF: Final = frozenset({"из", "от", "с", "со", "from", "off"})
_WHY: Final = frozenset({"из-за", "после", "потому", "because", "after", "over", "due", "since", "when", "for"})
_ENDURED: Final = frozenset({"терпеть", "натерпеться", "мучиться", "страдать", "suffered", "endured"})
_OFF: Final = frozenset({"уйти", "уходить", "отказаться", "перейти", "сбежать", "бежать"}) | _ENDURED
_FROM: Final = frozenset(
    {
        *("от", "после", "вместо", "из-за", "с", "со", "у"),
        *("from", "after", "of", "instead", "with", "by", "unlike", "replaced", "replaces", "заменить", "сменить"),
    }
    | _ENDURED
)
_AT: Final = frozenset({"с", "со", "у", "в", "на", "with", "at", "in", "on", "by", "from", "of"})
_AMID: Final = frozenset({"у", "в", "на", "with", "in", "at", "on"})
_HELD_BY: Final = frozenset({"с", "со", "with", "by"})  # «проблемы с прежним сервисом», "burned by other vendors"
_OUR: Final = frozenset({"наш", "мой", "our", "my"})
_INSTEAD: Final = frozenset({"вместо", "instead"})
_THAT_WAS: Final = frozenset({"что", "который", "that", "which"})
_STAYS: Final = frozenset({"stayed", "stay", "stick", "вернуться"})
_TOO: Final = frozenset({"тоже", "также", "too", "either"})
_AS: Final = frozenset({"как", "чем", "as", "than", "like", "и", "and", "или", "or"})
_SUBJECT = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие")
_BY_MEANS = ("ой", "ей", "ом", "ем", "ым", "им", "ами", "ями", "ыми", "ими")
_VERBS: Final = frozenset({"VERB", "INFN"})
_NEAR = 3


class _Former(NamedTuple):
    """Which words name it, and whether it is a firm, who may do things, or a tool, to which things are done."""

    first: int
    last: int
    firm: bool


def of_us(named: Sequence[Word], marks: list[Mark]) -> list[Mark]:
    """The marks of a sentence but for what blames whoever was before us, `named` being its words and our names."""
    if not any(mark.weight < 0 for mark in marks):
        return marks
    former = _named_former(named)
    if former is None or any(word.low in _TOO or word.lemma in _STAYS for word in named):
        return marks
    told = _Told(named, former)
    places = {word.start: n for n, word in enumerate(named)}
    return [mark for mark in marks if mark.weight >= 0 or not told.of_it(places.get(mark.start), mark)]


def _named_former(named: Sequence[Word]) -> _Former | None:
    """The first that is named: «прежний подрядчик», "our old software", «самопис», whom somebody left; none of ours."""
    for n, word in enumerate(named):
        if word.low.startswith(_HOMEMADE):
            end = n + 1 if n + 1 < len(named) and _kind(named[n + 1]) else n
            return _Former(n, end, firm=False)
        if word.low in _OUTSIDE and n and named[n - 1].low in _AT:
            return _Former(n, n, firm=True)
        if (named_so := _left(named, n)) is not None:
            return _Former(named_so, named_so, firm=True)
        if word.lemma not in _FORMER:
            continue
        last = _noun(named, n)
        if last is not None and not _is_ours(named, n, last):
            return _Former(n, last, firm=_kind(named[last]) == "firm")
    return None


def _left(named: Sequence[Word], at: int) -> int | None:
    """Where a name stands that somebody has left: «ушли из Медведь-Софта», "we left Bearsoft"."""
    english = named[at].low in _LEFT_ENGLISH
    behind = named[at + 1 : at + _NEAR]
    if not behind or not (english or named[at].lemma in _LEFT):
        return None
    led = behind[0].low in _OUT_OF
    name = behind[-1] if led else behind[0]
    fits = (led and len(behind) > 1) or named[at].low == "left"
    at += 1 + led
    if not fits or name.text == OURS or not name.text[0].isupper() or name.clause != behind[0].clause:
        return None
    tells = at + 1 == len(named) or named[at + 1].clause > name.clause or named[at + 1].low in _WHY
    return at if tells else None  # "left Friday's demo disappointed" tells of nobody


def _noun(named: Sequence[Word], at: int) -> int | None:
    """Whom or what this word calls former: the next one, or the one behind another that describes it as well."""
    for n, word in enumerate(named[at + 1 : at + _NEAR], at + 1):
        kind = _kind(word)
        if kind or word.clause != named[at].clause or not _describes(word):
            fits = kind and word.clause == named[at].clause and not (kind == "tool" and named[at].lemma in _OTHER)
            return n if fits else None
    return None


def _describes(word: Word) -> bool:
    """Unlike "last month's software update", «прошлый раз сервис»."""
    return not word.low.endswith("'s") if word.low.isascii() else part_of_speech(word.low) in {"ADJF", "PRTF"}


def _kind(word: Word) -> str:
    base = word.lemma.removesuffix("s")
    return "firm" if base in _FIRMS else "tool" if base in _TOOLS else ""


def _is_ours(named: Sequence[Word], first: int, last: int) -> bool:
    """«Прежняя программа Зубр-Софта», "our former provider Kestrel", "Kestrel's old system"."""
    behind = [word for word in named[last + 1 : last + _NEAR] if word.clause == named[first].clause]
    if first and named[first - 1].low in _AT and len(behind) == 1:  # «с прежним подрядчиком Зубр-Софт – небо и земля»
        return False
    beside = any(word.text == OURS for word in (*named[max(0, first - 2) : first], *behind))
    return beside and not any(word.low in _AT for word in behind)


class _Told:
    """A sentence that names whoever was before us, and what in it is told of them."""

    def __init__(self, named: Sequence[Word], former: _Former) -> None:
        self._named = named
        self._former = former
        self._own = named[former.first].clause
        self._begins = next(n for n, word in enumerate(named) if word.clause == self._own)
        self._theirs = self._clauses()

    def of_it(self, at: int | None, mark: Mark) -> bool:
        """Whether a mark, which begins with this word, is of them."""
        if at is None:
            return False
        named, first = self._named, self._former.first
        if named[at].clause in self._theirs or (named[at].lemma in _OFF and 0 < first - at <= _NEAR):
            return True
        instead = named[at].low in _INSTEAD and mark.start < named[first].start < mark.end
        return instead or self._says_whose(at) or self._leads_there(at, mark)

    def _clauses(self) -> set[int]:
        """Those that tell of them alone: their own, where they do something there, and those that go on about them."""
        begin = {word.clause: word for word in reversed(self._named)}
        sold = self._do_we(self._former.first)  # «Зубр-Софт продал нам старый софт, который виснет»
        found = {c for c, word in begin.items() if c > self._own and not sold and {word.low, word.lemma} & _WHO}
        ours = [n for n, word in enumerate(self._named) if word.clause == self._own and word.text == OURS]
        last = max(n for n, word in enumerate(self._named) if word.clause == self._own)
        return found | {self._own} if self._acts() and all(n == last for n in ours) else found

    def _acts(self) -> bool:
        """Whether they are said to do or have something: a tool may also be what broke, «старую базу уронили»."""
        first, last, firm = self._former
        if firm or not first:
            return True
        word, before = self._named[first], self._named[first - 1]
        old = word.lemma in _OLD
        if old and first > 1 and before.low not in _AT and before.lemma not in _OUR:  # it may be ours that is old
            return False
        if word.low.isascii():
            return before.low in _OUR | _AMID or (before.low == "the" and not old)
        if before.low in _HELD_BY:
            return self._named[last].low.endswith(_BY_MEANS)
        return before.low in _AMID or word.low.endswith(_SUBJECT)

    def _says_whose(self, at: int) -> bool:
        """«После того ужаса, что был у конкурентов»."""
        begins = self._named[self._begins]
        return 0 < self._begins - at < _NEAR and bool({begins.low, begins.lemma} & _THAT_WAS)

    def _leads_there(self, at: int, mark: Mark) -> bool:
        """«От бесконечных сбоев прошлой программы», "a terrible legacy system", "burned by other vendors"."""
        named, (first, last, firm) = self._named, self._former
        if named[at].clause != self._own or at > last or self._do_we(at):
            return False
        end = max(n for n, word in enumerate(named) if word.start < mark.end)
        between = named[end + 1 : first]
        if len(between) > _NEAR or any(word.text == OURS or word.low in _AS for word in between):
            return False
        if any(word.low in _HELD_BY for word in between):
            return firm or named[last].low.isascii() or named[last].low.endswith(_BY_MEANS)
        before = named[max(0, at - _NEAR) : at]
        led = any({word.low, word.lemma} & _FROM for word in before)
        held = any(word.lemma in _OUR for word in before) and (not between or between[-1].lemma in _OUR)
        return (led or held) and part_of_speech(named[at].low) not in _VERBS

    def _do_we(self, at: int) -> bool:
        """«Зубр-Софт сломал интеграцию с прежней системой», unlike «перешли в Зубр-Софт после обмана у других»."""
        own = range(self._begins, at)
        us = next((n for n in reversed(own) if self._named[n].text == OURS), None)
        return us is not None and not any({word.low, word.lemma} & _FROM for word in self._named[us:at])
