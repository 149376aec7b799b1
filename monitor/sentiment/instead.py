"""Hears that something else came than was expected, and that a promise was kept: «ожидали решение, получили набор»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.sentiment.patterns import is_number
from monitor.sentiment.words import Mark, Word, in_one_breath
from monitor.words.morphology import part_of_speech, tags

_WEIGHT, _ABOUT = -2.0, "quality"
_EXPECTED = frozenset({"ожидать", "рассчитывать", "expected", "hoped", "wanted", "expecting", "хотеть"})
_WANTED = frozenset({"думать", "ждать", "обещать", "asked"})  # only where it turns: «ждали …, а получили»
_EXPECTS = _EXPECTED | _WANTED
_GOT = frozenset({"получить", "got", "received"})
_BUT = frozenset({"а", "но", "but"})
_AND, _AT_LAST = "and", "instead"
_OPENS = _BUT | {"в", "итоге", "по", "факту", "мы", "я", "we", "i", "результате", "instead"}
_LITTLE = 3  # letters of a word that names nothing: "a", «от»
_NEAR = 3  # words into a clause within which it is said that something came
# What came is told of by when, by how much more or as what was wanted, or is not told at all.
_AS_GOOD = frozenset(
    {
        *("за", "через", "на", "в", "по", "до", "к", "сразу", "быстро", "ещё", "еще", "даже", "именно", "больше"),
        *(
            "лучше",
            "такой",
            "же",
            "все",
            "всё",
            "это",
            "то",
            "и",
            "бонусом",
            "целый",
            "полноценный",
            "полный",
            "рабочий",
            "настоящий",
            "бесплатно",
            "раньше",
        ),
        *("it", "that", "exactly", "more", "even", "better", "everything", "both", "what", "them", "in", "within"),
        *("there", "and", "so", "much", "all", "one", "him", "her", "us", "free", "extra", "just", "whole", "for"),
    }
)
_PROMISE = frozenset({"обещать", "пообещать", "promised"})
_NOT_KEPT = frozenset({"не", "через", "спустя", "только", "лишь", "потом", "но", "а", "never", "not", "only", "but"})
_FAR = 5  # words from the promise to what was promised


def otherwise(words: Sequence[Word], marks: list[Mark]) -> list[Mark]:
    """The marks of a sentence, with what came instead, and without a promise that was kept."""
    said = {word.lemma for word in words}
    if not _EXPECTS.isdisjoint(said) and not _GOT.isdisjoint(said):
        marks = _came_instead(words, marks)
    if not _PROMISE.isdisjoint(said):
        kept = [*_kept(words)]
        marks = [m for m in marks if m.weight > 0 or not any(start <= m.start < end for start, end in kept)]
    return marks


def _came_instead(words: Sequence[Word], marks: list[Mark]) -> list[Mark]:
    """ "Expected a partner, got a ticket number"; who feared the worst and got good work does not complain."""
    first = next(word for word in words if word.lemma in _EXPECTS)
    at, turns = _got(words, first) if _is_past(first) else (0, False)
    if not at:
        return marks
    expected = [m for m in marks if first.start < m.start < words[at].start]
    came = [m for m in marks if m.start >= words[at].start and m.start < _end(words, at)]
    if any(m.weight < 0 for m in expected):
        return marks if any(m.weight < 0 for m in came) else [m for m in marks if m not in expected]
    if not turns and (first.lemma in _WANTED or _to_do(words, first)):
        return marks
    known = {w.lemma for w in words if first.start < w.start < words[at].start and len(w.low) > _LITTLE}
    told = [word for word in words[at + 1 :] if word.clause == words[at].clause]
    things = [w for w in told if w.low.isascii() or part_of_speech(w.low) in {"NOUN", "NUMR"}]
    if any(m.weight for m in came) or not things or any(_is_as_good(word, known) for word in told):
        return marks
    return [
        *(m for m in marks if m.start != first.start and m not in expected),
        Mark(first.start, told[-1].end, _WEIGHT, _ABOUT),
    ]


def _got(words: Sequence[Word], first: Word) -> tuple[int, bool]:
    """Where it is said that something came, 0 where it is not, and whether the sentence turns there."""
    for n, word in enumerate(words):
        if word.start <= first.end or word.lemma not in _GOT:
            continue
        before = words[max(0, n - _NEAR) : n]
        begins = [w.low for w in before if w.clause == word.clause]
        if word.clause > first.clause and _OPENS.issuperset(begins) and _is_past(word):
            return n, not _BUT.isdisjoint(begins)
        if before[-1].low == _AND and word.clause == first.clause:
            return n, any(w.low == _AT_LAST for w in words[n:])
        if in_one_breath(words) and _is_past(word):
            return n, before[-1].low in _BUT
    return 0, False


def _is_past(word: Word) -> bool:
    return word.low.isascii() or any("past" in read for read in tags(word.low))


def _to_do(words: Sequence[Word], first: Word) -> bool:
    """«Хотели узнать цену, получили консультацию»: nothing was expected to come."""
    following = next((two.low for one, two in pairwise(words) if one is first), "")
    return following == "to" or part_of_speech(following) == "INFN"


def _is_as_good(word: Word, known: set[str]) -> bool:
    said = word.low in _AS_GOOD or word.lemma in _AS_GOOD
    return said or is_number(word.low) or word.lemma in known


def _kept(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """«Обещали перезвонить и перезвонили», "promised to call back and did"."""
    for n, word in enumerate(words[:-2]):
        if word.lemma not in _PROMISE:
            continue
        behind = words[n + 1 :]
        done = {w.lemma for w in behind[:_FAR] if part_of_speech(w.low) == "INFN"}
        for k, w in enumerate(behind[1:], 1):
            kept = (w.lemma in done and part_of_speech(w.low) == "VERB") or (
                w.low == "did" and behind[k - 1].low == "and"
            )
            if kept and not any(x.low in _NOT_KEPT or _denies(x) for x in [*words[max(0, n - 1) : n], *behind]):
                yield word.start, w.end
                break


def _end(words: Sequence[Word], at: int) -> int:
    return next((word.start for word in words[at:] if word.clause != words[at].clause), words[-1].end + 1)


def _denies(word: Word) -> bool:
    return word.low in {"не", "not", "never"} or word.low.endswith("n't")
