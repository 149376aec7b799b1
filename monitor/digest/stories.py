"""The stories of a week that somebody should read: the worst, the best, and what still waits."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain import Record

TOP = 3  # stories named as the week's worst and best
LISTED = 40  # stories that a digest names at most; it says how many more there are
FEW = 10  # mentions below which all of them are listed


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
