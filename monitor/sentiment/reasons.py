"""Says what a complaint is about, by the words it is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from monitor.sentiment.lexicon import REASONS
from monitor.sentiment.words import Mark

_MOST = 3
_ORDER: Final = {reason: place for place, reason in enumerate(REASONS)}
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
    """
    weights: defaultdict[str, float] = defaultdict(float)
    for mark in marks:
        if mark.weight < 0 and mark.about in _ORDER:
            weights[mark.about] += round(mark.weight, 6)
    told = sorted(weights, key=lambda reason: (round(weights[reason], 6), _ORDER[reason]))
    also = [reason for reason in dict.fromkeys(_OF_DANGER[one] for one in dangers) if reason not in told[:_MOST]]
    return (*told[: _MOST - len(also)], *also)[:_MOST]
