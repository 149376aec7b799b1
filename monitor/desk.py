"""The team's work on a mention: who may press what, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain import Action, Alert, Label, Person, Reason, Status, Step, Why

DOUBLE_TAP = timedelta(seconds=10)  # an impatient finger, or a phone that was slow to show the new button


class Outcome(StrEnum):
    """What came of a press; whatever is not done says why."""

    DONE = "done"
    SAME = "same"  # it is so already
    SOON = "soon"  # a second tap of the same person
    OTHERS = "others"  # somebody else has it
    CLOSED = "closed"  # answered or dismissed: first to be undone
    NOTHING = "nothing"  # there is nothing to give back, tick or undo


@dataclass(frozen=True, slots=True)
class Undo:
    """What undoing the last answer or dismissal brings back."""

    status: Status
    label: Label
    score: float
    why: Why
    corrected: bool
    assignee: Person | None
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class State:
    """Where the work on a mention stands."""

    label: Label
    score: float
    why: Why = Why.WORDS
    status: Status = Status.NEW
    reason: Reason | None = None
    corrected: bool = False
    assignee: Person | None = None
    taken_at: datetime | None = None
    pressed_by: int | None = None  # who took it or gave it back last ...
    pressed_at: datetime | None = None  # ... and when
    answered: datetime | None = None
    reply_url: str | None = None
    asks_link: bool = False
    steps: tuple[Step, ...] = ()
    before: Undo | None = None

    @property
    def open(self) -> bool:
        """Whether work on it goes on."""
        return self.status in {Status.NEW, Status.TAKEN}


@dataclass(frozen=True, slots=True)
class Press:
    """What somebody asked for. `step` is the place of a tick, `text` the link of a reply."""

    action: Action
    who: Person
    at: datetime
    step: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The state after a press; unchanged unless it is done. `holder` is who has the mention."""

    state: State
    outcome: Outcome

    @property
    def holder(self) -> str:
        """Whose it is."""
        return self.state.assignee.name if self.state.assignee else ""


@dataclass(frozen=True, slots=True)
class Acted:
    """What a press came to, told to whoever pressed: `key` is a sentence of the texts with {who} and {id}."""

    outcome: Outcome
    who: str  # who has the mention now
    alert: Alert

    @property
    def done(self) -> bool:
        """Whether anything changed."""
        return self.outcome is Outcome.DONE

    @property
    def key(self) -> str:
        """The sentence that says why not."""
        return f"desk.{self.outcome}"


def apply(state: State, press: Press) -> Result:
    """The state after a press. Two people pressing at once get one result: the second press meets the first one's.

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
    return replace(
        state,
        status=Status.TAKEN if state.assignee else Status.NEW,
        answered=None,
        reply_url=None,
        asks_link=False,
        before=None,
    )


def answered_in_public(state: State, seen: datetime, url: str, dated: datetime | None = None) -> State:
    """The company's answer was seen where the mention stands: that closes it, and is the link that was asked for.

    Whoever said before that we have answered was right, but the date of the page tells when.
    """
    if state.status is Status.ANSWERED:
        first = min(filter(None, (state.answered, dated)), default=None)
        return replace(state, answered=first, reply_url=state.reply_url or url or None, asks_link=False)
    if not state.open:
        return state
    answered = dated or seen
    return replace(state, status=Status.ANSWERED, answered=answered, reply_url=url or None, before=_undo_of(state))


def _take(state: State, press: Press) -> State | Outcome:
    if not state.open:
        return Outcome.CLOSED
    if _too_soon(state, press):
        return Outcome.SOON
    if state.assignee is not None:
        return Outcome.SAME if state.assignee.id == press.who.id else Outcome.OTHERS
    return replace(
        state,
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


def _tick(state: State, press: Press) -> State | Outcome:
    if not state.open:
        return Outcome.CLOSED
    if press.step is None or not 0 <= press.step < len(state.steps):
        return Outcome.NOTHING
    step = state.steps[press.step]
    turned = Step(step.text) if step.done else Step(step.text, done=True, by=press.who.name)
    return replace(state, steps=(*state.steps[: press.step], turned, *state.steps[press.step + 1 :]))


def _answer(state: State, press: Press) -> State | Outcome:
    if state.status is Status.ANSWERED:
        return Outcome.SAME
    if not state.open:
        return Outcome.CLOSED
    return replace(
        state,
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
    return replace(state, reply_url=press.text, asks_link=False)


def _no_link(state: State, press: Press) -> State | Outcome:  # noqa: ARG001  # every rule is asked alike
    return replace(state, asks_link=False) if state.asks_link else Outcome.SAME


def _dismiss(reason: Reason) -> Callable[[State, Press], State | Outcome]:
    def rule(state: State, press: Press) -> State | Outcome:  # noqa: ARG001  # every rule is asked alike
        if state.status is Status.DISMISSED and state.reason is reason:
            return Outcome.SAME
        if not state.open:
            return Outcome.CLOSED
        return replace(state, status=Status.DISMISSED, reason=reason, before=_undo_of(state))

    return rule


def _not_negative(state: State, press: Press) -> State | Outcome:
    """The only dismissal that corrects us; the flag stays, for that is what was wrong."""
    after = _dismiss(Reason.NOT_NEGATIVE)(state, press)
    if isinstance(after, Outcome):
        return after
    return replace(after, label=Label.NEUTRAL, score=0.0, why=Why.CORRECTION, corrected=True)


def _undo(state: State, press: Press) -> State | Outcome:  # noqa: ARG001  # every rule is asked alike
    before = state.before
    if before is None or state.open:
        return Outcome.NOTHING
    return replace(
        state,
        status=before.status,
        label=before.label,
        score=before.score,
        why=before.why,
        corrected=before.corrected,
        assignee=before.assignee,
        taken_at=before.taken_at,
        reason=None,
        answered=None,
        reply_url=None,
        asks_link=False,
        before=None,
    )


def _undo_of(state: State) -> Undo:
    return Undo(state.status, state.label, state.score, state.why, state.corrected, state.assignee, state.taken_at)


def _too_soon(state: State, press: Press) -> bool:
    if state.pressed_at is None or state.pressed_by != press.who.id:
        return False
    return timedelta(0) <= press.at - state.pressed_at < DOUBLE_TAP  # a clock that was set back blocks nobody


_RULES: Mapping[Action, Callable[[State, Press], State | Outcome]] = {
    Action.TAKE: _take,
    Action.GIVE_BACK: _give_back,
    Action.TICK: _tick,
    Action.ANSWER: _answer,
    Action.LINK: _link,
    Action.NO_LINK: _no_link,
    Action.NOT_NEGATIVE: _not_negative,
    Action.NOT_ABOUT_US: _dismiss(Reason.NOT_ABOUT_US),
    Action.NO_REPLY: _dismiss(Reason.NO_REPLY),
    Action.UNDO: _undo,
}
