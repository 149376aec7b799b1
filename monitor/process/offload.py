"""Offloads what only computes from the event loop to one thread: matching, tone, comparing texts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from monitor.process.priority import Turns

LITTLE = 100  # items that are compared in a millisecond

P = ParamSpec("P")
T = TypeVar("T")

# One at a time: Python computes in one thread at once whatever we do, and with each further one that wants to, the
# loop waits longer for its turn, after every single thing that it sends or receives.
_THREAD = ThreadPoolExecutor(1, "computing")
_TURNS = Turns()


async def offload(work: Callable[P, T], *about: P.args, **more: P.kwargs) -> T:
    """Runs `work` in the thread that computes, when its turn comes. Not for what waits for a disk or a network."""
    async with _TURNS:
        return await asyncio.get_running_loop().run_in_executor(_THREAD, lambda: work(*about, **more))


async def offload_large(amount: int, work: Callable[P, T], *about: P.args, **more: P.kwargs) -> T:
    """Runs work on so many items in that thread; a few are done here, for the trip would cost more than the work.

    All of them are where no loop runs: whoever asks is in a thread already.
    """
    at_once = amount <= LITTLE or not _looped()
    return work(*about, **more) if at_once else await offload(work, *about, **more)


def _looped() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
