"""The pace of each host, held by all processes together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from monitor.domain import Hold
from monitor.errors import StoreError
from monitor.fetch.clock import Clock
from monitor.fetch.pacing import Pacing, Turn
from monitor.process.awaiting import first_of
from monitor.scaling.queue import Queue

SPAN, RENEWED = 15.0, 5.0  # seconds that a turn outlives whoever dies in it, and after which it is taken on
AGAIN = 0.25  # second until a host that somebody else is asking is tried again
TROUBLE = 1.0  # the same, of a database

Learn = Callable[[Mapping[str, Hold]], None]


class SharedPacing:
    """Beside the turns of this process those of all others; what is to be left alone travels with them."""

    def __init__(
        self, queue: Queue, holder: str, clock: Clock, holds: Callable[[], Awaitable[Mapping[str, Hold]]]
    ) -> None:
        self._queue = queue
        self._holder = holder
        self._clock = clock
        self._holds = holds
        self._ours = Pacing(clock)
        self._held: set[str] = set()
        self._mark: int | None = None
        self.learn: Learn = _forget

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[Turn]:
        """Waits until nobody else is asking this host, on whatever machine."""
        async with self._ours.turn(host) as turn:
            await self._take(host, turn)
            self._held.add(host)
            before = turn.last
            try:
                yield turn
            finally:
                self._held.discard(host)
                ago = None if turn.last == before else self._clock.monotonic() - turn.last
                with suppress(StoreError):  # then it ends by itself
                    await asyncio.shield(self._queue.give(host, self._holder, ago))

    async def keep(self, stop: asyncio.Event) -> None:
        """Until stopped: whoever lives needs no longer than it takes."""
        while not stop.is_set():
            await first_of(stop, timeout=RENEWED)
            if self._held:
                with suppress(StoreError):
                    await self._queue.renew(sorted(self._held), self._holder, SPAN)

    async def _take(self, host: str, turn: Turn) -> None:
        """A database in trouble is waited for: that is no fault of the site."""
        while True:
            try:
                taken = await self._queue.take(host, self._holder, SPAN)
                if taken is not None:
                    ago, mark = taken
                    turn.asked(ago)
                    await self._know(mark)
                    return
            except StoreError:
                await self._clock.sleep(TROUBLE)
            else:
                await self._clock.sleep(AGAIN)

    async def _know(self, mark: int) -> None:
        """What others were asked to leave alone is left alone here."""
        if mark != self._mark:
            self.learn(await self._holds())
            self._mark = mark


def _forget(_: Mapping[str, Hold]) -> None:
    """Until there is somebody to tell."""
