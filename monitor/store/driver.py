"""SQLite's driver, spared most of its trips: a statement with all its rows is one visit to the driver's thread."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import await_

DRIVER = "sqlite+otklik"

_Answer = tuple[Any, int, int | None, list[Any]]  # the columns, rows changed, the last number given, rows


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """Runs a statement, reads what it answers and is closed in one go, where the plain one goes four times."""

    __slots__ = ("_answer",)

    def __init__(self, adapt_connection: AsyncAdapt_aiosqlite_connection) -> None:
        self._adapt_connection = adapt_connection
        self._answer: _Answer = (None, -1, None, [])

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

    def _go(self, doing: Callable[..., _Answer], *about: Any) -> None:
        driver: Any = self._adapt_connection.driver_connection
        try:
            self._answer = await_(driver._execute(doing, driver._conn, *about))  # noqa: SLF001  # no other door to its thread
        except Exception as error:  # noqa: BLE001  # named anew and raised
            self._adapt_connection._handle_exception(error)  # noqa: SLF001  # as the class above does
        self._rows = deque(self._answer[3])


class _Connection(AsyncAdapt_aiosqlite_connection):
    """Ends a transaction where there is one; that there is none it knows without asking."""

    __slots__ = ()

    _cursor_cls: Any = _Cursor

    def rollback(self) -> None:
        """Nothing of it happened."""
        if self._in_transaction:
            super().rollback()

    def commit(self) -> None:
        """All of it happened."""
        if self._in_transaction:
            super().commit()

    @property
    def _in_transaction(self) -> bool:
        driver: Any = self.driver_connection
        return driver._connection is not None and driver.in_transaction  # noqa: SLF001  # None once it is closed


class _Module(AsyncAdapt_aiosqlite_dbapi):
    """What the dialect takes for its driver."""

    def connect(self, *arg: Any, **kw: Any) -> _Connection:
        """A connection of ours around the driver's own."""
        return _Connection(self, super().connect(*arg, **kw).driver_connection)


class Dialect(SQLiteDialect_aiosqlite):
    """SQLite, spoken in fewer trips."""

    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> _Module:
        """The driver."""
        import aiosqlite  # noqa: PLC0415  # by whoever opens a database of this kind

        return _Module(aiosqlite, sqlite3)


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
