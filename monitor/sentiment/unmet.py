"""Hears in English that nothing bad was met with: "haven't had a single problem", "did not come across any bugs"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.sentiment.words import Word

_AT_ALL = frozenset({"any", "single"})
_NEAR, _FAR = 3, 6  # words from "any" to what is bad, and from the denial to "any"
_ABOUT = frozenset({"to", "for", "with", "of", "from", "on", "about", "in", "after"})  # "any fix for the bug"
_DENIES = frozenset({"not", "never", "cannot"})
_MET = frozenset(
    {
        *("had", "have", "has", "been", "seen", "see", "saw", "come", "came", "encountered", "encounter", "notice"),
        *("noticed", "experienced", "experience", "faced", "face", "found", "find", "gives", "give", "gave", "given"),
        *("caused", "cause", "run", "ran", "met", "suffered", "throw", "throws", "thrown", "show", "shows", "shown"),
        *("got", "get", "spotted", "spot", "hit", "report", "reported", "heard", "hear"),
    }
)


def unmet(words: Sequence[Word], bad: int) -> bool:
    """Whether it is denied that any of this was met; "did not answer any complaints" says that there were some."""
    said = [word.low if word.clause == words[bad].clause else "" for word in words[:bad]]
    at = next((n for n in range(bad - 1, max(-1, bad - 1 - _NEAR), -1) if said[n] in _AT_ALL), 0)
    before = said[max(0, at - _FAR) : at]
    if not at or not _ABOUT.isdisjoint(said[at:bad]):
        return False
    denial = next((n for n, low in enumerate(before) if low in _DENIES or low.endswith("n't")), None)
    return denial is not None and not _MET.isdisjoint(before[denial + 1 :])
