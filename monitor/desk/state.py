"""Where the work on a mention stands, what somebody asks for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain import Action, Alert, Label, Person, Reason, Severity, Status, Step, Why


class Outcome(StrEnum):
    """What came of a press; whatever is not done says why."""

    DONE = "done"
    SAME = "same"  # it is so already
    SOON = "soon"  # a second tap of the same person
    OTHERS = "others"  # somebody else has it
    CLOSED = "closed"  # answered or dismissed: first to be undone
    NOTHING = "nothing"  # there is nothing to give back, tick or undo
    PAST = "past"  # a time that is over already


@dataclass(frozen=True, slots=True)
class Undo:
    """What undoing the last answer or dismissal brings back: these parts of the state."""

    status: Status
    label: Label
    score: float
    why: Why
    corrected: bool
    assignee: Person | None
    taken_at: datetime | None
    snoozed_until: datetime | None = None
    snoozed_by: str | None = None


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
    asks_follow_up: bool = False  # answered, and nobody has said whether to come back to it
    follow_up: datetime | None = None  # when to come back to it
    snoozed_until: datetime | None = None
    snoozed_by: str | None = None
    promise: str | None = None  # what the author was promised ...
    promised_for: datetime | None = None  # ... and for when
    complained: datetime | None = None  # since when the place knows of our complaint
    settled: datetime | None = None  # when it was settled in private
    steps: tuple[Step, ...] = ()
    before: Undo | None = None
    told: bool = True  # whether a card was raised for it

    @property
    def open(self) -> bool:
        """Whether work on it goes on."""
        return self.status.is_open


@dataclass(frozen=True, slots=True)
class Press:
    """What somebody asked for.

    `step` is the place of a tick, `done` what that or a mark is to come to, `text` the link of a reply or a promise,
    `to` who gets it, `until` the time of a snooze, a promise, or a return, `id` what tells it again if it comes twice.
    """

    action: Action
    who: Person
    at: datetime
    step: int | None = None
    text: str | None = None
    to: Person | None = None
    until: datetime | None = None
    done: bool | None = None
    id: str = ""


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


@dataclass(frozen=True, slots=True)
class Raised:
    """What a mention needs to become an alert after all: whom to tell, how urgent it is, the steps, the deadline."""

    targets: tuple[str, ...]
    severity: Severity
    steps: tuple[str, ...]
    deadline: datetime
