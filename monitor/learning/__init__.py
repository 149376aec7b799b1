"""Learns from the team's buttons which alerts it did not want, and, once it was asked, which ones it missed.

Two models, each judging only the kind of mention it was taught on: answers on alerts may only sift alerts out, answers
to our questions about what was not flagged may raise some. So nothing learnt from alerts alone ever raises one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from monitor.domain import Flag, Hit, Item, Lesson, Sentiment, rating_decides, taught
from monitor.learning.copies import Copies
from monitor.learning.limits import NEVER_ABOVE, NEVER_BELOW, surely_negative, surely_not
from monitor.learning.model import Example, Model, train
from monitor.learning.words import features, spoken

HALF_LIFE = timedelta(days=180)  # products and people change: after so long an answer counts half
MOST = 1000  # answers learnt from, the newest


class Opinion(StrEnum):
    """What the team would say of a mention, as far as it taught us."""

    NONE = "none"
    UNWANTED = "unwanted"  # it is flagged, and nobody wants to be alerted
    MISSED = "missed"  # it is not flagged, and should be


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the team's answers about one brand come to."""

    copies: Copies
    sifting: Model | None = None  # taught on alerts
    below: float = NEVER_BELOW
    finding: Model | None = None  # taught on our questions
    above: float = NEVER_ABOVE

    @classmethod
    def of(cls, lessons: Sequence[Lesson], now: datetime) -> Self:
        """The same lessons at the same moment come to the same, whatever was said and taken back meanwhile."""
        ordered = sorted(lessons, key=lambda lesson: (lesson.at, lesson.mention))
        alerts = [lesson for lesson in ordered if not lesson.asked][-MOST:]
        asked = [lesson for lesson in ordered if lesson.asked][-MOST:]
        on_alerts = _examples(alerts, now) if taught(alerts).sifts else ()
        on_questions = _examples(asked, now) if taught(asked).finds else ()
        return cls(
            Copies.of(alerts),
            train(on_alerts) if on_alerts else None,
            surely_not(on_alerts) if on_alerts else NEVER_BELOW,
            train(on_questions) if on_questions else None,
            surely_negative(on_questions) if on_questions else NEVER_ABOVE,
        )

    def opinion(self, item: Item, hits: Sequence[Hit], tone: Sentiment, flag: Flag | None) -> Opinion:
        """Dangers and questions stay what they are, and a rating outweighs what words were learnt."""
        if rating_decides(item.rating) or tone.question or flag not in {None, Flag.NEGATIVE}:
            return Opinion.NONE
        unwanted = self._unwanted(item, hits, tone)
        if flag is Flag.NEGATIVE:
            return Opinion.UNWANTED if unwanted else Opinion.NONE
        return Opinion.MISSED if not unwanted and self._missed(item, hits, tone) else Opinion.NONE

    def _unwanted(self, item: Item, hits: Sequence[Hit], tone: Sentiment) -> bool:
        said = self.copies.negative(item.title, item.text)
        if said is not None or self.sifting is None:
            return said is False
        return self.sifting.probability(tone.score, features(spoken(item.title, item.text, hits))) < self.below

    def _missed(self, item: Item, hits: Sequence[Hit], tone: Sentiment) -> bool:
        if self.finding is None:
            return False
        return self.finding.probability(tone.score, features(spoken(item.title, item.text, hits))) >= self.above


def _examples(lessons: Sequence[Lesson], now: datetime) -> list[Example]:
    return [
        Example(
            lesson.score,
            features(spoken(lesson.title, lesson.text, lesson.hits)),
            lesson.negative,
            0.5 ** (max(now - lesson.at, timedelta(0)) / HALF_LIFE),
        )
        for lesson in lessons
    ]


__all__ = ["Learnt", "Opinion"]
