"""Long work of the mind, beside the loop: what is said where, whose name it is, which tone it has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from monitor.process.urgency import Turns

LITTLE = 100  # items that are compared in a millisecond

P = ParamSpec("P")
T = TypeVar("T")

# One at a time: Python computes in one thread at once whatever we do, and with each further one that wants to, the
# loop waits longer for its turn, after every single thing that it sends or receives.
_MIND = ThreadPoolExecutor(1, "thinking")
_TURNS = Turns()


async def thought(work: Callable[P, T], *about: P.args, **more: P.kwargs) -> T:
    """What comes of it, in its turn. For what only computes: whoever waits for a disk keeps nobody from that."""
    async with _TURNS:
        return await asyncio.get_running_loop().run_in_executor(_MIND, lambda: work(*about, **more))


async def weighed(amount: int, work: Callable[P, T], *about: P.args, **more: P.kwargs) -> T:
    """The same; a little of it at once, for a trip to the thread would cost more than the work.

    All of it where no loop runs: whoever asks is beside it already.
    """
    at_once = amount <= LITTLE or not _looped()
    return work(*about, **more) if at_once else await thought(work, *about, **more)


def _looped() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
