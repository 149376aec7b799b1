"""SQLite's driver, spared most of its trips: a statement with all its rows is one visit to the driver's thread.

What is only written, and waits for no answer, goes along with the next statement that does, or with the commit.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import LRUCache, await_

DRIVER = "sqlite+otklik"
ALONG = "otklik_along"  # option of a statement whose answer nobody reads

COMPILED: LRUCache[Any, Any] = LRUCache(500)  # statements of every file that this process has open, or had

T = TypeVar("T")
_Answer = tuple[Any, int, int | None, list[Any]]  # the columns, rows changed, the last number given, rows
_Doing = Callable[[sqlite3.Connection, str, Any], _Answer]
_Statement = tuple[_Doing, str, Any]


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """Runs a statement, reads what it answers and is closed in one go, where the plain one goes four times."""

    __slots__ = ("_answer",)

    _adapt_connection: _Connection

    def __init__(self, adapt_connection: _Connection) -> None:
        self._adapt_connection = adapt_connection
        self._answer: _Answer = (None, -1, None, [])
        self._rows = deque()

    @property
    def description(self) -> Any:
        """The columns of its rows; None where there are none."""
        return self._answer[0]

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._answer[1]

    @property
    def lastrowid(self) -> Any:
        """The number of the row that was added last."""
        return self._answer[2]

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        """One statement."""
        self._go(_executed, operation, parameters or ())

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        """The same statement with each of these."""
        self._go(_executed_often, operation, seq_of_parameters)

    async def _async_soft_close(self) -> None:
        """It was closed where it ran."""

    def close(self) -> None:
        """Lets go of the rows that nobody has read."""
        self._rows.clear()

    def put_off(self, doing: _Doing, operation: str, parameters: Any) -> None:
        """Runs it with what comes next; at once where no transaction holds them together."""
        if self._adapt_connection.in_transaction:
            self._adapt_connection.waiting.append((doing, operation, parameters))
            if not self._adapt_connection.there:
                await_(_noted())
        else:
            self._go(doing, operation, parameters)

    def _go(self, doing: _Doing, operation: str, parameters: Any) -> None:
        try:
            self._answer = self._adapt_connection.answer((doing, operation, parameters))
        except Exception as error:  # noqa: BLE001  # named anew and raised
            self._adapt_connection._handle_exception(error)  # noqa: SLF001  # as the class above does
        self._rows = deque(self._answer[3])


class _Connection(AsyncAdapt_aiosqlite_connection):
    """Ends a transaction where there is one; that there is none it knows without asking."""

    __slots__ = ("there", "waiting")

    _cursor_cls: Any = _Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.waiting: list[_Statement] = []
        self.there = False  # whether it is used in the driver's own thread at the moment

    @property
    def in_transaction(self) -> bool:
        """Whether one was begun; what is closed has none."""
        driver: Any = self.driver_connection
        return driver._connection is not None and driver.in_transaction  # noqa: SLF001  # None once it is closed

    def answer(self, last: _Statement) -> _Answer:
        """What waits, in its order, and then this one, which is answered."""
        driver: Any = self.driver_connection
        statements, self.waiting = [*self.waiting, last], []
        if self.there:
            return _run(driver._conn, statements)  # noqa: SLF001  # no other door to what it wraps
        answer: _Answer = await_(self._go(_run, driver._conn, statements))  # noqa: SLF001  # the same
        return answer

    async def visit(self, work: Callable[[], T]) -> T:
        """Does this in the driver's thread. Whoever gives up waits for its end: until then the connection is taken."""

        def there() -> T:
            self.there = True
            try:
                return work()
            finally:
                self.there = False

        return await to_the_end(asyncio.ensure_future(self._go(there)))

    def _go(self, *work: Any) -> Awaitable[Any]:
        driver: Any = self.driver_connection
        go: Callable[..., Awaitable[Any]] = driver._execute  # noqa: SLF001  # no other door to its thread
        return go(*work)

    def rollback(self) -> None:
        """Nothing of it happened."""
        self.waiting = []
        if self.in_transaction:
            super().rollback()

    def commit(self) -> None:
        """All of it happened."""
        if self.in_transaction:
            try:
                self.answer((_executed, "COMMIT", ()))
            except Exception as error:  # noqa: BLE001  # named anew and raised
                self._handle_exception(error)


class _Module(AsyncAdapt_aiosqlite_dbapi):
    """What the dialect takes for its driver."""

    def connect(self, *arg: Any, **kw: Any) -> _Connection:
        """A connection of ours around the driver's own."""
        return _Connection(self, super().connect(*arg, **kw).driver_connection)


class Dialect(SQLiteDialect_aiosqlite):
    """SQLite, spoken in fewer trips; one for all files, so that a statement is compiled once for all of them."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        """What is compiled for one is good for the other."""
        return isinstance(other, Dialect)

    def __hash__(self) -> int:
        """One for all."""
        return hash(Dialect)

    @classmethod
    def import_dbapi(cls) -> _Module:
        """The driver."""
        import aiosqlite  # noqa: PLC0415  # by whoever opens a database of this kind

        return _Module(aiosqlite, sqlite3)

    def do_execute(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:
        """One statement, or the promise of it."""
        if context is not None and context.execution_options.get(ALONG):
            cursor.put_off(_executed, statement, parameters)
        else:
            cursor.execute(statement, parameters)

    def do_executemany(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:
        """The same statement with each of these, or the promise of it."""
        if context is not None and context.execution_options.get(ALONG):
            cursor.put_off(_executed_often, statement, parameters)
        else:
            cursor.executemany(statement, parameters)


def of(connection: AsyncConnection) -> _Connection | None:
    """The driver's side of an open connection, where this is the driver."""
    opened = connection.sync_connection.connection.dbapi_connection if connection.sync_connection else None
    return opened if isinstance(opened, _Connection) else None


async def to_the_end(going: asyncio.Future[T], *, leave: Callable[[], bool] = lambda: False) -> T:
    """What comes of it. Whoever gives up waits for its end all the same, unless he may `leave`."""
    given_up: asyncio.CancelledError | None = None
    while not going.done():
        try:
            await asyncio.wait([going])
        except asyncio.CancelledError as error:
            if leave():
                raise
            given_up = error
    if given_up is not None:
        if not going.cancelled():
            going.exception()  # whatever came of it, nobody wants to know
        raise given_up
    return going.result()


async def _noted() -> None:
    """Nothing to wait for; SQLAlchemy takes a driver that never waits for one of another kind."""


def _run(connection: sqlite3.Connection, statements: Iterable[_Statement]) -> _Answer:
    answer: _Answer = (None, -1, None, [])
    for doing, operation, parameters in statements:
        answer = doing(connection, operation, parameters)
    return answer


def _executed(connection: sqlite3.Connection, operation: str, parameters: Any) -> _Answer:
    return _answer(connection.execute(operation, parameters))


def _executed_often(connection: sqlite3.Connection, operation: str, rows: Any) -> _Answer:
    return _answer(connection.executemany(operation, rows))


def _answer(cursor: sqlite3.Cursor) -> _Answer:
    try:
        rows = cursor.fetchall() if cursor.description else []
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows
    finally:
        cursor.close()


registry.register(DRIVER.replace("+", "."), __name__, Dialect.__name__)
