"""What is remembered of a source between visits."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Item, Link, SourceState
from monitor.store import first_pages, rows
from monitor.store.sql import GOES_ALONG, add, insert, listed, portions, put
from monitor.store.tables import COUNTER, LINK, RESULT, SOURCE, VALIDATOR, WAITING
from monitor.store.values import Visit

_ONE = select(SOURCE).where(SOURCE.c.id == bindparam("its"))
_PORTION = 200  # rows that are made into values without a pause: some milliseconds


async def note(connection: AsyncConnection, visit: Visit, after: SourceState) -> None:
    """How the source is doing, what makes its next requests conditional, and that the visit took place."""
    await _count(connection, visit)
    state = {name: getattr(after, name) for name in _STATE}
    words = {"state": str(after.state), "health": str(after.health), "counts": list(after.counts)}
    await put(connection, SOURCE, [state | words | {"id": visit.source, "visited": visit.at}])
    await put(
        connection,
        VALIDATOR,
        [
            {
                "source": visit.source,
                "key": key,
                "etag": known.etag,
                "modified": known.modified,
                "digest": known.digest,
            }
            for key, known in visit.validators.items()
        ],
    )
    for part in portions(visit.links.items()):
        await put(connection, LINK, [_link(visit, key, link) for key, link in part])
    await first_pages.repeat(connection, visit.source, visit.stands, visit.at)
    await add(connection, RESULT, [_result(visit, item) for item in visit.results])


async def states(connection: AsyncConnection) -> dict[str, SourceState]:
    """Every source that was ever visited; in portions, for thousands of them would keep everybody waiting."""
    known: dict[str, SourceState] = {}
    for part in (await connection.execute(select(SOURCE))).partitions(_PORTION):
        known.update((row.id, rows.source_state(row)) for row in part)
        await asyncio.sleep(0)
    return known


async def state(connection: AsyncConnection, source: str) -> SourceState:
    """One source; a fresh state where it was never visited."""
    row = (await connection.execute(_ONE, {"its": source})).first()
    return rows.source_state(row) if row else SourceState(source)


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


async def _count(connection: AsyncConnection, visit: Visit) -> None:
    """Unless it was counted: a visit that is kept twice took place once."""
    hour = visit.at.replace(minute=0, second=0, microsecond=0)
    counted = {"its": visit.source, "hour": hour, "good": visit.good, "due": visit.due, "at": visit.at}
    await connection.execute(_counting(connection.dialect.name), counted)


@lru_cache
def _counting(dialect: str) -> Executable:
    names = ("source", "hour", "good", "due")
    bound = [bindparam(name if name != "source" else "its", type_=COUNTER.c[name].type) for name in names]
    noted = exists().where(SOURCE.c.id == bindparam("its"), SOURCE.c.visited >= bindparam("at"))
    statement = insert(dialect, COUNTER).from_select(names, select(*bound).where(~noted))
    added = {name: COUNTER.c[name] + statement.excluded[name] for name in ("good", "due")}
    counting = statement.on_conflict_do_update(index_elements=["source", "hour"], set_=added)
    return counting.execution_options(**GOES_ALONG)


def _link(visit: Visit, key: str, link: Link) -> dict[str, Any]:
    """The address stays while it is wanted."""
    kept = asdict(link) | ({"url": ""} if link.read else {})
    return {"source": visit.source, "key": key, "found": visit.at} | kept


def _result(visit: Visit, item: Item) -> dict[str, Any]:
    place = {"source": visit.source, "query": item.query, "at": visit.at, "position": item.position}
    return place | {"url": item.url, "title": item.title, "snippet": item.text, "updated": item.published}
