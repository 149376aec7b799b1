"""What is remembered of a source between visits."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, Text, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Demand, Item, Link, SourceState, Validators
from monitor.store import first_pages, rows
from monitor.store.connection.sql import GOES_ALONG, add, as_json, each, insert, listed, portions, put
from monitor.store.tables import COUNTER, LINK, RESULT, SEARCH_DEMAND, SOURCE, VALIDATOR, WAITING
from monitor.store.values import Visit

_PORTION = 200  # rows that are made into values without a pause: some milliseconds


async def note(connection: AsyncConnection, visits: Sequence[Visit]) -> None:
    """How their sources are doing, what makes the next requests conditional, and that the visits took place."""
    done = [(visit, visit.state) for visit in visits if visit.state is not None]
    if not done:
        return
    await connection.execute(_counting(connection.dialect.name), [_counted(visit) for visit, _ in done])
    await put(connection, SOURCE, [_state(visit, after) for visit, after in done])
    conditions = [_condition(visit, key, known) for visit, _ in done for key, known in visit.validators.items()]
    await put(connection, VALIDATOR, conditions)
    for part in portions(_link(visit, key, link) for visit, _ in done for key, link in visit.links.items()):
        await put(connection, LINK, part)
    for visit, _ in done:
        await first_pages.repeat(connection, visit.source, visit.stands, visit.at)
    await add(connection, RESULT, [_result(visit, item) for visit, _ in done for item in visit.results])
    await add(connection, SEARCH_DEMAND, [_demand(visit, one) for visit, _ in done for one in visit.demand])


async def took_place(connection: AsyncConnection, visit: Visit) -> bool:
    """Whether it was kept before: the answer to that may have got lost."""
    noted = select(SOURCE.c.id).where(SOURCE.c.id == visit.source, SOURCE.c.visited == visit.at)
    return (await connection.execute(noted)).first() is not None


async def states(connection: AsyncConnection) -> dict[str, SourceState]:
    """Every source that was ever visited; in portions, for thousands of them would keep everybody waiting."""
    known: dict[str, SourceState] = {}
    for part in (await connection.execute(select(SOURCE))).partitions(_PORTION):
        known.update((row.id, rows.source_state(row)) for row in part)
        await asyncio.sleep(0)
    return known


async def some(connection: AsyncConnection, sources: Sequence[str]) -> dict[str, SourceState]:
    """Of these; a fresh state of one that was never visited."""
    return {source: SourceState(source) for source in sources} | await stored(connection, sources)


async def stored(connection: AsyncConnection, sources: Collection[str]) -> dict[str, SourceState]:
    """Of these, those that were visited."""
    found = await connection.execute(_some(connection.dialect.name), {"names": as_json(sources)})
    return {row.id: rows.source_state(row) for row in found.all()}


async def waiting(connection: AsyncConnection, source: str) -> dict[str, Link]:
    """By what tells their requests apart."""
    found = await connection.execute(select(LINK).where(LINK.c.source == source, WAITING))
    return {row.key: rows.link(row) for row in found}


async def links(connection: AsyncConnection, source: str, keys: Iterable[str]) -> dict[str, Link]:
    """By what tells their requests apart."""
    stored: dict[str, Link] = {}
    for part in portions(keys):
        found = await connection.execute(select(LINK).where(LINK.c.source == source, LINK.c.key.in_(part)))
        stored |= {row.key: rows.link(row) for row in found}
    return stored


async def counted(
    connection: AsyncConnection, since: datetime, until: datetime, hidden: Collection[str] = ()
) -> tuple[int, int]:
    """Good and due visits of all sources but these."""
    sums = select(func.coalesce(func.sum(COUNTER.c.good), 0), func.coalesce(func.sum(COUNTER.c.due), 0))
    counted_here = sums.where(COUNTER.c.hour >= since, COUNTER.c.hour < until)
    if hidden:
        counted_here = counted_here.where(COUNTER.c.source.not_in(listed(connection.dialect.name, hidden)))
    row = (await connection.execute(counted_here)).one()
    return int(row[0]), int(row[1])


_STATE = (
    "first_success",
    "last_success",
    "failures",
    "error",
    "next_visit",
    "config",
    "reported",
    "matched",
)


@lru_cache
def _some(dialect: str) -> Executable:
    return select(SOURCE).where(SOURCE.c.id.in_(select(each(dialect, bindparam("names", type_=Text())))))


@lru_cache
def _counting(dialect: str) -> Executable:
    """Unless it was counted: a visit that is kept twice took place once."""
    names = ("source", "hour", "good", "due")
    bound = [bindparam(name if name != "source" else "its", type_=COUNTER.c[name].type) for name in names]
    noted = exists().where(SOURCE.c.id == bindparam("its"), SOURCE.c.visited >= bindparam("at"))
    statement = insert(dialect, COUNTER).from_select(names, select(*bound).where(~noted))
    added = {name: COUNTER.c[name] + statement.excluded[name] for name in ("good", "due")}
    counting = statement.on_conflict_do_update(index_elements=["source", "hour"], set_=added)
    return counting.execution_options(**GOES_ALONG)


def _counted(visit: Visit) -> dict[str, Any]:
    hour = visit.at.replace(minute=0, second=0, microsecond=0)
    return {"its": visit.source, "hour": hour, "good": visit.good, "due": visit.due, "at": visit.at}


def _state(visit: Visit, after: SourceState) -> dict[str, Any]:
    state = {name: getattr(after, name) for name in _STATE}
    words = {"state": str(after.state), "health": str(after.health), "counts": list(after.counts)}
    return state | words | {"id": visit.source, "visited": visit.at}


def _condition(visit: Visit, key: str, known: Validators) -> dict[str, Any]:
    told = {"etag": known.etag, "modified": known.modified, "digest": known.digest}
    return {"source": visit.source, "key": key} | told


def _link(visit: Visit, key: str, link: Link) -> dict[str, Any]:
    """The address stays while it is wanted."""
    kept = asdict(link) | ({"url": ""} if link.read else {})
    return {"source": visit.source, "key": key, "found": visit.at} | kept


def _result(visit: Visit, item: Item) -> dict[str, Any]:
    place = {"source": visit.source, "query": item.query, "at": visit.at, "position": item.position}
    return place | {"url": item.url, "title": item.title, "snippet": item.text, "updated": item.published}


def _demand(visit: Visit, one: Demand) -> dict[str, Any]:
    return {"source": visit.source, "query": one.query, "at": visit.at, "times": one.count}
