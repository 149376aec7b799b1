"""Says what a complaint is about, by the words it is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from monitor.sentiment.lexicon import REASONS
from monitor.sentiment.words import Mark

_MOST = 3
_ORDER: Final = {reason: place for place, reason in enumerate(REASONS)}


def reasons(marks: Iterable[Mark]) -> tuple[str, ...]:
    """What is complained about most, strongest first.

    >>> reasons([Mark(0, 4, -1.0, "price"), Mark(5, 9, -2.0, "support"), Mark(9, 12, 2.0, "praise")])
    ('support', 'price')
    """
    weights: defaultdict[str, float] = defaultdict(float)
    for mark in marks:
        if mark.weight < 0 and mark.about in _ORDER:
            weights[mark.about] += round(mark.weight, 6)
    return tuple(sorted(weights, key=lambda reason: (round(weights[reason], 6), _ORDER[reason]))[:_MOST])
