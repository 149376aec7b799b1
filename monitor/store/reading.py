"""Reading: mentions as lists and cards, and their history."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Sequence

from sqlalchemy import ColumnElement, desc, select

from monitor.domain import Alert, Earlier, Event, Record
from monitor.store import listing, rows, searching
from monitor.store.alerts import CARDS, GATHERED
from monitor.store.cards import alert_of, earlier_of, mention_row
from monitor.store.connection.engine import Database
from monitor.store.tables import EVENT, MENTION, OUTBOX
from monitor.store.values import Lemmas, Query

A_FEW = 50  # mentions that become values at once: 500 held up everything else for 60 ms


class Reading:
    """The verbs of looking at mentions."""

    _database: Database
    _lemmas: Lemmas

    async def mentions(self, query: Query) -> tuple[Record, ...]:
        """Newest first."""
        return tuple([record async for part in self.mentions_in_parts(query) for record in part])

    async def mentions_in_parts(self, query: Query) -> AsyncGenerator[Sequence[Record], None]:
        """The same a few at a time: there may be more than memory should hold, and the loop must not stall."""
        async with self._database.reading() as connection:
            page = await searching.page(connection, query, self._lemmas)
            wanted = listing.wanted(query, self._lemmas, connection.dialect.name) if page is None else page
            rest = await connection.stream(wanted)
            async for part in rest.partitions(A_FEW):
                yield [rows.record(row) for row in part]

    async def record(self, number: int) -> Record | None:
        """One mention."""
        async with self._database.reading() as connection:
            row = await mention_row(connection, number)
        return rows.record(row) if row else None

    async def alert(self, number: int, hidden: Collection[str] = ()) -> Alert:
        """Everything its card shows where nobody may see these sources."""
        async with self._database.reading() as connection:
            return await alert_of(connection, number, hidden)

    async def copies(self, number: int, limit: int) -> tuple[Record, ...]:
        """The copies of what it says that were found last, newest first."""
        story = select(MENTION.c.story).where(MENTION.c.id == number).scalar_subquery()
        wanted = select(MENTION).where(MENTION.c.story == story, MENTION.c.id != number)
        async with self._database.reading() as connection:
            found = await connection.execute(wanted.order_by(desc(MENTION.c.found), desc(MENTION.c.id)).limit(limit))
            return tuple(rows.record(row) for row in found)

    async def card_message(self, number: int, target: str) -> int | None:
        """The messenger's number of its card in this chat, where there is one."""
        wanted = select(OUTBOX.c.message).where(*_card(number, target), OUTBOX.c.message.is_not(None))
        async with self._database.reading() as connection:
            return (await connection.scalars(wanted.order_by(OUTBOX.c.id))).first()

    async def message_about(self, number: int, target: str) -> int | None:
        """What is told of a mention follows on this one: its card, or the message that tells it with others."""
        if (card := await self.card_message(number, target)) is not None:
            return card
        counted = select(OUTBOX.c.batch).where(*_card(number, target), OUTBOX.c.state == GATHERED)
        async with self._database.reading() as connection:
            found = await connection.execute(select(OUTBOX.c.message).where(OUTBOX.c.id.in_(counted)))
            return found.scalars().first()

    async def events(self, number: int) -> tuple[Event, ...]:
        """All that happened to a mention, in order."""
        wanted = select(EVENT).where(EVENT.c.mention_id == number).order_by(EVENT.c.at, EVENT.c.id)
        async with self._database.reading() as connection:
            return tuple(Event(row.at, row.kind, row.who, row.detail) for row in await connection.execute(wanted))

    async def earlier(self, number: int) -> tuple[Earlier, ...]:
        """What it said before each edit, in order."""
        async with self._database.reading() as connection:
            return await earlier_of(connection, number)


def _card(number: int, target: str) -> tuple[ColumnElement[bool], ...]:
    return OUTBOX.c.kind.in_(CARDS), OUTBOX.c.mention_id == number, OUTBOX.c.target == target
