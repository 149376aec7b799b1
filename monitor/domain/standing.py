"""How the product itself is doing, and whether somebody has to do something about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.found import SourceState
from monitor.domain.told import Unmailed

ALONE_AFTER = timedelta(minutes=3)  # without a heartbeat, which `run` gives every minute
LATE = timedelta(hours=1)  # after which a message that is still owed has not merely waited its turn


@dataclass(frozen=True, slots=True)
class Pulse:
    """When `run` started, was last known to run, and ended in order."""

    started: datetime | None = None
    beat: datetime | None = None
    ended: datetime | None = None
    alive: bool | None = None  # whether its process is there; None where that cannot be known

    def running(self, now: datetime) -> bool:
        """Whether it runs now; where only its heartbeat tells, one that was killed is noticed after a few minutes."""
        if self.alive is not None:
            return self.alive
        if self.beat is None or now - self.beat > ALONE_AFTER:
            return False
        return self.ended is None or self.ended < self.beat

    def since(self, now: datetime) -> datetime | None:
        """Since when it runs; None where it does not."""
        return self.started if self.running(now) else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything `status` tells."""

    sources: tuple[SourceState, ...] = ()  # of the file, those that were never visited included
    off: tuple[str, ...] = ()  # of the file, switched off
    owed: int = 0
    late: int = 0  # of them, those that are due for an hour and longer
    forbidden: int = 0
    last_digest: str | None = None  # the week of the one that went out last
    bytes: int = 0
    pulse: Pulse = Pulse()
    fallback: str = ""  # what keeps the other way than Telegram from working
    unmailed: tuple[Unmailed, ...] = ()  # addresses of the file that the digest does not reach

    @property
    def troubled(self) -> tuple[SourceState, ...]:
        """Sources that cannot or may not be read, those that a person was told of first."""
        found = [source for source in self.sources if source.unread]
        return tuple(sorted(found, key=lambda source: not source.reported))

    @property
    def in_order(self) -> tuple[SourceState, ...]:
        """All sources, those in trouble first, else as they stand in the file."""
        return (*self.troubled, *(source for source in self.sources if not source.unread))

    @property
    def calls(self) -> bool:
        """Whether somebody has to do something: a source does not work, messages are late or do not pass."""
        return bool(self.late or self.fallback or self.unmailed) or any(source.reported for source in self.sources)
