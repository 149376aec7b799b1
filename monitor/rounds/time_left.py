"""How long a pass over sources still takes: the longest queue before one host decides, not the average of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class _Queue:
    """Pages of one host that are still to be asked for, and how those went that were."""

    left: int = 0
    asked: int = 0
    first: float = 0.0
    last: float = 0.0

    def seconds(self, gap: float, now: float) -> float:
        """At the pace of the file, or at the host's own where that is slower."""
        if not self.left or not self.asked:
            return self.left * gap
        own = (self.last - self.first) / (self.asked - 1) if self.asked > 1 else 0.0
        return self.left * max(gap, own) if own else max(self.left * gap, self.left * (now - self.last))


class TimeLeft:
    """Of one pass, begun `now`; `sources` are the hosts of the pages that a visit of each begins with."""

    def __init__(self, sources: Mapping[str, Sequence[str]], *, gap: float, now: float) -> None:
        self._sources = sources
        self._gap = gap
        self._begun = now
        self._done = 0
        self._queues = {host: _Queue() for hosts in sources.values() for host in hosts}
        for hosts in sources.values():
            for host in hosts:
                self._queues[host].left += 1

    def done(self, source: str, *, now: float) -> None:
        """This one was visited."""
        self._done += 1
        for host in self._sources[source]:
            queue = self._queues[host]
            queue.left, queue.asked, queue.last = queue.left - 1, queue.asked + 1, now
            if queue.asked == 1:
                queue.first = now

    def seconds(self, now: float) -> float:
        """What is left: of the slowest host, or of all of them together where we ourselves are what takes long."""
        together = (len(self._sources) - self._done) * (now - self._begun) / self._done if self._done else 0.0
        return max([together, *(queue.seconds(self._gap, now) for queue in self._queues.values())])
