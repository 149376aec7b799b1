"""Chats that take plain messages only, and what such a chat is told in messages of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from monitor.domain import DigestDue, DigestFile, DigestPictures, Notice
from monitor.store import alerts, meta
from monitor.store.alerts import OWED
from monitor.store.connection.engine import Database
from monitor.store.tables import OUTBOX

_PLAIN = "plain:"  # with a target
_PREFIXES: dict[type[Notice], str] = {
    DigestDue: "digest:",
    DigestPictures: "digest-pictures:",
    DigestFile: "digest-file:",
}


class Enclosing:
    """The verbs of what cannot stand inside of a message."""

    _database: Database

    async def takes_plain(self, target: str) -> bool:
        """Whether this chat once refused a rich message."""
        async with self._database.reading() as connection:
            return await meta.noted(connection, _PLAIN + target) is not None

    async def keep_plain(self, owed: int) -> None:
        """A rich message was refused: its chat is not asked again, and the message is owed once more as a plain one."""
        mine = OUTBOX.c.id == owed
        async with self._database.writing() as connection:
            target = (await connection.execute(select(OUTBOX.c.target).where(mine))).scalar_one()
            await meta.note(connection, _PLAIN + target, "refused")
            await connection.execute(update(OUTBOX).where(mine).values(state=OWED))

    async def owe_beside(self, owed: int, notices: Iterable[Notice], now: datetime) -> None:
        """What belongs to a message and goes its own way, each once: retried by itself, it costs nothing else."""
        async with self._database.writing() as connection:
            row = (await connection.execute(select(OUTBOX.c.key, OUTBOX.c.target).where(OUTBOX.c.id == owed))).one()
            for notice in notices:
                key = _PREFIXES[type(notice)] + row.key.removeprefix(_PREFIXES[DigestDue])
                await alerts.owe_notice(connection, row.target, notice, now, key)
