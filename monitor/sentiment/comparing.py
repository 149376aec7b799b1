"""Hears whose the praise or the blame is where a sentence sets us beside another company."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from monitor.sentiment.beaten import beaten, outdone
from monitor.sentiment.down import down
from monitor.sentiment.leaving import LEFT, SMALL, came, left
from monitor.sentiment.phrases import OURS
from monitor.sentiment.words import Mark, Word, begun
from monitor.words.morphology import compares, is_known

TURNED = -0.9  # praise of the other one, measured by us
_THAN = frozenset({"чем", "нежели", "than"})
_UNLESS = frozenset({"не", "ничем", "not", "no", "isn't", "как", "тем", "possible"})  # «не лучше, чем …»
_NOBODY = frozenset({"никто", "никого", "нет", "только", "нету", "не", "nobody", "nothing", "none", "never", "one"})
_HARD = frozenset({"hard", "tough", "won't", "can't", "cannot", "couldn't", "not", "never"})  # "hard to find a better"
_FINDS = frozenset({"find", "imagine", "picture"})
_MORE = frozenset({"better", "worse", "more", "less"})
_NO_MORE = frozenset({"other", "rather", "ever", "never", "over", "after", "order", "customer", "number"})
# «больше Октива не опаздывает», unless «чем» follows
_TIMES = frozenset({"больше", "меньше", "скорее", "раньше", "ранее", "позже", "дальше", "далее", "более", "менее"})
_NEAR = 4
_TOLD_APART = 6  # words from our name to "not affected": "rivals such as Kestrel say they are not affected"
_REACH = 8  # words between «лучше» and «чем»
_NOT_IN = frozenset({"part", "involved", "affected", "among", "named", "concerned", "impacted", "party"})
_UNTOUCHED = frozenset({"unaffected", "uninvolved"})
_FAR = 2  # words from «чем» to whom we are set against
_BESIDE_US = frozenset(
    {("next", "to"), ("compared", "to"), ("compared", "with"), ("сравнении", "с"), ("сравнению", "с")}
)
_RATHER = frozenset({"rather", "better", "prefer", "preferred", "лучше", "скорее", "охотнее"})
_CAUSE = frozenset({"потому", "поскольку", "because", "since"})
_WHEN = frozenset({"after", "when", "once", "as", "over", "от", "from"})  # right behind our name
_AND, _AGAIN = frozenset({"and", "и"}), frozenset({"we", "i", "it", "now", "regret", "regretted", "then"})
_BUT = frozenset({"но", "однако", "but", "however"})
_AFTER = frozenset({"после", "after"})
_SAID = 2  # words beside our name: with fewer it is one of a list
_LISTING = SMALL | {"ни", "и", "neither", "nor", "and", "как", "что"}
_WHILE = frozenset({"а", "while", "whereas", "теперь", "сейчас", "now"})
_OTHERS = frozenset(
    {"другой", "остальной", "конкурент", "прошлый", "прошлое", "прежний", "предыдущий", "многие", "others", "rest"}
) | {"competitors"}
_BUT_FOR = frozenset({"кроме", "except", "besides"})
_ALL = frozenset({"весь", "каждый", "любой", "никто", "ничего", "все"}) | {
    *("all", "every", "everyone", "everybody", "everything", "any", "anyone", "nobody", "none", "nothing", "no"),
}
_LESS = -0.5  # of what is bad in all others: who says so praises us a little
TIMES = frozenset({"раз", "год", "неделя", "месяц", "квартал", "время", "day", "time", "week", "month", "year"})


class _Turn(NamedTuple):
    """What the marks between two places are worth to us: nothing, or the contrary."""

    start: int
    end: int
    good: float
    bad: float


def compared(named: list[Word], marks: list[Mark], field: str, others: Sequence[int] = ()) -> list[Mark]:
    """The marks of a sentence as far as they are about us, `named` being its words and our names.

    `others` is where another company that is known to us is named.
    """
    named = begun(named)
    ours = [n for n, word in enumerate(named) if word.text == OURS]
    if not ours or len(ours) == len(named):
        return marks
    gone, come = [*left(named, ours, field), *beaten(named, ours)], came(named, ours)
    ranked = outdone(named, others)
    turns = [
        *_apart(named, ours, field),
        *_but_for_us(named, ours),
        *_standard(named, ours, field),
        *_unlike(named, ours),
        *_beside(named, ours, others),
        *_halves(named, ours, field, others),
        *_other(named, ours),
        *_clauses(named, ours, others),
    ]
    turns += [_Turn(0, len(field), TURNED, 1.0) for one in gone[:1] if one.weight <= LEFT]
    turns += [_Turn(named[0].start, one.end, 0.0, 0.0) for one in come]
    turns += [_Turn(one.start, one.end, 0.0, 0.0) for one in ranked]
    turns += [*_caused(named, come), *_after(named, ours, others)]
    told = [
        *gone,
        *ranked,
        *down(named, ours),
        *(one for one in come if any(m.weight < 0 and m.start < one.start for m in marks)),
    ]
    marks = _apply(turns, marks) if turns else marks
    return marks + [
        one for one in told if one.weight and not any(m.start < one.end and one.start < m.end for m in marks)
    ]


def _apply(turns: Sequence[_Turn], marks: Sequence[Mark]) -> list[Mark]:
    kept = []
    for mark in marks:
        turn = next((t for t in turns if t.start <= mark.start < t.end), None)
        weight = mark.weight * ((turn.good if mark.weight > 0 else turn.bad) if turn else 1.0)
        if weight:
            kept.append(mark._replace(weight=weight))
    return kept


def _apart(named: Sequence[Word], ours: Sequence[int], field: str) -> list[_Turn]:
    """ "Halden was fined, Kestrel was not part of the case": none of it is about us."""
    for at in ours:
        after = [word.low for word in named[at + 1 : at + 1 + _TOLD_APART]]
        denied = next((n for n, low in enumerate(after) if low == "not" or low.endswith("n't")), len(after))
        if not _NOT_IN.isdisjoint(after[denied:]) or not _UNTOUCHED.isdisjoint(after):
            return [_Turn(0, len(field), 0.0, 0.0)]
    return []


def _but_for_us(named: Sequence[Word], ours: Sequence[int]) -> list[_Turn]:
    """ "Complained about every vendor except us", «доволен всеми, кроме нас»."""
    for at in ours:
        n = at - 1
        while n > 0 and named[n].low in SMALL:
            n -= 1
        if n > 0 and named[n].low in _BUT_FOR and any(w.lemma in _ALL or w.low in _ALL for w in named[:n]):
            return [_Turn(0, named[at].end, TURNED, _LESS)]
    return []


def _standard(named: Sequence[Word], ours: Sequence[int], field: str) -> list[_Turn]:
    """«Быстрее, чем у нас», «лучше нас»: what is said of the other one says the contrary of us."""
    for at in reversed(ours):
        first = _comparison(named, at, field)
        if first is None or _found_nowhere(named[:first]):
            continue
        if not any(word.low in _NOBODY for word in [*named[:first], *named[at + 1 :]]):
            return [_Turn(0, named[at].end, TURNED, TURNED)]
    return []


def _found_nowhere(words: Sequence[Word]) -> bool:
    """ "You will not find", "it is hard to imagine"."""
    at = next((n for n, word in enumerate(words) if word.low in _FINDS), 0)
    return any(word.low in _HARD for word in words[max(0, at - 2) : at])


def _comparison(named: Sequence[Word], at: int, field: str) -> int | None:
    """Where the word of comparison stands that we are the standard of."""
    n = at - 1
    close = n >= 0 and field[named[n].end : named[at].start].isspace()
    if close and not named[n].low.isascii() and is_comparative(named[n].low):
        unlike = named[n].low in _TIMES or (n and named[n - 1].low in _UNLESS)
        return None if unlike else n
    while n >= 0 and named[n].low in SMALL:
        n -= 1
    if n < 0 or named[n].low not in _THAN:
        return None
    return next((k for k in range(n - 1, max(-1, n - 1 - _REACH), -1) if is_comparative(named[k].low)), None)


def is_comparative(low: str) -> bool:
    """A comparative.

    >>> [is_comparative(word) for word in ("лучше", "cheaper", "customer")]
    [True, True, False]
    """
    if low.isascii():
        return low in _MORE or (low.endswith("er") and len(low) > len("user") and low not in _NO_MORE)
    return compares(low)


def _unlike(named: Sequence[Word], ours: Sequence[int]) -> list[_Turn]:
    """«В отличие от нас», "next to us, ..."."""
    if len(ours) > 1:
        return []
    at = ours[0]
    before = tuple(word.low for word in named[max(0, at - 2) : at])
    parted = any(word.clause != named[at].clause for word in named[at:])
    beside = before in _BESIDE_US and at <= _NEAR and (parted or any(map(_is_name, named[at + 1 : at + 2])))
    if before[-1:] == ("unlike",) or before == ("отличие", "от") or beside:
        return [_Turn(0, named[-1].end + 1, TURNED, TURNED)]
    return []


def _caused(named: Sequence[Word], came: Sequence[Mark]) -> list[_Turn]:
    """«Перешли к нам, потому что у них всё падало»: why somebody came is to blame on another; not so "and now ..."."""
    behind = [word for word in named if came and word.start >= came[0].end]
    for n, word in enumerate(behind):
        if word.low in _CAUSE or (not n and word.low in _WHEN) or [w.low for w in behind[n : n + 2]] == ["так", "как"]:
            pairs = pairwise([*behind[n:], behind[-1]])
            turns = (one for one, two in pairs if one.low in _BUT or (one.low in _AND and two.low in _AGAIN))
            but = next((one.start for one in turns), named[-1].end + 1)
            return [_Turn(word.start, but, 1.0, 0.0)]
    return []


def _after(named: Sequence[Word], ours: Sequence[int], others: Sequence[int]) -> list[_Turn]:
    """«После кошмара с Халденом выбрали нас»."""
    theirs = max((start for start in others if start < named[ours[0]].start), default=0)
    return [_Turn(named[0].start, theirs, 0.0, 0.0)] if theirs and named[0].low in _AFTER else []


def _other(named: Sequence[Word], ours: Sequence[int]) -> list[_Turn]:
    """«Надёжнее, чем они с их авариями», «лучше мы, чем они с их авариями»: behind it it is said of the other one."""
    rather = any(word.low in _RATHER for word in named[: ours[0]])
    than = next((n for n in range(ours[-1] + 1, len(named) - 1) if rather and named[n].low in _THAN), 0)
    if than and _is_name(named[than + 1]):
        return [_Turn(named[than].start, named[-1].end + 1, 0.0, 0.0)]
    for n in range(ours[-1] + 1, len(named) - 1):
        if not is_comparative(named[n].low) or named[n].low in _TIMES or named[n - 1].low in _UNLESS:
            continue
        by = n + 1 if named[n + 1].low in _THAN else n
        rest = named[by + 1 : by + 1 + _FAR]
        if not any(w.lemma in _OTHERS or _is_name(w) for w in rest):
            continue
        first = named[by + 1]
        return [_Turn(first.start, max(w.end for w in named if w.clause == first.clause), 0.0, 0.0)]
    return []


def _halves(named: Sequence[Word], ours: Sequence[int], field: str, others: Sequence[int]) -> list[_Turn]:
    """«Халден сорвал срок; Зубр-Софт выручил»: each half is about the one it begins with."""
    first, last = named[ours[0]].start, named[ours[-1]].start
    if not others:
        return []
    cut = field.find(";", min(first, *others), max(last, *others))
    if cut < 0 and named[0].start in others and field.endswith(", ", 0, first):
        cut = first - 2
    behind = next((word.start for word in named if word.start > cut and word.low not in SMALL), last)
    if cut < 0 or behind not in (first, *others):
        return []
    if behind == first and min(others) < cut:
        return [_Turn(named[0].start, cut, 0.0, 0.0)]
    return [_Turn(cut, named[-1].end + 1, 0.0, 0.0)] if last < cut else []


def _clauses(named: Sequence[Word], ours: Sequence[int], others: Sequence[int]) -> list[_Turn]:
    """«Надоел Халден, ухожу к нам»: what stands with another's name and not with ours is another's."""
    us, them = {named[n].clause for n in ours}, {word.clause for word in named if word.start in others}
    said = sum(word.clause in us and word.text != OURS and word.low not in _LISTING for word in named)
    return [_Turn(w.start, w.end, 0.0, 0.0) for w in named if w.clause in them - us] if said >= _SAID else []


def _beside(named: Sequence[Word], ours: Sequence[int], others: Sequence[int]) -> list[_Turn]:
    """«Они опаздывают, а мы нет»: each half is about the one it names."""
    for n, word in enumerate(named):
        if word.low not in _WHILE or n in (0, len(named) - 1):
            continue
        before, after = [k for k in ours if k < n], [k for k in ours if k > n]
        second = next((k for k in (n + 1, n + 2) if k < len(named) and named[k].low not in SMALL), n)
        another = any(start < word.start for start in others) or _names_another(named[:n])
        if after and not before and after[0] == second and another:
            return [_Turn(0, word.start, 0.0, 0.0)]
        if before and not after and second > n and _is_name(named[second]):
            return [_Turn(word.end, named[-1].end + 1, 0.0, 0.0)]
    return []


def _names_another(words: Sequence[Word]) -> bool:
    first = next((n for n, word in enumerate(words) if word.low not in SMALL), 0)
    if any(one.lemma in _OTHERS and two.lemma not in TIMES for one, two in pairwise([*words, words[-1]])):
        return True
    return any(_is_name(word) for word in words[first + 1 :]) or (_is_name(words[first]) and _is_rare(words[first].low))


def _is_name(word: Word) -> bool:
    return word.text != OURS and len(word.text) > 1 and word.text[0].isupper()


def _is_rare(low: str) -> bool:
    return low not in _ENGLISH_STARTS if low.isascii() else not is_known(low)


_ENGLISH_STARTS = frozenset(
    {
        *("the", "we", "our", "they", "their", "it", "this", "that", "these", "my", "he", "she", "you", "your"),
        *("all", "some", "most", "other", "everyone", "everything", "support", "delivery", "shipping", "prices"),
    }
)
