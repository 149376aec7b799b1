"""The stories of a week that somebody should read: told whole, but never more than a digest names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, and_, case, desc, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.digest import FEW, LISTED, TOP, Buyers, Stories
from monitor.domain import Flag, Label, Record, Severity, Status
from monitor.store import rows
from monitor.store.conditions import ABOUT_US, OPEN
from monitor.store.connection.sql import each, listed
from monitor.store.tables import AT_WORK, MENTION, SEVERAL
from monitor.store.weekly.extent import NEGATIVE, WANTED, Extent, M

_ALARMING = or_(NEGATIVE, M.flag == Flag.RISK.value)
_URGENCY = case((M.severity == "p1", 0), (M.severity == "p2", 1), (M.severity == "p3", 2), else_=3)


class _Found(NamedTuple):
    """A story by its most urgent mention, and what there is of such stories in all."""

    number: int
    total: int
    waiting: int
    urgent: int
    untaken: int
    before_us: int
    oldest: int


async def stories(connection: AsyncConnection, extent: Extent, mentions: int) -> Stories:
    """Of a week with so many mentions."""
    few = await _newest(connection, extent) if mentions < FEW else []
    alarming = await _alarming(connection, extent)
    worst, best = [await _top(connection, extent, label) for label in (Label.NEGATIVE, Label.POSITIVE)]
    backlog, longest = await _backlog(connection, extent)
    first = alarming[0] if alarming else _Found(0, 0, 0, 0, 0, 0, 0)
    oldest = [first.oldest] if first.waiting else []
    numbers = [one.number for one in alarming]
    whole = await _records(connection, {*few, *numbers, *worst, *best, *oldest, *longest})
    return Stories(
        mentions=mentions,
        all=_in_order(few, whole),
        alarming=_in_order(numbers, whole),
        alarming_count=first.total,
        waiting=first.waiting,
        urgent=first.urgent,
        untaken=first.untaken,
        oldest=next(iter(_in_order(oldest, whole)), None),
        before_us=first.before_us,
        negative=_in_order(worst, whole),
        positive=_in_order(best, whole),
        backlog=backlog,
        backlog_oldest=next(iter(_in_order(longest, whole)), None),
    )


async def buyers(connection: AsyncConnection, extent: Extent) -> Buyers:
    """Who asks about these brands, each story once."""
    lead = _leading(extent, connection.dialect.name, M.flag == Flag.QUESTION.value)
    wanted = select(lead.c.id, func.count().over()).where(lead.c.place == 1).order_by(desc(lead.c.at), desc(lead.c.id))
    found = (await connection.execute(wanted.limit(TOP))).all()
    numbers = [row[0] for row in found]
    return Buyers(found[0][1] if found else 0, _in_order(numbers, await _records(connection, set(numbers))))


async def told(connection: AsyncConnection, extent: Extent) -> dict[str, int]:
    """How many stories there were of each brand."""
    wanted = select(M.brand, func.count(M.story.distinct())).where(extent.holds(connection.dialect.name), ABOUT_US)
    return {row[0]: row[1] for row in await connection.execute(wanted.group_by(M.brand))}


async def voices(connection: AsyncConnection, extent: Extent, alike: Sequence[str]) -> dict[str, int]:
    """The same, of those that stand on one of these sources, be it as well."""
    dialect = connection.dialect.name
    theirs = select(M.brand, M.story).where(extent.holds(dialect), ABOUT_US)
    first = theirs.where(M.source.in_(listed(dialect, alike)))
    also = theirs.where(SEVERAL, _stands_on(dialect, alike))
    both = first.union(also).subquery()
    found = await connection.execute(select(both.c.brand, func.count()).group_by(both.c.brand))
    return {row[0]: row[1] for row in found}


def _leading(extent: Extent, dialect: str, *wanted: ColumnElement[bool]) -> FromClause:
    """Numbers the mentions of each story: the most urgent, of these the one with the card, the strongest, newest."""
    order = (_URGENCY, case((M.id == M.story, 0), else_=1), desc(func.abs(M.score)), desc(M.at), desc(M.id))
    columns = (M[name] for name in ("id", "at", "severity", "status", "history", "score"))
    place = func.row_number().over(partition_by=(M.brand, M.story), order_by=order).label("place")
    chosen = select(*columns, _URGENCY.label("urgency"), WANTED.label("wanted"), OPEN.label("open"), place)
    return chosen.where(extent.holds(dialect), ABOUT_US, *wanted).subquery()


def _urgent_first(lead: FromClause) -> Sequence[ColumnElement[Any]]:
    return lead.c.urgency, desc(func.abs(lead.c.score)), desc(lead.c.at), desc(lead.c.id)


async def _alarming(connection: AsyncConnection, extent: Extent) -> list[_Found]:
    """The few that are named, each with the sums over all: the stories are ranked only once."""
    lead = _leading(extent, connection.dialect.name, _ALARMING)
    fresh = lead.c.status == Status.NEW.value
    waiting = and_(lead.c.wanted, lead.c.open)
    urgent = and_(waiting, lead.c.severity == Severity.P1.value)
    sums = (waiting, urgent, and_(urgent, fresh), and_(lead.c.history, fresh))
    longest = (case((waiting, 0), else_=1), lead.c.at, lead.c.id)
    wanted = (
        select(lead.c.id, func.count().over(), *(func.count(case((one, 1))).over() for one in sums))
        .add_columns(func.first_value(lead.c.id).over(order_by=longest))
        .where(lead.c.place == 1)
        .order_by(*_urgent_first(lead))
        .limit(LISTED)
    )
    return [_Found(*row) for row in await connection.execute(wanted)]


async def _top(connection: AsyncConnection, extent: Extent, label: Label) -> list[int]:
    lead = _leading(extent, connection.dialect.name, M.label == label.value)
    wanted = select(lead.c.id).where(lead.c.place == 1).order_by(*_urgent_first(lead)).limit(TOP)
    return list(await connection.scalars(wanted))


async def _newest(connection: AsyncConnection, extent: Extent) -> list[int]:
    wanted = select(M.id).where(extent.holds(connection.dialect.name), ABOUT_US).order_by(desc(M.at), desc(M.id))
    return list(await connection.scalars(wanted))


async def _backlog(connection: AsyncConnection, extent: Extent) -> tuple[int, list[int]]:
    """Stories of earlier weeks that were alerted and that nobody has done anything about, and the oldest of them."""
    other = MENTION.alias("other")
    same = and_(other.c.brand == M.brand, other.c.story == M.story, other.c.severity.is_not(None))
    done = exists().where(same, other.c.status.in_((Status.ANSWERED.value, Status.DISMISSED.value)))
    few = (M.brand + "").in_(extent.brands)  # else SQLite looks through all that was ever said of these
    waiting = and_(AT_WORK, M.at < extent.since, few, extent.visible(connection.dialect.name), ~done)
    first = func.row_number().over(partition_by=(M.brand, M.story), order_by=(M.at, M.id)).label("place")
    ours = select(M.id, M.at, first).where(waiting).subquery()
    longest = select(ours.c.id, func.count().over()).where(ours.c.place == 1).order_by(ours.c.at, ours.c.id).limit(1)
    row = (await connection.execute(longest)).first()
    return (row[1], [row[0]]) if row else (0, [])


async def _records(connection: AsyncConnection, numbers: set[int]) -> Mapping[int, Record]:
    found = await connection.execute(select(MENTION).where(M.id.in_(sorted(numbers))))
    return {row.id: rows.record(row) for row in found}


def _in_order(numbers: Sequence[int], whole: Mapping[int, Record]) -> tuple[Record, ...]:
    return tuple(whole[number] for number in numbers if number in whole)  # one may be forgotten meanwhile


def _stands_on(dialect: str, alike: Sequence[str]) -> ColumnElement[bool]:
    """Whether it also stands on one of these sources."""
    names = each(dialect, M.also)
    return exists(select(names).where(names.in_(listed(dialect, alike))).correlate(MENTION))
