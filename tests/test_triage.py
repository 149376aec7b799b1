"""What raises an alert, and how urgent it is: the table of the promise, row by row."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain import Audience, Flag, Label, Role, Sentiment, Severity, Verdict
from monitor.triage import is_current, judge

NEGATIVE = Sentiment(Label.NEGATIVE, -0.6)
MILD = Sentiment(Label.NEGATIVE, -0.3)
STRONG = Sentiment(Label.NEGATIVE, -0.8)
FAINT = Sentiment(Label.NEGATIVE, -0.1)
RISK = Sentiment(Label.NEUTRAL, 0.0, risks=("подал в суд",))
QUESTION = Sentiment(Label.NEUTRAL, 0.0, question=True)
CALM = Sentiment(Label.POSITIVE, 0.6)


def verdict(tone, *, rating=None, role=Role.OWN, audience=Audience.CLIENTS, below=-0.25):
    return judge(tone, rating=rating, role=role, audience=audience, negative_below=below)


@pytest.mark.parametrize(
    ("tone", "rating", "flag", "severity"),
    [
        (NEGATIVE, None, Flag.NEGATIVE, Severity.P2),
        (MILD, None, Flag.NEGATIVE, Severity.P3),
        (MILD, 0.25, Flag.NEGATIVE, Severity.P2),
        (STRONG, 0.0, Flag.NEGATIVE, Severity.P1),
        (MILD, 0.0, Flag.NEGATIVE, Severity.P2),
        (RISK, None, Flag.RISK, Severity.P1),
        (QUESTION, None, Flag.QUESTION, Severity.P3),
        (FAINT, None, None, None),
        (CALM, 1.0, None, None),
    ],
)
def test_the_table_of_urgency(tone, rating, flag, severity):
    assert verdict(tone, rating=rating) == Verdict(flag, severity)


def test_news_is_flagged_by_danger_alone():
    assert verdict(NEGATIVE, audience=Audience.PRESS) == Verdict()
    assert verdict(RISK, audience=Audience.PRESS).severity is Severity.P1


def test_our_own_words_never_raise_an_alert():
    assert verdict(RISK, audience=Audience.COMPANY) == Verdict()


def test_a_competitor_is_flagged_but_never_alerted():
    assert verdict(NEGATIVE, role=Role.COMPETITOR) == Verdict(Flag.NEGATIVE)


def test_the_team_sets_how_negative_is_negative():
    assert verdict(MILD, below=-0.5) == Verdict()


def test_what_was_published_long_ago_is_not_current():
    now = datetime(2026, 11, 24, tzinfo=UTC)
    month = timedelta(days=30)
    assert is_current(None, now, month)
    assert is_current(now - timedelta(days=29), now, month)
    assert not is_current(now - timedelta(days=31), now, month)
