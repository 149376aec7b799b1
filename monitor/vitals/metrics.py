"""`/metrics` for Prometheus, where the file names a port: on this machine alone unless it says otherwise."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from monitor.config.watching import Door, can_measure
from monitor.digest.weeks import week_bounds
from monitor.domain import Report
from monitor.domain.recent import is_recent
from monitor.errors import ConfigError, StoreError, because
from monitor.live import Live
from monitor.process.awaiting import first_of
from monitor.store import Store
from monitor.vitals.measures import TYPE, Measures, page
from monitor.vitals.standing import standing

if TYPE_CHECKING:
    from aiohttp.web import AppRunner, Request, Response

SECOND, MINUTE = 1.0, 60
CLOSED = 5.0  # seconds until the file is asked again whether anybody wants figures
FRESH = timedelta(seconds=5)  # whoever asks more often gets the same figures: they come out of the database

log = structlog.get_logger(__name__)


class Metrics:
    """Counts what the other parts report, and answers whoever asks."""

    def __init__(
        self,
        store: Store,
        live: Live,
        clock: Callable[[], datetime],
        *,
        beat: Callable[[], datetime | None],
        messages: Mapping[str, int],
    ) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._beat = beat
        self._messages = messages
        self._visits: Counter[str] = Counter()
        self._found: Counter[str] = Counter()
        self._lags: deque[float] = deque([0.0], maxlen=MINUTE)
        self._turn = asyncio.Lock()
        self._seen: Measures | None = None
        self._door: Door | None = None
        self._runner: AppRunner | None = None

    def visited(self, report: Report) -> None:
        """A visit has ended."""
        self._visits[report.status.value] += 1
        self._found.update(items=report.items, mentions=report.mentions)

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped: follows the file, and measures how long the loop keeps a task waiting."""
        loop = asyncio.get_running_loop()
        try:
            while not stop.is_set():
                await self._follow()
                asked, rest = loop.time(), SECOND if self._door else CLOSED
                await first_of(stop, timeout=rest)
                self._lags.append(max(loop.time() - asked - rest, 0.0))
        finally:
            await self._close()

    async def _follow(self) -> None:
        """Opens what the file names now; a port that is taken is said once and costs nothing but the figures."""
        wanted = self._live.plan.health.metrics
        if wanted == self._door or (wanted is not None and not can_measure()):
            return
        self._door = wanted
        await self._close()
        if wanted is None:
            return
        try:
            await self._open(wanted)
        except OSError as error:
            await self._close()
            taken = ConfigError("metrics.taken", door=str(wanted), reason=because(error))
            log.warning("no figures for Prometheus", error=taken)
        else:
            log.info("figures for Prometheus", address=f"http://{wanted}/metrics")

    async def _open(self, door: Door) -> None:
        from aiohttp import web  # noqa: PLC0415  # a server is loaded where somebody wants one

        app = web.Application()
        app.router.add_get("/metrics", self._answer)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=SECOND)
        await self._runner.setup()
        await web.TCPSite(self._runner, door.host, door.port).start()

    async def _close(self) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _answer(self, _: Request) -> Response:
        from aiohttp import web  # noqa: PLC0415  # loaded by now

        try:
            figures = page(await self._measures())
        except StoreError:
            return web.Response(status=503)
        return web.Response(body=figures, headers={"content-type": TYPE})

    async def _measures(self) -> Measures:
        async with self._turn:
            now = self._clock()
            if self._seen is None or not is_recent(self._seen.now, now, within=FRESH):
                self._seen = await self._measured(now)
            return self._seen

    async def _measured(self, now: datetime) -> Measures:
        found = await standing(self._store, self._live.plan, now)
        digest = week_bounds(found.last_digest, self._live.plan.zone)[1] if found.last_digest else None
        return Measures(
            now,
            found,
            visits=dict(self._visits),
            found=dict(self._found),
            messages=dict(self._messages),
            untaken=await self._store.untaken(),
            beat=self._beat(),
            owed_since=await self._store.owed_since(),
            digest_until=digest,
            lag=timedelta(seconds=max(self._lags)),
        )
