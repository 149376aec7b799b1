"""Who may press what, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.desk.state import Outcome, Press, Result, State, Undo
from monitor.domain import Action, Label, Reason, Status, Step, Why
from monitor.domain.recent import is_recent

DOUBLE_TAP = timedelta(seconds=10)  # an impatient finger, or a phone that was slow to show the new button
MISSED = -0.5  # the score of what the team calls negative and we did not: as bad as a two-star review

_UNANSWERED: Mapping[str, Any] = {
    "answered": None,
    "reply_url": None,
    "asks_link": False,
    "asks_follow_up": False,
    "follow_up": None,
}


def apply(state: State, press: Press) -> Result:
    """The state after a press. Two people pressing at once get one result: the second press meets the first one's.

    >>> from monitor.domain import Person
    >>> anna, boris = Person(1, "Анна"), Person(2, "Борис")
    >>> at = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
    >>> taken = apply(State(Label.NEGATIVE, -0.6), Press(Action.TAKE, anna, at)).state
    >>> taken.status, apply(taken, Press(Action.TAKE, boris, at)).outcome
    (<Status.TAKEN: 'taken'>, <Outcome.OTHERS: 'others'>)
    """
    after = _RULES[press.action](state, press)
    if isinstance(after, Outcome):
        return Result(state, after)
    return Result(after, Outcome.DONE)


def reopened(state: State) -> State:
    """An answered mention got worse: whoever had it has it again, else nobody; the answer stays in its history."""
    status = Status.TAKEN if state.assignee else Status.NEW
    return replace(state, status=status, **_UNANSWERED, before=None)


def answered_in_public(state: State, seen: datetime, url: str, dated: datetime | None) -> State:
    """The company's answer was seen where the mention stands: that closes it, and is the link that was asked for.

    Whoever said before that we have answered was right, but the date of the page tells when.
    """
    if state.status is Status.ANSWERED:
        first, asks = min(filter(None, (state.answered, dated)), default=None), _asks_follow_up(state)
        link = state.reply_url or url or None
        return replace(state, answered=first, reply_url=link, asks_link=False, asks_follow_up=asks)
    if not state.open:
        return state
    awake, answered = _awake(state), dated or seen
    return replace(awake, status=Status.ANSWERED, answered=answered, reply_url=url or None, before=_undo_of(state))


def _take(state: State, press: Press) -> State | Outcome:
    if not state.open:
        return Outcome.CLOSED
    if _too_soon(state, press):
        return Outcome.SOON
    if state.assignee is not None:
        return Outcome.SAME if state.assignee.id == press.who.id else Outcome.OTHERS
    return replace(
        _awake(state),
        status=Status.TAKEN,
        assignee=press.who,
        taken_at=press.at,
        pressed_by=press.who.id,
        pressed_at=press.at,
    )


def _give_back(state: State, press: Press) -> State | Outcome:
    if not state.open:
        return Outcome.CLOSED
    if _too_soon(state, press):
        return Outcome.SOON
    if state.assignee is None:
        return Outcome.NOTHING
    if state.assignee.id != press.who.id:
        return Outcome.OTHERS
    return replace(state, status=Status.NEW, assignee=None, taken_at=None, pressed_by=press.who.id, pressed_at=press.at)


def _hand_over(state: State, press: Press) -> State | Outcome:
    """To a colleague, by whoever sees to it that the work is shared: all see who did."""
    if not state.open:
        return Outcome.CLOSED
    if press.to is None:
        return Outcome.NOTHING
    if state.assignee is not None and state.assignee.id == press.to.id:
        return Outcome.SAME
    return replace(_awake(state), status=Status.TAKEN, assignee=press.to, taken_at=press.at)


def _snooze(state: State, press: Press) -> State | Outcome:
    if not state.open:
        return Outcome.CLOSED
    if press.until is None or press.until <= press.at:
        return Outcome.PAST
    if state.snoozed_until == press.until:
        return Outcome.SAME
    return replace(state, snoozed_until=press.until, snoozed_by=press.who.name)


def _tick(state: State, press: Press) -> State | Outcome:
    if not state.open:
        return Outcome.CLOSED
    if press.step is None or not 0 <= press.step < len(state.steps):
        return Outcome.NOTHING
    step = state.steps[press.step]
    if step.done is press.done:
        return Outcome.SAME
    turned = Step(step.text) if step.done else Step(step.text, done=True, by=press.who.name)
    return replace(state, steps=(*state.steps[: press.step], turned, *state.steps[press.step + 1 :]))


def _answer(state: State, press: Press) -> State | Outcome:
    if state.status is Status.ANSWERED:
        return Outcome.SAME
    if not state.open:
        return Outcome.CLOSED
    return replace(
        _awake(state),
        status=Status.ANSWERED,
        answered=press.at,
        assignee=state.assignee or press.who,
        asks_link=True,
        before=_undo_of(state),
    )


def _link(state: State, press: Press) -> State | Outcome:
    if state.status is not Status.ANSWERED or not press.text:
        return Outcome.NOTHING
    if state.reply_url == press.text:
        return Outcome.SAME
    return replace(state, reply_url=press.text, asks_link=False, asks_follow_up=_asks_follow_up(state))


def _no_link(state: State, _: Press) -> State | Outcome:
    if not state.asks_link:
        return Outcome.SAME
    return replace(state, asks_link=False, asks_follow_up=_asks_follow_up(state))


def _asks_follow_up(state: State) -> bool:
    """Once for each answer: with the question for its link over, and never again where its link is corrected."""
    return state.asks_follow_up or (state.asks_link and state.follow_up is None)


def _follow_up(state: State, press: Press) -> State | Outcome:
    if state.status is not Status.ANSWERED:
        return Outcome.NOTHING
    if press.until is not None and press.until <= press.at:
        return Outcome.PAST
    if not state.asks_follow_up and state.follow_up == press.until:
        return Outcome.SAME
    return replace(state, asks_follow_up=False, follow_up=press.until)


def _promise(state: State, press: Press) -> State | Outcome:
    """What the author was promised, and for when; a new promise takes the place of the one before."""
    if state.status is Status.DISMISSED:
        return Outcome.CLOSED
    if not press.text or press.until is None:
        return Outcome.NOTHING
    if press.until <= press.at:
        return Outcome.PAST
    if (state.promise, state.promised_for) == (press.text, press.until):
        return Outcome.SAME
    return replace(state, promise=press.text, promised_for=press.until)


def _mark(name: str) -> Callable[[State, Press], State | Outcome]:
    """What is noted beside the work: that the place was complained to, that all is settled in private."""

    def rule(state: State, press: Press) -> State | Outcome:
        if state.reason is Reason.NOT_ABOUT_US:
            return Outcome.CLOSED
        noted = getattr(state, name) is not None
        changed: dict[str, Any] = {name: None if noted else press.at}
        return Outcome.SAME if press.done is noted else replace(state, **changed)

    return rule


def _dismiss(reason: Reason) -> Callable[[State, Press], State | Outcome]:
    def rule(state: State, _: Press) -> State | Outcome:
        if state.status is Status.DISMISSED and state.reason is reason:
            return Outcome.SAME
        if not state.open:
            return Outcome.CLOSED
        return replace(_awake(state), status=Status.DISMISSED, reason=reason, before=_undo_of(state))

    return rule


def _not_negative(state: State, press: Press) -> State | Outcome:
    """The only dismissal that corrects us; the flag stays, for that is what was wrong."""
    after = _dismiss(Reason.NOT_NEGATIVE)(state, press)
    if isinstance(after, Outcome):
        return after
    return replace(after, label=Label.NEUTRAL, score=0.0, why=Why.CORRECTION, corrected=True)


def _negative(state: State, _: Press) -> State | Outcome:
    """What we missed: it is waiting for somebody now. Where we knew it was negative, nothing is corrected."""
    if state.told and state.open and state.label is Label.NEGATIVE:
        return Outcome.SAME
    if state.status is Status.ANSWERED:
        return Outcome.CLOSED
    state = _restored(state, state.before) if state.before else state
    waiting = replace(state, told=True)
    if state.label is Label.NEGATIVE:
        return waiting
    score = min(state.score, MISSED)
    return replace(waiting, label=Label.NEGATIVE, score=score, why=Why.CORRECTION, corrected=True)


def _undo(state: State, _: Press) -> State | Outcome:
    """Of an answer or a dismissal; of a snooze while it lasts."""
    if state.open:
        return _awake(state) if state.snoozed_until else Outcome.NOTHING
    return _restored(state, state.before) if state.before else Outcome.NOTHING


def _restored(state: State, before: Undo) -> State:
    return replace(state, **_parts(before), reason=None, **_UNANSWERED, before=None)


def _awake(state: State) -> State:
    """No longer put off: somebody works on it, or it is closed."""
    return replace(state, snoozed_until=None, snoozed_by=None)


def _undo_of(state: State) -> Undo:
    return Undo(**_parts(state))


def _parts(of: State | Undo) -> dict[str, Any]:
    return {part.name: getattr(of, part.name) for part in fields(Undo)}


def _too_soon(state: State, press: Press) -> bool:
    return state.pressed_by == press.who.id and is_recent(state.pressed_at, press.at, within=DOUBLE_TAP)


_RULES: Mapping[Action, Callable[[State, Press], State | Outcome]] = {
    Action.TAKE: _take,
    Action.GIVE_BACK: _give_back,
    Action.TICK: _tick,
    Action.ANSWER: _answer,
    Action.LINK: _link,
    Action.NO_LINK: _no_link,
    Action.FOLLOW_UP: _follow_up,
    Action.HAND_OVER: _hand_over,
    Action.SNOOZE: _snooze,
    Action.PROMISE: _promise,
    Action.COMPLAIN: _mark("complained"),
    Action.SETTLE: _mark("settled"),
    Action.NEGATIVE: _negative,
    Action.NOT_NEGATIVE: _not_negative,
    Action.NOT_ABOUT_US: _dismiss(Reason.NOT_ABOUT_US),
    Action.NO_REPLY: _dismiss(Reason.NO_REPLY),
    Action.UNDO: _undo,
}
