"""Messages that tell many alerts: which rows they count, when these are told, and what becomes of them without it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Gathered
from monitor.store import alerts, rows
from monitor.store.alerts import CARDS, GATHERED, OWED, SENDING, SENT, TOLD
from monitor.store.connection.sql import insert, portions
from monitor.store.mentions import events
from monitor.store.tables import OUTBOX

ALERTED = "alerted"  # the event
MESSAGE = Gathered.__name__  # the kind of the row that counts the others
UNTOLD = and_(OUTBOX.c.state == GATHERED, OUTBOX.c.sent_at.is_(None))
_REACHED = or_(OUTBOX.c.state.in_((OWED, SENDING)), and_(OUTBOX.c.state == SENT, OUTBOX.c.message.is_not(None)))


async def current(connection: AsyncConnection, target: str, said: Gathered, since: datetime) -> int | None:
    """The message of this kind that still grows: it gathered something since then, and can be edited."""
    ours = OUTBOX.c.kind == MESSAGE, OUTBOX.c.target == target, OUTBOX.c.notice == rows.notice_text(said), _REACHED
    last = (await connection.scalars(select(OUTBOX.c.id).where(*ours).order_by(OUTBOX.c.id.desc()))).first()
    if last is None:
        return None
    newest = select(func.max(OUTBOX.c.due_at)).where(OUTBOX.c.batch == last)
    at = await connection.scalar(newest)
    return last if at is not None and at >= since else None


async def begin(connection: AsyncConnection, target: str, said: Gathered, now: datetime) -> int:
    """Owes a message that will count what is added to it."""
    row = alerts.blank(target, MESSAGE, f"gathered:{said.kind}:{target}:{now.isoformat()}", now)
    row["notice"] = rows.notice_text(said)
    statement = insert(connection.dialect.name, OUTBOX).returning(OUTBOX.c.id)
    return int((await connection.execute(statement, [row])).scalar_one())


async def count_in(connection: AsyncConnection, message: int, counted: Sequence[int], now: datetime) -> None:
    """These rows are told by that message: by its next version, for the one in the air may be without them."""
    await alerts.grow(connection, [message])
    version = (await connection.execute(select(OUTBOX.c.want).where(OUTBOX.c.id == message))).scalar_one()
    gathered = {"state": GATHERED, "batch": message, "want": version, "due_at": now}
    for part in portions(counted):
        await connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(part)).values(gathered))


async def told(connection: AsyncConnection, message: int, version: int, at: datetime) -> None:
    """People have this version of the message before them: what it counts is told, in each history."""
    ours = OUTBOX.c.batch == message, UNTOLD, OUTBOX.c.want <= version
    done = update(OUTBOX).where(*ours).values(sent_at=at).returning(OUTBOX.c.mention_id, OUTBOX.c.target)
    found = (await connection.execute(done)).all()
    if found:
        await events(connection, ALERTED, [row.mention_id for row in found], at, detail=found[0].target)


async def let_out(connection: AsyncConnection, which: Select[Any], **changed: Any) -> list[int]:
    """These gathered rows are owed one by one again."""
    left = await connection.execute(select(OUTBOX.c.id, OUTBOX.c.batch).where(OUTBOX.c.id.in_(which)))
    batches = {row.id: row.batch for row in left}
    free = {"state": OWED, "batch": None, "attempts": 0, "unsure": 0} | changed
    for part in portions(batches):
        await connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(part)).values(free))
    messages = sorted(set(batches.values()))
    await alerts.grow(connection, messages)
    await drop_empty(connection)
    return sorted(batches)


async def drop_empty(connection: AsyncConnection) -> None:
    """A message that nobody saw is not sent when nothing is left in it."""
    counted = OUTBOX.alias("counted")
    counts = exists().where(counted.c.batch == OUTBOX.c.id, counted.c.state == GATHERED)
    unseen = OUTBOX.c.kind == MESSAGE, OUTBOX.c.state == OWED, OUTBOX.c.unsure == 0
    await connection.execute(delete(OUTBOX).where(*unseen, ~counts))


async def dissolve(connection: AsyncConnection, message: int, **changed: Any) -> None:
    """The message can show nothing more: what it has not told is owed again."""
    await let_out(connection, select(OUTBOX.c.id).where(OUTBOX.c.batch == message, UNTOLD), **changed)


async def refused(connection: AsyncConnection, message: int) -> None:
    """What the message would have told is owed one by one, and goes into no other: that would be refused as well."""
    await dissolve(connection, message, attempts=1)
    summed_up = OUTBOX.c.batch == message, OUTBOX.c.state == TOLD
    await connection.execute(update(OUTBOX).where(*summed_up).values(state=OWED, attempts=1))


async def sum_up(connection: AsyncConnection, message: int, *which: ColumnElement[bool]) -> None:
    """That message says what these rows would have said."""
    await connection.execute(update(OUTBOX).where(*which).values(state=TOLD, batch=message))


async def stand_out(connection: AsyncConnection, numbers: Sequence[int]) -> None:
    """These mentions became urgent: each leaves the message that tells it with others, to stand alone if it may."""
    for part in portions(numbers):
        ours = select(OUTBOX.c.id).where(OUTBOX.c.mention_id.in_(part), OUTBOX.c.state == GATHERED)
        await let_out(connection, ours.where(OUTBOX.c.kind.in_(CARDS)))
