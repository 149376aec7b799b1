"""Cards that are gone, for their group moved or somebody deleted them, come anew where something is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain.targets import TELEGRAM, parts
from monitor.store import alerts
from monitor.store.alerts import CARDS, GATHERED, OWED, SENDING, SENT, SHOWN
from monitor.store.connection.sql import add
from monitor.store.tables import OUTBOX


async def where_it_stood(
    connection: AsyncConnection, numbers: Iterable[int], now: datetime, left: Callable[..., bool]
) -> None:
    """What became urgent is seen at once, also where its card cannot be edited any more."""
    for number in numbers:
        told = await alerts.standing(connection, number)
        for target in await alerts.present(connection, told, left):
            await bring_back(connection, number, target, now)


async def bring_back(connection: AsyncConnection, number: int, target: str, now: datetime) -> None:
    """Owes the card once more to a chat in which it is gone, ahead of what is said under it; else nothing.

    One whose answer got lost may be there: it is not sent a third time.
    """
    moved = await alerts.addresses(connection)
    here = moved.get(target, target)
    ours = OUTBOX.c.mention_id == number, OUTBOX.c.kind.in_(CARDS), OUTBOX.c.target.in_(alerts.names(here, moved))
    cards = (await connection.execute(select(OUTBOX).where(*ours).order_by(OUTBOX.c.id))).all()
    gone = [one for one in cards if one.state == SENT and one.message is None and not one.lost]
    if parts(here).kind != TELEGRAM or not gone or any(_stands(one.state, one.message, one.lost) for one in cards):
        return
    key = f"{SHOWN}:{number}:{here}"
    again = {"state": OWED, "due_at": now, "attempts": 0, "unsure": 0}
    shown = await connection.execute(update(OUTBOX).where(OUTBOX.c.key == key).values(again))
    if not shown.rowcount:
        row = alerts.blank(here, SHOWN, key, now) | {"mention_id": number, "alone": True}
        await add(connection, OUTBOX, [row | {"order_at": gone[0].order_at}])


def _stands(state: str, message: int | None, lost: int) -> bool:
    return state in {OWED, SENDING, GATHERED} or (state == SENT and (message is not None or lost > 0))
