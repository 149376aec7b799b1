"""Hears who left us and who came to us: «ушли от нас», "left them for us", "left us and never looked back"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.sentiment.turning import RELIEF
from monitor.sentiment.words import Mark, Word
from monitor.words.morphology import lemmas

LEFT, _LEFT_AT_LAST, _CAME = -1.2, -0.6, 1.2  # that somebody left us, or came to us from another
_OFF = frozenset({"уйти", "уходить", "перейти", "переходить", "переехать", "отказаться", "перебраться", "мигрировать"})
_FROM = frozenset({"с", "со", "от"})
_INSTEAD = frozenset({"сменить", "поменять", "заменить", "променять", "бросить"})
_OFF_ENGLISH = frozenset({"switched", "moved", "migrated", "switching", "moving", "migrating", "switch", "move"})
_INSTEAD_ENGLISH = frozenset({"left", "leaving", "dropped", "ditched", "replaced", "dumped"})
_DROPPED = frozenset({"ditched", "dumped", "ditching", "dumping", "binned"})  # whomever for
_QUIT = frozenset({"left", "quit", "cancelled", "canceled", "dropped"})
_WE_HAVE = frozenset({"we", "i", "have", "has", "finally", "just", "recently", "and", "we've", "i've", "so", "then"})
_SINCE = frozenset({"after", "last", "in", "this", "a", "two", "three", "recently", "because", "over", "when", "and"})
_ARE = frozenset({"are", "am", "we're", "i'm", "be", "were", "was"})
_INTO = frozenset({"на", "for", "with"})
_TO = frozenset({"в", "на", "к", "ко", "to"})
_FORCED = frozenset({"пришлось", "вынуждены", "вынужден", "вынуждена", "заставили", "forced", "had"})
_WORK = frozenset({"job", "position", "role", "career", "post"})  # "I left my job for Kestrel"
_FORMER = frozenset({"old", "previous", "former", "last", "legacy", "existing"})
_DENY = frozenset({"не", "not", "never", "won't"})
SMALL = frozenset({"у", "в", "с", "со", "на", "от", "at", "with", "from", "the", "a", "an", "what", "away", "off"})
_SHORTEST_WAY, _WAY = 2, 4  # words of «перешли к нам», and as many may stand between the two
_NEAR = 4


def left(named: Sequence[Word], ours: Sequence[int], field: str) -> list[Mark]:
    """«Ушли от нас», «сменили нас на»: the praise that follows is another's."""
    for at in ours:
        n = at - 1
        while n >= 0 and named[n].low in SMALL:
            n -= 1
        if n < 0 or any(word.low in _DENY for word in named[max(0, n - 2) : n]):
            continue
        verb, between = named[n], {word.low for word in named[n + 1 : at]}
        away = (not _OFF.isdisjoint(lemmas(verb.low)) and between & _FROM) or (
            verb.low in _OFF_ENGLISH and between & {"from", "off"}
        )
        instead = (verb.lemma in _INSTEAD or verb.low in _INSTEAD_ENGLISH) and n == at - 1
        leaving = verb.low == "leaving" and n > 0 and named[n - 1].low in _ARE
        quits = verb.low in _QUIT and n == at - 1 and all(w.low in _WE_HAVE for w in named[max(0, n - 2) : n])
        gladly = (quits or away) and any(RELIEF.match(field, w.start) for w in named[at + 1 :])
        if ((verb.low in _DROPPED or leaving) and n == at - 1) or gladly:
            return [Mark(verb.start, named[at].end, LEFT, "news")]
        if quits and (at + 1 == len(named) or named[at + 1].low in _SINCE or named[at + 1].clause > named[at].clause):
            return [Mark(verb.start, named[at].end, _LEFT_AT_LAST, "news")]
        if away or (instead and any(word.low in _INTO for word in named[at + 1 : at + 3])):
            return [Mark(verb.start, named[at].end, LEFT, "news")]
    return []


def came(named: Sequence[Word], ours: Sequence[int]) -> list[Mark]:
    """«После года мучений перешли к нам», «сменили их на нас»: what went before was another's."""
    for at in ours:
        if at < _SHORTEST_WAY or named[at - 1].low not in _TO | _INTO:
            continue
        former = any(word.low in _FORMER for word in named[at + 1 : at + 1 + _NEAR])
        for n in range(at - 2, max(-1, at - 2 - _WAY), -1):
            verb, between = named[n], {word.low for word in named[n + 1 : at]}
            swapped = verb.lemma in _INSTEAD and named[at - 1].low in _INTO
            left_for = verb.low in _INSTEAD_ENGLISH and "for" in between and _WORK.isdisjoint(between)
            moved = verb.low in _OFF_ENGLISH and named[at - 1].low == "to" and (former or "from" in between)
            if not (
                swapped or left_for or moved or (named[at - 1].low in _TO and not _OFF.isdisjoint(lemmas(verb.low)))
            ):
                continue
            unwilling = any(word.low in _DENY or word.low in _FORCED for word in named[max(0, n - 2) : n])
            return [] if unwilling else [Mark(verb.start, named[at].end, _CAME, "praise")]
    return []
