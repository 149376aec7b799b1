"""Decides what a mention means for the team: flagged or not, and how urgent. docs/severity.md shows the table."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.config.alerting import Urgency
from monitor.domain import Asking, Audience, Flag, Label, Role, Sentiment, Severity, Verdict

USUAL = Urgency()  # where the file says nothing of it


def judge(
    sentiment: Sentiment,
    *,
    rating: float | None,
    role: Role,
    audience: Audience,
    negative_below: float,
    urgency: Urgency = USUAL,
    reach: float = 1.0,
    position: int | None = None,
) -> Verdict:
    """A rating outweighs words, danger outweighs tone; of a competitor only who asks is worth an alert.

    >>> two_stars = Sentiment(Label.NEGATIVE, -0.5)
    >>> verdict = judge(two_stars, rating=0.25, role=Role.OWN, audience=Audience.CLIENTS, negative_below=-0.25)
    >>> verdict.flag, verdict.severity
    (<Flag.NEGATIVE: 'negative'>, <Severity.P2: 'p2'>)
    """
    flag = flag_of(sentiment, negative_below)
    if flag is None or not _listened(flag, audience):
        return Verdict()
    if role is not Role.OWN:  # «ищем замену, надоели сбои»: of a competitor it matters more who asks than what is bad
        if sentiment.question is Asking.IN_WORDS and flag is not Flag.RISK:
            return Verdict(Flag.QUESTION, Severity.P3)
        return Verdict(None if flag is Flag.QUESTION else flag)  # who asks its support buys nothing
    severity = _severity(flag, sentiment, rating, urgency)
    seen = reach >= urgency.reach_from or (position is not None and position <= urgency.first_results)
    return Verdict(flag, Severity.P2 if seen and severity is Severity.P3 else severity)


def is_current(published: datetime | None, now: datetime, max_age: timedelta) -> bool:
    """Whether an item is fresh enough to alert: what was published long ago is stored quietly."""
    return published is None or published >= now - max_age


def flag_of(sentiment: Sentiment, negative_below: float) -> Flag | None:
    """Why a mention deserves a look: danger before tone, tone before a question."""
    if sentiment.risks:
        return Flag.RISK
    if sentiment.label is Label.NEGATIVE and sentiment.score <= negative_below:
        return Flag.NEGATIVE
    return Flag.QUESTION if sentiment.question else None


def _listened(flag: Flag, audience: Audience) -> bool:
    """News is flagged by danger alone, our own words never: their tone describes the event, not the attitude."""
    if audience is Audience.COMPANY:
        return False
    return audience is not Audience.PRESS or flag is Flag.RISK


def _severity(flag: Flag, sentiment: Sentiment, rating: float | None, urgency: Urgency) -> Severity:
    if flag is Flag.RISK:
        return Severity.P1
    if flag is Flag.QUESTION:
        return Severity.P3
    if rating is not None:
        lowest = rating <= urgency.lowest_rating and sentiment.score <= urgency.strong_below
        return Severity.P1 if lowest else Severity.P2
    return Severity.P3 if sentiment.score > urgency.mild_above else Severity.P2
