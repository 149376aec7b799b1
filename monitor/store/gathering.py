"""Telling together: a storm is one message that grows, what can wait one at its hour; each may still stand alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, desc, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor import desk
from monitor.domain import PAGE, Action, Batch, Gathered, Owed, Person, Severity, Status
from monitor.errors import GoneError
from monitor.store import alerts, batches, rows, source_news
from monitor.store.alerts import ALERT, CARDS, GATHERED, OWED, SENDING, SENT, SHOWN
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import add
from monitor.store.due import TRIED, URGENT, due, passes
from monitor.store.mentions import events
from monitor.store.tables import MENTION, OUTBOX
from monitor.team.pacing import Gate, Told, Waiting, together

_ABOUT = MENTION.c.id == OUTBOX.c.mention_id
_FREE = and_(MENTION.c.status == Status.NEW.value, MENTION.c.assignee_id.is_(None), ~URGENT)


class Gathering:
    """The verbs of what is told together."""

    _database: Database

    async def gather(self, target: str, now: datetime, gate: Gate) -> int:
        """Puts together what the gate does not let stand alone, and sources that break at once; answers how many."""
        async with self._database.reading() as connection:
            storm = gate.storm
            since = now - storm.period if storm and await _waiting(connection, target, now, gate) else None
            if since is None and not await source_news.waiting(connection, target, now, gate):
                return 0
        async with self._database.writing() as connection:
            news = await source_news.gather(connection, target, now, gate)
            return news + (await _gather(connection, target, now, gate, since) if since is not None else 0)

    async def batch(self, message: int, page: int = 0) -> Batch:
        """What this message tells, as it stands now."""
        joined = select(MENTION).join(OUTBOX, _ABOUT).where(*_of(message))
        ordered = joined.order_by(MENTION.c.severity.nulls_last(), desc(OUTBOX.c.order_at), desc(MENTION.c.id))
        async with self._database.reading() as connection:
            since = await connection.scalar(select(OUTBOX.c.created).where(OUTBOX.c.id == message))
            if since is None:  # all that it was to tell has a message of its own by now
                raise GoneError("store.no_message", id=message)
            counts = (await connection.execute(_counted(message))).one()
            last = max(counts.total - 1, 0) // PAGE
            page = min(max(page, 0), last)
            found = await connection.execute(ordered.limit(PAGE).offset(page * PAGE))
            records = tuple(rows.record(row) for row in found)
        return Batch(since, counts.total, counts.urgent, counts.settled, counts.free, page, records)

    async def take_all(self, message: int, who: Person, now: datetime) -> int:
        """Whatever this message tells that is open, nobody's and not urgent is theirs now; answers how many that were.

        Two people who press at once get one result: the second finds nothing left.
        """
        ours = select(MENTION).join(OUTBOX, _ABOUT).where(*_of(message), _FREE)
        async with self._database.writing() as connection:
            taken = []
            for row in (await connection.execute(ours)).all():
                result = desk.apply(rows.state(row), desk.Press(Action.TAKE, who, now))
                if result.outcome is desk.Outcome.DONE:
                    changed = update(MENTION).where(MENTION.c.id == row.id).values(rows.state_columns(result.state))
                    await connection.execute(changed)
                    taken.append(row.id)
            await events(connection, Action.TAKE, taken, now, who=who.name)
            await alerts.refresh(connection, taken)
            return len(taken)

    async def show_together(self, message: int, view: str) -> None:
        """What the message shows to all who see it; whoever pressed is not made to wait for it."""
        changed = {"view": view, "want": OUTBOX.c.want + 1, "due_at": OUTBOX.c.created}
        ours = OUTBOX.c.id == message, OUTBOX.c.view != view
        async with self._database.writing() as connection:
            await connection.execute(update(OUTBOX).where(*ours).values(changed))

    async def gathered_at(self, targets: Iterable[str], number: int, message: int) -> Owed | None:
        """The message under a button, if it stands in one of these; its number may be news to us."""
        async with self._database.writing() as connection:
            return await alerts.standing_at(connection, batches.MESSAGE, targets, number, message)

    async def told_in(self, target: str, number: int) -> bool:
        """Whether this chat was told, or will be, of a mention: it may see it then."""
        async with self._database.reading() as connection:
            names = await _names(connection, target)
            ours = OUTBOX.c.mention_id == number, OUTBOX.c.kind.in_(CARDS), OUTBOX.c.target.in_(names)
            return (await connection.execute(select(OUTBOX.c.id).where(*ours))).first() is not None

    async def show_card(self, number: int, target: str, now: datetime) -> Owed | None:
        """Owes a mention its own card in a chat; where it stands there already, that card.

        Of a card that somebody deleted we are told nothing: it is edited, and where that fails the next one who asks
        gets a new one.
        """
        async with self._database.writing() as connection:
            here, *_ = names = await _names(connection, target)
            ours = select(OUTBOX).where(OUTBOX.c.mention_id == number, OUTBOX.c.target.in_(names))
            found = (await connection.execute(ours.where(OUTBOX.c.kind.in_(CARDS)).order_by(OUTBOX.c.id))).all()
            standing = next((row for row in found if row.state == SENT and row.message is not None), None)
            if standing is not None:
                looked = update(OUTBOX).where(OUTBOX.c.id == standing.id).values(want=OUTBOX.c.want + 1)
                return rows.owed((await connection.execute(looked.returning(OUTBOX))).one())
            if found:
                await _stand_alone(connection, found[0], here, now)
            else:
                row = alerts.blank(here, SHOWN, f"shown:{number}:{here}", now) | {"mention_id": number, "alone": True}
                await add(connection, OUTBOX, [row])
            return None


async def _gather(connection: AsyncConnection, target: str, now: datetime, gate: Gate, since: datetime) -> int:
    """What stands alone in the chat `since` then counts towards the storm."""
    waiting = await _waiting(connection, target, now, gate)
    later = await batches.current(connection, target, Gathered("later"), gate.later) if gate.later else None
    sorted_out = together(waiting, await _alone(connection, target, since), gate, growing=later is not None)
    for said, counted, start in (("storm", sorted_out.storm, since), ("later", sorted_out.later, gate.later or now)):
        if counted:
            message = await batches.current(connection, target, Gathered(said), start)
            if message is None:
                message = await batches.begin(connection, target, Gathered(said), now)
            await batches.count_in(connection, message, counted, now)
    return len(sorted_out.storm) + len(sorted_out.later)


async def _waiting(connection: AsyncConnection, target: str, now: datetime, gate: Gate) -> list[Waiting]:
    """What was never tried and nobody asked for: only that may change its form."""
    ours = OUTBOX.c.kind == ALERT, OUTBOX.c.target == target, due(now), passes(gate), ~TRIED, ~OUTBOX.c.alone
    wanted = select(OUTBOX.c.id, MENTION.c.severity).join(MENTION, _ABOUT).where(*ours)
    found = await connection.execute(wanted.order_by(OUTBOX.c.order_at, OUTBOX.c.id))
    return [Waiting(row.id, Severity(row.severity) if row.severity else None) for row in found]


async def _alone(connection: AsyncConnection, target: str, since: datetime) -> Told:
    """What stands in a chat by itself since then, or is on its way there; by whichever address of the chat."""
    names = await _names(connection, target)
    on_its_way = or_(OUTBOX.c.state == SENDING, and_(OUTBOX.c.state == OWED, TRIED))
    recent = and_(OUTBOX.c.kind == ALERT, OUTBOX.c.state == SENT, OUTBOX.c.sent_at > since)
    counted = select(_count(URGENT), func.count()).select_from(OUTBOX).join(MENTION, _ABOUT)
    urgent = others = 0
    for which in (on_its_way, recent):
        ours = OUTBOX.c.kind == ALERT, OUTBOX.c.target.in_(names), ~OUTBOX.c.alone
        of_these, in_all = (await connection.execute(counted.where(which, *ours))).one()
        urgent, others = urgent + of_these, others + in_all - of_these
    return Told(urgent, others)


async def _names(connection: AsyncConnection, target: str) -> tuple[str, ...]:
    """Of the chat that has, or had, this address."""
    moved = await alerts.addresses(connection)
    return alerts.names(moved.get(target, target), moved)


async def _stand_alone(connection: AsyncConnection, row: Row[Any], here: str, now: datetime) -> None:
    """Owed as a message of its own, unless it is on its way already."""
    mine = select(OUTBOX.c.id).where(OUTBOX.c.id == row.id)
    if row.state == GATHERED:
        await batches.let_out(connection, mine, alone=True, due_at=now)
        return
    changed: dict[str, Any] = {"alone": True}
    if row.state not in {OWED, SENDING}:
        changed |= {"state": OWED, "target": here, "due_at": now, "attempts": 0, "unsure": 0, "lost": 0}
    await connection.execute(update(OUTBOX).where(OUTBOX.c.id == row.id).values(changed))


def _of(message: int) -> tuple[ColumnElement[bool], ...]:
    return OUTBOX.c.batch == message, OUTBOX.c.state == GATHERED


def _counted(message: int) -> Select[Any]:
    settled = MENTION.c.status != Status.NEW.value
    figures = {"total": func.count(), "urgent": _count(URGENT), "settled": _count(settled), "free": _count(_FREE)}
    named: list[ColumnElement[Any]] = [figure.label(name) for name, figure in figures.items()]
    return select(*named).select_from(OUTBOX).join(MENTION, _ABOUT).where(*_of(message))


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(which)
