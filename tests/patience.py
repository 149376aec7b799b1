"""Waiting for what tells nobody that it has happened, however slow and busy the machine is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

LONGEST = 60  # seconds


async def until(so: Callable[[], object]) -> None:
    """Waits until this is true."""
    async with asyncio.timeout(LONGEST):
        while not so():  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.001)
