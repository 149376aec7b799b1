"""How the product itself is doing, and whether somebody has to do something about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.domain.notices import Unmailed
from monitor.domain.visits import SourceState

ALONE_AFTER = timedelta(minutes=3)  # without a heartbeat, which `run` gives every minute
LEAST_ROOM = (
    200_000_000  # bytes of disk; below the database's own size it cannot be copied before it is brought up to date
)
LARGE_LOG = 100_000_000  # bytes that are written and not folded in yet; more than the database itself is too much
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

    def lost(self, now: datetime) -> bool:
        """Whether it was killed, or hangs: it did not end in order, and is not there or gives no heartbeat."""
        if self.beat is None or (self.ended is not None and self.ended >= self.beat):
            return False
        return not self.running(now) or now - self.beat > ALONE_AFTER

    def since(self, now: datetime) -> datetime | None:
        """Since when it runs; None where it does not."""
        return self.started if self.running(now) else None


@dataclass(frozen=True, slots=True)
class Brought:
    """What a source has brought in a time."""

    mentions: int = 0
    alerts: int = 0
    unwanted: int = 0  # of the alerts those that the team called not about us, or not negative


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes that are free where the database is, and that wait beside it; None where we cannot know."""

    free: int | None = None
    log: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything `status` tells."""

    sources: tuple[SourceState, ...] = ()  # of the file, those that were never visited included
    off: tuple[str, ...] = ()  # of the file, switched off
    owed: int = 0
    late: int = 0  # of them, those that are due for an hour and longer
    untold: tuple[int, ...] = ()  # complaints whose alert no chat took, and that nobody has seen to
    forbidden: int = 0
    last_digest: str | None = None  # the week of the one that went out last
    bytes: int = 0
    pulse: Pulse = Pulse()
    fallback: str = ""  # what keeps the other way than Telegram from working
    unmailed: tuple[Unmailed, ...] = ()  # addresses of the file that the digest does not reach
    room: Room = Room()
    lost: bool = False  # `run` was killed or hangs
    backup: datetime | None = None  # when the last copy was made
    roles: Mapping[str, int] = field(default_factory=dict)  # how many do each part, where several share the work
    missed: str | None = None  # the week whose digest should have been sent by now, and was not even owed

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
    def cramped(self) -> bool:
        """Whether the disk is nearly full."""
        return self.room.free is not None and self.room.free < max(LEAST_ROOM, self.bytes)

    @property
    def swollen(self) -> bool:
        """Whether much is written that was not folded into the database yet: somebody reads it without an end."""
        return self.room.log > max(LARGE_LOG, self.bytes - self.room.log)

    @property
    def unmanned(self) -> tuple[str, ...]:
        """The parts of the work that nobody does, where others are done."""
        return tuple(part for part, holders in self.roles.items() if not holders)

    @property
    def calls(self) -> bool:
        """Whether somebody has to do something: a source does not work, messages do not pass, or we ourselves fail."""
        ours = self.lost or self.cramped or self.missed or self.unmanned
        told = self.late or self.untold or self.fallback or self.unmailed
        return bool(ours or told) or any(source.reported for source in self.sources)
