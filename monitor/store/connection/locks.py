"""Who works with a database at this moment. A process that dies, however it dies, has nothing any more."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol

import structlog

from monitor.domain.sharing import Role
from monitor.errors import StoreError, TakenError
from monitor.process.awaiting import first_of
from monitor.store.connection.address import Address, address_of, check
from monitor.store.connection.file_lock import FileLock
from monitor.store.connection.server_lock import ServerLock

_TRIES, _BETWEEN = 4, 0.15  # seconds; a look of somebody else, or the death of a process, may take a moment
_LOOK = 5.0  # seconds between two looks whether a server still knows us

log = structlog.get_logger(__name__)


class Part(StrEnum):
    """What a process does that others have to know of."""

    RUNNING = "running"  # `otklik run`: one at a time, or some that share the work
    SCHEDULER = "scheduler"  # of those that share the work one says what is due
    BOT = "bot"  # and one delivers
    WORKER = "worker"  # and many visit
    SENDING = "sending"  # `--send`: many at once, but what they send must not be taken for what a crash left behind


class Lock(Protocol):
    """What one process has and others have not."""

    async def release(self) -> None:
        """Gives it back."""

    async def lost(self) -> bool:
        """Whether it is no longer ours."""


class Place:
    """The place of an `otklik run` at a database."""

    def __init__(self, lock: Lock, again: Callable[[], Awaitable[Lock]]) -> None:
        self._lock: Lock | None = lock
        self._again = again

    async def keep(self, stop: asyncio.Event) -> None:
        """Until stopped; a server that starts anew has forgotten us. Raises TakenError where another was quicker."""
        while not stop.is_set():
            await first_of(stop, timeout=_LOOK)
            if not stop.is_set() and (self._lock is None or await self._lock.lost()):
                await self._take_again()

    async def leave(self) -> None:
        """It is free for the next one."""
        if self._lock is not None:
            await self._lock.release()
            self._lock = None

    async def _take_again(self) -> None:
        await self.leave()
        try:
            self._lock = await self._again()
        except TakenError:
            raise
        except StoreError:
            return  # the server is not there yet
        log.info("our place at the database is ours again")


@asynccontextmanager
async def only_one(url: str, now: datetime, say: Callable[[datetime], str]) -> AsyncIterator[Place]:
    """The place of `otklik run`, taken before anything else; raises TakenError where somebody has it."""
    address = address_of(url)
    check(address)
    words = _Holder(os.getpid(), now, socket.gethostname()).written
    async with _at(lambda: _taken(address, words, say)) as place:
        yield place


@asynccontextmanager
async def one_of(url: str, role: Role, now: datetime, say: Callable[[datetime], str]) -> AsyncIterator[Place]:
    """The place of an `otklik run` that shares the work; raises TakenError where its part is done by another."""
    address = address_of(url)
    words = _Holder(os.getpid(), now, socket.gethostname()).written
    async with _at(lambda: _shared(address, role, words, say)) as place:
        yield place


@asynccontextmanager
async def _at(take: Callable[[], Awaitable[Lock]]) -> AsyncIterator[Place]:
    place = Place(await take(), take)
    try:
        yield place
    finally:
        await place.leave()


@asynccontextmanager
async def vacant(address: Address) -> AsyncIterator[bool]:
    """Whether no `otklik run` works here, and none begins to."""
    lock = await _patiently(address, Part.RUNNING)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            await lock.release()


@asynccontextmanager
async def sending(url: str) -> AsyncIterator[None]:
    """While something is sent beside whatever else works with this database."""
    lock = None
    with suppress(StoreError):  # then the database itself says what is wrong
        lock = await _patiently(address_of(url), Part.SENDING, shared=True)
    try:
        yield
    finally:
        if lock is not None:
            await lock.release()


@asynccontextmanager
async def nobody_sends(url: str, *, running: bool = False) -> AsyncIterator[bool]:
    """Whether no other process can be sending at this moment, and none begins to; `running`: the place is ours."""
    address, held = address_of(url), list[Lock]()
    try:
        alone = True
        for part in (Part.SENDING,) if running else (Part.RUNNING, Part.SENDING):
            lock = await _take(address, part) if alone else None
            held += [lock] if lock is not None else []
            alone = lock is not None
        yield alone
    finally:
        for lock in held:
            await lock.release()


async def is_running(address: Address) -> bool | None:
    """Whether an `otklik run` lives; None where that cannot be known."""
    if not address.is_sqlite:
        return bool(await ServerLock.holder(address, Part.RUNNING))
    return await asyncio.to_thread(FileLock.held, _file(address.path, Part.RUNNING)) if address.path else None


async def shared_by(address: Address) -> Mapping[str, int]:
    """How many processes do each part of the work; nothing where no work is shared."""
    if address.is_sqlite:
        return {}
    held = await ServerLock.holders(address)
    parts = {role.value: held.get(role.value, 0) for role in (Role.SCHEDULER, Role.BOT, Role.WORKER)}
    return parts if any(parts.values()) else {}


class _Holder(NamedTuple):
    """Who has the place, in words short enough for a server."""

    process: int
    since: datetime
    host: str

    @property
    def written(self) -> str:
        return f"otklik {self.process} {self.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {self.host}"

    @classmethod
    def read(cls, words: str) -> _Holder | None:
        """
        >>> _Holder.read("otklik 812 2026-11-24T09:00:00Z server-1").process
        812
        """
        try:
            _, process, since, host = words.split(maxsplit=3)
            return cls(int(process), datetime.fromisoformat(since), host)
        except ValueError:
            return None


class _FileLock(NamedTuple):
    """On a file beside the database: its folder is the one thing that all who use it share."""

    file: FileLock

    async def release(self) -> None:
        self.file.release()

    async def lost(self) -> bool:
        return False


class _Nothing:
    """A database in memory is nobody else's."""

    async def release(self) -> None:
        """There is nothing to give back."""

    async def lost(self) -> bool:
        return False


async def _taken(address: Address, words: str, say: Callable[[datetime], str]) -> Lock:
    lock = await _patiently(address, Part.RUNNING, words=words)
    if lock is not None:
        return lock
    raise _refused(address, "store.taken", await _words(address), say)


async def _shared(address: Address, role: Role, words: str, say: Callable[[datetime], str]) -> Lock:
    """All parts on one connection: a server has few of them."""
    part, many = Part(role.value), role is Role.WORKER
    for tried in range(_TRIES):
        await asyncio.sleep(_BETWEEN if tried else 0)
        lock, missed = await ServerLock.take_all(address, {Part.RUNNING: True, part: many}, words=words)
        if lock is not None:
            return lock
    key = "store.taken" if missed == Part.RUNNING else f"store.taken_{role}"
    raise _refused(address, key, await ServerLock.holder(address, missed), say)


def _refused(address: Address, key: str, words: str, say: Callable[[datetime], str]) -> TakenError:
    holder = _Holder.read(words)
    if holder is None:
        return TakenError(key, place=address.place)
    since = say(holder.since)
    return TakenError(f"{key}_by", place=address.place, process=holder.process, host=holder.host, since=since)


async def _patiently(address: Address, part: Part, *, shared: bool = False, words: str = "") -> Lock | None:
    for tried in range(_TRIES):
        await asyncio.sleep(_BETWEEN if tried else 0)
        lock = await _take(address, part, shared=shared, words=words)
        if lock is not None:
            return lock
    return None


async def _take(address: Address, part: Part, *, shared: bool = False, words: str = "") -> Lock | None:
    if not address.is_sqlite:
        return await ServerLock.take(address, part, shared=shared, words=words)
    if address.path is None:
        return _Nothing()
    path = _file(address.path, part)
    lock = await asyncio.to_thread(FileLock.take, path, shared=shared, words=words)
    return _FileLock(lock) if lock is not None else None


async def _words(address: Address) -> str:
    if not address.is_sqlite:
        return await ServerLock.holder(address, Part.RUNNING)
    return await asyncio.to_thread(FileLock.words, _file(address.path, Part.RUNNING)) if address.path else ""


def _file(path: Path, part: Part) -> Path:
    """The same for all the names that a file may have, for links lead to one place."""
    real = path.resolve()
    return real.with_name(f"{real.name}.{part.value}")
