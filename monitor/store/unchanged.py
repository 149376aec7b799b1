"""Many sources at once: what their visits begin with, and what follows where everything was found as it was."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Executable, Text, bindparam, exists, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Pause, SourceState, Validators, VisitStatus
from monitor.store import rows
from monitor.store.connection.sql import as_json, each, fields, insert, moment, moment_in, pairs
from monitor.store.tables import COUNTER, LINK, PAUSE, SOURCE, VALIDATOR, WAITING
from monitor.store.values import Remembered, Unchanged

_STATE = tuple(column for column in SOURCE.c if column.name != "visited")
_CONDITIONS = tuple(VALIDATOR.c[name] for name in ("key", "etag", "modified", "digest"))


async def remembered(connection: AsyncConnection, sources: Collection[str]) -> dict[str, Remembered]:
    """One question, however many sources there are."""
    asked = await connection.execute(_asking(connection.dialect.name), {"names": json.dumps(list(sources))})
    known: dict[str, Remembered] = {}
    for row in asked.all():
        one = known.get(row.name)
        if one is None:
            state = rows.source_state(row) if row.id is not None else SourceState(row.name)
            paused = Pause(row.name, row.who, row.at) if row.who is not None else None
            one = known[row.name] = Remembered(state, {}, waits=bool(row.waits), paused=paused)
        if row.key is not None:
            one.validators[row.key] = Validators(row.etag, row.modified, row.digest)
    return known


async def note(connection: AsyncConnection, visits: Sequence[Unchanged]) -> None:
    """That they took place; a source that another process found in trouble meanwhile, or saw later, stays as it is."""
    hours: dict[datetime, list[Unchanged]] = {}
    for visit in visits:
        hours.setdefault(visit.at.replace(minute=0, second=0, microsecond=0), []).append(visit)
    for hour, those in hours.items():
        names = json.dumps([visit.source for visit in those])
        counted = {"names": names, "hour": hour, "first": min(visit.at for visit in those)}
        await connection.execute(_counting(connection.dialect.name), counted)
    dialect = connection.dialect.name
    noted = {one.source: [moment(one.at), one.health.value, moment(one.next_visit)] for one in visits}
    await connection.execute(_noting(dialect), {"visits": as_json(noted)})


@lru_cache
def _asking(dialect: str) -> Executable:
    """A row for each source, and one more for each further address of it."""
    named = select(each(dialect, bindparam("names", type_=Text())).label("name")).distinct().subquery()
    waits = exists().where(LINK.c.source == named.c.name, WAITING).label("waits")
    everything = named.outerjoin(SOURCE, SOURCE.c.id == named.c.name)
    everything = everything.outerjoin(PAUSE, PAUSE.c.source == named.c.name)
    everything = everything.outerjoin(VALIDATOR, VALIDATOR.c.source == named.c.name)
    return select(named.c.name, *_STATE, PAUSE.c.who, PAUSE.c.at, *_CONDITIONS, waits).select_from(everything)


@lru_cache
def _counting(dialect: str) -> Executable:
    """A good visit more of each of these sources, unless it was counted: none of them was visited since the first."""
    hour, first = bindparam("hour", type_=COUNTER.c.hour.type), bindparam("first", type_=SOURCE.c.visited.type)
    these = SOURCE.c.id.in_(select(each(dialect, bindparam("names", type_=Text()))))
    visits = select(SOURCE.c.id, hour, literal(1), literal(1)).where(these, SOURCE.c.visited < first)
    statement = insert(dialect, COUNTER).from_select(("source", "hour", "good", "due"), visits)
    added = {name: COUNTER.c[name] + statement.excluded[name] for name in ("good", "due")}
    return statement.on_conflict_do_update(index_elements=["source", "hour"], set_=added)


@lru_cache
def _noting(dialect: str) -> Executable:
    """The rest of what is kept of a source is as it was."""
    name, told = pairs(dialect, bindparam("visits", type_=Text()))
    at, health, due = fields(dialect, told, 3)
    seen, due = moment_in(dialect, at), moment_in(dialect, due)
    calm = SOURCE.c.failures == 0, SOURCE.c.reported.is_(False)
    noting = update(SOURCE).where(SOURCE.c.id == name, SOURCE.c.visited <= seen, *calm)
    changed = {"visited": seen, "last_success": seen, "health": health, "next_visit": due}
    return noting.values(state=VisitStatus.UNCHANGED.value, **changed)
