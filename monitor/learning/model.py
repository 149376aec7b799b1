"""How likely a text is a complaint, by its score and its words: a small logistic regression, retrained from nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ROUNDS = 12  # over all examples
_RATE = 0.3
_DECAY = 0.02  # of the weights of words: what was seen once proves little
_STEEP = -4.0  # how much the score says before anybody taught us anything
_FLOOR = 1e-6


@dataclass(frozen=True, slots=True)
class Example:
    """A text as the model sees it. `weight`: how much it counts, less as it grows old."""

    score: float
    features: tuple[str, ...]
    negative: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """sigmoid(steep * score + bias + weights of its words)."""

    steep: float
    bias: float
    weights: Mapping[str, float]

    def probability(self, score: float, features: Sequence[str]) -> float:
        """Of being a complaint."""
        share = _share(features)
        known = sum(self.weights.get(feature, 0.0) for feature in features)
        return _sigmoid(self.steep * score + self.bias + share * known)


def train(examples: Sequence[Example]) -> Model:
    """The same examples in the same order are always the same model."""
    steep, bias, weights = _STEEP, 0.0, dict[str, float]()
    steep_seen, bias_seen, seen = _FLOOR, _FLOOR, dict[str, float]()
    for _ in range(_ROUNDS):
        for one in examples:
            share = _share(one.features)
            total = steep * one.score + bias + share * sum(weights.get(f, 0.0) for f in one.features)
            error = (_sigmoid(total) - one.negative) * one.weight
            steep_seen += (error * one.score) ** 2
            steep -= _RATE * error * one.score / math.sqrt(steep_seen)
            bias_seen += error**2
            bias -= _RATE * error / math.sqrt(bias_seen)
            for feature in one.features:
                weight = weights.get(feature, 0.0)
                slope = error * share + _DECAY * weight * one.weight * share
                seen[feature] = seen.get(feature, _FLOOR) + slope * slope
                weights[feature] = weight - _RATE * slope / math.sqrt(seen[feature])
    return Model(steep, bias, weights)


def _share(features: Sequence[str]) -> float:
    """Of a word in a text: a long text says no more than a short one."""
    return 1 / math.sqrt(len(features)) if features else 0.0


def _sigmoid(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
