"""What several processes at one database tell each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a process does of `otklik run`."""

    ALL = "all"  # everything; then it is the only one
    BOT = "bot"  # delivers what is owed, and serves the team: one of it
    SCHEDULER = "scheduler"  # says what is due, and all that happens by the clock: one of it
    WORKER = "worker"  # visits sources: as many as are wanted


@dataclass(frozen=True, slots=True)
class Call:
    """A source that is to be visited once, and what tells its worker whether it still is."""

    source: str
    host: str  # nobody else visits this host meanwhile
    written: str  # fingerprint of its entry and of the brands: who has an older file does not visit it
    due: str  # when it was due, as it was stored: who finds another moment comes too late
    begun: str  # when its round began: first crawls of one round are told in one message
