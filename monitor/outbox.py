"""What is owed is delivered: one message at a time in each chat, retried until it arrived, never said twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from monitor.domain import Alert, Batch, Notice, Owed, Person, Record, Sitting
from monitor.errors import DeliveryError, StoreError
from monitor.pacing import Gate, unpaced
from monitor.render.document import Attachment, Document, Picture
from monitor.routes import TERMINAL
from monitor.store import Store

LATER = timedelta(seconds=5)  # when the messenger does not say how long to wait
LATEST = timedelta(minutes=2)  # the longest pause between two tries, so that an end of trouble is noticed soon
GRACE = timedelta(seconds=5)  # of the ten that a stop may take
AWAY, AWAY_LONGEST = timedelta(hours=1), timedelta(days=1)  # between looks whether we are in a chat again
AT_ONCE = 20  # messages looked up together
REST = 1.0  # seconds between looks at the database where nothing wakes a chat earlier

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to be sent: the words, and the alert, or the many, behind them where buttons belong under it."""

    owed: Owed
    document: Document
    alert: Alert | None = None
    batch: Batch | None = None
    people: tuple[Person, ...] = ()  # to whom the mention may be handed
    pictures: tuple[Picture, ...] = ()  # that the document names, or that are all there is to send
    file: Attachment | None = None
    subject: str = ""  # what a mail says before it is opened
    sitting: Sitting | None = None  # our questions, and how far the team has come
    praise: tuple[Record, ...] = ()  # whose authors may be asked to let us quote
    under: int | None = None  # the message of this chat that it follows on, by the messenger's number
    rich: bool = False  # with tables, folds and pictures inside, instead of words alone
    beside: tuple[Notice, ...] = ()  # what cannot stand inside of it, and is owed with it as messages of its own

    @property
    def bytes(self) -> int:
        """How much is to be sent besides the words."""
        return sum(len(one.png) for one in self.pictures) + (len(self.file.body) if self.file else 0)


class Channel(Protocol):
    """A way to people: Telegram, the terminal. Refusals are DeliveryErrors; a channel never retries."""

    async def send(self, letter: Letter) -> int | None:
        """Sends; answers with the messenger's number of the message, if it has one."""

    async def edit(self, letter: Letter) -> None:
        """Brings a message that was sent up to date."""

    async def turn(self, target: str) -> None:
        """Returns when this target may be written to at once, so that no row waits in doubt for its turn."""

    async def alive(self, target: str) -> bool:
        """Whether the messenger answers for this target; asked before a message in doubt is repeated."""


class MovedError(DeliveryError):
    """A chat has a new address: a group became a supergroup."""

    def __init__(self, key: str, /, *, target: str, **blanks: object) -> None:
        super().__init__(key)
        self.blanks = blanks
        self.target = target


class PlainOnlyError(DeliveryError):
    """This chat, or its messenger, takes no rich messages: what it is told has to come in plain ones."""


Compose = Callable[[Owed, datetime], Awaitable[Letter]]


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
        self._wakes: dict[str, asyncio.Event] = {}
        self.troubles: dict[str, DeliveryError] = {}  # by target: why the last message did not go out
        self._silent: dict[str, datetime] = {}  # until when a chat is left alone, for sends and edits alike
        self._new = asyncio.Event()
        self.counts: Counter[str] = Counter()  # what became of messages, since the start
        self.turns = 0  # looks at what is owed, since the start

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
        chats: list[asyncio.Task[None]] = []
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                self._new.clear()
                self.turns += 1
                for target in await self._targets():
                    if target not in self._wakes and self._channel(target):
                        self._wakes[target] = asyncio.Event()
                        chats.append(group.create_task(self._serve(target, stop), name=f"outbox {target}"))
                await _any(self._new, stop, timeout=REST)
            self.wake()
            await _ended(chats, grace)

    async def _targets(self) -> tuple[str, ...]:
        """A database in trouble, such as a full disk, is asked again: what is owed waits in it."""
        try:
            return await self._store.targets(self._clock(), self._gate(self._clock()))
        except StoreError as error:
            log.warning("database in trouble, trying again", error=str(error))
            return ()

    async def deliver_all(self) -> int:
        """Delivers all that is due, whatever the hour, the targets beside each other; answers how many went out."""
        return await self._deliver(lambda: self._gate(self._clock()).at_once)

    async def deliver_now(self) -> int:
        """The same for what may go out at this hour: what waits for the morning is not woken by what was asked for."""
        return await self._deliver(lambda: self._gate(self._clock()))

    async def _deliver(self, gate: Callable[[], Gate]) -> int:
        targets = [target for target in await self._store.targets(self._clock(), gate()) if self._channel(target)]
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
            try:
                await self._drain(target, self._gate(self._clock()), stop)
            except StoreError as error:
                log.warning("database in trouble, trying again", target=target, error=str(error))
            await _any(wake, stop, timeout=REST)

    async def _drain(self, target: str, gate: Gate, stop: asyncio.Event | None = None) -> int:
        """Edits before every message: people are looking at them. The oldest goes first, nothing overtakes it."""
        sent = 0
        channel = self._channels[_kind(target)]
        for owed in await self._ready(target, gate):
            if not await self._freshen(target, channel) or (stop is not None and stop.is_set()):
                return sent
            if not await self._send(owed, channel):
                return sent
            sent += 1
        await self._freshen(target, channel)
        return sent

    async def _ready(self, target: str, gate: Gate) -> tuple[Owed, ...]:
        """What goes out next. A terminal shows one after the other, for no message of it can grow."""
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
        letter = await self._compose(owed, self._clock())
        if letter.beside:
            await self._store.owe_beside(owed.id, letter.beside, self._clock())
        if not await self._store.claim(owed.id, self._clock()):
            return True  # somebody else sends it
        try:
            message = await channel.send(letter)
        except MovedError as error:
            await self._later(owed, timedelta(0), str(error), unsure=False)
            await self._store.retarget(owed.target, error.target)
            return False
        except PlainOnlyError as error:
            log.info("told in plain messages from now on", target=owed.target, error=str(error))
            await self._store.keep_plain(owed.id)
            return await self._send(owed, channel)
        except DeliveryError as error:
            return await self._refused(owed, error)
        await self._store.sent(owed.id, self._clock(), message, owed.version)
        self.counts["sent"] += 1
        self.troubles.pop(owed.target, None)
        log.info("sent", target=owed.target, mention=owed.mention, message=message)
        return True

    async def _refused(self, owed: Owed, error: DeliveryError) -> bool:
        """Final refusals are kept and counted, and do not hold up what comes after them."""
        self.troubles[owed.target] = error
        log.warning("not sent", target=owed.target, mention=owed.mention, error=str(error), final=error.final)
        self.counts["refused" if error.final else "retried"] += 1
        if error.final:
            await self._store.refuse(owed.id, str(error))
            return True
        await self._later(owed, await self._rest(owed, error), str(error), unsure=error.unsure)
        return False

    async def _rest(self, owed: Owed, error: DeliveryError) -> timedelta:
        """How long a chat is left alone; one that threw us out ever longer, for what is owed to it waits unharmed."""
        since = await self._store.troubled(owed.target, self._clock(), away=error.key if error.away else "")
        return min(max(self._clock() - since, AWAY), AWAY_LONGEST) if error.away else _pause(error, owed)

    async def _later(self, owed: Owed, pause: timedelta, error: str, *, unsure: bool) -> None:
        self._silent[owed.target] = self._clock() + pause
        again = self._silent[owed.target]
        await self._store.retry(owed.id, again, unsure=unsure, error=error, version=owed.version)

    async def _edit(self, owed: Owed, channel: Channel) -> bool:
        try:
            await channel.edit(await self._compose(owed, self._clock()))
        except MovedError as error:
            await self._store.retarget(owed.target, error.target)  # the messages of before are out of reach
            return False
        except DeliveryError as error:
            log.warning("not edited", target=owed.target, mention=owed.mention, error=str(error))
            if not error.final:
                self._silent[owed.target] = self._clock() + await self._rest(owed, error)
                return False  # it stays stale and is tried again
            await self._store.edited(owed.id, owed.version, self._clock(), ok=False)
            return True
        await self._store.edited(owed.id, owed.version, self._clock())
        return True

    def _channel(self, target: str) -> Channel | None:
        return self._channels.get(_kind(target))


def _kind(target: str) -> str:
    return target.partition(":")[0]


def _pause(error: DeliveryError, owed: Owed) -> timedelta:
    return error.retry_after or min(LATER * 2 ** min(owed.attempts, 6), LATEST)


async def _ended(chats: Sequence[asyncio.Task[None]], grace: timedelta) -> None:
    """A messenger that does not answer must not keep the program from ending: `recover` knows what was in the air."""
    if chats:
        _, late = await asyncio.wait(chats, timeout=grace.total_seconds())
        for task in late:
            task.cancel()


async def _any(*events: asyncio.Event, timeout: float) -> None:  # noqa: ASYNC109  # the longest rest, not a limit
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
