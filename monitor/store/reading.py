"""Reading: mentions as lists and cards, their history, and the figures of the week."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, desc, func, or_, select, text

from monitor.domain import (
    Alert,
    DigestDue,
    Earlier,
    Event,
    Pulse,
    Record,
    SourceState,
    Standing,
)
from monitor.domain.standing import LATE
from monitor.sources.base import SourceBase
from monitor.store import digests, falling_back, listing, pausing, rows, searching
from monitor.store.alerts import CARDS, GATHERED, OWED, SENDING, SENT
from monitor.store.batches import MESSAGE, UNTOLD
from monitor.store.cards import alert_of, earlier_of, mention_row
from monitor.store.connection.engine import Database
from monitor.store.connection.locks import is_running, shared_by
from monitor.store.connection.sql import put
from monitor.store.due import paced as let_pass
from monitor.store.pulse import ENDED, HEARTBEAT, STARTED, pulse_of
from monitor.store.tables import DROPPED, EVENT, MENTION, META, OUTBOX
from monitor.store.values import Lemmas, Query
from monitor.team.pacing import Gate, unpaced

A_FEW = 50  # mentions that become values at once: 500 held up everything else for 60 ms
_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}
_UNTOLD = or_(and_(OUTBOX.c.state.in_((OWED, SENDING)), OUTBOX.c.kind != MESSAGE), UNTOLD)


class Reading:
    """The verbs that change nothing, and the heartbeat."""

    _database: Database
    _lemmas: Lemmas

    async def fallback_trouble(self) -> str:
        """What keeps the other way than Telegram from working, where something does."""
        async with self._database.reading() as connection:
            return await falling_back.trouble(connection)

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

    async def alert(self, number: int) -> Alert:
        """Everything its card shows."""
        async with self._database.reading() as connection:
            return await alert_of(connection, number)

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
            return (await connection.execute(wanted.order_by(OUTBOX.c.id))).scalars().first()

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

    async def owed_count(self) -> int:
        """What has not been told yet: messages, and each alert that one of them will count."""
        return await self._number(select(func.count()).where(_UNTOLD))

    async def late_count(self, now: datetime, paced: Callable[[datetime], Gate] = unpaced) -> int:
        """Of these, those that might have gone out an hour ago, or are tried for so long."""
        due = or_(OUTBOX.c.attempts > 0, OUTBOX.c.due_at <= now - LATE)
        rows = select(func.count(OUTBOX.c.id)).where(_UNTOLD, OUTBOX.c.created <= now - LATE, due)
        return await self._number(let_pass(rows, paced(now - LATE)))

    async def forbidden_count(self) -> int:
        """Items that were dropped or removed as forbidden, in all."""
        return await self._number(select(func.count()).select_from(DROPPED))

    async def size(self) -> int:
        """Bytes of the database, with what is written and not folded in yet."""
        path = self._database.address.path
        beside = path.with_name(f"{path.name}-wal") if path else None
        async with self._database.reading() as connection:
            folded = int((await connection.execute(text(_SIZE[connection.dialect.name]))).scalar_one())
        return folded + (beside.stat().st_size if beside and beside.exists() else 0)

    async def standing(
        self,
        sources: Sequence[SourceBase],
        now: datetime,
        paced: Callable[[datetime], Gate] = unpaced,
        *,
        mails: Collection[str] = (),
    ) -> Standing:
        """How these sources and mail addresses are doing, what is owed, and how we are ourselves."""
        async with self._database.reading() as connection:
            known, unmailed = await pausing.states(connection), await digests.unmailed(connection, mails)
        return Standing(
            sources=tuple(known.get(one.id, SourceState(one.id)) for one in sources if one.enabled),
            off=tuple(one.id for one in sources if not one.enabled),
            owed=await self.owed_count(),
            late=await self.late_count(now, paced),
            forbidden=await self.forbidden_count(),
            last_digest=await self.last_digest(),
            bytes=await self.size(),
            pulse=replace(await self.pulse(), alive=await is_running(self._database.address)),
            fallback=await self.fallback_trouble(),
            unmailed=unmailed,
            roles=await shared_by(self._database.address),
        )

    async def begun(self, now: datetime) -> None:
        """We start running."""
        await self._note(now, STARTED)

    async def heartbeat(self, now: datetime) -> None:
        """We are running."""
        await self._note(now, HEARTBEAT)

    async def ended(self, now: datetime) -> None:
        """We stop running, in order."""
        await self._note(now, ENDED)

    async def pulse(self) -> Pulse:
        """Whether somebody runs, and since when."""
        async with self._database.reading() as connection:
            return await pulse_of(connection)

    async def last_digest(self) -> str | None:
        """The week of the digest that went out last."""
        async with self._database.reading() as connection:
            row = (await connection.execute(_digests_sent().order_by(desc(OUTBOX.c.sent_at)).limit(1))).first()
        last = rows.notice(row.kind, row.notice) if row else None
        return last.week if isinstance(last, DigestDue) else None

    async def _note(self, now: datetime, key: str) -> None:
        async with self._database.writing() as connection:
            await put(connection, META, [{"key": key, "value": now.isoformat()}])

    async def _number(self, counted: Select[Any]) -> int:
        async with self._database.reading() as connection:
            return int((await connection.execute(counted)).scalar_one())


def _card(number: int, target: str) -> tuple[ColumnElement[bool], ...]:
    return OUTBOX.c.kind.in_(CARDS), OUTBOX.c.mention_id == number, OUTBOX.c.target == target


def _digests_sent() -> Select[Any]:
    return select(OUTBOX.c.kind, OUTBOX.c.notice).where(OUTBOX.c.kind == DigestDue.__name__, OUTBOX.c.state == SENT)
