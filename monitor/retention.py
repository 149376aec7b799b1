"""Once a day what is older than the team keeps it goes, a little at a time: nobody has to wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from monitor.config.scalars import FOR_EVER
from monitor.domain.recent import is_recent
from monitor.errors import StoreError
from monitor.live import Live
from monitor.store import Store

DAILY = timedelta(days=1)
REST = 0.01  # seconds between two portions, for other processes want to write too

log = structlog.get_logger(__name__)


class Retention:
    """Works off `retention` and `authors_for` at the start, then daily, and at once where the team changes them."""

    def __init__(self, store: Store, live: Live, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._last: tuple[datetime, str] | None = None

    async def look(self) -> None:
        """A database in trouble is tried again at the next look."""
        now, rules = self._clock(), self._rules()
        last, known = self._last or (None, "")
        if known == rules and is_recent(last, now, within=DAILY):
            return
        try:
            await self._work_off(now)
            await self._store.note_aged(now, rules)
        except StoreError as error:
            log.warning("database in trouble, what is old stays for now", error=error)
            return
        self._last = now, rules

    async def once_a_day(self) -> None:
        """For whoever starts us again and again: what another process has done today counts."""
        self._last = await self._store.aged()
        await self.look()

    async def _work_off(self, now: datetime) -> None:
        store, plan = self._store, self._live.plan
        before = now - min(plan.retention, FOR_EVER)
        removed = await _portions(lambda: store.let_old_go(before))
        if plan.authors_for is not None:
            await self._forget_names(now - min(plan.authors_for, FOR_EVER))
        await _portions(lambda: store.sweep(before, now))
        if removed:
            log.info("removed as old", mentions=removed)

    async def _forget_names(self, before: datetime) -> None:
        last = 0

        async def portion() -> int:
            nonlocal last
            last = await self._store.forget_names(before, last)
            return last

        await _portions(portion)

    def _rules(self) -> str:
        plan = self._live.plan
        return f"{plan.retention} {plan.authors_for}"


async def _portions(work: Callable[[], Awaitable[int]]) -> int:
    """Until nothing is left; answers how much that was."""
    done = 0
    while portion := await work():
        done += portion
        await asyncio.sleep(REST)
    return done
