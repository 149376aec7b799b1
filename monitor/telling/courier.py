"""Hands one message over: it is claimed, sent or edited, and what the messenger answered is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter

import structlog

from monitor.domain import Alert, Gathered, Owed
from monitor.errors import DeliveryError, GoneError, StoreError
from monitor.process.retrying import WriteRetry
from monitor.store import Store
from monitor.telling.boundary import BrokenError, unbroken
from monitor.telling.channel import Channel, Compose, Letter, MovedError, PlainOnlyError

LATER = timedelta(seconds=5)  # when the messenger does not say how long to wait
LATEST = timedelta(minutes=2)  # the longest pause between two tries, so that an end of trouble is noticed soon
AWAY, AWAY_LONGEST = timedelta(hours=1), timedelta(days=1)  # between looks whether we are in a chat again
AT_ONCE = 20  # messages looked up together

log = structlog.get_logger(__name__)


class Courier:
    """Sends and edits for the outbox; of each chat it keeps what went wrong there, and until when to leave it alone."""

    def __init__(self, store: Store, compose: Compose, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._compose = compose
        self._clock = clock
        self._silent: dict[str, datetime] = {}  # until when a chat is left alone, for sends and edits alike
        self.troubles: dict[str, DeliveryError] = {}  # by target: why the last message did not go out
        self.unclear: dict[str, int] = {}  # by target: what may be marked as being sent, for the answer got lost
        self.in_the_air: set[int] = set()  # rows that we send at this moment
        self.counts: Counter[str] = Counter()  # what became of messages, since the start
        self.retry_write = WriteRetry()

    async def send(self, owed: Owed, channel: Channel) -> bool:
        """Sends a message that is owed; False where the chat is to be left alone."""
        try:
            return await self._send(owed, channel)
        finally:
            self.in_the_air.discard(owed.id)

    async def freshen(self, target: str, channel: Channel) -> bool:
        """Brings messages up to date; False where the chat is to be left alone."""
        for owed in await self._store.stale(target, AT_ONCE, self._clock()):
            if self._waits(target) or not await self._edit(owed, channel):
                return False
        return not self._waits(target)

    def try_again(self, target: str) -> None:
        """This chat need not be left alone any longer."""
        self._silent.pop(target, None)

    def try_all_again(self) -> None:
        """Nor need any other."""
        self._silent.clear()

    async def give_back(self, target: str) -> None:
        """What may be marked as being sent there is not being sent."""
        if target in self.unclear:
            await self._store.give_back(self.unclear[target])
            del self.unclear[target]

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
            await self.retry_write(lambda: self._store.keep_plain(owed.id))
            return await self._send(owed, channel)
        except DeliveryError as error:
            return await self._refused(owed, error, began)
        at = self._clock()
        await self.retry_write(lambda: self._store.sent(owed.id, at, message, owed.version))
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
            self.unclear[owed.target] = owed.id  # it may be written all the same, and then nobody would send it
            raise

    async def _refused(self, owed: Owed, error: DeliveryError, began: float) -> bool:
        """Final refusals are kept and counted, and do not hold up what comes after them."""
        self.troubles[owed.target] = error
        log.warning("refused" if error.final else "retry", **_fields(owed, began), error=error)
        self.counts["refused" if error.final else "retried"] += 1
        if error.final:
            await self.retry_write(lambda: self._store.refuse(owed.id, str(error)))
            return True
        await self._later(owed, await self._rest(owed, error), str(error), unsure=error.unsure)
        return False

    async def _rest(self, owed: Owed, error: DeliveryError) -> timedelta:
        """How long a chat is left alone; one that threw us out ever longer, for what is owed to it waits unharmed."""
        now, away = self._clock(), error.key if error.away else ""
        since = await self.retry_write(lambda: self._store.troubled(owed.target, now, away=away))
        return min(max(self._clock() - since, AWAY), AWAY_LONGEST) if error.away else _pause(error, owed)

    async def _later(self, owed: Owed, pause: timedelta, error: str, *, unsure: bool) -> None:
        again = self._silent[owed.target] = self._clock() + pause
        await self.retry_write(
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

    def _waits(self, target: str) -> bool:
        return target in self._silent and self._clock() < self._silent[target]


def _fields(owed: Owed, began: float) -> dict[str, object]:
    """What a line of the log says of a delivery: nobody's words."""
    kind = type(owed.notice).__name__ if owed.notice else Alert.__name__
    told = {"target": owed.target, "kind": kind, "mention": owed.mention, "attempt": owed.attempts + 1}
    return {**told, "seconds": round(perf_counter() - began, 3)}


def _pause(error: DeliveryError, owed: Owed) -> timedelta:
    return error.retry_after or min(LATER * 2 ** min(owed.attempts, 6), LATEST)
