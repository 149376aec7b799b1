"""When `run` started, was last known to run, and ended: three marks in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Pulse
from monitor.store import meta
from monitor.store.connection.engine import Database
from monitor.store.tables import META

_HEARTBEAT, _STARTED, _ENDED = "heartbeat", "started", "ended"


class Heartbeat:
    """The verbs of a sign of life."""

    _database: Database

    async def begun(self, now: datetime) -> None:
        """We start running."""
        await self._note(_STARTED, now)

    async def heartbeat(self, now: datetime) -> None:
        """We are running."""
        await self._note(_HEARTBEAT, now)

    async def ended(self, now: datetime) -> None:
        """We stop running, in order."""
        await self._note(_ENDED, now)

    async def pulse(self) -> Pulse:
        """Whether somebody runs, and since when."""
        async with self._database.reading() as connection:
            return await pulse_of(connection)

    async def _note(self, key: str, now: datetime) -> None:
        async with self._database.writing() as connection:
            await meta.note(connection, key, now.isoformat())


async def pulse_of(connection: AsyncConnection) -> Pulse:
    """Whether somebody runs, and since when."""
    wanted = select(META.c.key, META.c.value).where(META.c.key.in_((_STARTED, _HEARTBEAT, _ENDED)))
    noted = {key: datetime.fromisoformat(value) for key, value in await connection.execute(wanted)}
    return Pulse(noted.get(_STARTED), noted.get(_HEARTBEAT), noted.get(_ENDED))
