"""What the team's buttons taught us, and what may be made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from monitor.domain.visits import Hit
from monitor.domain.words import Action, Flag, rating_decides

ENOUGH: Final = 20  # answers on alerts before anything is learnt from words ...
CONFIRMED: Final = 5  # ... of them real complaints: who has seen none cannot keep them apart
ASKED: Final = 50  # answers on what was not flagged, before an alert may be raised


class Stage(StrEnum):
    """What may be learnt from so many answers."""

    COPIES = "copies"  # only copies of what was called not negative are sifted out
    UNCONFIRMED = "unconfirmed"  # the same, for there are too few complaints among them
    SIFTS = "sifts"  # what resembles it is sifted out too
    FINDS = "finds"  # and what was missed raises alerts


class Means(StrEnum):
    """How a person told us whether a mention is negative."""

    PRESSED = "pressed"  # on its card
    PICKED = "picked"  # from a list, where it stood unflagged
    ASKED = "asked"  # in answer to our question about an unflagged one


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person said of one mention: negative or not."""

    mention: int
    brand: str
    title: str
    text: str
    score: float  # what the words alone made of it
    negative: bool
    means: Means
    at: datetime
    hits: tuple[Hit, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether it says something of mentions that were not flagged, and not only of the one that was picked."""
        return self.means is Means.ASKED


@dataclass(frozen=True, slots=True)
class Taught:
    """How much the team taught us about a brand."""

    corrected: int = 0  # alerts that were called not negative
    confirmed: int = 0  # alerts that were answered as complaints, and what was called negative by hand
    asked: int = 0  # our questions that were answered
    overlooked: int = 0  # of them, those about a complaint

    @property
    def lessons(self) -> int:
        """All of them."""
        return self.corrected + self.confirmed + self.asked

    @property
    def sifts(self) -> bool:
        """Whether alerts that resemble unwanted ones may be sifted out."""
        return self.corrected + self.confirmed >= ENOUGH and self.confirmed >= CONFIRMED

    @property
    def finds(self) -> bool:
        """Whether what was missed may raise alerts."""
        return self.asked >= ASKED and self.overlooked >= CONFIRMED

    @property
    def stage(self) -> Stage:
        """How far that goes.

        >>> Taught(corrected=19).stage.value, Taught(corrected=20).stage.value, Taught(15, 5).stage.value
        ('copies', 'unconfirmed', 'sifts')
        """
        if self.finds:
            return Stage.FINDS
        if self.sifts:
            return Stage.SIFTS
        return Stage.UNCONFIRMED if self.corrected + self.confirmed >= ENOUGH else Stage.COPIES


def taught(lessons: Sequence[Lesson]) -> Taught:
    """How much was taught, counted."""
    return Taught(
        corrected=sum(not lesson.asked and not lesson.negative for lesson in lessons),
        confirmed=sum(not lesson.asked and lesson.negative for lesson in lessons),
        asked=sum(lesson.asked for lesson in lessons),
        overlooked=sum(lesson.asked and lesson.negative for lesson in lessons),
    )


def says(action: Action, flag: Flag | None, rating: float | None) -> bool | None:
    """Whether a press calls a mention a complaint: «Не негатив» denies it, «Мы ответили» on a negative one confirms it.

    Whoever takes a mention has not judged it yet, and where the rating decided, the words were not asked.

    >>> says(Action.NOT_NEGATIVE, Flag.NEGATIVE, None), says(Action.ANSWER, Flag.NEGATIVE, None)
    (False, True)
    >>> says(Action.NO_REPLY, Flag.NEGATIVE, None), says(Action.NOT_NEGATIVE, Flag.NEGATIVE, 0.25)
    (None, None)
    """
    if rating_decides(rating):
        return None
    if action is Action.NOT_NEGATIVE:
        return False
    return True if action is Action.ANSWER and flag is Flag.NEGATIVE else None
