"""How many alerts went out, and how many of them one chat got."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.alerts import ALERT, GATHERED, SENT
from monitor.store.tables import MENTION, OUTBOX
from monitor.store.visible import visible


async def sent(connection: AsyncConnection, *told: ColumnElement[bool]) -> int:
    """Each mention once, however many chats heard of it."""
    wanted = select(func.count(OUTBOX.c.mention_id.distinct())).where(*told)
    return int((await connection.execute(wanted)).scalar_one())


async def of_busiest(connection: AsyncConnection, *told: ColumnElement[bool]) -> int:
    """Those of the chat that got most."""
    chats = select(func.count().label("alerts")).where(*told).group_by(OUTBOX.c.target).subquery()
    return int((await connection.execute(select(func.coalesce(func.max(chats.c.alerts), 0)))).scalar_one())


def between(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Whether an alert went out in this time."""
    alert = (OUTBOX.c.kind == ALERT) & OUTBOX.c.state.in_((SENT, GATHERED))
    return alert & (OUTBOX.c.sent_at >= since) & (OUTBOX.c.sent_at < until)


def among(dialect: str, brands: Collection[str], hidden: Collection[str]) -> ColumnElement[bool]:
    """Whether it is of these brands and not from these sources alone."""
    mention = MENTION.c.id == OUTBOX.c.mention_id
    about = MENTION.c.brand.in_(brands), visible(dialect, hidden)
    return exists(select(1).select_from(MENTION).where(mention, *about))
