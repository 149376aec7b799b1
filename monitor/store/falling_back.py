"""Chats that cannot be reached: since when, what waits for them, and what went another way meanwhile."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Severity, Status
from monitor.domain.standing import LATE
from monitor.store.alerts import ALERT, OWED
from monitor.store.batches import MESSAGE, UNTOLD
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import add, portions, put
from monitor.store.due import passes
from monitor.store.mentions import events
from monitor.store.tables import MENTION, META, OUTBOX
from monitor.team.pacing import OPEN, Gate

TRIED = timedelta(minutes=10)  # a message that was tried last longer ago says nothing of the messenger as it is now

FALLEN_BACK = "fallen_back"  # the event

_OUT, _AWAY, _FALLBACK = "out:", "away:", "fallback"  # the first and second with a target
_TITLE = "title:"  # with a chat
_TELEGRAM = "telegram:"


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
            written = (await connection.execute(select(META.c.value).where(META.c.key == _OUT + target))).scalar()
            since = min(_moments(written)[0], now) if written else now  # a clock may be set back
            out = json.dumps([since.isoformat(), now.isoformat()])
            await put(connection, META, [{"key": _OUT + target, "value": out}])
            if not away:
                return since
            mark = {"key": _AWAY + target, "value": json.dumps([now.isoformat(), away])}
            await add(connection, META, [mark])
            said = await connection.execute(select(META.c.value).where(META.c.key == mark["key"]))
            return _away(said.scalar_one())[0]

    async def away(self) -> Mapping[str, Away]:
        """The chats that take no message, by target."""
        async with self._database.reading() as connection:
            marks = (await connection.execute(select(META).where(META.c.key.like(f"{_AWAY}%")))).all()
        return {mark.key.removeprefix(_AWAY): Away(*_away(mark.value)) for mark in marks}

    async def name_chat(self, chat: str, title: str) -> None:
        """What its members call it: nobody can be asked any more when it is in trouble."""
        async with self._database.writing() as connection:
            await put(connection, META, [{"key": _TITLE + chat, "value": title}])

    async def chat_title(self, chat: str) -> str:
        """The same; empty where we have not heard it yet."""
        async with self._database.reading() as connection:
            named = select(META.c.value).where(META.c.key == _TITLE + chat)
            return (await connection.execute(named)).scalar() or ""

    async def returned(self, chat: str, now: datetime) -> tuple[str, ...]:
        """We are in this chat again: what waits for it is due at once; answers with its targets that rested."""
        async with self._database.writing() as connection:
            marks = (await connection.execute(select(META.c.key).where(META.c.key.like(f"{_AWAY}{chat}%")))).scalars()
            here = {
                chat,
                *(one for mark in marks if (one := mark.removeprefix(_AWAY)).split(":")[:2] == chat.split(":")),
            }
            for target in here:
                await reached(connection, target)
            waits = OUTBOX.c.state == OWED, OUTBOX.c.attempts > 0, OUTBOX.c.due_at > now
            await connection.execute(update(OUTBOX).where(OUTBOX.c.target.in_(here), *waits).values(due_at=now))
        return tuple(sorted(here))

    async def stranded(self, now: datetime, gate: Gate = OPEN, limit: int = 20) -> tuple[Stranded, ...]:
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
        return tuple(Stranded(mention, tuple(rows)) for mention, rows in list(found.items())[:limit])

    async def fell_back(self, rows: Collection[int], now: datetime) -> None:
        """These went another way; their cards will say so, and the history of each mention."""
        async with self._database.writing() as connection:
            told: set[int] = set()
            for part in portions(rows):
                went = update(OUTBOX).where(OUTBOX.c.id.in_(part)).values(fallen_back=now)
                told.update((await connection.execute(went.returning(OUTBOX.c.mention_id))).scalars())
            await events(connection, FALLEN_BACK, sorted(told), now)

    async def note_fallback(self, trouble: str) -> None:
        """What keeps the other way from working; empty where nothing does."""
        async with self._database.writing() as connection:
            if trouble:
                await put(connection, META, [{"key": _FALLBACK, "value": trouble}])
            else:
                await connection.execute(delete(META).where(META.c.key == _FALLBACK))


async def trouble(connection: AsyncConnection) -> str:
    """What keeps the other way from working, as it was noted last."""
    return (await connection.execute(select(META.c.value).where(META.c.key == _FALLBACK))).scalar() or ""


async def reached(connection: AsyncConnection, target: str) -> None:
    """A message arrived there, so nothing is out of reach any more."""
    await connection.execute(delete(META).where(META.c.key.in_((_OUT + target, _AWAY + target))))


async def _out(connection: AsyncConnection, now: datetime) -> set[str]:
    """Targets that failed for an hour, and failed again just now, or rest because they failed."""
    marks = select(META).where(or_(META.c.key.like(f"{_OUT}{_TELEGRAM}%"), META.c.key.like(f"{_AWAY}{_TELEGRAM}%")))
    noted = {mark.key: mark.value for mark in await connection.execute(marks)}
    failed = {key.removeprefix(_OUT): _moments(value) for key, value in noted.items() if key.startswith(_OUT)}
    long = {target: last for target, (since, last) in failed.items() if since <= now - LATE}
    found = {target for target, last in long.items() if last > now - TRIED or _AWAY + target in noted}
    waits = OUTBOX.c.state == OWED, OUTBOX.c.attempts > 0, OUTBOX.c.due_at > now
    for part in portions(long.keys() - found):
        asked = select(OUTBOX.c.target).where(OUTBOX.c.target.in_(part), *waits).distinct()
        found.update((await connection.execute(asked)).scalars())
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
        MENTION.c.status.in_((Status.NEW.value, Status.TAKEN.value)),
        ~elsewhere,
    )


def _moments(written: str) -> tuple[datetime, datetime]:
    """Since when it fails, and when it failed last."""
    since, last = json.loads(written)
    return datetime.fromisoformat(since), datetime.fromisoformat(last)


def _away(written: str) -> tuple[datetime, str]:
    since, cause = json.loads(written)
    return datetime.fromisoformat(since), cause
