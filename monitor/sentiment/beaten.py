"""Hears who beats whom: «Дорада уступает нам по скорости», "Halden outperforms Kestrel"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from monitor.sentiment.phrases import OURS
from monitor.sentiment.words import Mark, Word

_LOST, _WON, _LEVEL = -1.8, 1.8, 1.0
_FAR = -1.2  # «нам до них далеко»
_YIELDS = frozenset({"уступать", "уступить", "проигрывать", "проиграть", "отставать", "отстать"})
_PASSES = frozenset(
    {"превосходить", "превзойти", "обгонять", "обогнать", "обойти", "обходить", "опережать", "опередить"}
)
_BEATS = frozenset({"beats", "beat", "outperforms", "outclasses", "surpasses", "outshines", "trumps"})
_BETTER_TO: Final = {"ahead": "of", "shoulders": "above", "superior": "to", "preferable": "to"}
_DENY = frozenset({"не", "not", "never"})
_NOBODY = frozenset({"никто", "никому", "никого", "nobody", "nothing", "none", "never", "one"})
_WAY = 3  # words between the verb and either name


def beaten(named: Sequence[Word], ours: Sequence[int]) -> list[Mark]:
    """ "Halden beats us", "we are ahead of Halden"."""
    for at in ours:
        before = [word.low for word in named[max(0, at - 2) : at]]
        beats = before[-1:] and before[-1] in _BEATS
        ahead = len(before) > 1 and _BETTER_TO.get(before[0]) == before[1]
        if (beats or ahead) and not any(word.low in _NOBODY for word in named[:at]):
            return [Mark(named[at - (1 if beats else 2)].start, named[at].end, _LOST, "quality")]
        if at + 1 < len(named) and named[at + 1].low in _BEATS:
            return [Mark(named[at + 1].start, named[at + 1].end, _WON, "praise")]
    return []


def outdone(named: Sequence[Word], others: Sequence[int]) -> list[Mark]:
    """«Дорада уступает нам», «мы обошли Дораду», «им до нас далеко»."""
    return [*_by_verb(named, others), *_far(named)]


def _by_verb(named: Sequence[Word], others: Sequence[int]) -> list[Mark]:
    """One that stands between our name and another's: whoever is before it does what it says."""
    for n, verb in enumerate(named):
        if verb.lemma not in _YIELDS and verb.lemma not in _PASSES:
            continue
        first = _name(named[max(0, n - _WAY) : n][::-1], others)
        second = _name(named[n + 1 : n + 1 + _WAY], others)
        if first is None or second is None or (first.text == OURS) == (second.text == OURS):
            continue
        level = any(word.low in _DENY for word in named[max(0, n - 2) : n])
        lost = (verb.lemma in _YIELDS) == (first.text == OURS)
        if level:  # «не уступает»: said for whom it is about, and no blame of the other
            lost, weight = not lost, _LEVEL if first.text == OURS else 0.0
        else:
            weight = _LOST if lost else _WON
        return [Mark(verb.start, verb.end, weight, "quality" if lost else "praise")]
    return []


def _name(words: Sequence[Word], others: Sequence[int]) -> Word | None:
    """The nearest: ours, another that is known to us, or one that is written like a name."""
    return next((w for w in words if w.text == OURS or w.start in others or w.text[:1].isupper()), None)


def _far(named: Sequence[Word]) -> list[Mark]:
    """«Им до нас далеко», «до нас им как до Луны», "they are nowhere near us"."""
    for n in range(1, len(named)):
        near = [*named[max(0, n - _WAY - 1) : n]]
        if (named[n].low, named[n - 1].low) == ("near", "nowhere") and n + 1 < len(named):
            ahead, behind = named[n + 1].text == OURS, any(word.text == OURS for word in near)
        elif named[n].low == "далеко" or (named[n].low == "как" and [w.low for w in named[n + 1 : n + 2]] == ["до"]):
            to = next((k for k, word in enumerate(near) if word.low == "до"), None)
            if to is None:
                continue
            far = near[to + 2 :] if any(w.low == "уровня" for w in near[to + 1 : to + 2]) else near[to + 1 :]
            ahead = any(word.text == OURS for word in far[:1])
            behind = any(word.text == OURS for word in [*near[:to], *far[1:]])
        else:
            continue
        if behind != ahead:
            return [Mark(near[0].start, named[n].end, *((_FAR, "quality") if behind else (-_FAR, "praise")))]
    return []
