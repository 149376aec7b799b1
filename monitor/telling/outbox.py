"""What is owed is delivered: one message at a time in each chat, retried until it arrived, never said twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from time import perf_counter, time

import structlog

from monitor.domain import Alert, Gathered, Owed
from monitor.errors import DeliveryError, GoneError, StoreError
from monitor.process.awaiting import ended, first_of
from monitor.process.priority import somebody_waits
from monitor.process.retrying import WriteRetry
from monitor.store import Store
from monitor.team.pacing import Gate, unpaced
from monitor.team.routes import TERMINAL
from monitor.telling.boundary import BrokenError, unbroken
from monitor.telling.channel import Channel, Compose, Letter, MovedError, PlainOnlyError
from monitor.telling.idle import AHEAD, Idle

LATER = timedelta(seconds=5)  # when the messenger does not say how long to wait
LATEST = timedelta(minutes=2)  # the longest pause between two tries, so that an end of trouble is noticed soon
GRACE = timedelta(seconds=5)  # of the ten that a stop may take
AWAY, AWAY_LONGEST = timedelta(hours=1), timedelta(days=1)  # between looks whether we are in a chat again
AT_ONCE = 20  # messages looked up together
REST = 1.0  # seconds between looks at the database where nothing wakes the chats earlier

log = structlog.get_logger(__name__)


async def _nothing() -> None:
    """Nothing has to be told before anything else."""


class Outbox:
    """Delivers what the store owes and the gate lets pass; one loop per chat: one's trouble delays no other."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        compose: Compose,
        clock: Callable[[], datetime],
        gate: Callable[[datetime], Gate] = unpaced,
    ) -> None:
        self._store = store
        self._channels = channels
        self._compose = compose
        self._clock = clock
        self._gate = gate
        self.first: Callable[[], Awaitable[None]] = _nothing  # what may have to be told before anything else
        self._wakes: dict[str, asyncio.Event] = {}
        self.troubles: dict[str, DeliveryError] = {}  # by target: why the last message did not go out
        self._silent: dict[str, datetime] = {}  # until when a chat is left alone, for sends and edits alike
        self._unclear: dict[str, int] = {}  # by target: what may be marked as being sent, for the answer got lost
        self.in_the_air: set[int] = set()  # rows that we send at this moment
        self._new = asyncio.Event()
        self.counts: Counter[str] = Counter()  # what became of messages, since the start
        self.turns = 0  # looks at what is owed, since the start
        self._retry_write = WriteRetry()
        self._idle: Idle | None = None
        self._seen: datetime | None = None

    def wake(self, target: str | None = None) -> None:
        """Something new is owed to this target, which may be written to again, or to anybody."""
        if target is not None:
            self._silent.pop(target, None)
        self._new.set()
        for name, event in self._wakes.items():
            if target in {None, name}:
                event.set()

    async def run(self, stop: asyncio.Event, *, grace: timedelta = GRACE) -> None:
        """Delivers until stopped; what is in the air is finished first, or in doubt where that takes too long."""
        self._retry_write.stop = stop
        with somebody_waits():
            await self._run(stop, grace)

    async def _run(self, stop: asyncio.Event, grace: timedelta) -> None:
        chats: list[asyncio.Task[None]] = []
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                self._new.clear()
                self.turns += 1
                for target in {*await self._targets(), *self._unclear}:  # one question a second for all chats
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
            self._silent.clear()
        self._seen = now

    async def deliver_all(self) -> int:
        """Delivers all that is due, whatever the hour, the targets beside each other; answers how many went out."""
        return await self._deliver(lambda: self._gate(self._clock()).at_once)

    async def deliver_now(self) -> int:
        """Delivers what may go out at this hour: what waits for the morning is not woken by what was asked for."""
        return await self._deliver(lambda: self._gate(self._clock()))

    async def _deliver(self, gate: Callable[[], Gate]) -> int:
        await self._follow_clock()
        ready = {*await self._store.targets(self._clock(), gate()), *self._unclear}
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
        channel = self._channels[_kind(target)]
        if target in self._unclear:
            await self._store.give_back(self._unclear[target])
            del self._unclear[target]
        for owed in await self._ready(target, gate):
            if not await self._freshen(target, channel) or (stop is not None and stop.is_set()):
                return sent
            try:
                if not await self._send(owed, channel):
                    return sent
            finally:
                self.in_the_air.discard(owed.id)
            sent += 1
        await self._freshen(target, channel)
        return sent

    async def _ready(self, target: str, gate: Gate) -> tuple[Owed, ...]:
        """What goes out next. A terminal shows one after the other, for no message of it can grow."""
        await self.first()
        ready = await self._store.owed(target, self._clock(), AT_ONCE, gate)
        if ready and _kind(target) != TERMINAL and await self._store.gather(target, self._clock(), gate):
            return await self._store.owed(target, self._clock(), AT_ONCE, gate)
        return ready

    async def _freshen(self, target: str, channel: Channel) -> bool:
        """Brings messages up to date; False where the chat is to be left alone."""
        for owed in await self._store.stale(target, AT_ONCE, self._clock()):
            if self._waits(target) or not await self._edit(owed, channel):
                return False
        return not self._waits(target)

    def _waits(self, target: str) -> bool:
        return target in self._silent and self._clock() < self._silent[target]

    async def _send(self, owed: Owed, channel: Channel) -> bool:
        if owed.unsure and not await channel.alive(owed.target):
            await self._store.troubled(owed.target, self._clock())
            await self._later(owed, LATER, "no answer", unsure=False)
            return False
        await channel.turn(owed.target)
        began = perf_counter()
        try:
            letter = await self._composed(owed)
            if not await self._claim(owed):
                return True  # somebody else sends it
            with unbroken(owed, unsure=True):
                message = await channel.send(letter)
        except GoneError:
            return True  # since it was looked up: removed, or told by others
        except MovedError as error:
            log.info("retry", **_fields(owed, began), error=error)
            await self._later(owed, timedelta(0), str(error), unsure=False)
            await self._store.retarget(owed.target, error.target)
            return False
        except PlainOnlyError as error:
            log.info("told in plain messages from now on", target=owed.target, error=error)
            await self._retry_write(lambda: self._store.keep_plain(owed.id))
            return await self._send(owed, channel)
        except DeliveryError as error:
            return await self._refused(owed, error, began)
        at = self._clock()
        await self._retry_write(lambda: self._store.sent(owed.id, at, message, owed.version))
        self.counts["sent"] += 1
        self.troubles.pop(owed.target, None)
        log.info("sent", **_fields(owed, began))
        return True

    async def _composed(self, owed: Owed) -> Letter:
        with unbroken(owed):
            letter = await self._compose(owed, self._clock())
        if letter.beside:
            await self._store.owe_beside(owed.id, letter.beside, self._clock())
        return letter

    async def _claim(self, owed: Owed) -> bool:
        self.in_the_air.add(owed.id)
        try:
            return await self._store.claim(owed.id)
        except StoreError:
            self._unclear[owed.target] = owed.id  # it may be written all the same, and then nobody would send it
            raise

    async def _refused(self, owed: Owed, error: DeliveryError, began: float) -> bool:
        """Final refusals are kept and counted, and do not hold up what comes after them."""
        self.troubles[owed.target] = error
        log.warning("refused" if error.final else "retry", **_fields(owed, began), error=error)
        self.counts["refused" if error.final else "retried"] += 1
        if error.final:
            await self._retry_write(lambda: self._store.refuse(owed.id, str(error)))
            return True
        await self._later(owed, await self._rest(owed, error), str(error), unsure=error.unsure)
        return False

    async def _rest(self, owed: Owed, error: DeliveryError) -> timedelta:
        """How long a chat is left alone; one that threw us out ever longer, for what is owed to it waits unharmed."""
        now, away = self._clock(), error.key if error.away else ""
        since = await self._retry_write(lambda: self._store.troubled(owed.target, now, away=away))
        return min(max(self._clock() - since, AWAY), AWAY_LONGEST) if error.away else _pause(error, owed)

    async def _later(self, owed: Owed, pause: timedelta, error: str, *, unsure: bool) -> None:
        again = self._silent[owed.target] = self._clock() + pause
        await self._retry_write(
            lambda: self._store.retry(owed.id, again, unsure=unsure, error=error, version=owed.version)
        )

    async def _edit(self, owed: Owed, channel: Channel) -> bool:
        began = perf_counter()
        try:
            with unbroken(owed):
                letter = await self._compose(owed, self._clock())
                if not letter.left:
                    await channel.edit(letter)
        except MovedError as error:
            await self._store.retarget(owed.target, error.target)  # the messages of before are out of reach
            return False
        except (BrokenError, GoneError):
            gathers = isinstance(owed.notice, Gathered)  # what it does not show is told otherwise
            await self._store.edited(owed.id, owed.version, self._clock(), ok=not gathers)  # a card stays as it is
            return True
        except DeliveryError as error:
            log.warning("refused" if error.final else "retry", **_fields(owed, began), error=error, edit=True)
            if not error.final:
                self._silent[owed.target] = self._clock() + await self._rest(owed, error)
                return False  # it stays stale and is tried again
            await self._store.edited(owed.id, owed.version, self._clock(), ok=False)
            return True
        await self._store.edited(owed.id, owed.version, self._clock())
        log.info("edited", **_fields(owed, began))
        return True

    def _channel(self, target: str) -> Channel | None:
        return self._channels.get(_kind(target))


def _kind(target: str) -> str:
    return target.partition(":")[0]


def _fields(owed: Owed, began: float) -> dict[str, object]:
    """What a line of the log says of a delivery: nobody's words."""
    kind = type(owed.notice).__name__ if owed.notice else Alert.__name__
    told = {"target": owed.target, "kind": kind, "mention": owed.mention, "attempt": owed.attempts + 1}
    return {**told, "seconds": round(perf_counter() - began, 3)}


def _pause(error: DeliveryError, owed: Owed) -> timedelta:
    return error.retry_after or min(LATER * 2 ** min(owed.attempts, 6), LATEST)
