"""How the product itself is doing, for whoever watches over it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, or_, select, text

from monitor.domain import Brought, Label, Reason, Room, SourceState, Standing, Status
from monitor.domain.standing import LATE
from monitor.domain.targets import HELD
from monitor.sources.base import SourceBase
from monitor.store import digests, falling_back, meta, pausing, pulse
from monitor.store.alerts import ALERT, OWED, REFUSED, SENDING
from monitor.store.batches import MESSAGE, UNTOLD
from monitor.store.conditions import ABOUT_US
from monitor.store.connection.engine import Database
from monitor.store.connection.locks import is_running, shared_by
from monitor.store.due import paced as let_pass
from monitor.store.tables import AT_WORK, DROPPED, HANDLED, MENTION, OUTBOX
from monitor.team.pacing import Gate, unpaced

_BACKUP = "backup"
_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}
_UNTOLD = or_(and_(OUTBOX.c.state.in_((OWED, SENDING)), OUTBOX.c.kind != MESSAGE), UNTOLD)


_UNWANTED = (Reason.NOT_ABOUT_US.value, Reason.NOT_NEGATIVE.value)


class Vitals:
    """The verbs of looking after ourselves."""

    _database: Database

    async def standing(
        self,
        sources: Sequence[SourceBase],
        now: datetime,
        paced: Callable[[datetime], Gate] = unpaced,
        *,
        mails: Collection[str] = (),
    ) -> Standing:
        """How these sources and mail addresses are doing, what is owed, and how we are ourselves."""
        address = self._database.address
        async with self._database.reading() as connection:
            known, unmailed = await pausing.states(connection), await digests.unmailed(connection, mails)
            last_digest, trouble = await digests.last_sent(connection), await falling_back.trouble(connection)
            noted = await pulse.pulse_of(connection)
        return Standing(
            sources=tuple(known.get(one.id, SourceState(one.id)) for one in sources if one.enabled),
            off=tuple(one.id for one in sources if not one.enabled),
            owed=await self.owed_count(),
            late=await self.late_count(now, paced),
            forbidden=await self.forbidden_count(),
            last_digest=last_digest,
            bytes=await self.size(),
            pulse=replace(noted, alive=await is_running(address)),
            fallback=trouble,
            unmailed=unmailed,
            roles=await shared_by(address),
        )

    async def brought(self, since: datetime) -> Mapping[str, Brought]:
        """What each source has brought from then on; what several show counts for each of them."""
        alerts, unwanted = MENTION.c.severity.is_not(None), MENTION.c.reason.in_(_UNWANTED)
        counts = (func.count(), _times(alerts), _times(and_(alerts, unwanted)))
        where = MENTION.c.source, MENTION.c.also
        found = select(*where, *counts).where(MENTION.c.at >= since).group_by(*where)
        told: dict[str, Brought] = {}
        async with self._database.reading() as connection:
            for source, also, *numbers in await connection.execute(found):
                for name in (source, *also):
                    was = told.get(name, Brought())
                    told[name] = Brought(*map(sum, zip(astuple(was), numbers, strict=True)))
        return told

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
        async with self._database.reading() as connection:
            folded = int((await connection.execute(text(_SIZE[connection.dialect.name]))).scalar_one())
        path = self._database.address.path
        return folded + (_log_size(path) if path else 0)

    async def said(self, brands: Collection[str], since: datetime, until: datetime) -> tuple[int, int]:
        """Mentions of these brands in this time, and how many of them are negative."""
        negative = func.count().filter(MENTION.c.label == Label.NEGATIVE.value)
        meant = MENTION.c.brand.in_(brands), MENTION.c.at >= since, MENTION.c.at < until
        counted = select(func.count(), negative).where(*meant, not_(MENTION.c.history), ABOUT_US)
        async with self._database.reading() as connection:
            row = (await connection.execute(counted)).one()
        return int(row[0]), int(row[1])

    async def untaken(self) -> int:
        """Cards that nobody has taken: those that are not taken, for of both an index knows how many there are."""
        counted = select(func.count()).select_from(MENTION).where(AT_WORK)
        taken = counted.where(HANDLED, MENTION.c.status == Status.TAKEN.value)
        return await self._number(select(counted.scalar_subquery() - taken.scalar_subquery()))

    async def owed_since(self) -> datetime | None:
        """Since when the oldest message waits that has not gone out."""
        waiting = OUTBOX.c.state.in_((OWED, SENDING)), OUTBOX.c.target != HELD  # what is held waits for a person
        async with self._database.reading() as connection:
            at: datetime | None = (
                await connection.execute(select(func.min(OUTBOX.c.created)).where(*waiting))
            ).scalar()
        return at

    async def untold(self, since: datetime) -> tuple[int, ...]:
        """Mentions whose alert no chat took since then, and that nobody has seen to in another way, oldest first."""
        told = OUTBOX.alias("told")
        reached = told.c.mention_id == OUTBOX.c.mention_id, told.c.state != REFUSED
        ours = OUTBOX.c.state == REFUSED, OUTBOX.c.kind == ALERT, OUTBOX.c.created >= since
        waits = AT_WORK, MENTION.c.status == Status.NEW.value
        wanted = select(MENTION.c.id).distinct().join(OUTBOX, OUTBOX.c.mention_id == MENTION.c.id)
        lonely = wanted.where(*ours, *waits, ~exists().where(*reached)).order_by(MENTION.c.id)
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(lonely))

    async def note_backup(self, now: datetime) -> None:
        """A copy was made."""
        async with self._database.writing() as connection:
            await meta.note(connection, _BACKUP, now.isoformat())

    async def last_backup(self) -> datetime | None:
        """When `otklik backup` last made a copy."""
        async with self._database.reading() as connection:
            at = await meta.noted(connection, _BACKUP)
        return datetime.fromisoformat(at) if at else None

    async def room(self) -> Room:
        """Of SQLite's disk; of PostgreSQL's its own administrator knows."""
        path = self._database.address.path
        return Room() if path is None else await asyncio.to_thread(_room, path.absolute())

    async def _number(self, counted: Select[Any]) -> int:
        async with self._database.reading() as connection:
            return int((await connection.execute(counted)).scalar_one())


def _room(path: Path) -> Room:
    return Room(shutil.disk_usage(path.parent).free, _log_size(path))


def _log_size(path: Path) -> int:
    """What SQLite has written and not folded in yet."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def _times(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((holds, 1), else_=0))
