"""The connection to the database: one writer, many readers, every complaint a sentence."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from monitor.errors import StoreError
from monitor.store.address import Address, address_of, check
from monitor.store.trouble import told

PATIENCE = 10  # seconds that a writer waits for another process
LOCK = 7_236_514_001  # of PostgreSQL's advisory locks; any number that is ours alone
_WRITES, _MIGRATES = "otklik_writes", "otklik_migrates"

_WAL = "PRAGMA journal_mode = WAL"  # readers do not wait for the writer
_PRAGMAS = (
    f"PRAGMA busy_timeout = {PATIENCE * 1000}",
    "PRAGMA synchronous = FULL",  # NORMAL may lose the last commits when the power fails: what is owed is a promise
    "PRAGMA foreign_keys = ON",
)


class Database:
    """Transactions; nothing else of SQLAlchemy's engine is seen outside."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._engine = _engine(address)
        self._writer = self._engine.execution_options(**{_WRITES: True})
        self._migrator = self._writer.execution_options(**{_MIGRATES: address.path is not None})
        self._lock = asyncio.Lock()
        self._closed = False

    @classmethod
    def at(cls, url: str) -> Database:
        """The database that DATABASE_URL names; not connected yet."""
        address = address_of(url)
        check(address)
        return cls(address)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Each question is answered from one moment of the database; nothing waits for a writer."""
        with self.told():
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """All of it or nothing. One at a time, so that what is compared is still true when it is written."""
        async with self._alone(self._writer) as connection:
            yield connection

    @asynccontextmanager
    async def outside(self) -> AsyncIterator[AsyncConnection]:
        """Outside of any transaction, as tidying up the files needs it."""
        with self.told():
            async with self._engine.connect() as connection:
                if not self.address.is_sqlite:
                    await connection.execution_options(isolation_level="AUTOCOMMIT")
                yield connection

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """The same, while tables change; connections that are opened afterwards know the new ones."""
        async with self._alone(self._migrator) as connection:
            yield connection
        if self.address.path is not None or not self.address.is_sqlite:
            await self._engine.dispose()

    async def close(self) -> None:
        """Closes every connection."""
        self._closed = True
        await self._engine.dispose()

    @asynccontextmanager
    async def _alone(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        with self.told():
            async with self._lock, engine.begin() as connection:
                if not self.address.is_sqlite:
                    await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
                yield connection

    def told(self) -> AbstractContextManager[None]:
        """Whatever goes wrong inside leaves as a sentence about this database."""
        if self._closed:
            raise StoreError("store.closed", place=self.address.place)
        return told(self.address.place)


def _engine(address: Address) -> AsyncEngine:
    options: dict[str, Any] = {"hide_parameters": True}  # errors must not repeat what people wrote
    if not address.is_sqlite:
        try:
            return create_async_engine(address.url, pool_pre_ping=True, **options)
        except ModuleNotFoundError as error:
            raise StoreError("store.no_driver", place=address.place) from error
    if address.path is None:  # memory lives in its one connection: whoever is second waits
        options |= {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
    engine = create_async_engine(address.url, **options)
    event.listen(engine.sync_engine, "connect", _set_up)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver would begin only at the first change, too late to be alone
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    try:
        cursor.execute(_WAL)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # else another process does the same at this moment
            raise
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes its turn at the start: halfway through SQLite would refuse instead of waiting."""
    options = connection.get_execution_options()
    if options.get(_MIGRATES):  # a table that is built anew is dropped in between, and would take others with it
        _run(connection, "PRAGMA foreign_keys = OFF")
    if options.get(_WRITES):
        _run(connection, "BEGIN IMMEDIATE")


def _run(connection: Connection, statement: str) -> None:
    """One trip to the driver's thread; through a cursor it would be three."""
    adapted: Any = connection.connection.dbapi_connection
    adapted.run_async(lambda driver: driver.execute(statement))
