"""A card of its own for whoever wants to see one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from monitor.domain import Owed
from monitor.store import alerts, rows
from monitor.store.alerts import ALERT, OWED, SENDING
from monitor.store.engine import Database
from monitor.store.sql import add
from monitor.store.tables import OUTBOX


class Gathering:
    """The verbs of messages that tell several mentions, and of those that stand out of them."""

    _database: Database

    async def show_card(self, number: int, target: str, now: datetime) -> Owed | None:
        """The card of a mention in a chat, where it stands already; None where it is owed from now on."""
        async with self._database.writing() as connection:
            here = (await alerts.addresses(connection)).get(target, target)
            ours = OUTBOX.c.kind == ALERT, OUTBOX.c.mention_id == number, OUTBOX.c.target == here
            row = (await connection.execute(select(OUTBOX).where(*ours).order_by(OUTBOX.c.id.desc()))).first()
            if row is not None and row.message is not None:
                return rows.owed(row)
            if row is None:
                card = alerts.card_row(here, number, f"card:{number}:{here}", now)
                await add(connection, OUTBOX, [card])
            elif row.state not in {OWED, SENDING}:
                again = {"state": OWED, "due_at": now, "alone": True}
                await connection.execute(update(OUTBOX).where(OUTBOX.c.id == row.id).values(again))
        return None
