"""Pausing: sources that are not visited until an admin resumes them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Health, Pause, SourceState, VisitStatus
from monitor.store import visited
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import add
from monitor.store.tables import PAUSE


class Pausing:
    """The verbs of a pause."""

    _database: Database

    async def pause(self, source: str, who: str, now: datetime) -> Pause:
        """From now on it is not visited; who came first stays who it was."""
        async with self._database.writing() as connection:
            await add(connection, PAUSE, [{"source": source, "who": who, "at": now}])
            return (await pauses(connection))[source]

    async def resume(self, source: str) -> bool:
        """It is visited again; False where it was not paused."""
        async with self._database.writing() as connection:
            ended = await connection.execute(delete(PAUSE).where(PAUSE.c.source == source).returning(PAUSE.c.source))
            return ended.first() is not None

    async def pauses(self) -> dict[str, Pause]:
        """By source."""
        async with self._database.reading() as connection:
            return await pauses(connection)

    async def keep_pauses(self, sources: Collection[str]) -> None:
        """What left the file is paused no longer, should it ever come back."""
        gone = set(await self.pauses()).difference(sources)
        if gone:
            async with self._database.writing() as connection:
                await connection.execute(delete(PAUSE).where(PAUSE.c.source.in_(gone)))


async def states(connection: AsyncConnection) -> dict[str, SourceState]:
    """Every source that was ever visited or is paused; what is paused is neither well nor in trouble."""
    known = await visited.states(connection)
    for source, pause in (await pauses(connection)).items():
        before = known.get(source, SourceState(source))
        known[source] = replace(
            before,
            state=VisitStatus.SKIPPED,
            health=Health.PAUSED,
            failures=0,
            error=None,
            reported=False,
            paused=pause,
        )
    return known


async def pauses(connection: AsyncConnection) -> dict[str, Pause]:
    """By source."""
    return {row.source: Pause(row.source, row.who, row.at) for row in await connection.execute(select(PAUSE))}
