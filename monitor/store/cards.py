"""What a card shows of a mention, read at one moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Action, Alert, Earlier, Label, Status
from monitor.errors import GoneError
from monitor.store import rows
from monitor.store.conditions import ABOUT_US
from monitor.store.connection.sql import contains
from monitor.store.doubled import under_other_names
from monitor.store.edits import REOPENED
from monitor.store.tables import EARLIER, EVENT, HIGHEST, MENTION
from monitor.store.visible import visible

ALIKE_WITHIN = timedelta(days=30)
ALIKE_NAMED = 3  # of the latest
_CLOSING = (
    Action.ANSWER.value,
    Action.NOT_NEGATIVE.value,
    Action.NOT_ABOUT_US.value,
    Action.NO_REPLY.value,
)
_OPENING = (REOPENED, Action.UNDO.value, Action.NEGATIVE.value)


async def alert_of(connection: AsyncConnection, number: int, hidden: Collection[str] = ()) -> Alert:
    """Everything a card shows of a mention, at one moment; where sources are hidden, nothing there is counted."""
    row = await present(connection, number)
    members = select(func.count()).where(MENTION.c.story == row.story)
    earlier = await earlier_of(connection, number)
    alike, latest = await _alike(connection, row, hidden)
    return Alert(
        record=rows.record(row),
        hits=rows.hits(row),
        risks=tuple(row.risks),
        copies=(await connection.execute(members)).scalar_one() - 1,
        alike=alike,
        alike_latest=latest,
        doubles=await under_other_names(connection, row),
        steps=rows.steps(row),
        earlier=earlier[-1] if earlier else None,
        asks_link=row.asks_link,
        taken_at=row.taken_at,
        asks_follow_up=row.asks_follow_up,
        follow_up=row.follow_up,
        snoozed_by=row.snoozed_by,
        promise=row.promise,
        promised_for=row.promised_for,
        complained=row.complained,
        gone=row.gone,
        closed_by=await _closed_by(connection, row),
    )


async def _closed_by(connection: AsyncConnection, row: Row[Any]) -> str | None:
    """Whoever pressed last, of those who close or open it again; it may be another one than who had it."""
    if Status(row.status).is_open:
        return None
    ours = EVENT.c.mention_id == row.id, EVENT.c.kind.in_((*_CLOSING, *_OPENING))
    last = select(EVENT.c.kind, EVENT.c.who).where(*ours).order_by(EVENT.c.id.desc()).limit(1)
    found = (await connection.execute(last)).first()
    return str(found.who) if found is not None and found.kind in _CLOSING else None


async def _alike(connection: AsyncConnection, row: Row[Any], hidden: Collection[str]) -> tuple[int, tuple[int, ...]]:
    """What is complained about once is a case, what is complained about again is a cause: how often, and where last."""
    if row.label != Label.NEGATIVE or not row.reasons:
        return 0, ()
    complains = contains(connection.dialect.name, MENTION.c.reasons, row.reasons[0])
    near = MENTION.c.brand == row.brand, MENTION.c.at > row.at - ALIKE_WITHIN, MENTION.c.at <= row.at
    meant = MENTION.c.label == Label.NEGATIVE.value, MENTION.c.story != row.story, complains
    seen = visible(connection.dialect.name, hidden)
    last = func.max(MENTION.c.id).label("last")
    stories = select(last, func.count().over().label("stories")).where(*near, *meant, ABOUT_US, seen)
    newest = stories.group_by(MENTION.c.story).order_by(last.desc()).limit(ALIKE_NAMED)
    found = (await connection.execute(newest)).all()
    return (found[0].stories if found else 0), tuple(one.last for one in found)


async def mention_row(connection: AsyncConnection, number: int) -> Row[Any] | None:
    """What is stored of a mention; people may name any number."""
    if number > HIGHEST:
        return None
    return (await connection.execute(select(MENTION).where(MENTION.c.id == number))).first()


async def present(connection: AsyncConnection, number: int) -> Row[Any]:
    """The same of a mention that has to be there."""
    row = await mention_row(connection, number)
    if row is None:
        raise GoneError("store.no_mention", id=f"m-{number}")
    return row


async def earlier_of(connection: AsyncConnection, number: int) -> tuple[Earlier, ...]:
    """What it said before each edit, in order."""
    wanted = select(EARLIER).where(EARLIER.c.mention_id == number).order_by(EARLIER.c.at, EARLIER.c.id)
    found = await connection.execute(wanted)
    return tuple(Earlier(row.at, row.title, row.text, row.rating_text) for row in found)
