"""Messages whose answers got lost: where the messenger's numbers follow on each other, none of them came between."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.alerts import GATHERED, OWED, SENT
from monitor.store.tables import OUTBOX


async def owe_what_never_came(connection: AsyncConnection, target: str, number: int, at: datetime, lost: int) -> None:
    """What was sent `lost` times without an answer counts as sent; where its chat's numbers leave no room, it was not.

    A messenger that counts otherwise leaves gaps, and a gap proves nothing.
    """
    silent = OUTBOX.c.target == target, OUTBOX.c.message.is_(None), OUTBOX.c.state == SENT, OUTBOX.c.lost >= lost
    for row in (await connection.execute(select(OUTBOX.c.id, OUTBOX.c.created).where(*silent))).all():
        if await _no_room(connection, target, row.created, number):
            again = {"state": OWED, "due_at": at, "sent_at": None, "attempts": 0, "unsure": 0, "lost": 0}
            await connection.execute(update(OUTBOX).where(OUTBOX.c.id == row.id).values(again))
            told = OUTBOX.c.batch == row.id, OUTBOX.c.state == GATHERED
            await connection.execute(update(OUTBOX).where(*told).values(sent_at=None))


async def _no_room(connection: AsyncConnection, target: str, since: datetime, number: int) -> bool:
    """Whether every number from the last one before that moment up to this one is of a message that we know."""
    here = OUTBOX.c.target == target, OUTBOX.c.message.is_not(None)
    earlier = select(OUTBOX.c.message).where(*here, OUTBOX.c.sent_at <= since).order_by(OUTBOX.c.message.desc())
    before = await connection.scalar(earlier.limit(1))
    if before is None:
        return False
    between = select(func.count(OUTBOX.c.message.distinct())).where(*here, OUTBOX.c.message > before)
    known = (await connection.execute(between.where(OUTBOX.c.message <= number))).scalar_one()
    return bool(known == number - before)
