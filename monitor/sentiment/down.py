"""Hears that it is us who do not work: «Зубр-Софт лежит», "Kestrel is down"; not so "Kestrel is down 3 %"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from monitor.sentiment.phrases import OURS
from monitor.sentiment.words import Mark, Word

_DOWN: Final = -2.4
_ASKED: Final = -2.0  # «что с Зубр-Софтом?»
_LIES = frozenset({"лежит", "лежал", "лег", "висит", "завис", "повис", "слег", "прилег"})
_IS = frozenset(
    {
        "выдает",
        "отдает",
        "returns",
        "gives",
        "is",
        "was",
        "went",
        "goes",
        "are",
        "been",
        "has",
        "completely",
        "totally",
        "still",
    }
)
_OFF = frozenset({"down", "offline", "unreachable", "unavailable", "500", "502", "503", "504"})
_WHAT_IS_UP = frozenset({("что", "с"), ("что", "со"), ("up", "with"), ("happened", "to")})
_GOES_ON = frozenset(  # what may follow in the same breath: when, and for whom
    {
        *("опять", "снова", "сегодня", "весь", "целый", "второй", "третий", "уже", "намертво", "полностью", "или"),
        *("again", "today", "now", "since", "or", "this"),
    }
)
_ON, _WENT = frozenset({"в", "on", "during", "at"}), frozenset({"went", "goes"})
_DAYS = frozenset({"день", "разгар", "самый", "понедельник", "вторник", "среду", "четверг", "пятницу", "субботу"})
_IF = frozenset({"если", "if"})
_FOR, _US = "for", frozenset({"me", "us", "anyone", "everyone", "anybody", "everybody", "hours", "days", "the"})


def down(words: Sequence[Word], ours: Sequence[int]) -> Iterator[Mark]:
    """The first place where it is said; `ours` is where a sentence names us."""
    for at in ours:
        before = (words[at - 2].low, words[at - 1].low) if at > 1 else ("", words[at - 1].low if at else "")
        if before in _WHAT_IS_UP and _ends(words, at):
            yield Mark(words[at - 2].start, words[at].end, _ASKED, "outage")
            return
        n = at + 1
        while n < len(words) and words[n].low in _IS:
            n += 1
        said = n < len(words) and (words[n].low in _OFF or (n == at + 1 and words[n].low in _LIES))
        if said and _ends(words, n) and before[1] not in _IF:
            yield Mark(words[at].start, words[n].end, _DOWN, "outage")
            return


def _ends(words: Sequence[Word], n: int) -> bool:
    rest = [word.low for word in words[n + 1 : n + 3] if word.clause == words[n].clause]
    if len(rest) > 1 and rest[0] in _ON and (words[n - 1].low in _WENT or rest[1] in _DAYS):
        return True
    return not rest or rest[0] in _GOES_ON or (rest[0] == _FOR and rest[-1] in _US) or words[n + 1].text == OURS
