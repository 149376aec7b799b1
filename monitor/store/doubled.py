"""Which bad reviews say the same as a mention under other names, at the same place and in the month around it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Label
from monitor.doubles import doubles_of
from monitor.store import alerts, rows
from monitor.store.conditions import ABOUT_US
from monitor.store.connection.sql import portions
from monitor.store.tables import BAND, MENTION

MONTH = timedelta(days=30)
_BAD = MENTION.c.label == Label.NEGATIVE.value, MENTION.c.rating.is_not(None), MENTION.c.author != ""
_COMPARED = 50  # of those that share some of its words the newest


async def refresh(connection: AsyncConnection, numbers: Collection[int]) -> None:
    """What these double is told on its card as well: whoever works on it is to know."""
    for part in portions(numbers):
        for row in (await connection.execute(select(MENTION).where(MENTION.c.id.in_(part), *_BAD))).all():
            await alerts.refresh(connection, await under_other_names(connection, row))


async def under_other_names(connection: AsyncConnection, row: Row[Any]) -> tuple[int, ...]:
    """Their numbers, the oldest first."""
    if row.rating is None or row.label != Label.NEGATIVE or not row.author:
        return ()  # nearly all
    mine, other = BAND.alias("mine"), BAND.alias("other")
    shared = (mine.c.brand == other.c.brand) & (mine.c.band == other.c.band) & (mine.c.mention_id != other.c.mention_id)
    near = select(other.c.mention_id).select_from(mine.join(other, shared)).where(mine.c.mention_id == row.id)
    when = MENTION.c.at.between(row.at - MONTH, row.at + MONTH)
    found = (
        select(MENTION)
        .where(MENTION.c.id.in_(near), *_BAD, ABOUT_US, when)
        .order_by(MENTION.c.id.desc())
        .limit(_COMPARED)
    )
    others = [rows.record(one) for one in await connection.execute(found)]
    return tuple(sorted(one.number for one in doubles_of(rows.record(row), others)))
