"""Answers of the company that stand on the page itself: whoever wrote them, the mention is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor import desk
from monitor.domain import Item
from monitor.store import alerts, rows
from monitor.store.items import Placed
from monitor.store.mentions import events
from monitor.store.sql import portions
from monitor.store.tables import MENTION
from monitor.store.values import Visit

SEEN = "answer_seen"  # the event


async def note(connection: AsyncConnection, visit: Visit, placed: Iterable[Placed]) -> None:
    """Keeps each answer once; an open mention that somebody was told of is closed by it, and its cards say so."""
    shown = {one.item_id: one.found.item for one in placed if one.found.item.reply}
    for part in portions(shown):
        found = await connection.execute(select(MENTION).where(MENTION.c.item_id.in_(part)))
        for row in found.all():
            if row.reply != shown[row.item_id].reply:
                await _keep(connection, visit, row, shown[row.item_id])


async def _keep(connection: AsyncConnection, visit: Visit, row: Row[Any], item: Item) -> None:
    state = rows.state(row)
    after = state if row.history else desk.answered_in_public(state, visit.at, item.url)
    columns: Mapping[str, Any] = {} if after is state else rows.state_columns(after)
    await connection.execute(update(MENTION).where(MENTION.c.id == row.id).values({"reply": item.reply, **columns}))
    if after is not state:
        await events(connection, SEEN, [row.id], visit.at, detail=item.url)
        await alerts.refresh(connection, [row.id])
