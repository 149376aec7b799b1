"""Says what a complaint is about, by the words it is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from monitor.sentiment.lexicon import IF_NOTHING_ELSE, REASONS, Said
from monitor.sentiment.words import Mark, Word

_MOST = 3
_ORDER: Final = {reason: place for place, reason in enumerate(REASONS)}
_WAITING: Final = "deadlines"
_OF_DANGER: Final = {
    "leak": "security",
    "fraud": "fraud",
    "legal": "legal",
    "licence": "legal",
    "safety": "news",
    "bankruptcy": "news",
}


def reasons(marks: Iterable[Mark], dangers: Iterable[str] = ()) -> tuple[str, ...]:
    """What is complained about most, strongest first; a danger is told too where its words weigh nothing.

    >>> reasons([Mark(0, 4, -1.0, "price"), Mark(5, 9, -2.0, "support"), Mark(9, 12, 2.0, "praise")])
    ('support', 'price')
    >>> reasons([Mark(5, 9, -2.0, "support")], ["leak"])
    ('support', 'security')
    >>> reasons([Mark(0, 4, -1.0, "price"), Mark(5, 9, -2.0, "deadlines?")])
    ('price', 'deadlines')
    """
    firm, weights = set[str](), defaultdict[str, float](float)
    for mark in marks:
        reason = mark.about.removesuffix(IF_NOTHING_ELSE)
        if mark.weight < 0 and reason in _ORDER:
            weights[reason] += round(mark.weight, 6)
            firm |= {reason} & {mark.about}
    told = sorted(weights, key=lambda reason: (reason not in firm, round(weights[reason], 6), _ORDER[reason]))
    also = [reason for reason in dict.fromkeys(_OF_DANGER[one] for one in dangers) if reason not in told[:_MOST]]
    return (*told[: _MOST - len(also)], *also)[:_MOST]


def of_what(words: Sequence[Word], marks: Sequence[Mark], awaited: Mapping[str, Said]) -> Iterator[Mark]:
    """With what is waited for in place of the waiting: «третий месяц ждём акты» is about documents."""
    for mark in marks:
        yield mark._replace(about=_awaited(words, mark, marks, awaited)) if _waits(mark) else mark


def _waits(mark: Mark) -> bool:
    return mark.weight < 0 and mark.about.removesuffix(IF_NOTHING_ELSE) == _WAITING


def _awaited(words: Sequence[Word], mark: Mark, marks: Sequence[Mark], awaited: Mapping[str, Said]) -> str:
    """The nearest of the same breath that is not part of what is said beside: «сорвали срок и не вернули деньги»."""
    clauses = {word.clause for word in words if mark.start <= word.start < mark.end}
    named = [
        (max(word.start - mark.end, mark.start - word.end), said.about)
        for word in words
        if word.clause in clauses
        and (said := awaited.get(word.low) or awaited.get(word.lemma))
        and not any(_more_than(word, one) for one in marks if one is not mark)
    ]
    return min(named)[1] if named else mark.about


def _more_than(word: Word, mark: Mark) -> bool:
    return mark.start <= word.start and word.end <= mark.end and mark.end - mark.start > word.end - word.start
