"""Which sources are due, the longest waiting first; thousands that fall due together are taken in portions."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from math import ceil

from monitor.domain.recent import is_recent
from monitor.sources import AnySource

PORTION = timedelta(minutes=1)
FEW = 1_000  # sources in a portion that are worth no wait
LATEST = timedelta(minutes=15)  # until the last of those that are due together is taken, however rarely they are due
_KNOWN = 1e8  # seconds since 1970: moments, not turns
_NEW = 1_000_000  # seconds since 1970: before every moment, and after what somebody has just changed


class DueQueue:
    """Looking costs what is due, however many are not: a heap of moments, and the present one of each source.

    A portion is twice what falls due in a minute on average, so that no minute brings more, not even the first.
    """

    def __init__(self) -> None:
        self._changed, self._unknown = count(), count(_NEW)  # first come, first served
        self._due: dict[str, float] = {}
        self._heap: list[tuple[float, str]] = []
        self._most = FEW
        self._begun: datetime | None = None
        self._left = FEW

    def expect(self, sources: Iterable[AnySource], under_way: Container[str] = ()) -> None:
        """All that may fall due from now on; one that is not known yet, nor `under_way`, is due at once."""
        rates = {source.id: PORTION / source.interval for source in sources}
        for gone in self._due.keys() - rates.keys():
            del self._due[gone]
        self._most = max(FEW, ceil(2 * sum(rates.values())), ceil(len(rates) * (PORTION / LATEST)))
        for source in rates:
            if source not in self._due and source not in under_way:
                self._put(source, next(self._unknown))

    def put(self, source: str, at: datetime) -> None:
        """From now on it is due then."""
        self._put(source, at.timestamp())

    def at_once(self, source: str) -> None:
        """It is due before all others."""
        self._put(source, next(self._changed))

    def take(self, now: datetime) -> list[str]:
        """What is due now, and leaves the queue until it is put there again."""
        if self._begun is not None and now < self._begun:  # the clock was set back
            self._sooner(self._begun - now)
        if not is_recent(self._begun, now, within=PORTION):
            self._begun, self._left = now, self._most
        taken: list[str] = []
        while self._heap and self._heap[0][0] <= now.timestamp() and len(taken) < self._left:
            at, source = heappop(self._heap)
            if self._due.get(source) == at:
                del self._due[source]
                taken.append(source)
        self._left -= len(taken)
        return taken

    def _sooner(self, by: timedelta) -> None:
        """What waits does so no longer than it was to."""
        waits = {source: at - by.total_seconds() for source, at in self._due.items() if at > _KNOWN}
        for source, at in waits.items():
            self._put(source, at)

    def _put(self, source: str, at: float) -> None:
        """What it was due at before stays in the heap, and is passed over when its time comes."""
        self._due[source] = at
        heappush(self._heap, (at, source))
