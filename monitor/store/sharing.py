"""What processes at one database have to know of each other's work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import update

from monitor.domain import SourceState
from monitor.domain.sharing import Role
from monitor.store import meta, visited
from monitor.store.connection.engine import Database
from monitor.store.tables import SOURCE

_BEAT, _WAYS = "heartbeat:", "ways"


class Sharing:
    """The verbs of several processes."""

    _database: Database

    async def states_of(self, sources: Collection[str]) -> Mapping[str, SourceState]:
        """What is remembered of these; nothing of those that were never visited."""
        async with self._database.reading() as connection:
            return await visited.stored(connection, sources)

    async def put_off(self, sources: Collection[str], until: datetime) -> None:
        """They are visited no sooner."""
        async with self._database.writing() as connection:
            later = update(SOURCE).where(SOURCE.c.id.in_(sources)).values(next_visit=until)
            await connection.execute(later)

    async def note_beat(self, role: Role, now: datetime) -> None:
        """Some process of this role is well."""
        async with self._database.writing() as connection:
            await meta.note(connection, f"{_BEAT}{role}", now.isoformat())

    async def beat_of(self, role: Role) -> datetime | None:
        """When one of this role was last known to be well."""
        async with self._database.reading() as connection:
            noted = await meta.noted(connection, f"{_BEAT}{role}")
        return datetime.fromisoformat(noted) if noted else None

    async def note_ways(self, *, telegram: bool, mail: bool) -> None:
        """By which ways whoever delivers can reach people."""
        async with self._database.writing() as connection:
            await meta.note(connection, _WAYS, f"{int(telegram)}{int(mail)}")

    async def ways(self) -> tuple[bool, bool] | None:
        """Whether by Telegram, whether by mail; None where nobody ever delivered."""
        async with self._database.reading() as connection:
            noted = await meta.noted(connection, _WAYS)
        return (noted[0] == "1", noted[1] == "1") if noted else None
