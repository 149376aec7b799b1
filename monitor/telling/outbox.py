"""What is owed is delivered: one message at a time in each chat, retried until it arrived, never said twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from time import time

from monitor.domain import Owed
from monitor.domain.targets import TERMINAL, parts
from monitor.errors import StoreError
from monitor.process.awaiting import ended, first_of
from monitor.process.priority import somebody_waits
from monitor.store import Store
from monitor.team.pacing import Gate, unpaced
from monitor.telling.channel import Channel, Compose
from monitor.telling.courier import AT_ONCE, Courier
from monitor.telling.idle import AHEAD, Idle

GRACE = timedelta(seconds=5)  # of the ten that a stop may take
REST = 1.0  # seconds between looks at the database where nothing wakes the chats earlier


async def _nothing() -> None:
    """Nothing has to be told before anything else."""


class Outbox:
    """Delivers what the store owes and the gate lets pass; one loop per chat: one's trouble delays no other."""

    def __init__(
        self,
        store: Store,
        channels: dict[str, Channel],
        compose: Compose,
        clock: Callable[[], datetime],
        gate: Callable[[datetime], Gate] = unpaced,
    ) -> None:
        self.courier = Courier(store, compose, clock)
        self.channels = channels  # Telegram is added once it is connected
        self._store = store
        self._clock = clock
        self._gate = gate
        self.first: Callable[[], Awaitable[None]] = _nothing  # what may have to be told before anything else
        self._wakes: dict[str, asyncio.Event] = {}
        self._new = asyncio.Event()
        self.turns = 0  # looks at what is owed, since the start
        self._idle: Idle | None = None
        self._seen: datetime | None = None

    def wake(self, target: str | None = None) -> None:
        """Something new is owed to this target, which may be written to again, or to anybody."""
        if target is not None:
            self.courier.try_again(target)
        self._new.set()
        for name, event in self._wakes.items():
            if target in {None, name}:
                event.set()

    async def run(self, stop: asyncio.Event, *, grace: timedelta = GRACE) -> None:
        """Delivers until stopped; what is in the air is finished first, or in doubt where that takes too long."""
        self.courier.retry_write.stop = stop
        with somebody_waits():
            await self._run(stop, grace)

    async def _run(self, stop: asyncio.Event, grace: timedelta) -> None:
        chats: list[asyncio.Task[None]] = []
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                self._new.clear()
                self.turns += 1
                for target in {*await self._targets(), *self.courier.unclear}:  # one question a second for all chats
                    if target in self._wakes:
                        self._wakes[target].set()
                    elif self._channel(target):
                        self._wakes[target] = asyncio.Event()
                        chats.append(group.create_task(self._serve(target, stop), name=f"outbox {target}"))
                await first_of(self._new, stop, timeout=REST - time() % REST)  # together with the schedule
            self.wake()
            await ended(chats, grace)  # a messenger that does not answer keeps nobody from ending

    async def _targets(self) -> tuple[str, ...]:
        """A database in trouble, such as a full disk, is asked again: what is owed waits in it."""
        await self._follow_clock()
        now, mark = self._clock(), self._store.mark()
        gate = self._gate(now)
        if self._idle is not None and self._idle.lasts(now, mark, gate):
            return ()
        self._idle = None
        with suppress(StoreError):
            if mark is None or await self._store.targets(now + AHEAD, gate):
                return await self._store.targets(now, gate)
            self._idle = Idle(now, mark, gate)
        return ()

    async def _follow_clock(self) -> None:
        """Where the clock was set back nobody waits until it is so late again: what rests is tried at once."""
        now, seen = self._clock(), self._seen
        if seen is not None and seen - now > AHEAD:
            with suppress(StoreError):
                await self._store.hasten(now)
            self.courier.try_all_again()
        self._seen = now

    async def deliver_all(self) -> int:
        """Delivers all that is due, whatever the hour, the targets beside each other; answers how many went out."""
        return await self._deliver(lambda: self._gate(self._clock()).at_once)

    async def deliver_now(self) -> int:
        """Delivers what may go out at this hour: what waits for the morning is not woken by what was asked for."""
        return await self._deliver(lambda: self._gate(self._clock()))

    async def _deliver(self, gate: Callable[[], Gate]) -> int:
        await self._follow_clock()
        ready = {*await self._store.targets(self._clock(), gate()), *self.courier.unclear}
        targets = [target for target in sorted(ready) if self._channel(target)]
        return sum(await asyncio.gather(*(self._empty(target, gate) for target in targets)))

    async def _empty(self, target: str, gate: Callable[[], Gate]) -> int:
        sent = 0
        while batch := await self._drain(target, gate()):
            sent += batch
        return sent

    async def _serve(self, target: str, stop: asyncio.Event) -> None:
        wake = self._wakes[target]
        while not stop.is_set():
            wake.clear()
            with suppress(StoreError):  # it is said in the log; what is owed waits
                await self._drain(target, self._gate(self._clock()), stop)
            await first_of(wake, stop)

    async def _drain(self, target: str, gate: Gate, stop: asyncio.Event | None = None) -> int:
        """Edits before every message: people are looking at them. The oldest goes first, nothing overtakes it."""
        sent = 0
        channel = self.channels[parts(target).kind]
        await self.courier.give_back(target)
        for owed in await self._ready(target, gate):
            if not await self.courier.freshen(target, channel) or (stop is not None and stop.is_set()):
                return sent
            if not await self.courier.send(owed, channel):
                return sent
            sent += 1
        await self.courier.freshen(target, channel)
        return sent

    async def _ready(self, target: str, gate: Gate) -> tuple[Owed, ...]:
        """What goes out next. A terminal shows one after the other, for no message of it can grow."""
        await self.first()
        ready = await self._store.owed(target, self._clock(), AT_ONCE, gate)
        if ready and target != TERMINAL and await self._store.gather(target, self._clock(), gate):
            return await self._store.owed(target, self._clock(), AT_ONCE, gate)
        return ready

    def _channel(self, target: str) -> Channel | None:
        return self.channels.get(parts(target).kind)
