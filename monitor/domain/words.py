"""The words that tell one thing from another: roles, tones, urgency, states."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

LOW: Final = 0.5  # a rating up to here is a complaint ...
HIGH: Final = 0.75  # ... and from here on it is none, whatever the words
LAWYER_FIRST: Final = ("legal", "security")  # reasons of a complaint that nobody answers alone


class Role(StrEnum):
    """Whose name it is: ours raises alerts, a competitor's is only counted."""

    OWN = "own"
    COMPETITOR = "competitor"


class Audience(StrEnum):
    """Who writes in a source, which decides how its mentions are judged."""

    CLIENTS = "clients"
    HR = "hr"
    PRESS = "press"
    COMPANY = "company"


class Label(StrEnum):
    """The tone towards the brand."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Why(StrEnum):
    """What decided the label."""

    WORDS = "words"
    RATING = "rating"
    CORRECTION = "correction"
    MODEL = "model"


class Doubt(StrEnum):
    """Why the tone could not be told."""

    LANGUAGE = "language"  # one whose words we do not know
    SARCASM = "sarcasm"  # praise that may be meant the other way round


class Flag(StrEnum):
    """Why a mention deserves a look."""

    NEGATIVE = "negative"
    RISK = "risk"
    QUESTION = "question"


class Severity(StrEnum):
    """How fast the team must act; on cards: Urgent, Important, For information."""

    P1 = "p1"
    P2 = "p2"
    P3 = "p3"


class Status(StrEnum):
    """Where the team's work on a mention stands."""

    NEW = "new"
    TAKEN = "taken"
    ANSWERED = "answered"
    DISMISSED = "dismissed"

    @property
    def is_open(self) -> bool:
        """Whether work on it goes on."""
        return self in {Status.NEW, Status.TAKEN}


class Reason(StrEnum):
    """Why a mention was dismissed."""

    NOT_NEGATIVE = "not_negative"
    NOT_ABOUT_US = "not_about_us"
    NO_REPLY = "no_reply"


class Action(StrEnum):
    """What a person does to a mention; also the name of the event kept in its history."""

    TAKE = "take"
    GIVE_BACK = "give_back"
    TICK = "tick"
    ANSWER = "answer"
    LINK = "link"
    NO_LINK = "no_link"
    NOT_NEGATIVE = "not_negative"
    NOT_ABOUT_US = "not_about_us"
    NO_REPLY = "no_reply"
    UNDO = "undo"
    SNOOZE = "snooze"
    HAND_OVER = "hand_over"
    FOLLOW_UP = "follow_up"  # whether and when to come back after the answer
    PROMISE = "promise"
    COMPLAIN = "complain"  # the place was asked to take it down
    SETTLE = "settle"  # in private, with the author
    NEGATIVE = "negative"  # what we had missed


class ChangeKind(StrEnum):
    """What an item found on a page is to us."""

    NEW = "new"
    EDITED = "edited"
    KNOWN = "known"


class Health(StrEnum):
    """How a source is doing, told by its last visits; each has a sentence that says what to do."""

    NEW = "new"  # never read
    OK = "ok"
    UNCHANGED = "unchanged"
    QUIET = "quiet"  # works, but nothing about the brands for long
    EMPTY = "empty"  # answers, and shows nothing where it used to
    SELECTORS = "selectors"  # the page is no longer what it was
    BLOCKED = "blocked"  # wants to see a human being
    AUTH = "auth"  # wants a login, or another one
    GONE = "gone"  # no such page any more
    CLOSED = "closed"  # a channel without a public preview
    FAILED = "failed"
    SKIPPED = "skipped"  # not allowed, or not now
    PAUSED = "paused"  # an admin said so

    @property
    def trouble(self) -> bool:
        """Whether it shows us nothing although it should."""
        return self in _TROUBLE


_TROUBLE = frozenset(
    {
        Health.EMPTY,
        Health.SELECTORS,
        Health.BLOCKED,
        Health.AUTH,
        Health.GONE,
        Health.CLOSED,
        Health.FAILED,
    }
)


class VisitStatus(StrEnum):
    """How a visit of a source went; `new` before the first one."""

    NEW = "new"
    OK = "ok"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    SKIPPED = "skipped"


def rating_decides(rating: float | None) -> bool:
    """Whether the words have no say."""
    return rating is not None and not LOW < rating < HIGH


def needs_a_lawyer(flag: Flag | None, reasons: Sequence[str]) -> bool:
    """Whether nobody answers alone: a danger, whatever else is said, or a complaint about law or security.

    >>> needs_a_lawyer(Flag.RISK, ("fraud", "quality")), needs_a_lawyer(Flag.NEGATIVE, ("support", "legal"))
    (True, True)
    """
    return flag is Flag.RISK or any(reason in LAWYER_FIRST for reason in reasons)
