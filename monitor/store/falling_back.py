"""Chats that cannot be reached: since when, what waits for them, and what went another way meanwhile."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Severity
from monitor.domain.standing import LATE
from monitor.domain.targets import TELEGRAM, parts
from monitor.store import meta
from monitor.store.alerts import ALERT, OWED
from monitor.store.batches import MESSAGE, UNTOLD
from monitor.store.conditions import OPEN
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import portions
from monitor.store.due import passes
from monitor.store.mentions import events
from monitor.store.tables import MENTION, OUTBOX
from monitor.team.pacing import Gate

TOGETHER = 20  # mentions that are told another way at once
TRIED = timedelta(minutes=10)  # a message that was tried last longer ago says nothing of the messenger as it is now

FALLEN_BACK = "fallen_back"  # the event

_OUT, _AWAY, _FALLBACK = "out:", "away:", "fallback"  # the first and second with a target
_TITLE = "title:"  # with a chat


@dataclass(frozen=True, slots=True)
class Stranded:
    """A mention whose card waits for a messenger that is out: the rows of all chats that it waits for."""

    mention: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Away:
    """A chat that takes no message until somebody changes something there."""

    since: datetime
    cause: str  # the key of the sentence that says why


class FallingBack:
    """The verbs of trouble with the messenger."""

    _database: Database

    async def troubled(self, target: str, now: datetime, *, away: str = "") -> datetime:
        """A message could not be sent, `away` says why it never can for now; answers since when that is so."""
        async with self._database.writing() as connection:
            written = await meta.noted(connection, _OUT + target)
            since = min(_moments(written)[0], now) if written else now  # a clock may be set back
            await meta.note(connection, _OUT + target, json.dumps([since.isoformat(), now.isoformat()]))
            if not away:
                return since
            said = await meta.noted(connection, _AWAY + target)
            if said is None:
                said = json.dumps([now.isoformat(), away])
                await meta.note(connection, _AWAY + target, said)
            return _away(said).since

    async def away(self) -> Mapping[str, Away]:
        """The chats that take no message, by target."""
        async with self._database.reading() as connection:
            noted = await meta.noted_under(connection, _AWAY)
        return {target: _away(written) for target, written in noted.items()}

    async def name_chat(self, chat: str, title: str) -> None:
        """What its members call it: nobody can be asked any more when it is in trouble."""
        async with self._database.writing() as connection:
            await meta.note(connection, _TITLE + chat, title)

    async def chat_title(self, chat: str) -> str:
        """The same; empty where we have not heard it yet."""
        async with self._database.reading() as connection:
            return await meta.noted(connection, _TITLE + chat) or ""

    async def returned(self, chat: str, now: datetime) -> tuple[str, ...]:
        """We are in this chat again: what waits for it is due at once; answers with its targets that rested."""
        async with self._database.writing() as connection:
            resting = await meta.noted_under(connection, _AWAY)
            here = {chat, *(one for one in resting if parts(one)[:2] == parts(chat)[:2])}
            for target in here:
                await reached(connection, target)
            await _rest_no_longer(connection, here, now)
        return tuple(sorted(here))

    async def listens(self, target: str, now: datetime) -> bool:
        """It took an answer of ours: what it would not take before is tried at once; False where all was taken."""
        async with self._database.reading() as connection:
            failed = await meta.noted(connection, _OUT + target)
        if failed is None:
            return False
        async with self._database.writing() as connection:
            await _rest_no_longer(connection, {target}, now)
        return True

    async def stranded(self, now: datetime, gate: Gate) -> tuple[Stranded, ...]:
        """Urgent and important mentions whose chats have been out for an hour, and that nobody was told of elsewhere.

        What quiet hours hold back, or what merely waits its turn, is not among them.
        """
        async with self._database.reading() as connection:
            out = await _out(connection, now)
            found: dict[int, list[int]] = {}
            for part in portions(sorted(out)):
                wanted = _waiting(now, gate).where(OUTBOX.c.target.in_(part))
                wanted = wanted.order_by(MENTION.c.severity, OUTBOX.c.order_at, OUTBOX.c.id)
                for row in await connection.execute(wanted):
                    found.setdefault(row.mention_id, []).append(row.id)
        return tuple(Stranded(mention, tuple(rows)) for mention, rows in list(found.items())[:TOGETHER])

    async def fell_back(self, rows: Collection[int], now: datetime) -> None:
        """These went another way; their cards will say so, and the history of each mention."""
        async with self._database.writing() as connection:
            told: set[int] = set()
            for part in portions(rows):
                went = update(OUTBOX).where(OUTBOX.c.id.in_(part)).values(fallen_back=now)
                told.update(await connection.scalars(went.returning(OUTBOX.c.mention_id)))
            await events(connection, FALLEN_BACK, sorted(told), now)

    async def note_fallback(self, trouble: str) -> None:
        """What keeps the other way from working; empty where nothing does."""
        async with self._database.writing() as connection:
            if trouble:
                await meta.note(connection, _FALLBACK, trouble)
            else:
                await meta.drop(connection, _FALLBACK)


async def trouble(connection: AsyncConnection) -> str:
    """What keeps the other way from working, as it was noted last."""
    return await meta.noted(connection, _FALLBACK) or ""


async def reached(connection: AsyncConnection, target: str) -> None:
    """A message arrived there, so nothing is out of reach any more."""
    await meta.drop(connection, _OUT + target, _AWAY + target)


async def _rest_no_longer(connection: AsyncConnection, targets: Collection[str], now: datetime) -> None:
    waits = OUTBOX.c.state == OWED, OUTBOX.c.attempts > 0, OUTBOX.c.due_at > now
    await connection.execute(update(OUTBOX).where(OUTBOX.c.target.in_(targets), *waits).values(due_at=now))


async def _out(connection: AsyncConnection, now: datetime) -> set[str]:
    """Targets that failed for an hour, and failed again just now, or rest because they failed."""
    failed, resting = [await meta.noted_under(connection, start) for start in (_OUT, _AWAY)]
    tried = {target: _moments(noted) for target, noted in failed.items() if parts(target).kind == TELEGRAM}
    long = {target: last for target, (since, last) in tried.items() if since <= now - LATE}
    found = {target for target, last in long.items() if last > now - TRIED or target in resting}
    waits = OUTBOX.c.state == OWED, OUTBOX.c.attempts > 0, OUTBOX.c.due_at > now
    for part in portions(long.keys() - found):
        asked = select(OUTBOX.c.target).where(OUTBOX.c.target.in_(part), *waits).distinct()
        found.update(await connection.scalars(asked))
    return found


def _waiting(now: datetime, gate: Gate) -> Select[tuple[int, int]]:
    """Alerts whose time has come, of mentions that somebody should deal with."""
    told = OUTBOX.alias("told")
    known = or_(told.c.fallen_back.is_not(None), and_(told.c.kind == ALERT, told.c.sent_at.is_not(None)))
    elsewhere = exists().where(told.c.mention_id == OUTBOX.c.mention_id, known)
    unsent = select(OUTBOX.c.id).where(OUTBOX.c.kind == MESSAGE, OUTBOX.c.state == OWED)
    single = and_(OUTBOX.c.state == OWED, or_(OUTBOX.c.attempts > 0, OUTBOX.c.due_at <= now), passes(gate))
    joined = select(OUTBOX.c.id, OUTBOX.c.mention_id).join(MENTION, MENTION.c.id == OUTBOX.c.mention_id)
    return joined.where(
        OUTBOX.c.kind == ALERT,
        or_(single, and_(UNTOLD, OUTBOX.c.batch.in_(unsent))),
        MENTION.c.severity.in_((Severity.P1.value, Severity.P2.value)),
        OPEN,
        ~elsewhere,
    )


def _moments(written: str) -> tuple[datetime, datetime]:
    """Since when it fails, and when it failed last."""
    since, last = json.loads(written)
    return datetime.fromisoformat(since), datetime.fromisoformat(last)


def _away(written: str) -> Away:
    since, cause = json.loads(written)
    return Away(datetime.fromisoformat(since), cause)
