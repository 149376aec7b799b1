"""How much is said of a brand, what was told of that, and when nobody watched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, func, not_, select

from monitor.domain import Record, Spike, Unwatched
from monitor.store import alerts, rows
from monitor.store.conditions import ABOUT_US
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import add
from monitor.store.tables import GAP, MENTION, OUTBOX, SOURCE

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)  # before everything that a chat is owed


class Watching:
    """The verbs of what is said of us as a whole."""

    _database: Database

    async def note_gap(self, start: datetime, end: datetime, targets: Sequence[str]) -> None:
        """Nothing was watched in this time: the first thing that each of these chats hears; once."""
        notice = Unwatched(start.isoformat(), end.isoformat())
        async with self._database.writing() as connection:
            await add(connection, GAP, [{"start": start, "end": end}])
            key = f"gap:{start.isoformat()}"
            for one in targets:
                await alerts.owe_notice(connection, one, notice, end, f"{key}:{one}", order_at=_FIRST)

    async def gaps(self, since: datetime, until: datetime, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """The times that touch this one in which nothing was watched; one that ends after `now` a wrong clock told."""
        touching = select(GAP).where(GAP.c.end > since, GAP.c.start < until, GAP.c.end <= now).order_by(GAP.c.start)
        async with self._database.reading() as connection:
            return tuple((row.start, row.end) for row in await connection.execute(touching))

    async def unwatched(self, since: datetime, until: datetime, now: datetime) -> timedelta:
        """How much of this time nothing was watched."""
        gaps = await self.gaps(since, until, now)
        return sum((min(end, until) - max(start, since) for start, end in gaps), timedelta(0))

    async def first_read(self) -> datetime | None:
        """When a source could be read for the first time; None before that."""
        async with self._database.reading() as connection:
            at: datetime | None = await connection.scalar(select(func.min(SOURCE.c.first_success)))
        return at

    async def watched_since(self, brand: str) -> datetime | None:
        """Since when this brand is watched: since the first good visit, or since what was there before us was read."""
        first = select(func.min(MENTION.c.id)).where(MENTION.c.brand == brand).scalar_subquery()
        wanted = select(MENTION.c.found, MENTION.c.history).where(MENTION.c.id == first)
        visits = select(func.min(SOURCE.c.first_success))
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).first()
            begun: datetime | None = await connection.scalar(visits)
        if row is None or begun is None or not row.history:
            return begun
        found: datetime = row.found
        return max(found, begun)

    async def stories_count(self, brand: str, since: datetime, until: datetime) -> int:
        """New stories about a brand; copies, what was there before us and what is not about us do not count."""
        counted = select(func.count()).where(*_said(brand), _leads(), *_between(since, until))
        async with self._database.reading() as connection:
            return int((await connection.execute(counted)).scalar_one())

    async def stories(self, brand: str, since: datetime, until: datetime) -> tuple[Record, ...]:
        """The same, whole."""
        wanted = select(MENTION).where(*_said(brand), _leads(), *_between(since, until)).order_by(MENTION.c.id)
        async with self._database.reading() as connection:
            return tuple(rows.record(row) for row in await connection.execute(wanted))

    async def last_said(self, brand: str) -> datetime | None:
        """When something new was last found about a brand, be it a copy."""
        last = select(func.max(MENTION.c.at)).where(*_said(brand))
        async with self._database.reading() as connection:
            at: datetime | None = await connection.scalar(last)
        return at

    async def spike_told(self, brand: str, since: datetime) -> datetime | None:
        """When a spike of this brand was last owed to somebody; None where that was not since then."""
        recent = OUTBOX.c.kind == Spike.__name__, OUTBOX.c.created > since
        async with self._database.reading() as connection:
            owed = (await connection.execute(select(OUTBOX.c.created, OUTBOX.c.notice).where(*recent))).all()
        about = (row.created for row in owed if rows.notice_of(Spike, row.notice).brand == brand)
        return max(about, default=None)


def _said(brand: str) -> tuple[ColumnElement[bool], ...]:
    return MENTION.c.brand == brand, not_(MENTION.c.history), ABOUT_US


def _leads() -> ColumnElement[bool]:
    return MENTION.c.id == MENTION.c.story


def _between(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return MENTION.c.at > since, MENTION.c.at <= until
