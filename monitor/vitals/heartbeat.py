"""Says every minute that we are well, to the database, to a container's health check, to systemd."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import structlog

from monitor.errors import StoreError
from monitor.health_check import give_sign, take_sign
from monitor.store import Store
from monitor.vitals.notify import ALIVE, READY, STOPPING, notify

STUCK = 3  # heartbeats without a look at what is owed, which is taken every second; a machine that slept misses one

log = structlog.get_logger(__name__)


class Heartbeat:
    """Means something: the schedule runs (it asks), messages are looked at, and the database could be written to."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        *,
        turns: Callable[[], int],
        config: Path,
        role: str = "",
        noted: Callable[[datetime], Awaitable[None]] | None = None,
    ) -> None:
        self._noted = noted or store.heartbeat
        self._role = role
        self._clock = clock
        self._turns = turns
        self._seen = (-1, 0)  # turns at the last look, and for how many looks they have been the same
        self._config = config
        self._ready = False
        self.at: datetime | None = None  # when we were last well

    async def look(self) -> None:
        """Whoever hangs gives no sign. A database in trouble is nothing that a new start would end: systemd waits."""
        if self._stuck():
            log.error("what is owed is not looked at any more")
            return
        now = self._clock()
        notify(ALIVE if self._ready else READY)
        self._ready = True
        try:
            await self._noted(now)
        except StoreError:  # the log knows of it
            return
        self.at = now
        try:
            await asyncio.to_thread(give_sign, self._config, self._role)
        except OSError as error:
            log.warning("no sign of life for the health check", error=str(error))

    def _stuck(self) -> bool:
        turns, (before, same) = self._turns(), self._seen
        self._seen = (turns, same + 1 if turns == before else 0)
        return self._seen[1] >= STUCK

    async def end(self) -> None:
        """We stop, in order."""
        notify(STOPPING)
        with suppress(OSError):  # then it grows old
            await asyncio.to_thread(take_sign, self._config, self._role)
