"""A lock that a PostgreSQL server keeps for as long as our connection lives."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Self

from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from monitor.errors import StoreError
from monitor.store.connection.address import Address
from monitor.store.connection.engine import LOCK, server
from monitor.store.connection.trouble import told

_NUMBERS = {
    "running": LOCK + 1,
    "sending": LOCK + 2,
    "scheduler": LOCK + 3,
    "bot": LOCK + 4,
    "worker": LOCK + 5,
}
_FAREWELL = 2  # seconds; a server that is gone says no goodbye
_PATIENCE = 10  # seconds for one answer: nothing here has to be worked out
_NAME = 63  # bytes of a name that a server keeps
_ALIVE = text(  # a machine that lost its power says no goodbye: the server is to notice within a minute
    "SELECT set_config('tcp_keepalives_idle', '20', false), set_config('tcp_keepalives_interval', '10', false),"
    " set_config('tcp_keepalives_count', '3', false)"  # said later: poolers refuse whoever says so while connecting
)
_TAKE = {False: text("SELECT pg_try_advisory_lock(:number)"), True: text("SELECT pg_try_advisory_lock_shared(:number)")}
_HOLDER = text(
    "SELECT coalesce(nullif(activity.application_name, ''), '?') FROM pg_locks AS held"
    " LEFT JOIN pg_stat_activity AS activity ON activity.pid = held.pid"
    " WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 1"
    " AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND (held.classid::bigint << 32) | held.objid::bigint = :number"
)
_HOLDERS = text(
    "SELECT (classid::bigint << 32) | objid::bigint AS number, count(*) AS holders FROM pg_locks"
    " WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY 1"
)


class ServerLock:
    """On a connection of its own, which does nothing else."""

    def __init__(self, address: Address, engine: AsyncEngine, connection: AsyncConnection) -> None:
        self._address = address
        self._engine = engine
        self._connection = connection

    @classmethod
    async def take(cls, address: Address, part: str, *, shared: bool = False, words: str = "") -> Self | None:
        """None where somebody else has it; `words` tell them who has it now."""
        lock, _ = await cls.take_all(address, {part: shared}, words=words)
        return lock

    @classmethod
    async def take_all(cls, address: Address, parts: Mapping[str, bool], *, words: str = "") -> tuple[Self | None, str]:
        """All of them, shared or not; else none, and the first that somebody else has."""
        engine, missed = _engine(address, words), ""
        try:
            with told(address.place):
                connection = await engine.connect()
                await connection.execute(_ALIVE)
                for part, shared in parts.items():
                    taken = await connection.execute(_TAKE[shared], {"number": _NUMBERS[part]})
                    if not taken.scalar():
                        missed = part
                        break
                else:
                    return cls(address, engine, connection), ""
                await connection.close()
        except BaseException:
            await engine.dispose()
            raise
        await engine.dispose()
        return None, missed

    @staticmethod
    async def holder(address: Address, part: str) -> str:
        """What whoever has it says of itself; empty where nobody has it."""
        engine = _engine(address)
        try:
            with told(address.place):
                async with engine.connect() as connection:
                    return str(await connection.scalar(_HOLDER, {"number": _NUMBERS[part]}) or "")
        finally:
            await engine.dispose()

    @staticmethod
    async def holders(address: Address) -> Mapping[str, int]:
        """How many have each part."""
        engine = _engine(address)
        parts = {number: part for part, number in _NUMBERS.items()}
        try:
            with told(address.place):
                async with engine.connect() as connection:
                    found = await connection.execute(_HOLDERS)
                    return {parts[row.number]: row.holders for row in found if row.number in parts}
        finally:
            await engine.dispose()

    async def lost(self) -> bool:
        """Whether the server knows us no more."""
        if self._connection.invalidated or self._connection.closed:
            return True
        try:
            with told(self._address.place):
                await self._connection.execute(text("SELECT 1"))
        except StoreError:
            return True
        return False

    async def release(self) -> None:
        """The server gives it back with our connection."""
        with suppress(StoreError), told(self._address.place):  # a connection that broke has given it back
            async with asyncio.timeout(_FAREWELL):
                await self._connection.close()
                await self._engine.dispose()


def _engine(address: Address, words: str = "") -> AsyncEngine:
    name = words.encode()[:_NAME].decode(errors="ignore")
    settings = {"application_name": name} if name else {}
    return server(address, settings=settings, patience=_PATIENCE, poolclass=NullPool, isolation_level="AUTOCOMMIT")
