"""The connection to the database: one writer, many readers, every complaint a sentence."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, closing, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Executable, NullPool, event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from monitor.errors import AddressError, StoreError
from monitor.process.priority import Turns, give_way, somebody_waits
from monitor.store.connection.address import Address, address_of, check
from monitor.store.connection.condition import Condition
from monitor.store.connection.driver import COMPILED
from monitor.store.connection.marks import Mark, Marks
from monitor.store.connection.trouble import story, told

AT_A_TIME = 1000  # milliseconds that SQLite itself waits: its thread hears nothing meanwhile, not even that we stop
PATIENCE = 10  # seconds that a writer waits for another process, or we for a server to let us in
CONNECTIONS = 15  # to an SQLite file at most; each has a thread
ANSWER = 120  # seconds for one statement; a network that went silent would keep us waiting for ever
WHOLE_TABLES = 3600  # the same while tables change: an index over all that was ever found, or another who changes them
LOCK = 7_236_514_001  # of PostgreSQL's advisory locks; any number that is ours alone
_BETWEEN = 0.05  # seconds between two tries
_WRITES, _MIGRATES = "otklik_writes", "otklik_migrates"
_SEES = "READ COMMITTED"  # whatever the server's default: whoever waited for a writer compares with what it wrote
_UNHURRIED = text(  # what an administrator grants a question is too little for the change of a table
    "SELECT set_config(name, '0', true)"
    " FROM unnest(ARRAY['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) AS name"
)

_WAL = "PRAGMA journal_mode = WAL"  # readers do not wait for the writer
_PRAGMAS = (
    f"PRAGMA busy_timeout = {AT_A_TIME}",
    "PRAGMA synchronous = FULL",  # NORMAL may lose the last commits when the power fails: what is owed is a promise
    "PRAGMA foreign_keys = ON",
    f"PRAGMA journal_size_limit = {8 * 2**20}",  # bytes that what is not folded in yet keeps on the disk when it is
)


class Database:
    """Transactions; nothing else of SQLAlchemy's engine is seen outside."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.condition = Condition()
        self._file: os.stat_result | None = None  # of SQLite, as it was when we opened it
        self._marks = Marks(address.path)
        self._engine = self._opened()
        self._writer = self._engine.execution_options(**{_WRITES: True})
        self._migrator = self._writer.execution_options(**{_MIGRATES: address.path is not None})
        self._turns = Turns()
        self._until = 0.0  # how long whoever writes waits for other programs
        self._closed = False

    @classmethod
    def at(cls, url: str) -> Database:
        """The database that DATABASE_URL names; not connected yet."""
        address = address_of(url)
        check(address)
        return cls(address)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Each question is answered from one moment of the database; nothing waits for a writer.

        What nobody waits for is asked after what is answered at once.
        """
        await give_way()
        with self.condition.noted(writing=False), self.told():
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
        if self.address.is_sqlite:
            alone = self._alone(self._migrator)
        else:
            alone = self._alone(self._server(WHOLE_TABLES, poolclass=NullPool), _UNHURRIED)
        async with alone as connection:
            yield connection
        if self.address.path is not None or not self.address.is_sqlite:
            await self._engine.dispose()

    def mark(self) -> Mark | None:
        """Another one than before where anybody has written since, be it another process; None where nobody can tell.

        Of a database in trouble nothing is told: whoever asks it hears what is wrong, or that it is over.
        """
        if self._closed or self.condition.trouble is not None:
            return None
        try:
            self._check_file()
        except StoreError:
            return None
        return self._marks.now()

    async def close(self) -> None:
        """Closes every connection."""
        self._closed = True
        self._marks.close()
        await self._engine.dispose()

    @asynccontextmanager
    async def _alone(self, engine: AsyncEngine, *first: Executable) -> AsyncIterator[AsyncConnection]:
        until = monotonic() + PATIENCE
        with self.condition.noted(writing=True), self.told():
            async with self._turns:
                self._until = until  # whoever waited for us has waited for them as well
                with somebody_waits():  # for us to have done
                    async with engine.begin() as connection:
                        for statement in first:
                            await connection.execute(statement)
                        if not self.address.is_sqlite:
                            await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
                        yield connection

    def told(self) -> AbstractContextManager[None]:
        """Whatever goes wrong inside leaves as a sentence about this database."""
        if self._closed:
            raise StoreError("store.closed", place=self.address.place)
        self._check_file()
        return told(self.address.place, known=self._file is not None)

    def _opened(self) -> AsyncEngine:
        if not self.address.is_sqlite:
            return self._server(ANSWER, pool_pre_ping=True)
        # The connection used last still has the pages it read, and what is opened stays open: a new one is dear.
        options: dict[str, Any] = {"pool_use_lifo": True, "pool_size": CONNECTIONS, "max_overflow": 0}
        if self.address.path is None:  # memory lives in its one connection: whoever is second waits
            options |= {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1}
        else:
            _put_aside_in(Path(os.path.realpath(self.address.path)).parent)
        compiled = {"compiled_cache": COMPILED}
        engine = create_async_engine(self.address.url, hide_parameters=True, execution_options=compiled, **options)
        event.listen(engine.sync_engine, "connect", _set_up)
        event.listen(engine.sync_engine, "connect", self._remember_file)
        event.listen(engine.sync_engine, "begin", self._begin)
        return engine

    def _server(self, patience: float, **options: Any) -> AsyncEngine:
        return server(self.address, patience=patience, isolation_level=_SEES, **options)

    def _begin(self, connection: Connection) -> None:
        """A writer takes its turn at the start: halfway through SQLite would refuse instead of waiting."""
        options = connection.get_execution_options()
        if options.get(_MIGRATES):  # a table that is built anew is dropped in between, and would take others with it
            _run(connection, lambda driver: driver.execute("PRAGMA foreign_keys = OFF"))
        if options.get(_WRITES):
            _run(connection, self._take_turn)

    async def _take_turn(self, driver: Any) -> None:
        while True:
            try:
                await driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or monotonic() > self._until:
                    raise
            else:
                return
            await asyncio.sleep(_BETWEEN)

    def _remember_file(self, *_: object) -> None:
        if self._file is None and self.address.path is not None:
            self._file = self.address.path.stat()

    def _check_file(self) -> None:
        """SQLite goes on writing into a file that was removed, where nobody would ever find it again."""
        if self._file is None or self.address.path is None:
            return
        try:
            same = os.path.samestat(self._file, self.address.path.stat())
        except (FileNotFoundError, NotADirectoryError):
            same = False
        except OSError:
            return  # SQLite will say what is wrong
        if not same:
            raise story("gone", self.address.place)


def server(
    address: Address, *, patience: float, settings: Mapping[str, str] | None = None, **options: Any
) -> AsyncEngine:
    """A PostgreSQL server; one that says nothing at all for so many seconds does not answer."""
    url, how = address.for_driver
    given = {"timeout": PATIENCE, "command_timeout": patience, "server_settings": dict(settings or {}), "dsn": how}
    if address.trusts_as_system:
        given["ssl"] = ssl.create_default_context()
    try:  # errors must not repeat what people wrote
        return create_async_engine(url, connect_args=given, hide_parameters=True, **options)
    except ModuleNotFoundError as error:
        raise AddressError("store.no_driver", place=address.place) from error


def _put_aside_in(folder: Path) -> None:
    """What SQLite puts aside while it works, such as a whole copy as it tidies up, needs no room on another disk."""
    quoted = str(folder).replace("'", "''")
    with suppress(sqlite3.Error, UnicodeError), closing(sqlite3.connect(":memory:")) as ours:
        ours.execute(f"PRAGMA temp_store_directory = '{quoted}'")  # of the whole process


def _set_up(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver would begin only at the first change, too late to be alone
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    try:
        cursor.execute(_WAL)
    except sqlite3.OperationalError as error:
        if not _is_busy(error):  # else another process does the same at this moment
            raise
    cursor.close()


def _run(connection: Connection, doing: Callable[[Any], Awaitable[Any]]) -> None:
    """One trip to the driver's thread; through a cursor it would be three."""
    adapted: Any = connection.connection.dbapi_connection
    adapted.run_async(doing)


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
