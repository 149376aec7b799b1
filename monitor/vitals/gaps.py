"""Notices that nothing was watched, for we were not running or the machine slept, and tells it before anything else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from monitor.domain.targets import HELD
from monitor.live import Live
from monitor.store import Store

LONGEST = timedelta(hours=1)  # a pause that needs no words

log = structlog.get_logger(__name__)


class Gaps:
    """Asked once at the start, and then again and again while we run: a laptop that slept wakes up in the middle."""

    def __init__(self, store: Store, live: Live, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._seen = self._ran = clock()
        self._one_at_a_time = asyncio.Lock()  # the clock asks, and whoever is about to tell something

    async def begin(self) -> None:
        """Before this start is noted: how long ago somebody ran last; the very first start ends no gap.

        Of several processes whoever starts first tells it. A later one tells only what came after.
        """
        now, pulse = self._clock(), await self._store.pulse()
        seen = [at for at in (pulse.started, pulse.beat, pulse.ended) if at]
        self._ran = max(seen, default=now)
        told = [end for _, end in await self._store.gaps(self._ran, now, now)]
        await self._look(max([self._ran, *told]))

    async def look(self) -> None:
        """While running: how long ago the last look was."""
        async with self._one_at_a_time:
            await self._look(self._seen)

    async def _look(self, seen: datetime) -> None:
        now = self._clock()
        if seen < self._ran <= now:  # the clock was late when we started: since then it says nothing of before
            seen = self._ran
        if now - seen <= LONGEST:
            self._seen = now
            return
        targets = [target for target in self._live.routes.everyone() if target != HELD]
        await self._store.note_gap(seen, now, targets)
        log.warning("nothing was watched", since=seen.isoformat(), until=now.isoformat())
        self._seen = now  # last: what a database in trouble does not take is noted at the next look
