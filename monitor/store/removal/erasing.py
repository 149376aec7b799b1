"""Erasing: of what was removed not even the bytes are left in the files of the database."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import text

from monitor.errors import StoreError
from monitor.store.connection.engine import Database
from monitor.store.tables import METADATA

TRIES, PAUSE = 10, 0.5  # whoever reads at this moment keeps the log from being folded in; seconds
_BESIDE = ".before-*"  # copies that a new version made before it changed the tables

_MERGED = (
    "INSERT INTO mention_words (mention_words) VALUES ('optimize')"  # what was taken out still stands in its parts
)


class Erasing:
    """The verbs of the file itself."""

    _database: Database

    async def erase(self) -> StoreError | None:
        """Writes the database anew; answers what stands in the way, such as a full disk, where something does."""
        try:
            if self._database.address.is_sqlite:
                await _written_anew(self._database)
            else:
                await _vacuumed(self._database)
        except StoreError as error:
            return error
        return None

    @property
    def written_anew(self) -> bool:
        """Whether `erase` leaves no byte; PostgreSQL overwrites what is free when it needs the room."""
        return self._database.address.is_sqlite

    @property
    def copies_beside(self) -> tuple[Path, ...]:
        """Copies of an earlier day that lie beside the database, where nothing is removed."""
        path = self._database.address.path
        return tuple(sorted(path.parent.glob(f"{path.name}{_BESIDE}"))) if path else ()


async def _written_anew(database: Database) -> None:
    """The search has to be merged first; the log is cut to nothing last."""
    async with database.writing() as connection:
        await connection.execute(text(_MERGED))
    async with database.outside() as connection:
        await connection.execute(text("VACUUM"))
    if database.address.path is None:
        return
    for _ in range(TRIES):
        async with database.outside() as connection:
            busy, *_ = (await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))).one()
        if not busy:
            return
        await asyncio.sleep(PAUSE)
    raise StoreError("store.log_in_use", place=database.address.place)


async def _vacuumed(database: Database) -> None:
    async with database.outside() as connection:
        for table in METADATA.sorted_tables:
            await connection.execute(text(f"VACUUM {table.name}"))
