"""Hears where bad words are not about us though we are named: we tell of the world, or it is we who sue."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from monitor.sentiment.advert import NARRATORS
from monitor.sentiment.danger import SUING, Dangers
from monitor.sentiment.phrases import OURS, Found
from monitor.sentiment.words import Mark, Word

_OF_WORLD: Final = frozenset({"legal", "fraud", "security", "news"})
_TELLS = frozenset(
    {
        *("рассказать", "рассказывать", "объяснить", "объяснять", "напомнить", "напоминать", "предупредить"),
        *("предупреждать", "перечислить", "посоветовать", "советовать", "прокомментировать", "подсчитать"),
        *("посчитать", "зафиксировать", "спрогнозировать", "прогнозировать", "изучить", "проанализировать"),
        *("warns", "warned", "explains", "explained", "advises", "advised", "researched", "analysed", "analyzed"),
        *("warn", "explain", "advise", "tell"),
    }
)
_PEOPLE = frozenset({"engineers", "analysts", "experts", "researchers", "lawyers", "founder", "ceo", "cto", "team"})
_SOURCE = frozenset({"данные", "данным", "оценка", "прогноз", "подсчет", "подсчеты", "наблюдение", "according"})
_ASKS = frozenset(
    {"сколько", "what", "как", "за", "почему", "чем", "кого", "зачем", "куда", "когда", "какие", "где", "how", "why"}
)
_COUNTED = frozenset({"подсчитать", "посчитать", "спрогнозировать", "выяснить", "изучить", "проанализировать"})
_REMINDS = frozenset({"напоминать", "предупреждать", "советовать", "reminds", "warns", "advises", "explains"})
_IN = frozenset({"в", "аналитик", "эксперт"})
_NEAR = 5  # words from «расскажет» to «почему»
_TURNS = frozenset({"но", "однако", "а", "but", "however", "while"})


def about_us(named: Sequence[Word], marks: list[Mark], dangers: Dangers) -> list[Mark]:
    """The marks of a sentence without the bad ones that are the world's, `named` being its words and our names."""
    bad = [mark for mark in marks if mark.weight < 0]
    if not bad or _counted(named):
        return [mark for mark in marks if mark.weight >= 0]
    of_world = any(mark.about in _OF_WORLD for mark in bad)
    nobody = of_world and not any(word.low in NARRATORS for word in named)  # «антифрод считает нас мошенниками»
    calmed = list(dangers.calmed(named)) if nobody else []
    marks = [mark for mark in marks if mark.weight >= 0 or not any(a <= mark.start < b for a, b in calmed)]
    told, sues = _told(named), dangers.sues(named) if of_world else None
    if told is None and sues is None:
        return marks
    after = max(told or 0, sues.first if sues else 0)
    end = next((word.start for word in named[after:] if word.low in _TURNS), named[-1].end)
    return [mark for mark in marks if not _is_theirs(mark, named, told, sues, end)]


def _is_theirs(mark: Mark, named: Sequence[Word], told: int | None, sues: Found | None, end: int) -> bool:
    if mark.start >= end:
        return False
    if sues and mark.start >= named[sues.first].start and (mark.weight < 0 or sues.label == SUING):
        return True
    if mark.weight > 0:
        return False
    if sues is not None and mark.about == "legal":
        return True
    if told is None or mark.start < named[told].end:
        return False
    return mark.about in _OF_WORLD or _explains(named, told)


def _explains(named: Sequence[Word], told: int) -> bool:
    """«Объяснил, за что штрафуют», "explains why retries make outages worse"."""
    asks = next((word for word in named[told + 1 : told + 1 + _NEAR] if word.low in _ASKS), None)
    if asks is None:
        return False
    general = named[told].low.isascii() and not any(word.low in NARRATORS for word in named)
    return general or asks.clause > named[told].clause


def _told(named: Sequence[Word]) -> int | None:
    """Where we begin to tell: «Зубр-Софт напомнил», «по данным Зубр-Софта»."""
    for n, (a, b) in enumerate(pairwise(named)):
        ours = a.text == OURS or (a.low in _PEOPLE and any(word.text == OURS for word in named[max(0, n - 2) : n]))
        if ours and b.lemma in _TELLS:
            return n + 1
        if ours and b.low == "to" and n + 2 < len(named) and named[n + 2].low in _TELLS:  # "Kestrel to explain why"
            return n + 2
        if b.text == OURS and n and (a.lemma in _SOURCE or a.low in _SOURCE) and named[n - 1].low == "по":
            return n + 1
    return None


def _counted(named: Sequence[Word]) -> bool:
    """«Нехватка водителей выросла, подсчитали в Зубр-Софте», «штрафы вырастут, напоминает Зубр-Софт»."""
    if len(named) < 3 or named[-1].text != OURS:  # noqa: PLR2004  # «подсчитали в Зубр-Софте»
        return False
    if named[-2].clause > named[-3].clause and (named[-2].lemma in _REMINDS or named[-2].low in _REMINDS):
        return True
    return named[-2].lemma in _IN and named[-3].lemma in _COUNTED and named[-3].clause > named[0].clause
