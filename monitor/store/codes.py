"""One-time codes: given out, tried, used up; all that is kept of one is its hash."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import InvitationsEnded
from monitor.store import alerts
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import put
from monitor.store.tables import CODE
from monitor.team.codes import LASTS, TRIES, CodeKind, Invitation


class Codes:
    """The verbs of letting people in."""

    _database: Database

    async def give_code(self, digest: str, invitation: Invitation, now: datetime) -> None:
        """A code is good from now on, for a while; of those that pair a chat only the latest."""
        row = {
            "digest": digest,
            "kind": invitation.kind.value,
            "name": invitation.name,
            "signature": invitation.signature,
            "expires": now + LASTS,
            "tries": 0,
        }
        replaced = CODE.c.kind == invitation.kind.value if invitation.kind is CodeKind.PAIR else CODE.c.expires <= now
        async with self._database.writing() as connection:
            await connection.execute(delete(CODE).where(replaced))
            await put(connection, CODE, [row])

    async def use_code(
        self, digest: str, kinds: Collection[CodeKind], now: datetime, tell: Sequence[str] = ()
    ) -> Invitation | None:
        """Uses up a code of these kinds; a wrong one counts against every code that is good now.

        Where it was one too many, those who invited are told.
        """
        good = CODE.c.expires > now, CODE.c.tries < TRIES
        async with self._database.reading() as connection:
            if (await connection.execute(select(CODE.c.digest).where(*good).limit(1))).first() is None:
                return None
        async with self._database.writing() as connection:
            mine = delete(CODE).where(CODE.c.digest == digest, CODE.c.kind.in_(kinds), *good)
            row = (await connection.execute(mine.returning(CODE.c.kind, CODE.c.name, CODE.c.signature))).first()
            if row is None:
                await connection.execute(update(CODE).where(*good).values(tries=CODE.c.tries + 1))
                await _end(connection, now, tell)
        return Invitation(CodeKind(row.kind), row.name, row.signature) if row else None

    async def end_pairing(self) -> None:
        """There is a chat: what still could bring another one is good no longer."""
        async with self._database.writing() as connection:
            await connection.execute(delete(CODE).where(CODE.c.kind == CodeKind.PAIR.value))


async def _end(connection: AsyncConnection, now: datetime, tell: Sequence[str]) -> None:
    """What is good no longer goes; of invitations that still were, somebody has to know."""
    gone = delete(CODE).where(or_(CODE.c.expires <= now, CODE.c.tries >= TRIES))
    found = (await connection.execute(gone.returning(CODE.c.kind, CODE.c.name, CODE.c.expires))).all()
    names = sorted(one.name for one in found if one.kind == CodeKind.INVITE.value and one.expires > now)
    for target in tell if names else ():
        ended = InvitationsEnded(tuple(names))
        await alerts.owe_notice(connection, target, ended, now, f"invitations:{now.isoformat()}:{target}")
