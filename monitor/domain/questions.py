"""What the team is asked about mentions that were not flagged by a hair's breadth, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from monitor.domain.records import Alert, Record

LEAST: Final = 5  # questions that are worth a message's while ...
MOST: Final = 10  # ... and those that people still answer
OF_ONE_SOURCE: Final = 3  # where other sources have something to ask about


class Said(StrEnum):
    """What became of a question; one letter, for a message remembers them in a row."""

    NEGATIVE = "y"
    NEUTRAL = "n"
    SKIPPED = "s"
    PASSED = "x"  # settled or removed before anybody answered


@dataclass(frozen=True, slots=True)
class Answered:
    """The last answer of a message, and whose it was."""

    mention: int
    said: Said
    who: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """The questions of one message as they stand now: `alert` is what is asked about; without it all are through."""

    total: int
    said: tuple[Said, ...] = ()
    place: int = 0  # of the present question
    last_place: int | None = None  # of the last one that was answered
    last: Answered | None = None
    alert: Alert | None = None

    def count(self, said: Said) -> int:
        """How many were answered so."""
        return self.said.count(said)


class Came(StrEnum):
    """What a press on a question came to."""

    DONE = "done"
    LATE = "late"  # somebody had answered it
    SETTLED = "settled"  # flagged or put away meanwhile
    GONE = "gone"  # forbidden or forgotten meanwhile


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a press on a question came to, and about which mention; of one that was answered before, how and by whom."""

    came: Came
    mention: int = 0
    said: Said | None = None
    who: str = ""


def chosen(near: Sequence[Record]) -> tuple[int, ...]:
    """Of mentions in the order of their nearness those to ask about: one for each story, few of one source.

    What resembles itself teaches little; where only one source has something to ask about, it gives LEAST.
    """
    first: dict[tuple[str, int], Record] = {}
    for record in near:
        first.setdefault((record.brand, record.story), record)
    taken: list[Record] = []
    for record in first.values():
        if sum(one.source == record.source for one in taken) < OF_ONE_SOURCE:
            taken.append(record)
    rest = [record for record in first.values() if record not in taken]
    return tuple(record.number for record in (*taken, *rest[: max(LEAST - len(taken), 0)])[:MOST])
