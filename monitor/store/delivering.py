"""Delivering: what is owed, what is in the air, what was said; after a crash only what was in the air is in doubt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import FirstCrawl, Label, Notice, Owed, Paired, SourceBroken, SourceRecovered
from monitor.domain.targets import HELD
from monitor.store import alerts, batches, falling_back, lost_answers, rows
from monitor.store.alerts import ALERT, CARDS, OWED, REFUSED, SENDING, SENT, TOLD
from monitor.store.batches import ALERTED, MESSAGE
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import portions, put
from monitor.store.due import due, paced, stale
from monitor.store.mentions import events
from monitor.store.tables import MENTION, MOVED, OUTBOX
from monitor.store.visible import visible
from monitor.team.pacing import OPEN, Gate
from monitor.team.routes import EVERYTHING, Scope

REPEATS = 2  # answers that may get lost: after the second one a message counts as sent, for a third is never said
GROWS_EVERY = timedelta(seconds=10)  # between two edits of one message: they share Telegram's limit with what is sent
ANY_TIME = datetime.max.replace(tzinfo=UTC)

_OPEN = or_(OUTBOX.c.state == OWED, OUTBOX.c.state == SENDING)
_HELD = (OUTBOX.c.target == HELD, _OPEN)


class Delivering:
    """The verbs of the outbox."""

    _database: Database

    async def targets(self, now: datetime, gate: Gate = OPEN) -> tuple[str, ...]:
        """Those with something that may go out, or a message to bring up to date."""
        async with self._database.reading() as connection:
            return tuple(sorted(await connection.scalars(_targets(gate), {"now": now})))

    async def owed(self, target: str, now: datetime, limit: int = 50, gate: Gate = OPEN) -> tuple[Owed, ...]:
        """What may go out, oldest publication first; nothing while an earlier message waits for its next try."""
        wanted = paced(select(OUTBOX), gate).where(OUTBOX.c.target == target, due(now))
        async with self._database.reading() as connection:
            found = await connection.execute(wanted.order_by(OUTBOX.c.order_at, OUTBOX.c.id).limit(limit))
            return tuple(rows.owed(row) for row in found)

    async def stale(self, target: str, limit: int = 50, now: datetime = ANY_TIME) -> tuple[Owed, ...]:
        """Messages that show less than is known by now."""
        wanted = select(OUTBOX).where(OUTBOX.c.target == target, stale(now)).order_by(OUTBOX.c.id).limit(limit)
        async with self._database.reading() as connection:
            return tuple(rows.owed(row) for row in await connection.execute(wanted))

    async def claim(self, owed: int) -> bool:
        """Marks a message as being sent, before it is; False where somebody else sends it or it was sent."""
        mine = OUTBOX.c.id == owed, OUTBOX.c.state == OWED
        async with self._database.writing() as connection:
            return (await connection.execute(update(OUTBOX).where(*mine).values(state=SENDING))).rowcount == 1

    async def give_back(self, owed: int) -> None:
        """A claim whose answer got lost: nothing was sent."""
        mine = OUTBOX.c.id == owed, OUTBOX.c.state == SENDING
        async with self._database.writing() as connection:
            await connection.execute(update(OUTBOX).where(*mine).values(state=OWED))

    async def sent(self, owed: int, now: datetime, message: int | None, version: int = 0) -> None:
        """The messenger agreed; noted once. `version` is what the message shows: what changed meanwhile is edited."""
        async with self._database.writing() as connection:
            if not await _is(connection, owed, OUTBOX.c.state != SENT):
                return  # noted before, though the answer got lost; or removed since
            target = await _sent(connection, owed, now, message=message, shown=version)
            await falling_back.reached(connection, target)

    async def retry(self, owed: int, at: datetime, *, unsure: bool, error: str, version: int = 0) -> None:
        """To be sent again at that time, keeping its place. A message whose answer got lost twice counts as sent,
        as `version` of it, and shows nothing more; one that somebody has pressed by now did arrive."""
        mine = OUTBOX.c.id == owed
        async with self._database.writing() as connection:
            if await _is(connection, owed, OUTBOX.c.state == OWED, OUTBOX.c.due_at == at, OUTBOX.c.error == error):
                return  # noted before, though the answer got lost: a doubt counts once
            row = (await connection.execute(select(OUTBOX).where(mine))).first()
            if row is None or row.state not in {OWED, SENDING}:
                return  # removed, or somebody has pressed it while we asked whether the messenger is there
            if unsure and row.message is not None and not row.alone:
                await _sent(connection, owed, at, message=row.message, shown=version)
                return
            lost = row.lost + int(unsure)
            doubt = {"lost": lost, "unsure": OUTBOX.c.unsure + int(unsure), "error": error}
            if lost >= REPEATS:
                await _sent(connection, owed, at, message=None, shown=version, **doubt)
                await batches.dissolve(connection, owed)
                return
            waiting = {"state": OWED, "due_at": at, "attempts": OUTBOX.c.attempts + 1}
            await connection.execute(update(OUTBOX).where(mine).values(waiting | doubt))

    async def hasten(self, now: datetime) -> None:
        """What waits for a later moment waits no longer: that moment was told by a clock that has been set back."""
        rests = or_(OUTBOX.c.state == OWED, OUTBOX.c.kind == MESSAGE), OUTBOX.c.due_at > now
        async with self._database.writing() as connection:
            await connection.execute(update(OUTBOX).where(*rests).values(due_at=now))

    async def refuse(self, owed: int, error: str) -> None:
        """The target will never take it; kept and counted."""
        async with self._database.writing() as connection:
            await connection.execute(update(OUTBOX).where(OUTBOX.c.id == owed).values(state=REFUSED, error=error))
            await batches.refused(connection, owed)

    async def edited(self, owed: int, version: int, now: datetime, *, ok: bool = True) -> None:
        """The message shows this version now; where it is not ok, it is gone and never edited again."""
        shown = case((OUTBOX.c.shown > version, OUTBOX.c.shown), else_=version)
        gone = {} if ok else {"message": None}
        again = {"due_at": case((OUTBOX.c.kind == MESSAGE, now + GROWS_EVERY), else_=OUTBOX.c.due_at)}
        async with self._database.writing() as connection:
            await connection.execute(update(OUTBOX).where(OUTBOX.c.id == owed).values(shown=shown, **again, **gone))
            if ok:
                await batches.told(connection, owed, version, now)
            else:
                await batches.dissolve(connection, owed)

    async def in_the_air(self) -> tuple[int, ...]:
        """What is being sent at this moment, or was when a process died."""
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(select(OUTBOX.c.id).where(OUTBOX.c.state == SENDING)))

    async def recover(self, now: datetime, doubtful: Collection[int]) -> int:
        """What of this was being sent when its process died is owed again, in doubt; answers how many.

        What somebody has pressed meanwhile is there, and was only not noted.
        """
        async with self._database.writing() as connection:
            return sum([await _owed_again(connection, part, now) for part in portions(doubtful)])

    async def owe(self, target: str, notice: Notice, now: datetime, key: str) -> bool:
        """Owes a notice once for its key; False where it was owed before."""
        async with self._database.writing() as connection:
            return await alerts.owe_notice(connection, target, notice, now, key)

    async def owe_all(self, targets: Iterable[str], notice: Notice, now: datetime, key: str) -> tuple[str, ...]:
        """The same to each of these targets, or to nobody; answers whom it was owed."""
        async with self._database.writing() as connection:
            owed = [(one, await alerts.owe_notice(connection, one, notice, now, f"{key}:{one}")) for one in targets]
        return tuple(target for target, new in owed if new)

    async def release(self, keys: Sequence[str], now: datetime) -> None:
        """What was to wait for more of its kind waits no longer; what was tried keeps its turn."""
        waiting = OUTBOX.c.key.in_(keys), OUTBOX.c.state == OWED, OUTBOX.c.attempts == 0, OUTBOX.c.due_at > now
        async with self._database.writing() as connection:
            await connection.execute(update(OUTBOX).where(*waiting).values(due_at=now))

    async def retarget(self, old: str, new: str) -> None:
        """A chat has a new address, from now on and for what it is owed; its old messages can no longer be edited.

        The file may have known the new one before we did: what is told there already is not told once more.
        """
        ours = OUTBOX.c.target == old
        cards = OUTBOX.c.kind.in_(CARDS), OUTBOX.c.state.not_in((REFUSED, TOLD))
        there = select(OUTBOX.c.mention_id).where(OUTBOX.c.target == new, *cards)
        growing = select(OUTBOX.c.id).where(ours, OUTBOX.c.kind == MESSAGE, OUTBOX.c.state == SENT)
        async with self._database.writing() as connection:
            await connection.execute(update(MOVED).where(MOVED.c.new == old).values(new=new))
            await put(connection, MOVED, [{"old": old, "new": new}])
            twice = ours, *cards, OUTBOX.c.state == OWED, OUTBOX.c.mention_id.in_(there)
            await connection.execute(update(OUTBOX).where(*twice).values(state=TOLD))
            await connection.execute(update(OUTBOX).where(ours, _OPEN).values(target=new))
            for message in (await connection.scalars(growing)).all():
                await batches.dissolve(connection, message, target=new)
            await connection.execute(update(OUTBOX).where(ours, batches.UNTOLD).values(target=new))
            await connection.execute(update(OUTBOX).where(ours, OUTBOX.c.state == SENT).values(message=None))
            await falling_back.reached(connection, old)

    async def moves(self) -> Mapping[str, str]:
        """The targets that have a new address, and which."""
        async with self._database.reading() as connection:
            return await alerts.addresses(connection)

    async def names(self, target: str) -> tuple[str, ...]:
        """All the addresses of a chat, the present one first: the file may know it by an older one."""
        return alerts.names(target, await self.moves())

    async def held(self, scope: Scope = EVERYTHING) -> tuple[int, int]:
        """What was found while there was no chat, and how much of it is negative; first crawls included."""
        async with self._database.reading() as connection:
            return await _held(connection, scope)

    async def pair(self, scopes: Mapping[str, Scope], now: datetime) -> bool:
        """There is a chat now: what was held and it may see is told in one message to each, and no longer owed.

        A source that broke meanwhile is news still; other news is over. False where nothing was held.
        """
        async with self._database.reading() as connection:
            waits = (await connection.execute(select(OUTBOX.c.id).where(*_HELD).limit(1))).first() is not None
        if not scopes or not waits:
            return False
        async with self._database.writing() as connection:
            broken = await _still_broken(connection)
            for target, scope in scopes.items():
                told = Paired(*await _held(connection, scope))
                if told.found:
                    await alerts.owe_notice(connection, target, told, now, f"paired:{now.isoformat()}:{target}")
                for one in broken:
                    key = f"paired:{one.source}:{now.isoformat()}:{target}"
                    await alerts.owe_notice(connection, target, one, now, key)
            await connection.execute(update(OUTBOX).where(*_HELD).values(state=TOLD))
        return True


@lru_cache(maxsize=8)
def _targets(gate: Gate) -> Executable:
    """It is asked up to once a second: built once for as long as the same may go out."""
    now = bindparam("now", type_=OUTBOX.c.due_at.type)
    ready = paced(select(OUTBOX.c.target), gate).where(due(now))
    return ready.union(select(OUTBOX.c.target).where(stale(now)))


async def _held(connection: AsyncConnection, scope: Scope) -> tuple[int, int]:
    negative = func.count().filter(MENTION.c.label == Label.NEGATIVE.value)
    counted = select(func.count(), negative).select_from(OUTBOX).join(MENTION, MENTION.c.id == OUTBOX.c.mention_id)
    counted = counted.where(visible(connection.dialect.name, scope.hidden))
    counted = counted if scope.brands is None else counted.where(MENTION.c.brand.in_(scope.brands))
    first = select(OUTBOX.c.notice).where(*_HELD, OUTBOX.c.kind == FirstCrawl.__name__)
    found, bad = (await connection.execute(counted.where(*_HELD))).one()
    for written in await connection.scalars(first):
        summary = rows.notice_of(FirstCrawl, written)
        found, bad = found + summary.found, bad + summary.negative
    return found, bad


async def _still_broken(connection: AsyncConnection) -> Collection[SourceBroken]:
    """The sources that broke while nobody could be told, but for those that work again."""
    kinds = OUTBOX.c.kind.in_((SourceBroken.__name__, SourceRecovered.__name__))
    held = select(OUTBOX.c.kind, OUTBOX.c.notice).where(*_HELD, kinds).order_by(OUTBOX.c.id)
    broken: dict[str, SourceBroken] = {}
    for row in await connection.execute(held):
        match rows.notice(row.kind, row.notice):
            case SourceBroken() as told:
                broken[told.source] = told
            case SourceRecovered() as told:
                broken.pop(told.source, None)
    return broken.values()


async def _owed_again(connection: AsyncConnection, doubtful: Collection[int], now: datetime) -> int:
    flying = and_(OUTBOX.c.state == SENDING, OUTBOX.c.id.in_(doubtful))
    pressed = OUTBOX.c.message.is_not(None), ~OUTBOX.c.alone  # what was wanted once more has the number of before
    there = select(OUTBOX.c.id, OUTBOX.c.message, OUTBOX.c.shown).where(flying, *pressed)
    for row in (await connection.execute(there)).all():
        await _sent(connection, row.id, now, message=row.message, shown=row.shown)
    back = update(OUTBOX).where(flying).values(state=OWED, unsure=OUTBOX.c.unsure + 1)
    return (await connection.execute(back)).rowcount


async def _is(connection: AsyncConnection, owed: int, *so: ColumnElement[bool]) -> bool:
    return (await connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.id == owed, *so))).first() is not None


async def _sent(
    connection: AsyncConnection, owed: int, at: datetime, *, message: int | None, shown: int, **changed: Any
) -> str:
    """Sent and told in the history of each mention, in one breath; answers with the target."""
    values = {"state": SENT, "sent_at": at, "message": message, "shown": shown} | changed
    values["due_at"] = case((OUTBOX.c.kind == MESSAGE, at + GROWS_EVERY), else_=OUTBOX.c.due_at)
    done = update(OUTBOX).where(OUTBOX.c.id == owed).values(values)
    row = (await connection.execute(done.returning(OUTBOX.c.mention_id, OUTBOX.c.kind, OUTBOX.c.target))).one()
    if row.kind == ALERT:
        await events(connection, ALERTED, [row.mention_id], at, detail=row.target)
    if row.kind == MESSAGE:
        await batches.told(connection, owed, shown, at)
    if message is not None:
        await lost_answers.owe_what_never_came(connection, row.target, message, at, REPEATS)
    return str(row.target)
