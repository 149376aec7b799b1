"""The scheduler's side: what is due is called for, a little at a time, and done when no call for it is left."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from monitor.domain import Report, SourceState, VisitStatus
from monitor.domain.sharing import Call
from monitor.errors import StoreError
from monitor.live import Live
from monitor.process.awaiting import done_before, first_of
from monitor.rounds.reports import paused
from monitor.scaling.calls import call, host_of, written
from monitor.scaling.queue import Queue
from monitor.sources import AnySource
from monitor.store import Store

LOOK = 1.0  # second between two looks at the queue
WAITING = 1000  # calls that wait together: a worker looks through all that it may not take
OF_A_HOST = 8  # of them: one visit of a host is under way, the others are its supply until we look again
DEADLY = 3  # workers that may die over a source before it has to wait
REST = timedelta(hours=1)  # so long

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Wanted:
    """A source that somebody waits for."""

    source: AnySource
    begun: datetime
    told: Callable[[Report], None]
    done: asyncio.Future[Report]
    written: str = ""  # as what it was called for; empty: not yet


class Rounds:
    """In the place of a pipeline: its rounds are over when workers have visited all."""

    def __init__(
        self,
        queue: Queue,
        store: Store,
        live: Live,
        clock: Callable[[], datetime],
        stop: asyncio.Event,
    ) -> None:
        self._queue = queue
        self._store = store
        self._live = live
        self._clock = clock
        self._stop = stop
        self._wanted: dict[str, _Wanted] = {}

    async def round(
        self, sources: Iterable[AnySource], told: Callable[[Report], None] = lambda _: None
    ) -> tuple[Report, ...]:
        """Until all of them were visited, or until we stop: what is left then is due at the next start."""
        begun, pauses, ours = self._clock(), await self._store.pauses(), list[asyncio.Future[Report]]()
        skipped = []
        for source in sources:
            if source.id in pauses:
                skipped.append(paused(pauses[source.id], self._live.calendar(begun)))
                told(skipped[-1])
            elif source.id in self._wanted:
                ours.append(self._wanted[source.id].done)
            else:
                done = asyncio.get_running_loop().create_future()
                self._wanted[source.id] = _Wanted(source, begun, told, done)
                ours.append(done)
        return (*skipped, *await self._all(ours))

    async def _all(self, ours: Sequence[asyncio.Future[Report]]) -> Sequence[Report]:
        async def whole() -> None:
            await asyncio.gather(*ours)

        await done_before(self._stop, asyncio.create_task(whole()))
        return [one.result() for one in ours if one.done() and not one.cancelled()]

    async def keep(self) -> None:
        """Looks every second, until stopped."""
        while not self._stop.is_set():
            with suppress(StoreError):  # what is wanted stays wanted
                await self.look()
            await first_of(self._stop, timeout=LOOK)

    async def look(self) -> None:
        """Hears what is done, and calls for what there is room for."""
        if not self._wanted:
            return
        present = await self._queue.present()
        await self._hear([one for one in self._wanted.values() if one.written and one.source.id not in present])
        await self._call(present)

    async def revive(self) -> None:
        """What dead workers left is visited by others; what they died of waits for an hour."""
        deadly = await self._queue.revive(DEADLY)
        if deadly:
            log.error("workers die over these sources; they wait for an hour", sources=sorted(deadly))
            await self._store.put_off(deadly, self._clock() + REST)

    async def _hear(self, done: Sequence[_Wanted]) -> None:
        states = await self._store.states_of([one.source.id for one in done]) if done else {}
        for one in done:
            del self._wanted[one.source.id]
            report = self._report(one, states.get(one.source.id))
            one.told(report)
            if not one.done.done():
                one.done.set_result(report)

    def _report(self, one: _Wanted, state: SourceState | None) -> Report:
        """Where the file has changed meanwhile it was perhaps not visited as it stands there now."""
        if state is None:
            return Report(one.source.id, VisitStatus.FAILED)
        source, status = self._live.plan.source(one.source.id), VisitStatus(state.state)
        rewritten = source is not None and self._written(source) != one.written
        again = self._clock() if rewritten else state.next_visit
        return Report(one.source.id, status, error=state.error, next_visit=again)

    async def _call(self, present: Mapping[str, str]) -> None:
        """Whoever is called for already, by the team for instance, is not called for again."""
        room, hosts = WAITING - len(present), Counter(present.values())
        chosen: list[_Wanted] = []
        for one in self._wanted.values():
            if one.written:
                continue
            if one.source.id in present:
                one.written = self._written(one.source)
            elif len(chosen) < room:
                host = host_of(one.source, self._live.understanding)
                if hosts[host] < OF_A_HOST:
                    hosts[host] += 1
                    chosen.append(one)
        if chosen:
            await self._queue.put(await self._calls(chosen))
            for one in chosen:
                one.written = self._written(one.source)

    async def _calls(self, chosen: Sequence[_Wanted]) -> list[Call]:
        states = await self._store.states_of([one.source.id for one in chosen])
        return [call(one.source, states.get(one.source.id), self._live.understanding, one.begun) for one in chosen]

    def _written(self, source: AnySource) -> str:
        return written(source, self._live.understanding)
