"""What buttons carry: short, typed, and of a version, so that old cards keep working."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b

from aiogram.filters.callback_data import CallbackData

from monitor.desk.later import Return, Snooze
from monitor.domain import Action


class Deed(StrEnum):
    """What a button of a card does; where it acts on the mention, the word of that action."""

    TAKE = Action.TAKE
    GIVE_BACK = Action.GIVE_BACK
    ANSWER = Action.ANSWER
    NO_LINK = Action.NO_LINK
    NOT_NEGATIVE = Action.NOT_NEGATIVE
    NOT_ABOUT_US = Action.NOT_ABOUT_US
    NO_REPLY = Action.NO_REPLY
    UNDO = Action.UNDO
    COMPLAIN = Action.COMPLAIN
    SETTLE = Action.SETTLE
    PROMISE = Action.PROMISE
    CHECKLIST = "checklist"
    MORE = "more"  # the rest of the checklist
    DRAFT = "draft"
    LATER = "later"  # for how long to put it off
    COLLEAGUES = "colleagues"  # whom to hand it to
    BACK = "back"


class Press(CallbackData, prefix="c1"):
    """A button of a card."""

    deed: Deed
    mention: int


class Tick(CallbackData, prefix="t1"):
    """A step of the checklist, and what the press makes of it: two people who press the same box both get it ticked."""

    mention: int
    step: int
    done: bool


class PutOff(CallbackData, prefix="h1"):
    """For how long a mention is put off."""

    mention: int
    snooze: Snooze


class Give(CallbackData, prefix="h2"):
    """A colleague who gets a mention."""

    mention: int
    person: int


class ComeBack(CallbackData, prefix="h3"):
    """Whether and when to come back after the answer."""

    mention: int
    when: Return


class Leaf(CallbackData, prefix="l1"):
    """A page of /mentions."""

    offset: int


class About(CallbackData, prefix="a1"):
    """Whom something is about that a person brought."""

    brand: str  # its key


def brand_key(brand: str) -> str:
    """A brand in a button: its id may be longer than what a button carries."""
    return blake2b(brand.encode(), digest_size=8).hexdigest()


class FormsOf(CallbackData, prefix="f1"):
    """Whose spellings are wanted."""

    brand: str  # its key


class Exclude(CallbackData, prefix="x1"):
    """Adds the phrase proposed for a mention that was not about us."""

    mention: int


class Show(CallbackData, prefix="s1"):
    """The mentions that a summary counts."""


class OnDuty(CallbackData, prefix="d1"):
    """Puts somebody on duty until the end of the week."""

    person: int


class All(StrEnum):
    """What a button does with all that a message tells together."""

    ASK = "ask"
    TAKE = "take"
    BACK = "back"


class Together(CallbackData, prefix="p1"):
    """A button for all that a message tells together; `message` is the outbox's number of it."""

    what: All
    message: int


class Page(CallbackData, prefix="p2"):
    """A page on which single ones are chosen."""

    message: int
    page: int


class Single(CallbackData, prefix="p3"):
    """One of many, that is to have its own card."""

    message: int
    mention: int
