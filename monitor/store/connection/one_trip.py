"""A piece of work on SQLite in one visit to its driver's thread; on a server, where each question travels, as it is.

Inside, no `await` waits: what is asked is answered before the next line, so that nobody else's turn comes in between.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.connection.driver import of

T = TypeVar("T")
Work = Callable[[AsyncConnection], Coroutine[Any, Any, T]]


async def in_one_trip(connection: AsyncConnection, work: Work[T]) -> T:
    """What comes of the work; what it raises is raised here."""
    driver = of(connection)
    if driver is None:
        return await work(connection)
    return await driver.visit(lambda: _done(work(_There(connection.engine, connection.sync_connection))))


class _There(AsyncConnection):
    """The same connection in its driver's thread."""

    __slots__ = ()

    async def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Answers at once."""
        assert self.sync_connection is not None  # nosec B101  # noqa: S101  # it was opened by whoever sent us here
        return self.sync_connection.execute(statement, parameters, execution_options=execution_options)


def _done(work: Coroutine[Any, Any, T]) -> T:
    try:
        while work.send(None) is None:
            continue  # it only let others go first
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        work.close()
    raise RuntimeError("something waits where nothing can")
