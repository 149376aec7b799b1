"""Reviews that are no longer shown where they stood: taken down by their author or by the platform."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store import alerts
from monitor.store.connection.sql import portions
from monitor.store.mentions import events
from monitor.store.tables import MENTION
from monitor.store.values import Visit

GONE, BACK = "gone", "back"
READS = 2  # in a row without it: a page may leave a review out once, by chance

_BRIEF = [MENTION.c[name] for name in ("id", "item_id", "missing", "gone")]


async def note(connection: AsyncConnection, visit: Visit, shown: Collection[int]) -> None:
    """Counts what should stand between the reviews that a page shows in order, and is not there."""
    if visit.span is None:
        return
    oldest, newest = visit.span
    here = MENTION.c.source == visit.source, MENTION.c.published > oldest, MENTION.c.published < newest
    found = list(await connection.execute(select(*_BRIEF).where(*here)))
    missed = [row for row in found if row.item_id not in shown]
    gone = [row for row in missed if row.gone is None and row.missing + 1 >= READS]
    back = [row for row in found if row.item_id in shown and row.missing]
    await _write(connection, missed, missing=MENTION.c.missing + 1)
    await _write(connection, gone, gone=visit.at)
    await _write(connection, back, missing=0, gone=None)
    await _tell(connection, gone, GONE, visit)
    await _tell(connection, [row for row in back if row.gone is not None], BACK, visit)


async def _write(connection: AsyncConnection, rows: Iterable[Row[tuple[object, ...]]], **changed: object) -> None:
    for part in portions(row.id for row in rows):
        await connection.execute(update(MENTION).where(MENTION.c.id.in_(part)).values(changed))


async def _tell(connection: AsyncConnection, rows: Iterable[Row[tuple[object, ...]]], kind: str, visit: Visit) -> None:
    """In the history, and on the card."""
    numbers = [row.id for row in rows]
    await events(connection, kind, numbers, visit.at, detail=visit.source)
    await alerts.refresh(connection, numbers)
