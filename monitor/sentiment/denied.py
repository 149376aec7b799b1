"""Hears in Russian what is denied in a roundabout way: «советовать не стану», «никто не возит быстрее»."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.sentiment.words import Word
from monitor.words.morphology import part_of_speech, tags

_NOBODY = frozenset({"никто", "нигде", "никого", "никогда"})
_WILL = frozenset({"стать", "мочь", "быть", "планировать", "собираться", "хотеть", "готовый", "хотеться"})
_REACH = 2  # words to the denial
_FAINT = 0.5  # «советовать не стану» is less than «не советую»


def nobody(words: Sequence[Word], at: int) -> bool:
    """«Никто не возит быстрее» says that they are the best."""
    return any(word.low in _NOBODY and word.clause == words[at].clause for word in words[:at])


def until(words: Sequence[Word], n: int) -> bool:
    """Whether «не» at this place only says until when: «не уходили, пока не починили»."""
    before = [word.low for word in words[:n] if word.clause == words[n].clause]
    if words[n].low != "не" or n == len(before) or before[:1] != ["пока"]:
        return False
    return any("past" in read for word in words[n + 1 : n + 2] for read in tags(word.low))


def will_not(words: Sequence[Word], at: int, n: int) -> bool:
    """Whether it is denied behind it, by «не» at this place, that somebody will: «советовать не стану»."""
    denied = words[n].low == "не" and n - at <= _REACH and n + 1 < len(words) and words[n + 1].lemma in _WILL
    return denied and part_of_speech(words[at].low) == "INFN"


def faint(words: Sequence[Word], at: int, after: int | None) -> float:
    """How much less it says for being denied so."""
    return _FAINT if after is not None and will_not(words, at, after - 1) else 1.0
