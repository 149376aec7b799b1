"""What the team's buttons taught us, and what may be made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from monitor.domain.found import Hit

ENOUGH: Final = 20  # answers on alerts before anything is learnt from words ...
CONFIRMED: Final = 5  # ... of them real complaints: who has seen none cannot keep them apart
ASKED: Final = 50  # answers on what was not flagged, before an alert may be raised


class Stage(StrEnum):
    """What may be learnt from so many answers."""

    COPIES = "copies"  # only copies of what was called not negative are sifted out
    UNCONFIRMED = "unconfirmed"  # the same, for there are too few complaints among them
    SIFTS = "sifts"  # what resembles it is sifted out too
    FINDS = "finds"  # and what was missed raises alerts


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person said of one mention: negative or not. `asked`: in answer to our question about an unflagged one."""

    mention: int
    brand: str
    title: str
    text: str
    score: float  # what the words alone made of it
    negative: bool
    asked: bool
    at: datetime
    hits: tuple[Hit, ...] = ()


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
