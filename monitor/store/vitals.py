"""How the product itself is doing, for whoever watches over it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, func, not_, or_, select

from monitor.domain import Label, Reason, Room, Status
from monitor.store import meta
from monitor.store.alerts import ALERT, OWED, REFUSED, SENDING
from monitor.store.connection.engine import Database
from monitor.store.tables import AT_WORK, HANDLED, MENTION, OUTBOX
from monitor.team.routes import HELD

_BACKUP = "backup"


class Vitals:
    """The verbs of looking after ourselves."""

    _database: Database

    async def said(self, brands: Collection[str], since: datetime, until: datetime) -> tuple[int, int]:
        """Mentions of these brands in this time, and how many of them are negative."""
        negative = func.count().filter(MENTION.c.label == Label.NEGATIVE.value)
        about_us = or_(MENTION.c.reason.is_(None), MENTION.c.reason != Reason.NOT_ABOUT_US.value)
        meant = MENTION.c.brand.in_(brands), MENTION.c.at >= since, MENTION.c.at < until
        counted = select(func.count(), negative).where(*meant, not_(MENTION.c.history), about_us)
        async with self._database.reading() as connection:
            row = (await connection.execute(counted)).one()
        return int(row[0]), int(row[1])

    async def untaken(self) -> int:
        """Cards that nobody has taken: those that are not taken, for of both an index knows how many there are."""
        counted = select(func.count()).select_from(MENTION).where(AT_WORK)
        taken = counted.where(HANDLED, MENTION.c.status == Status.TAKEN.value)
        async with self._database.reading() as connection:
            asked = select(counted.scalar_subquery() - taken.scalar_subquery())
            return int((await connection.execute(asked)).scalar_one())

    async def owed_since(self) -> datetime | None:
        """Since when the oldest message waits that has not gone out."""
        waiting = OUTBOX.c.state.in_((OWED, SENDING)), OUTBOX.c.target != HELD  # what is held waits for a person
        async with self._database.reading() as connection:
            at: datetime | None = (
                await connection.execute(select(func.min(OUTBOX.c.created)).where(*waiting))
            ).scalar()
        return at

    async def untold(self, since: datetime) -> tuple[int, ...]:
        """Mentions whose alert no chat took since then, and that nobody has seen to in another way, oldest first."""
        told = OUTBOX.alias("told")
        reached = told.c.mention_id == OUTBOX.c.mention_id, told.c.state != REFUSED
        ours = OUTBOX.c.state == REFUSED, OUTBOX.c.kind == ALERT, OUTBOX.c.created >= since
        waits = AT_WORK, MENTION.c.status == Status.NEW.value
        wanted = select(MENTION.c.id).distinct().join(OUTBOX, OUTBOX.c.mention_id == MENTION.c.id)
        lonely = wanted.where(*ours, *waits, ~exists().where(*reached)).order_by(MENTION.c.id)
        async with self._database.reading() as connection:
            return tuple((await connection.execute(lonely)).scalars())

    async def note_backup(self, now: datetime) -> None:
        """A copy was made."""
        async with self._database.writing() as connection:
            await meta.note(connection, _BACKUP, now.isoformat())

    async def last_backup(self) -> datetime | None:
        """When `otklik backup` last made a copy."""
        async with self._database.reading() as connection:
            at = await meta.noted(connection, _BACKUP)
        return datetime.fromisoformat(at) if at else None

    async def room(self) -> Room:
        """Of SQLite's disk; of PostgreSQL's its own administrator knows."""
        path = self._database.address.path
        return Room() if path is None else await asyncio.to_thread(_room, path.absolute())


def _room(path: Path) -> Room:
    log = path.with_name(f"{path.name}-wal")
    return Room(shutil.disk_usage(path.parent).free, log.stat().st_size if log.exists() else 0)
