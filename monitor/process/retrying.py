"""Retries what must be written: a database in trouble is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from typing import TypeVar

from monitor.errors import StoreError
from monitor.process.awaiting import first_of

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
                given_up = tried >= TRIES if self.stop is None else self.stop.is_set()
                if given_up:
                    raise
            await first_of(*([self.stop] if self.stop else []), timeout=REST)
        raise AssertionError
