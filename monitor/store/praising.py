"""Praise that may be quoted once its author agrees: who has asked, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from monitor.domain import Event, Person
from monitor.store.connection.engine import Database
from monitor.store.mentions import events
from monitor.store.tables import EVENT

ASKED = "asked_permission"  # the event
STANDS = timedelta(minutes=10)  # for so long the words that ask are still in sight


class Praising:
    """The verbs of asking an author."""

    _database: Database

    async def ask_permission(self, number: int, who: Person, now: datetime) -> tuple[Event | None, bool]:
        """Who was last to ask before, and whether it was noted now: not while those words are still in sight."""
        mine = EVENT.c.mention_id == number, EVENT.c.kind == ASKED
        last = select(EVENT).where(*mine).order_by(EVENT.c.at.desc(), EVENT.c.id.desc()).limit(1)
        async with self._database.writing() as connection:
            row = (await connection.execute(last)).first()
            noted = row is None or row.at <= now - STANDS
            if noted:
                await events(connection, ASKED, [number], now, who=who.name)
        return (Event(row.at, row.kind, row.who) if row else None), noted

    async def withdraw_permission(self, number: int, now: datetime) -> None:
        """The words did not arrive: nobody was asked."""
        ours = EVENT.c.mention_id == number, EVENT.c.kind == ASKED, EVENT.c.at == now
        async with self._database.writing() as connection:
            await connection.execute(delete(EVENT).where(*ours))
