"""Digests on their way: which week was owed last, whom one has reached, and which mail addresses take none."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import DigestDue, Unmailed
from monitor.store import meta, rows
from monitor.store.alerts import OWED, SENDING, SENT
from monitor.store.connection.engine import Database
from monitor.store.tables import OUTBOX

_WEEK, _MAIL = "digest_week", "mail:"  # the second with an address


class Reach(StrEnum):
    """How far a message has come."""

    WAITS = "waits"
    THERE = "there"  # or on its way
    REFUSED = "refused"


_REACHED = {OWED: Reach.WAITS, SENDING: Reach.THERE, SENT: Reach.THERE}


@dataclass(frozen=True, slots=True)
class MailTrouble:
    """Why an address gets no mails, in the team's language, and since when."""

    since: datetime
    said: str


class Digests:
    """The verbs of the weekly digest, beside those of the outbox."""

    _database: Database

    async def week_owed(self) -> str | None:
        """The latest week that fell due and was owed to everybody; whoever is new since then gets the next one."""
        async with self._database.reading() as connection:
            return await meta.noted(connection, _WEEK)

    async def note_week(self, week: str) -> None:
        """This week is owed to everybody."""
        async with self._database.writing() as connection:
            await meta.note(connection, _WEEK, week)

    async def digest_of(self, week: str) -> Mapping[str, Reach]:
        """How far the digest of a week has come, by target: the one that was owed to it last."""
        asked = OUTBOX.c.kind == DigestDue.__name__, OUTBOX.c.notice == rows.notice_text(DigestDue(week))
        async with self._database.reading() as connection:
            found = await connection.execute(
                select(OUTBOX.c.target, OUTBOX.c.state).where(*asked).order_by(OUTBOX.c.id)
            )
            return {row.target: _REACHED.get(row.state, Reach.REFUSED) for row in found}

    async def note_mail(self, address: str, trouble: str, now: datetime) -> None:
        """What keeps mails from this address; empty where nothing does. How long it lasts is kept."""
        key = _MAIL + address
        async with self._database.writing() as connection:
            if not trouble:
                await meta.drop(connection, key)
                return
            was = await meta.noted(connection, key)
            since = json.loads(was)[0] if was else now.isoformat()
            await meta.note(connection, key, json.dumps([since, trouble], ensure_ascii=False))

    async def mail_troubles(self) -> Mapping[str, MailTrouble]:
        """By address."""
        async with self._database.reading() as connection:
            return await _troubles(connection)


async def last_sent(connection: AsyncConnection) -> str | None:
    """The week of the digest that went out last."""
    sent = OUTBOX.c.kind == DigestDue.__name__, OUTBOX.c.state == SENT
    written = await connection.scalar(select(OUTBOX.c.notice).where(*sent).order_by(OUTBOX.c.sent_at.desc()).limit(1))
    return rows.notice_of(DigestDue, written).week if written else None


async def unmailed(connection: AsyncConnection, addresses: Collection[str]) -> tuple[Unmailed, ...]:
    """Those of these addresses that get no mails, and why."""
    troubles = await _troubles(connection) if addresses else {}
    return tuple(Unmailed(one, troubles[one].said) for one in addresses if one in troubles)


async def _troubles(connection: AsyncConnection) -> Mapping[str, MailTrouble]:
    noted = {address: json.loads(value) for address, value in (await meta.noted_under(connection, _MAIL)).items()}
    return {address: MailTrouble(datetime.fromisoformat(since), said) for address, (since, said) in noted.items()}
