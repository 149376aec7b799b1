"""What is learnt from the team's buttons: which alerts it did not want, and never more than it was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lessons import NOW, TONE, item, lesson, lessons, texts

from monitor.domain import Asking, Flag, Label, Means, Sentiment, Stage, Taught, taught
from monitor.learning import Learnt, Opinion
from monitor.learning.limits import NEVER_ABOVE, NEVER_BELOW, surely_negative, surely_not
from monitor.learning.model import Example

CALM = replace(TONE, label=Label.NEUTRAL, score=-0.1)
LANGUAGES = ("ru", "en")


def opinion(learnt: Learnt, text: str, tone: Sentiment = TONE, flag: Flag | None = Flag.NEGATIVE, **said) -> Opinion:
    return learnt.opinion(item(text, **said), (), tone, flag)


def sifted(learnt: Learnt, said: list[str]) -> int:
    return sum(opinion(learnt, text) is Opinion.UNWANTED for text in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_alerts_like_those_that_were_dismissed_are_not_wanted_and_complaints_stay(language):
    learnt = Learnt.of(lessons(language, 12, 12), NOW)
    new, complaints = texts(language, negative=False)[12:], texts(language, negative=True)[12:]
    assert sifted(learnt, new) >= len(new) / 2
    assert sifted(learnt, complaints) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_below_twenty_answers_only_copies_are_known(language):
    taught_19 = Learnt.of(lessons(language, 12, 7), NOW)
    assert sifted(taught_19, texts(language, negative=False)[12:]) == 0
    assert sifted(taught_19, texts(language, negative=False)[:12]) == 12


def test_a_copy_is_known_from_the_first_press_by_its_words_not_by_its_numbers():
    said = "Зубр-Софт: заказ № 4512 отменён, причина: нет на складе, обратитесь в отдел продаж до 12 мая"
    learnt = Learnt.of([lesson(1, said, negative=False)], NOW)
    assert opinion(learnt, said.replace("4512", "977").replace("12 мая", "3 мая")) is Opinion.UNWANTED
    assert opinion(learnt, "Зубр-Софт: заказ отменён второй раз, деньги не вернули, хамят и молчат") is Opinion.NONE


def test_of_two_answers_on_copies_the_later_one_holds():
    said = texts("ru", negative=False)[0]
    first, later = lesson(1, said, negative=False, days=2), lesson(2, said, negative=True, days=1)
    assert opinion(Learnt.of([first, later], NOW), said) is Opinion.NONE


def test_who_saw_no_complaint_sifts_out_copies_alone():
    learnt = Learnt.of(lessons("ru", 20, 4), NOW)
    assert sifted(learnt, texts("ru", negative=False)[20:]) == 0
    assert taught(lessons("ru", 20, 4)).stage is Stage.UNCONFIRMED


@pytest.mark.parametrize("flag", [Flag.RISK, Flag.QUESTION])
def test_dangers_and_questions_are_never_sifted_out(flag):
    learnt, known = Learnt.of(lessons("ru", 12, 12), NOW), texts("ru", negative=False)[0]
    assert opinion(learnt, known, flag=flag) is Opinion.NONE
    assert opinion(learnt, known, replace(TONE, question=Asking.IN_WORDS)) is Opinion.NONE


@pytest.mark.parametrize(("rating", "wanted"), [(0.0, Opinion.NONE), (0.5, Opinion.NONE), (0.6, Opinion.UNWANTED)])
def test_a_rating_that_decides_outweighs_what_words_were_learnt(rating, wanted):
    learnt = Learnt.of(lessons("ru", 12, 12), NOW)
    assert opinion(learnt, texts("ru", negative=False)[0], rating=rating) is wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_learnt_from_alerts_raises_one(language):
    learnt = Learnt.of([*lessons(language, 10, 16), *lessons(language, 16, 10, Means.PICKED)], NOW)
    everything = texts(language, negative=True) + texts(language, negative=False)
    assert {opinion(learnt, text, CALM, None) for text in everything} == {Opinion.NONE}


def many_questions() -> list:
    """Fifty and more answers to our questions; `days` keep copies apart."""
    asked = [*lessons("ru", 20, 20, Means.ASKED), *lessons("en", 12, 12, Means.ASKED)]
    return [replace(one, mention=number) for number, one in enumerate(asked)]


def test_from_fifty_questions_on_what_was_missed_raises_an_alert():
    learnt = Learnt.of(many_questions(), NOW)
    missed, calm = texts("ru", negative=True)[20:], texts("ru", negative=False)[20:]
    assert sum(opinion(learnt, text, CALM, None) is Opinion.MISSED for text in missed) >= 2
    assert not any(opinion(learnt, text, CALM, None) is Opinion.MISSED for text in calm)
    assert opinion(learnt, missed[0], CALM, None, rating=1.0) is Opinion.NONE


def test_fewer_than_fifty_questions_raise_nothing():
    learnt = Learnt.of(many_questions()[:49], NOW)
    assert not any(opinion(learnt, text, CALM, None) is Opinion.MISSED for text in texts("ru", negative=True))


def test_what_is_raised_depends_on_the_questions_alone():
    alone, with_alerts = Learnt.of(many_questions(), NOW), Learnt.of([*many_questions(), *lessons("ru", 4, 24)], NOW)
    assert (alone.finding, alone.above) == (with_alerts.finding, with_alerts.above)


def test_an_alert_that_is_not_wanted_is_not_raised_by_the_questions_either():
    missed = texts("ru", negative=True)[20]
    learnt = Learnt.of([*many_questions(), lesson(99, missed, negative=False)], NOW)
    assert opinion(learnt, missed, CALM, None) is Opinion.NONE


@given(st.permutations(range(24)))
@settings(max_examples=10, deadline=None)
def test_the_same_lessons_come_to_the_same_in_whatever_order_they_are_read(order):
    said = lessons("ru", 12, 12)
    assert Learnt.of([said[n] for n in order], NOW) == Learnt.of(said, NOW)


def test_old_answers_count_half_after_half_a_year():
    old = [replace(one, at=one.at - timedelta(days=720)) for one in lessons("ru", 0, 12)]
    fresh = [replace(one, mention=one.mention + 50, negative=False) for one in lessons("ru", 0, 12)]
    again = [replace(one, text=f"{one.text} Так и есть.") for one in fresh]
    changed = Learnt.of([*old, *again, *lessons("ru", 4, 0)], NOW).sifting
    unchanged = Learnt.of([*again, *[replace(one, at=NOW) for one in old], *lessons("ru", 4, 0)], NOW).sifting
    words = ("поддержка", "молчать", "деньга")
    assert changed.probability(-0.6, words) < unchanged.probability(-0.6, words)


def examples(*said: tuple[float, bool]) -> list[Example]:
    return [Example(score, ("поддержка",), negative) for score, negative in said]


def test_the_limit_keeps_the_complaints_that_were_confirmed():
    told_apart = examples(*[(-0.9, True), (-0.3, False)] * 20)
    limit = surely_not(told_apart)
    assert NEVER_BELOW < limit <= 0.5
    assert surely_not(examples(*[(-0.6, True)] * 20)) <= 0.5


def test_what_cannot_be_told_apart_raises_nothing():
    assert surely_negative(examples(*[(-0.1, False), (-0.1, True), (-0.1, False)] * 20)) == NEVER_ABOVE
    assert surely_negative(examples(*[(-0.9, True), (0.3, False)] * 20)) < NEVER_ABOVE


def test_the_stages_follow_the_answers():
    assert Taught(corrected=12, confirmed=7).stage is Stage.COPIES
    assert Taught(corrected=12, confirmed=8).stage is Stage.SIFTS
    assert Taught(asked=50, overlooked=5).stage is Stage.FINDS
    assert Taught(asked=200, overlooked=4).stage is Stage.COPIES
