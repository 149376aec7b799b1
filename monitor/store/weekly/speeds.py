"""How long something took: half of it, and nine of ten, at most so long."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.digest import Speed, speed_of
from monitor.store.conditions import ABOUT_US
from monitor.store.weekly.extent import ANSWERED, NEGATIVE, WANTED, Extent, M, held

_ANSWERED = and_(ABOUT_US, NEGATIVE, WANTED, ANSWERED, M.answered.is_not(None))


class Pace(Enum):
    """From when to when is measured."""

    ANSWER = "answer"  # from the date a mention counts by
    SINCE_PUBLISHED = "since_published"  # the answer too
    DETECTION = "detection"  # from the publication to our finding it


async def speed(connection: AsyncConnection, extent: Extent, pace: Pace) -> Speed | None:
    """Of all these brands together."""
    return (await _speeds(connection, extent, pace, "")).get("")


async def speeds(connection: AsyncConnection, extent: Extent, pace: Pace) -> dict[str, Speed]:
    """Brand by brand."""
    return await _speeds(connection, extent, pace, M.brand.name)


async def by_source(connection: AsyncConnection, extent: Extent, pace: Pace) -> dict[str, Speed]:
    """Source by source, of all these brands together."""
    return await _speeds(connection, extent, pace, M.source.name)


async def _speeds(connection: AsyncConnection, extent: Extent, pace: Pace, by: str) -> dict[str, Speed]:
    wanted = _deciding(connection.dialect.name, pace, by, hides=bool(extent.hidden))
    found: dict[str, dict[int, tuple[datetime, datetime]]] = {}
    counts: dict[str, int] = {}
    for row in await connection.execute(wanted, extent.given):
        whose = row.whose if by else ""
        found.setdefault(whose, {})[row.place] = row.begin, row.end
        counts[whose] = row.last + 1
    return {whose: speed_of(found[whose], count) for whose, count in counts.items()}


@lru_cache
def _deciding(dialect: str, pace: Pace, by: str, *, hides: bool) -> Select[Any]:
    """Only the few that decide leave the database: ranked there, and measured here to the microsecond."""
    group = (M[by],) if by else ()
    begin, end, measured = _measured(pace)
    took = _minutes(dialect, begin, end)
    order = func.row_number().over(partition_by=group or None, order_by=took) - 1
    last = func.count().over(partition_by=group or None) - 1
    ranked = (
        select(*(column.label("whose") for column in group))
        .add_columns(begin.label("begin"), end.label("end"), order.label("place"), last.label("last"))
        .where(held(dialect, hides=hides), ABOUT_US, measured)
        .subquery()
    )
    place, highest = ranked.c.place, ranked.c.last
    deciding = or_(
        place.in_((highest // 2, (highest + 1) // 2)),
        place.in_((9 * highest // 10, 9 * highest // 10 + 1)),
    )
    return select(ranked).where(deciding)


def _measured(pace: Pace) -> tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[bool]]:
    """What was there before us, or claims to be of the future, does not say how soon we find things."""
    match pace:
        case Pace.ANSWER:
            return M.at, M.answered, _ANSWERED
        case Pace.SINCE_PUBLISHED:
            return M.published, M.answered, and_(_ANSWERED, M.published.is_not(None))
        case Pace.DETECTION:
            return M.published, M.at, and_(~M.history, M.dated, M.published < M.at)


def _minutes(dialect: str, begin: ColumnElement[Any], end: ColumnElement[Any]) -> ColumnElement[Any]:
    """Something that grows with the time between them."""
    if dialect == "sqlite":
        return func.julianday(end) - func.julianday(begin)
    return end - begin
