"""The stories of a week that somebody should read: the worst, the best, what still waits, and who wants to buy."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain import Record, Status

TOP = 3  # stories named as the week's worst and best
LISTED = 40  # stories that a digest names at most; it says how many more there are
FEW = 10  # mentions below which all of them are listed


@dataclass(frozen=True, slots=True)
class Buyers:
    """Stories in which somebody asks about a competitor, or looks for something in its place."""

    count: int = 0
    newest: tuple[Record, ...] = ()  # at most TOP


@dataclass(frozen=True, slots=True)
class Stories:
    """Of our own brands; a story is shown by its most urgent mention."""

    mentions: int = 0
    all: tuple[Record, ...] = ()  # every mention, newest first, where there are fewer than FEW
    alarming: tuple[Record, ...] = ()  # negative or dangerous, worst first, at most LISTED ...
    alarming_count: int = 0  # ... of so many
    waiting: int = 0  # of these, still want an answer
    urgent: int = 0  # of the waiting, p1 ...
    untaken: int = 0  # ... and nobody's yet
    oldest: Record | None = None  # of the waiting
    before_us: int = 0  # of the alarming, history that nobody took
    negative: tuple[Record, ...] = ()  # the worst TOP
    positive: tuple[Record, ...] = ()  # the best TOP
    backlog: int = 0  # alerts of earlier weeks that nobody has answered or put away ...
    backlog_oldest: Record | None = None  # ... and the oldest of them

    @property
    def by_need(self) -> tuple[Record, ...]:
        """The alarming ones as they are read: first what still wants an answer."""
        return tuple(sorted(self.alarming, key=_is_settled))


def _is_settled(record: Record) -> bool:
    """Whether nobody need do anything: it is closed, or was there before us and nobody took it."""
    return not record.status.is_open or (record.history and record.status is Status.NEW)
