"""Waits for whichever comes first: an event, the end of a piece of work, the end of a rest."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import timedelta
from typing import Any


async def first_of(*events: asyncio.Event, timeout: float | None = None) -> None:  # noqa: ASYNC109  # a rest
    """Returns as soon as one of these happens, or the rest is over."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    if not waits:
        await asyncio.sleep(timeout or 0)
        return
    try:
        await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def done_before(stop: asyncio.Event, work: asyncio.Task[Any]) -> bool:
    """Whether the work came to its end before somebody said stop; if not, it is broken off."""
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return work.done()
    finally:
        work.cancel()  # changes nothing where it is done
        stopping.cancel()


async def ended(tasks: Collection[asyncio.Task[None]], grace: timedelta) -> None:
    """Waits a little for what is under way; what takes longer is broken off."""
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=grace.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
