"""A worker's side: one call, one visit, exactly as a single process would make it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from monitor.domain.sharing import Call
from monitor.errors import StoreError
from monitor.live import Live
from monitor.pipeline import Pipeline
from monitor.process.awaiting import first_of
from monitor.scaling.calls import written
from monitor.sources import AnySource
from monitor.store import Store
from monitor.telling.summary import Summary

BEHIND = 5.0  # seconds: our file may be older than the scheduler's
TROUBLE = 30.0  # seconds with a database that does not keep what we bring

log = structlog.get_logger(__name__)


class Worker:
    """Visits what it is called to."""

    def __init__(
        self,
        pipeline: Pipeline,
        store: Store,
        live: Live,
        reread: Callable[[], Awaitable[None]],
        stop: asyncio.Event,
    ) -> None:
        self._pipeline = pipeline
        self._store = store
        self._live = live
        self._reread = reread
        self._stop = stop

    async def visit(self, call: Call) -> None:
        """A call that came too late, or for what our file does not say, ends without a visit: who is due is called."""
        try:
            source = await self._source(call)
            if source is None:
                await self._rest(BEHIND)
            elif await self._due(call):
                await self._visit(source, call)
        except StoreError as error:  # its job is done all the same: it stays due
            log.warning("not visited, the database is in trouble", source=call.source, error=error)
            await self._rest(TROUBLE)

    async def _visit(self, source: AnySource, call: Call) -> None:
        begun = datetime.fromisoformat(call.begun)
        summary = Summary(self._store, self._live.routes.everyone(), lambda: begun)
        report = await self._pipeline.called(source, summary)
        if report.next_visit is None:  # nothing of it could be kept
            await self._rest(TROUBLE)

    async def _source(self, call: Call) -> AnySource | None:
        found = self._found(call)
        if found is None:
            await self._reread()
            found = self._found(call)
        if found is None:
            log.warning("sources.yaml here is not the scheduler's", source=call.source)
        return found

    def _found(self, call: Call) -> AnySource | None:
        understanding = self._live.understanding
        source = understanding.plan.source(call.source)
        return source if source is not None and written(source, understanding) == call.written else None

    async def _due(self, call: Call) -> bool:
        """Whether nobody visited it since it was called for: a worker may die after all was kept."""
        state = (await self._store.states_of([call.source])).get(call.source)
        found = state.next_visit.isoformat() if state and state.next_visit else ""
        return found == call.due

    async def _rest(self, seconds: float) -> None:
        await first_of(self._stop, timeout=seconds)
