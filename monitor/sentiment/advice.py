"""Half the lexicon's score, half the model's: what becomes of the tone where a model is at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from monitor.domain import Label, Sentiment, Why
from monitor.words.language import detect

_FEW = 4  # words: of fewer, a model guesses
_MOST = 8  # places of one text that a model is asked about, the worst by the lexicon first: each takes its time
_WORD = re.compile(r"[^\W\d_]{2,}")


class Adviser(Protocol):
    """Whoever has an opinion of texts in these languages; None where it has given up."""

    @property
    def languages(self) -> Sequence[str]:
        """Those it was made for."""
        ...

    def rate(self, texts: Sequence[str]) -> Sequence[float] | None:
        """From -1 to 1 each, in order."""
        ...


class Place(NamedTuple):
    """What the tone is judged by: the text round one mention of the brand, and its score by the lexicon."""

    text: str
    score: float


def advised(
    tone: Sentiment, places: Sequence[Place], cuts: tuple[float, float], adviser: Adviser, lang: str | None
) -> Sentiment:
    """The tone by both, worst place first; a rating is not discussed, and neither are a few words."""
    if tone.why is not Why.WORDS:
        return tone
    asked = sorted((p for p in places if _worth(p.text, adviser, lang)), key=lambda p: p.score)[:_MOST]
    opinions = adviser.rate([place.text for place in asked]) if asked else None
    if opinions is None:
        return tone
    halves = [(place.score + opinion) / 2 for place, opinion in zip(asked, opinions, strict=True)]
    score = min(halves + [place.score for place in places if place not in asked])
    label = _label(score, cuts)
    if tone.unsure and label is Label.POSITIVE:  # what may be mockery is no praise, whoever says so
        return tone
    why = tone.why if label is tone.label else Why.MODEL
    return replace(tone, label=label, score=round(score, 4), why=why)


def _worth(text: str, adviser: Adviser, lang: str | None) -> bool:
    return len(_WORD.findall(text)) >= _FEW and (lang or detect(text)) in adviser.languages


def _label(score: float, cuts: tuple[float, float]) -> Label:
    if score <= cuts[0]:
        return Label.NEGATIVE
    return Label.POSITIVE if score >= cuts[1] else Label.NEUTRAL
