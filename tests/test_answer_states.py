"""Whatever order people press in and crawlers look in, the desk stays legal and the time of the answer the same."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor import desk
from monitor.desk import Press, State
from monitor.domain import Action, Label, Person, Status

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PEOPLE = (Person(11, "Анна"), Person(22, "Борис"))
URL = "https://otzyv.example/z"
PRESSES = st.tuples(st.sampled_from(sorted(Action)), st.sampled_from(PEOPLE))
ANSWERING = st.tuples(st.sampled_from([Action.TAKE, Action.ANSWER, Action.NO_LINK]), st.sampled_from(PEOPLE))
SEEN, WORSE = "seen", "worse"


def after(steps, dated):
    state, at = State(Label.NEGATIVE, -0.6), NOW
    for step in steps:
        at += timedelta(minutes=1)
        if step == SEEN:
            state = desk.answered_in_public(state, at, URL, dated)
        elif step == WORSE:
            state = desk.reopened(state) if state.status is Status.ANSWERED else state
        else:
            action, who = step
            state = desk.apply(state, Press(action, who, at, 0, URL)).state
    return state


@given(st.lists(PRESSES | st.sampled_from([SEEN, WORSE])), st.none() | st.just(NOW))
def test_every_order_ends_in_a_legal_state(steps, dated):
    state = after(steps, dated)
    is_answered = state.status is Status.ANSWERED
    assert (state.answered is not None) == is_answered
    assert (state.reason is not None) == (state.status is Status.DISMISSED)
    assert is_answered or (state.reply_url is None and not state.asks_link and not state.asks_follow_up)
    assert state.before is None or not state.open


@given(st.lists(ANSWERING), st.data())
def test_the_date_of_the_page_is_the_time_of_the_answer_whenever_it_is_seen(presses, data):
    place = data.draw(st.integers(0, len(presses)))
    state = after([*presses[:place], SEEN, *presses[place:], SEEN], NOW)
    assert (state.status, state.answered, state.reply_url, state.asks_link) == (Status.ANSWERED, NOW, URL, False)
