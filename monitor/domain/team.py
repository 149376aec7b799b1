"""Who is on duty or away, as people say it in the chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.records import Person


class ShiftKind(StrEnum):
    """What somebody is in the meantime."""

    DUTY = "duty"  # in place of whose turn it is
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Shift:
    """From `start` until before `end` somebody is on duty, or away."""

    kind: ShiftKind
    who: Person
    start: datetime
    end: datetime

    def covers(self, at: datetime) -> bool:
        """Whether it is so at this moment."""
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True)
class Contested:
    """Another program hears a part of what the team says to the bot: it has the same token."""


@dataclass(frozen=True, slots=True)
class LetIn:
    """An admin has added the bot to a group that sources.yaml does not name: by this number it can."""

    chat: int
    title: str


@dataclass(frozen=True, slots=True)
class InvitationsEnded:
    """Too many wrong codes were tried while these people were invited: nobody comes in by what they were sent."""

    names: tuple[str, ...]
