"""What raises an alert, and how urgent it is: the table of the promise, row by row."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.config.alerting import Urgency
from monitor.domain import Asking, Audience, Flag, Label, Role, Sentiment, Severity, Verdict, Why
from monitor.sentiment import Scorer
from monitor.understanding.triage import is_current, judge

NEGATIVE = Sentiment(Label.NEGATIVE, -0.6)
MILD = Sentiment(Label.NEGATIVE, -0.3)
STRONG = Sentiment(Label.NEGATIVE, -0.8)
FAINT = Sentiment(Label.NEGATIVE, -0.1)
RISK = Sentiment(Label.NEUTRAL, 0.0, risks=("подал в суд",))
QUESTION = Sentiment(Label.NEUTRAL, 0.0, question=Asking.IN_WORDS)
CALM = Sentiment(Label.POSITIVE, 0.6)


def verdict(tone, *, rating=None, role=Role.OWN, audience=Audience.CLIENTS, below=-0.25, **how):
    return judge(tone, rating=rating, role=role, audience=audience, negative_below=below, **how)


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


def test_who_looks_for_something_in_place_of_a_competitor_asks_whatever_is_bad_there():
    leaving = Sentiment(Label.NEGATIVE, -0.8, question=Asking.IN_WORDS)
    assert (
        verdict(leaving, role=Role.COMPETITOR)
        == verdict(QUESTION, role=Role.COMPETITOR)
        == Verdict(Flag.QUESTION, Severity.P3)
    )
    assert verdict(leaving).flag is Flag.NEGATIVE
    assert verdict(leaving, role=Role.COMPETITOR, audience=Audience.PRESS) == Verdict()


def test_whoever_asks_a_competitors_support_buys_nothing():
    asking = Sentiment(Label.NEUTRAL, 0.0, question=Asking.BY_MARK)
    assert verdict(asking, role=Role.COMPETITOR) == Verdict()
    assert verdict(asking).flag is Flag.QUESTION


def test_the_team_sets_how_negative_is_negative():
    assert verdict(MILD, below=-0.5) == Verdict()


def test_staff_who_speak_are_judged_as_clients_are():
    assert verdict(NEGATIVE, audience=Audience.HR) == verdict(NEGATIVE)


@pytest.mark.parametrize("seen", [{"reach": 2.0}, {"position": 1}, {"position": 10}])
def test_what_many_will_read_cannot_wait(seen):
    assert verdict(MILD, **seen).severity is Severity.P2
    assert verdict(QUESTION, **seen).severity is Severity.P2
    assert verdict(NEGATIVE, **seen).severity is Severity.P2
    assert verdict(FAINT, **seen) == Verdict()


@pytest.mark.parametrize("seen", [{"reach": 1.9}, {"position": 11}])
def test_what_few_will_read_can(seen):
    assert verdict(MILD, **seen).severity is Severity.P3


def test_the_team_sets_what_is_urgent():
    strict = Urgency(lowest_rating=0.25, strong_below=-0.5, mild_above=-0.2, reach_from=9, first_results=0)
    assert verdict(NEGATIVE, rating=0.25, urgency=strict).severity is Severity.P1
    assert verdict(MILD, urgency=strict).severity is Severity.P2
    assert verdict(QUESTION, urgency=strict, reach=8, position=1).severity is Severity.P3


@pytest.mark.parametrize("rating", [0.0, 0.25, 0.5])
def test_a_low_rating_is_a_complaint_whatever_the_words(rating):
    tone = Scorer().score("Отличная компания, всё прекрасно, спасибо!", rating=rating)
    assert (tone.label, tone.score, tone.why) == (Label.NEGATIVE, -0.5, Why.RATING)


@pytest.mark.parametrize("rating", [0.75, 1.0])
def test_a_high_rating_is_none_whatever_the_words(rating):
    tone = Scorer().score("Ужас, обман, хамство, верните деньги!", rating=rating)
    assert (tone.label, verdict(tone, rating=rating).flag) == (Label.POSITIVE, None)


def test_between_them_the_words_decide():
    assert Scorer().score("Ужас, обман, хамство!", rating=0.6).why is Why.WORDS


def test_what_was_published_long_ago_is_not_current():
    now = datetime(2026, 11, 24, tzinfo=UTC)
    month = timedelta(days=30)
    assert is_current(None, now, month)
    assert is_current(now - timedelta(days=29), now, month)
    assert not is_current(now - timedelta(days=31), now, month)
