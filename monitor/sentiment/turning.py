"""Hears where one sentence turns from what the one before it said: «Менеджер приветливый. А груз так и не приехал»."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BEFORE, _AFTER = 0.6, 1.3  # as «но» within a sentence
_ENOUGH = 1.2  # what a sentence must weigh to outdo the one before
_TURN = re.compile(
    r"(?:но|однако|зато|а(?! так\b)|только вот|вот только|правда|увы|к сожалению|на деле|по факту|в реальности"
    r"|в итоге|в результате|теперь|сейчас|потом|затем|позже|через \w+|в этом году"
    r"|but|however|yet|now|then|in reality|in the end|sadly|unfortunately)\b",
    re.IGNORECASE,
)


def turns(text: str, start: int) -> bool:
    """Whether a sentence begins with a word that turns.

    >>> turns("Но груз пропал", 0), turns("Груз пропал", 0)
    (True, False)
    """
    return _TURN.match(text, start) is not None


def turning(weights: Sequence[float], turned: Sequence[bool]) -> list[float]:
    """What each sentence counts for, by what it weighs and whether it turns.

    >>> turning([2.0, -2.0, -1.0], [False, True, True])
    [0.6, 1.3, 1.0]
    """
    factors = [1.0] * len(weights)
    for n in range(1, len(weights)):
        if turned[n] and weights[n] * weights[n - 1] < 0 and abs(weights[n]) >= _ENOUGH:
            factors[n - 1] *= _BEFORE
            factors[n] *= _AFTER
    return factors
