"""Cards that nobody can press any more: their chat left the file, or another bot sent them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain.targets import TELEGRAM
from monitor.store import alerts, batches, meta, rows
from monitor.store.alerts import ALERT, CARDS, OWED, REFUSED, SENT, TOLD, Flagged
from monitor.store.connection.engine import Database
from monitor.store.source_news import SINGLE
from monitor.store.tables import MENTION, OUTBOX

_BOT = "bot"
_WAITS = or_(OUTBOX.c.state == OWED, batches.UNTOLD)


class Leaving:
    """The verbs of moving from one chat to another."""

    _database: Database

    async def waiting_at(self, target: str) -> tuple[int, ...]:
        """The mentions whose alert has not reached this chat, be it in a message with others."""
        ours = OUTBOX.c.target == target, _WAITS, OUTBOX.c.kind == ALERT
        async with self._database.reading() as connection:
            wanted = select(OUTBOX.c.mention_id).where(*ours).order_by(OUTBOX.c.id)
            return tuple(await connection.scalars(wanted))

    async def readdress(
        self, target: str, wanted: Mapping[int, Collection[str]], news: Collection[str], now: datetime
    ) -> None:
        """Nothing is owed to this chat any more; its alerts are owed to these others, each in the old one's place.

        What it was to hear of sources goes to `news`, but for those that heard it themselves.
        """
        async with self._database.writing() as connection:
            for mention, targets in wanted.items():
                await _owe(connection, mention, targets, now)
            for one in news:
                await _tell_of_sources(connection, target, one, now)
            await connection.execute(update(OUTBOX).where(OUTBOX.c.target == target, _WAITS).values(state=TOLD))

    async def spoken_by(self, bot: int) -> bool:
        """Notes which bot speaks; True where another did before: nobody can press or edit what that one sent."""
        async with self._database.writing() as connection:
            before = await meta.noted(connection, _BOT)
            if before == str(bot):
                return False
            await meta.note(connection, _BOT, str(bot))
            if before is None:
                return False
            sent = OUTBOX.c.target.startswith(TELEGRAM), OUTBOX.c.state == SENT
            growing = select(OUTBOX.c.id).where(*sent, OUTBOX.c.kind == batches.MESSAGE)
            for message in (await connection.scalars(growing)).all():
                await batches.dissolve(connection, message)
            await connection.execute(update(OUTBOX).where(*sent).values(message=None, unsure=0, lost=0))
            return True

    async def stands(self, mention: int) -> Mapping[str, tuple[str, ...]]:
        """The chats that have its card or wait for it, each with all its addresses: the file may know an older one."""
        card = OUTBOX.c.kind.in_(CARDS), OUTBOX.c.target.startswith(TELEGRAM)
        ours = OUTBOX.c.mention_id == mention, *card, OUTBOX.c.state.not_in((REFUSED, TOLD))
        async with self._database.reading() as connection:
            moved = await alerts.addresses(connection)
            found = await connection.scalars(select(OUTBOX.c.target).where(*ours))
            return {one: alerts.names(one, moved) for one in found}


async def _tell_of_sources(connection: AsyncConnection, old: str, new: str, now: datetime) -> None:
    """Source by source, whatever was to be told together: so nobody hears of one twice."""
    there = OUTBOX.c.target == old
    unsent = select(OUTBOX.c.id).where(there, OUTBOX.c.state == OWED)
    waits = or_(OUTBOX.c.state == OWED, and_(OUTBOX.c.state == TOLD, OUTBOX.c.batch.in_(unsent)))
    news = select(OUTBOX).where(there, OUTBOX.c.kind.in_(SINGLE), waits)
    for row in (await connection.execute(news.order_by(OUTBOX.c.id))).all():
        said, key = rows.notice(row.kind, row.notice), row.key.replace(old, new)
        await alerts.owe_notice(connection, new, said, now, key, order_at=row.order_at)


async def _owe(connection: AsyncConnection, mention: int, targets: Collection[str], now: datetime) -> None:
    told = select(MENTION.c.id, MENTION.c.story, MENTION.c.published).where(MENTION.c.id == mention)
    row = (await connection.execute(told)).one()
    await alerts.owe_card(connection, Flagged(row.id, row.story, row.published, tuple(targets)), now)
