"""What processes cost, those that they started included: CPU of this one, memory of another."""

from __future__ import annotations

import asyncio
import os
import resource
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_MEGABYTE = 2**20
_PAUSE = 0.05  # seconds from one look at the memory to the next


@dataclass(frozen=True)
class Usage:
    """Seconds of CPU that this process and all below it took until now."""

    seconds: float

    @classmethod
    def now(cls) -> Usage:
        """Children that still run are looked up; those that ended are what the system remembers of them."""
        ended = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        alive = sum(_taken(process) for process in below(os.getpid()))
        return cls(sum(one.ru_utime + one.ru_stime for one in ended) + alive)

    def since(self, before: Usage) -> float:
        """What was taken meanwhile."""
        return self.seconds - before.seconds


class Memory:
    """Of a process and all below it, looked at again and again; megabytes."""

    def __init__(self, process: int) -> None:
        self._process = process
        self.peak = 0.0
        self.most = 0  # processes at once

    @property
    def now(self) -> float:
        """What is shared is shared out among those who share it, where the system tells."""
        return sum(map(_held, (self._process, *below(self._process)))) / _MEGABYTE

    async def watch(self) -> None:
        """Until it is cancelled."""
        while True:
            self.peak = max(self.peak, self.now)
            self.most = max(self.most, 1 + len(list(below(self._process))))
            await asyncio.sleep(_PAUSE)


def below(process: int) -> Iterator[int]:
    """All that a process started, and what these started; nothing on systems that do not tell."""
    for thread in _PROC.glob(f"{process}/task/*/children"):
        with suppress(OSError):  # it has ended
            for child in map(int, thread.read_text().split()):
                yield child
                yield from below(child)


def _taken(process: int) -> float:
    with suppress(OSError):
        fields = (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")  # its own, and of those that it waited for
    return 0.0


def _held(process: int) -> float:
    with suppress(OSError):
        told = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in told if line.startswith("Pss:"))
    with suppress(OSError):
        return int((_PROC / str(process) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0.0
