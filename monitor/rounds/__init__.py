"""One round over sources: a few are visited at a time, and what many of them need is read and written together."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice

import structlog

from monitor.domain import Report, VisitStatus
from monitor.errors import StoreError
from monitor.sources import AnySource
from monitor.store import Remembered, Store, Unchanged

PORTION = 300  # sources whose memory is read together: the more of them, the older it is when they are visited
EVERY = 1.0  # seconds between two writings of what stands; a crash costs so much, and those sources are asked again

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Visited:
    """How a visit went; where it found everything as it was, that is still to be written."""

    report: Report
    unchanged: Unchanged | None = None


class Round:
    """Visits all of its sources once; each report is `told` as soon as what it says is written."""

    def __init__(
        self,
        store: Store,
        sources: Iterable[AnySource],
        visit: Callable[[AnySource, Remembered], Awaitable[Visited]],
        told: Callable[[Report], None],
        *,
        said: Callable[[StoreError], str],
    ) -> None:
        self._store = store
        self._sources = list(sources)
        self._visit = visit
        self._told = told
        self._said = said
        self._coming = iter(enumerate(self._sources))
        self._known: deque[tuple[int, AnySource, Remembered]] = deque()
        self._turn = asyncio.Lock()
        self._standing: list[tuple[int, Visited]] = []
        self._reports: dict[int, Report] = {}
        self._each = logging.getLogger(__name__).isEnabledFor(logging.DEBUG)

    async def run(self, at_once: int) -> tuple[Report, ...]:
        """The reports in the order of their sources."""
        workers = [asyncio.create_task(self._work()) for _ in range(min(at_once, len(self._sources)))]
        busy = set(workers)
        try:
            while busy:
                _, busy = await asyncio.wait(busy, timeout=EVERY)
                await self._write()
        finally:
            for worker in busy:
                worker.cancel()
            await asyncio.gather(*busy, return_exceptions=True)
        for worker in workers:
            worker.result()
        return tuple(self._reports[place] for place in range(len(self._sources)))

    async def _work(self) -> None:
        while (coming := await self._next()) is not None:
            place, source, known = coming
            visited = await self._visit(source, known)
            if visited.unchanged is None:
                self._tell(place, visited.report)
            else:
                self._standing.append((place, visited))

    async def _next(self) -> tuple[int, AnySource, Remembered] | None:
        if not self._known:
            async with self._turn:
                while not self._known:
                    portion = list(islice(self._coming, PORTION))
                    if not portion:
                        return None
                    await self._remember(portion)
        return self._known.popleft()

    async def _remember(self, portion: list[tuple[int, AnySource]]) -> None:
        try:
            known = await self._store.remembered([source.id for _, source in portion])
        except StoreError as error:
            for place, source in portion:
                self._tell(place, Report(source.id, VisitStatus.FAILED, error=self._said(error)))
        else:
            self._known.extend((place, source, known[source.id]) for place, source in portion)

    async def _write(self) -> None:
        standing, self._standing = self._standing, []
        error = None
        try:
            if standing:
                await self._store.keep_unchanged([one.unchanged for _, one in standing if one.unchanged])
        except StoreError as refused:
            error = self._said(refused)
        if standing and error is None:
            log.info("unchanged", sources=len(standing))
        for place, one in standing:
            report = one.report
            failed = replace(report, status=VisitStatus.FAILED, error=error, next_visit=None) if error else report
            self._tell(place, failed)

    def _tell(self, place: int, report: Report) -> None:
        if report.status is not VisitStatus.UNCHANGED:
            log.info("visited", **_fields(report))
        elif self._each:  # a line costs as much as the request did
            log.debug("visited", **_fields(report))
        self._reports[place] = report
        self._told(report)


def _fields(report: Report) -> dict[str, object]:
    return {
        "source": report.source,
        "status": report.status.value,
        "items": report.items,
        "new": report.new,
        "mentions": report.mentions,
        "error": report.error,
        "seconds": report.seconds,
    }
