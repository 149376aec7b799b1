"""A story that grows fast is urgent: what the team was told of it rises, and its answer is due sooner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Severity
from monitor.store import alerts, batches, brought_back
from monitor.store.alerts import Flagged
from monitor.store.conditions import OPEN
from monitor.store.connection.sql import portions
from monitor.store.mentions import events
from monitor.store.tables import EVENT, MENTION
from monitor.store.values import Visit

GREW = "grew"  # it became urgent because its story grew


async def raise_urgency(connection: AsyncConnection, visit: Visit, stories: Iterable[int]) -> None:
    """Of these stories those that grow fast, or once did: a later copy or an edit makes none of them less urgent."""
    for part in portions(stories):
        urgent = await _fast(connection, visit, part) | await _once_fast(connection, part)
        await _raise(connection, visit, sorted(urgent))


async def _fast(connection: AsyncConnection, visit: Visit, stories: Sequence[int]) -> set[int]:
    recent = MENTION.c.at > visit.at - visit.growth.within, MENTION.c.at <= visit.at
    grown = select(MENTION.c.story).where(MENTION.c.story.in_(stories), *recent).group_by(MENTION.c.story)
    return set(await connection.scalars(grown.having(func.count() >= visit.growth.items)))


async def _once_fast(connection: AsyncConnection, stories: Sequence[int]) -> set[int]:
    joined = select(MENTION.c.story).join(EVENT, EVENT.c.mention_id == MENTION.c.id)
    told = joined.where(MENTION.c.story.in_(stories), EVENT.c.kind == GREW)
    return set(await connection.scalars(told))


async def _raise(connection: AsyncConnection, visit: Visit, stories: Sequence[int]) -> None:
    """Those somebody is told of and nobody has answered; never to a later deadline."""
    told = MENTION.c.severity.in_([Severity.P2.value, Severity.P3.value])
    columns = MENTION.c.id, MENTION.c.story, MENTION.c.brand, MENTION.c.source, MENTION.c.published, MENTION.c.deadline
    may = told, OPEN, MENTION.c.brand.not_in(visit.growth.never)
    found = select(*columns).where(MENTION.c.story.in_(stories), *may).order_by(MENTION.c.id)
    rows: list[Row[Any]] = list(await connection.execute(found))
    raised = [{"number": row.id, "due": _due(row, visit)} for row in rows]
    if not raised:
        return
    changed = {"severity": Severity.P1.value, "deadline": bindparam("due", type_=MENTION.c.deadline.type)}
    await connection.execute(update(MENTION).where(MENTION.c.id == bindparam("number")).values(changed), raised)
    numbers = [one["number"] for one in raised]
    await events(connection, GREW, numbers, visit.at)
    await batches.stand_out(connection, numbers)
    await brought_back.where_it_stood(connection, numbers, visit.at, visit.left)
    await alerts.refresh(connection, numbers)
    await alerts.raise_alerts(connection, [_urgent(row, visit) for row in rows], visit.at)


def _due(row: Row[Any], visit: Visit) -> datetime:
    due = visit.at + visit.growth.answer_at.get(row.source, visit.growth.answer_within)
    return min(row.deadline or due, due)


def _urgent(row: Row[Any], visit: Visit) -> Flagged:
    """Chats that want only what is urgent hear of it now."""
    return Flagged(row.id, row.story, row.published, visit.late(row.brand, Severity.P1))
