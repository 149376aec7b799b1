"""What buttons carry: short, typed, and of a version, so that old cards keep working."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from hashlib import blake2b
from typing import Annotated, Literal, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from monitor.config.plan import Brand
from monitor.desk.later import Return, Snooze
from monitor.domain import Action, Said
from monitor.sources.base import SourceBase

# What a button carries is what somebody's program sends: a number that no database takes is no button of ours.
Number = Annotated[int, Field(ge=-(2**31), lt=2**31)]
Keyed = TypeVar("Keyed", Brand, SourceBase)
PersonId = Annotated[int, Field(ge=-(2**53), lt=2**53)]


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


class Do(CallbackData, prefix="c1"):
    """A button of a card."""

    deed: Deed
    mention: Number


class Tick(CallbackData, prefix="t1"):
    """A step of the checklist, and what the press makes of it: two people who press the same box both get it ticked."""

    mention: Number
    step: Number
    done: bool


class Mark(CallbackData, prefix="k1"):
    """What is noted beside the answer (complained of, settled), and what the press makes of it, as with a step."""

    deed: Literal[Deed.COMPLAIN, Deed.SETTLE]
    mention: Number
    done: bool


class PutOff(CallbackData, prefix="h1"):
    """For how long a mention is put off."""

    mention: Number
    snooze: Snooze


class Give(CallbackData, prefix="h2"):
    """A colleague who gets a mention."""

    mention: Number
    person: PersonId


class ComeBack(CallbackData, prefix="h3"):
    """Whether and when to come back after the answer."""

    mention: Number
    when: Return


class Only(StrEnum):
    """Which mentions a list keeps; one letter, for a button carries little."""

    ALL = "a"
    NEGATIVE = "n"
    MINE = "m"
    WAITING = "w"
    UNANSWERED = "u"
    COMPLAINTS = "c"  # negative and unanswered: what a summary counts


class Listing(CallbackData, prefix="m1"):
    """A page of /mentions or /search: which mentions, and from where on. The words of a search stand in the message."""

    only: Only = Only.ALL
    brand: str = ""  # its key; empty for all
    days: Number = 0  # back from now; 0 for all
    offset: Number = 0
    who: PersonId = 0  # whose, where only theirs are wanted


class Entry(Listing, prefix="m2"):
    """A mention of a page, to be opened; the page is what leads back."""

    mention: Number


class Raise(Entry, prefix="m3"):
    """«Это негатив»: a mention that was missed."""


class OwnCard(Entry, prefix="m4"):
    """The card of a mention that has none here."""


class Guide(CallbackData, prefix="m5"):
    """A section of the help; empty for its beginning."""

    section: str = ""


class About(CallbackData, prefix="a1"):
    """Whom something is about that a person brought."""

    brand: str  # its key


def key_of(name: str) -> str:
    """A brand, or a source, in a button: its id may be longer than what a button carries."""
    return blake2b(name.encode(), digest_size=8).hexdigest()


def with_key(entries: Iterable[Keyed], key: str) -> Keyed | None:
    """The brand, or the source, that a button means; None where it has left the file."""
    return next((one for one in entries if key_of(one.id) == key), None)


class FormsOf(CallbackData, prefix="f1"):
    """Whose spellings are wanted."""

    brand: str  # its key


class Exclude(CallbackData, prefix="x1"):
    """Adds the phrase proposed for a mention that was not about us."""

    mention: Number


class Replace(CallbackData, prefix="e1"):
    """Puts the file that a person sent in place of ours; both are named by their marks."""

    on: str
    file: str


class Drop(CallbackData, prefix="e2"):
    """Leaves sources.yaml as it is."""


class AddSource(CallbackData, prefix="e3"):
    """Adds the source whose lines the message shows."""

    block: str  # its mark


class Turn(StrEnum):
    """What is done with sources."""

    SHOW = "show"
    PAUSE = "pause"
    RESUME = "resume"


class Sources(CallbackData, prefix="e4"):
    """A page of the sources; with `source`, its key, the one that is meant."""

    turn: Turn
    offset: Number
    source: str = ""


class Show(CallbackData, prefix="s1"):
    """The mentions that a summary counts."""


class Connect(CallbackData, prefix="j1"):
    """Sends alerts also to the group that the notice with the button tells of."""

    chat: PersonId


class OnDuty(CallbackData, prefix="d1"):
    """Puts somebody on duty until the end of the week."""

    person: PersonId


class All(StrEnum):
    """What a button does with all that a message tells together."""

    ASK = "ask"
    TAKE = "take"
    BACK = "back"


class Together(CallbackData, prefix="p1"):
    """A button for all that a message tells together; `message` is the outbox's number of it."""

    what: All
    message: Number


class Page(CallbackData, prefix="p2"):
    """A page on which single ones are chosen."""

    message: Number
    page: Number


class Single(CallbackData, prefix="p3"):
    """One of many, that is to have its own card."""

    message: Number
    mention: Number


class Lead(CallbackData, prefix="p4"):
    """One of several that a reminder names, to whose card it leads."""

    mention: Number


class Say(CallbackData, prefix="q1"):
    """An answer to one of our questions; `message` is the outbox's number of what asks."""

    message: Number
    place: Number
    said: Said


class TakeBack(CallbackData, prefix="q2"):
    """The last answer, taken back."""

    message: Number
    place: Number


class Permission(CallbackData, prefix="q3"):
    """The words that ask an author to let us quote."""

    mention: Number


def button(text: str, data: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """A button that carries this."""
    return InlineKeyboardButton(text=text, callback_data=data.pack(), style=style)
