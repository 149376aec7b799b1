"""Who may press what, and what comes of it, whoever else presses at the same time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.desk import Outcome, Press, State, apply, reopened
from monitor.domain import Action, Label, Person, Reason, Status, Step, Why

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=10)
ANNA, BORIS = Person(1, "Анна"), Person(2, "Борис")
NEW = State(Label.NEGATIVE, -0.6, Why.RATING, steps=(Step("Проверить"), Step("Ответить")))
QUIET = replace(NEW, told=False)  # negative, and nobody was told: it was there before us
UNFLAGGED = replace(QUIET, label=Label.NEUTRAL, score=0.1, why=Why.WORDS)
MORNING = NOW + timedelta(days=1)
CLOSING = (Action.ANSWER, Action.NOT_NEGATIVE, Action.NOT_ABOUT_US, Action.NO_REPLY)
WORK = (Action.TAKE, Action.GIVE_BACK, Action.TICK)


def press(state, action, who=ANNA, at=NOW, **how):
    """The state after a press that must succeed."""
    result = apply(state, Press(action, who, at, **how))
    assert result.outcome is Outcome.DONE
    return result.state


def refused(state, action, who=ANNA, at=NOW, **how):
    """Why a press does nothing."""
    result = apply(state, Press(action, who, at, **how))
    assert result.state == state
    return result.outcome


def test_whoever_takes_it_has_it():
    taken = press(NEW, Action.TAKE)
    assert (taken.status, taken.assignee, taken.taken_at) == (Status.TAKEN, ANNA, NOW)


def test_the_second_to_take_it_is_told_who_has_it():
    result = apply(press(NEW, Action.TAKE), Press(Action.TAKE, BORIS, NOW))
    assert (result.outcome, result.holder) == (Outcome.OTHERS, "Анна")


def test_what_was_taken_is_given_back_by_whoever_has_it():
    taken = press(NEW, Action.TAKE)
    assert refused(taken, Action.GIVE_BACK, BORIS, LATER) is Outcome.OTHERS
    back = press(taken, Action.GIVE_BACK, at=LATER)
    assert (back.status, back.assignee, back.taken_at) == (Status.NEW, None, None)


@pytest.mark.parametrize("action", [Action.TAKE, Action.GIVE_BACK])
def test_within_ten_seconds_neither_button_does_anything_more_for_whoever_pressed(action):
    taken = press(NEW, Action.TAKE)
    back = press(taken, Action.GIVE_BACK, at=LATER)
    for state, at in ((taken, NOW), (back, LATER)):
        assert refused(state, action, at=at + timedelta(seconds=9.9)) is Outcome.SOON


def test_a_button_pressed_just_now_works_for_somebody_else():
    back = press(press(NEW, Action.TAKE), Action.GIVE_BACK, at=LATER)
    assert press(back, Action.TAKE, BORIS, LATER).assignee == BORIS


def test_a_clock_that_was_set_back_blocks_nobody():
    taken = press(NEW, Action.TAKE)
    assert press(taken, Action.GIVE_BACK, at=NOW - timedelta(hours=1)).status is Status.NEW


def test_taking_what_one_has_and_giving_back_what_nobody_has_change_nothing():
    assert refused(press(NEW, Action.TAKE), Action.TAKE, at=LATER) is Outcome.SAME
    assert refused(NEW, Action.GIVE_BACK) is Outcome.NOTHING


def test_a_tick_keeps_who_ticked_and_a_second_one_takes_it_away():
    ticked = press(NEW, Action.TICK, BORIS, step=1)
    assert ticked.steps == (Step("Проверить"), Step("Ответить", done=True, by="Борис"))
    assert press(ticked, Action.TICK, step=1).steps == NEW.steps


def test_whoever_ticks_what_somebody_else_has_just_ticked_leaves_it_ticked():
    ticked = press(NEW, Action.TICK, BORIS, step=1, done=True)
    assert ticked.steps[1].by == "Борис"
    assert refused(ticked, Action.TICK, step=1, done=True) is Outcome.SAME
    assert press(ticked, Action.TICK, step=1, done=False).steps == NEW.steps


@pytest.mark.parametrize("step", [None, -1, 2])
def test_a_step_that_is_not_there_cannot_be_ticked(step):
    assert refused(NEW, Action.TICK, step=step) is Outcome.NOTHING


def test_an_answer_asks_for_its_link_and_belongs_to_whoever_had_it():
    answered = press(press(NEW, Action.TAKE), Action.ANSWER, BORIS, LATER)
    assert (answered.status, answered.answered, answered.assignee) == (Status.ANSWERED, LATER, ANNA)
    assert answered.asks_link
    assert press(NEW, Action.ANSWER, BORIS).assignee == BORIS


def test_the_link_ends_the_question_and_may_be_corrected():
    linked = press(press(NEW, Action.ANSWER), Action.LINK, text="https://a.example/1")
    assert (linked.reply_url, linked.asks_link) == ("https://a.example/1", False)
    assert refused(linked, Action.LINK, text="https://a.example/1") is Outcome.SAME
    assert press(linked, Action.LINK, text="https://a.example/2").reply_url == "https://a.example/2"


def test_no_link_ends_the_question_too():
    unlinked = press(press(NEW, Action.ANSWER), Action.NO_LINK)
    assert (unlinked.status, unlinked.asks_link) == (Status.ANSWERED, False)
    assert refused(unlinked, Action.NO_LINK) is Outcome.SAME


def test_what_was_not_answered_gets_no_link():
    assert refused(NEW, Action.LINK, text="https://a.example/1") is Outcome.NOTHING


def test_not_negative_corrects_us_and_the_other_dismissals_do_not():
    corrected = press(NEW, Action.NOT_NEGATIVE)
    assert (corrected.status, corrected.reason) == (Status.DISMISSED, Reason.NOT_NEGATIVE)
    assert (corrected.label, corrected.why, corrected.corrected) == (Label.NEUTRAL, Why.CORRECTION, True)
    for action, reason in ((Action.NOT_ABOUT_US, Reason.NOT_ABOUT_US), (Action.NO_REPLY, Reason.NO_REPLY)):
        dismissed = press(NEW, action)
        assert (dismissed.status, dismissed.reason) == (Status.DISMISSED, reason)
        assert (dismissed.label, dismissed.why, dismissed.corrected) == (NEW.label, NEW.why, False)


@pytest.mark.parametrize("closing", CLOSING)
@pytest.mark.parametrize("taken", [False, True])
def test_undo_brings_back_what_was(closing, taken):
    before = press(NEW, Action.TAKE) if taken else NEW
    assert press(press(before, closing, BORIS), Action.UNDO, BORIS) == before


@pytest.mark.parametrize("closing", CLOSING)
@pytest.mark.parametrize("other", CLOSING)
def test_what_is_closed_is_first_to_be_undone(closing, other):
    expected = Outcome.SAME if closing is other else Outcome.CLOSED
    assert refused(press(NEW, closing), other, BORIS, LATER) is expected


@pytest.mark.parametrize("closing", CLOSING)
@pytest.mark.parametrize("action", WORK)
def test_work_on_what_is_closed_does_nothing(closing, action):
    assert refused(press(NEW, closing), action, BORIS, LATER, step=0) is Outcome.CLOSED


def test_there_is_nothing_to_undo_where_nothing_was_done():
    assert refused(NEW, Action.UNDO) is Outcome.NOTHING
    assert refused(press(press(NEW, Action.ANSWER), Action.UNDO), Action.UNDO) is Outcome.NOTHING


def test_an_answered_one_that_got_worse_goes_back_to_whoever_had_it():
    again = reopened(press(press(NEW, Action.TAKE), Action.ANSWER))
    assert (again.status, again.assignee, again.answered, again.asks_link) == (Status.TAKEN, ANNA, None, False)
    assert refused(again, Action.UNDO) is Outcome.NOTHING
    assert reopened(replace(again, assignee=None)).status is Status.NEW


def test_a_colleague_gets_it_from_whoever_gives_it():
    handed = press(press(NEW, Action.TAKE), Action.HAND_OVER, BORIS, LATER, to=BORIS)
    assert (handed.status, handed.assignee, handed.taken_at) == (Status.TAKEN, BORIS, LATER)
    assert refused(handed, Action.HAND_OVER, ANNA, to=BORIS) is Outcome.SAME
    assert refused(NEW, Action.HAND_OVER) is Outcome.NOTHING


def test_what_is_put_off_wakes_when_somebody_takes_it_or_undoes_it():
    put_off = press(NEW, Action.SNOOZE, until=MORNING)
    assert (put_off.status, put_off.snoozed_until, put_off.snoozed_by) == (Status.NEW, MORNING, "Анна")
    assert refused(put_off, Action.SNOOZE, BORIS, until=MORNING) is Outcome.SAME
    assert press(put_off, Action.UNDO, BORIS) == NEW
    assert press(put_off, Action.TAKE, BORIS).snoozed_until is None
    assert press(press(put_off, Action.NO_REPLY), Action.UNDO) == put_off


def test_nothing_is_put_off_to_a_time_that_is_over():
    assert refused(NEW, Action.SNOOZE, until=NOW) is Outcome.PAST
    assert refused(NEW, Action.SNOOZE) is Outcome.PAST
    assert refused(press(NEW, Action.ANSWER), Action.FOLLOW_UP, until=NOW) is Outcome.PAST


@pytest.mark.parametrize("link", [Action.LINK, Action.NO_LINK])
def test_after_the_question_for_the_link_comes_the_one_whether_to_return(link):
    answered = press(NEW, Action.ANSWER)
    assert not answered.asks_follow_up
    asked = press(answered, link, text="https://a.example/1")
    assert asked.asks_follow_up
    returning = press(asked, Action.FOLLOW_UP, until=MORNING)
    assert (returning.follow_up, returning.asks_follow_up) == (MORNING, False)
    assert not press(asked, Action.FOLLOW_UP).asks_follow_up
    assert refused(press(asked, Action.FOLLOW_UP), Action.FOLLOW_UP) is Outcome.SAME


def test_a_link_that_is_corrected_asks_for_no_second_return():
    asked = press(press(NEW, Action.ANSWER), Action.LINK, text="https://a.example/1")
    decided = press(asked, Action.FOLLOW_UP)
    assert not press(decided, Action.LINK, text="https://a.example/2").asks_follow_up


def test_a_promise_has_its_words_and_its_date_and_outlives_the_answer():
    promised = press(NEW, Action.PROMISE, text="перезвонить", until=MORNING)
    assert (promised.promise, promised.promised_for) == ("перезвонить", MORNING)
    assert press(promised, Action.ANSWER).promise == "перезвонить"
    assert refused(promised, Action.PROMISE, BORIS, text="перезвонить", until=MORNING) is Outcome.SAME
    assert refused(promised, Action.PROMISE, text="", until=MORNING) is Outcome.NOTHING
    assert refused(promised, Action.PROMISE, text="завтра", until=NOW) is Outcome.PAST


@pytest.mark.parametrize(("action", "mark"), [(Action.COMPLAIN, "complained"), (Action.SETTLE, "settled")])
def test_a_complaint_to_the_place_and_peace_in_private_are_marked_and_unmarked(action, mark):
    marked = press(press(NEW, Action.ANSWER), action, at=LATER)
    assert getattr(marked, mark) == LATER
    assert getattr(press(marked, action), mark) is None
    assert refused(marked, action, BORIS, done=True) is Outcome.SAME
    assert getattr(press(marked, action, done=False), mark) is None


def test_what_we_missed_is_waiting_and_corrected():
    raised = press(UNFLAGGED, Action.NEGATIVE)
    assert (raised.label, raised.score, raised.why) == (Label.NEGATIVE, -0.5, Why.CORRECTION)
    assert (raised.status, raised.told, raised.corrected) == (Status.NEW, True, True)
    assert refused(raised, Action.NEGATIVE, BORIS) is Outcome.SAME


def test_what_was_told_as_a_question_can_be_called_negative():
    asked = replace(UNFLAGGED, told=True)
    assert press(asked, Action.NEGATIVE) == press(UNFLAGGED, Action.NEGATIVE)


def test_what_was_closed_in_a_way_that_nobody_remembers_stays_closed():
    assert refused(replace(NEW, status=Status.ANSWERED, answered=NOW), Action.UNDO) is Outcome.NOTHING


def test_what_we_knew_to_be_negative_is_raised_without_a_correction():
    assert press(QUIET, Action.NEGATIVE) == replace(QUIET, told=True)


def test_whoever_calls_it_negative_after_all_takes_the_correction_back():
    assert press(press(NEW, Action.NOT_NEGATIVE), Action.NEGATIVE, BORIS) == NEW


MOMENTS = st.integers(0, 60).map(lambda seconds: NOW + timedelta(seconds=seconds))
PRESSES = st.builds(
    Press,
    st.sampled_from(Action),
    st.sampled_from([ANNA, BORIS]),
    MOMENTS,
    st.integers(-1, 2),
    st.sampled_from([None, "https://a.example/1", "https://a.example/2"]),
    st.sampled_from([None, ANNA, BORIS]),
    st.none() | MOMENTS,
)


@pytest.mark.long
@given(st.sampled_from([NEW, UNFLAGGED, QUIET]), st.lists(PRESSES, max_size=30))
def test_whatever_two_people_press_the_state_makes_sense(first, presses):
    state = first
    for one in presses:
        result = apply(state, one)
        assert (result.outcome is Outcome.DONE) == (result.state != state)
        state = result.state
        makes_sense(state)


def makes_sense(state):
    assert (state.status is Status.DISMISSED) == (state.reason is not None)
    assert (state.status is Status.ANSWERED) == (state.answered is not None)
    assert (state.status is Status.NEW) <= (state.assignee is None)
    assert (state.status is Status.TAKEN) <= (state.assignee is not None)
    assert state.open == (state.before is None)
    assert state.asks_link <= (state.status is Status.ANSWERED)
    assert (state.reply_url is not None) <= (state.status is Status.ANSWERED)
    assert state.corrected == (state.why is Why.CORRECTION)
    assert (state.reason is Reason.NOT_NEGATIVE) <= (state.corrected and state.label is Label.NEUTRAL)
    assert state.asks_follow_up <= (state.status is Status.ANSWERED and not state.asks_link)
    assert (state.follow_up is not None) <= (state.status is Status.ANSWERED)
    assert (state.snoozed_until is not None) <= state.open
    assert (state.snoozed_until is None) == (state.snoozed_by is None)
    assert (state.promise is None) == (state.promised_for is None)
    assert all(step.done == bool(step.by) for step in state.steps)


@pytest.mark.long
@given(st.lists(PRESSES, max_size=20), st.sampled_from(CLOSING), st.sampled_from([ANNA, BORIS]))
def test_undo_restores_whatever_was_open_before(presses, closing, who):
    state = NEW
    for one in presses:
        state = apply(state, one).state
    if state.open:
        closed = press(state, closing, who)
        assert press(closed, Action.UNDO) == state
