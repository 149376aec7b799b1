"""From where on a model is believed, told by lessons that it was not taught when it was asked about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from monitor.learning.model import Example, train

NEVER_BELOW, NEVER_ABOVE = 0.0, 2.0  # no probability is beyond these
_LOST = 0.05  # of the complaints that were confirmed, at most, may be sifted out
_RIGHT = 0.75  # of what is raised, at least, has to be a complaint
_RAISED = 3  # of the lessons, at least, from which that is told
_FOLDS = 5
_EVEN = 0.5

Guess = tuple[float, Example]


def surely_not(examples: Sequence[Example]) -> float:
    """Below this probability an alert is not wanted: nearly all of the confirmed complaints lie above it."""
    guesses = sorted(_guesses(examples), key=lambda guess: guess[0])
    allowed = _LOST * _weight(one for _, one in guesses if one.negative)
    for probability, one in guesses:
        if not one.negative:
            continue
        allowed -= one.weight
        if allowed < 0 or probability >= _EVEN:
            return min(probability, _EVEN)
    return NEVER_BELOW


def surely_negative(examples: Sequence[Example]) -> float:
    """From this probability on something was missed: of what lies there, most are complaints."""
    guesses = sorted(_guesses(examples), key=lambda guess: -guess[0])
    found = NEVER_ABOVE
    for number, ((probability, _), (following, _)) in enumerate(pairwise(guesses), 1):
        if probability < _EVEN:
            break
        above = [one for _, one in guesses[:number]]
        if number >= _RAISED and _weight(one for one in above if one.negative) >= _RIGHT * _weight(above):
            found = max(_EVEN, (probability + following) / 2)  # half way to what was not told apart
    return found


def _guesses(examples: Sequence[Example]) -> list[Guess]:
    """Each lesson as a model sees it that was taught all but a fifth; the fifths hold alike many complaints."""
    ordered = sorted(examples, key=lambda one: one.negative)
    guesses = []
    for fold in range(_FOLDS):
        held_out = set(range(fold, len(ordered), _FOLDS))
        model = train([one for place, one in enumerate(ordered) if place not in held_out])
        guesses += [(model.probability(one.score, one.features), one) for one in (ordered[n] for n in held_out)]
    return guesses


def _weight(examples: Iterable[Example]) -> float:
    return sum(one.weight for one in examples)
