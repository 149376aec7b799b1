"""Who said that they are on duty or away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Person, Shift, ShiftKind
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import add
from monitor.store.tables import SHIFT


class Shifts:
    """The verbs of duty and absence."""

    _database: Database

    async def shifts(self, since: datetime) -> tuple[Shift, ...]:
        """Those that end later than this, in the order in which people said so."""
        wanted = select(SHIFT).where(SHIFT.c.end > since).order_by(SHIFT.c.id)
        async with self._database.reading() as connection:
            found = await connection.execute(wanted)
            return tuple(
                Shift(ShiftKind(row.kind), Person(row.person_id, row.name), row.start, row.end) for row in found
            )

    async def take_duty(self, who: Person, now: datetime, until: datetime) -> None:
        """From now on this one is on duty, in place of whoever took it before."""
        async with self._database.writing() as connection:
            ours = SHIFT.c.kind == ShiftKind.DUTY.value, SHIFT.c.end > now
            await connection.execute(update(SHIFT).where(*ours).values(end=now))
            await _add(connection, Shift(ShiftKind.DUTY, who, now, until))

    async def go_away(self, who: Person, start: datetime, end: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """Takes the place of what the same person said of any of these days before, and answers what that was."""
        same_days = *_absent(who), SHIFT.c.start < end, SHIFT.c.end > start
        async with self._database.writing() as connection:
            said = select(SHIFT.c.start, SHIFT.c.end).where(*same_days).order_by(SHIFT.c.start)
            before = tuple((row.start, row.end) for row in await connection.execute(said))
            await connection.execute(delete(SHIFT).where(*same_days))
            await _add(connection, Shift(ShiftKind.AWAY, who, start, end))
        return before

    async def come_back(self, who: Person, now: datetime) -> bool:
        """Nothing more of what this person said holds; False where there was nothing."""
        async with self._database.writing() as connection:
            ahead = await connection.execute(delete(SHIFT).where(*_absent(who), SHIFT.c.start >= now))
            begun = await connection.execute(update(SHIFT).where(*_absent(who), SHIFT.c.end > now).values(end=now))
            return ahead.rowcount + begun.rowcount > 0


def _absent(who: Person) -> tuple[ColumnElement[bool], ...]:
    return SHIFT.c.kind == ShiftKind.AWAY.value, SHIFT.c.person_id == who.id


async def _add(connection: AsyncConnection, shift: Shift) -> None:
    row = {"kind": shift.kind.value, "person_id": shift.who.id, "name": shift.who.name}
    await add(connection, SHIFT, [row | {"start": shift.start, "end": shift.end}])
