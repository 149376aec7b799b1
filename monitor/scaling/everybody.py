"""Whether each part of the work is done by somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from monitor.domain.sharing import Role
from monitor.domain.standing import ALONE_AFTER
from monitor.scaling.queue import Queue
from monitor.store import Store

log = structlog.get_logger(__name__)


class Everybody:
    """Looks every minute, from the scheduler's side."""

    def __init__(self, store: Store, queue: Queue, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._queue = queue
        self._clock = clock
        self._missed: frozenset[str] = frozenset()
        self.at: datetime | None = None  # when all were there last

    async def look(self) -> None:
        """Who is missing is said once."""
        now = self._clock()
        workers, beat = await self._queue.workers(), await self._store.beat_of(Role.BOT)
        missed = set()
        if not workers:
            missed.add(Role.WORKER.value)
        if beat is None or now - beat > ALONE_AFTER:
            missed.add(Role.BOT.value)
        if missed and missed != self._missed:
            log.warning("nobody does this part of the work", roles=sorted(missed))
        self._missed = frozenset(missed)
        if not missed:
            self.at = now
