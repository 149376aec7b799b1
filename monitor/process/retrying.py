"""Retries what must be written: a database in trouble is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from itertools import count
from typing import TypeVar

from monitor.errors import StoreError

TRIES = 30  # of a program that ends by itself
REST = 1.0  # seconds between two tries

T = TypeVar("T")


class WriteRetry:
    """What a messenger has answered is written down before anything else is sent there: forgotten, it is said twice."""

    def __init__(self) -> None:
        self.stop: asyncio.Event | None = None  # of a program that runs until somebody stops it

    async def __call__(self, write: Callable[[], Awaitable[T]]) -> T:
        """Tries until it is written, but never beyond the end."""
        for tried in count(1):
            try:
                return await write()
            except StoreError:
                if tried >= TRIES if self.stop is None else self.stop.is_set():
                    raise
            await first_of(*([self.stop] if self.stop else []), timeout=REST)
        raise AssertionError


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


async def ended(tasks: Collection[asyncio.Task[None]], grace: timedelta) -> None:
    """Waits a little for what is under way; what takes longer is broken off."""
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=grace.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
