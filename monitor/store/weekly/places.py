"""What a week was on each source: its ratings, its complaints, and the alerts it raised in vain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from math import fsum
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.digest import PlaceRatings, Raised
from monitor.domain import Status
from monitor.store.conditions import ABOUT_US, OPEN
from monitor.store.weekly.extent import NEGATIVE, WANTED, Extent, M, held


async def ratings(connection: AsyncConnection, extent: Extent) -> tuple[PlaceRatings, ...]:
    """What was rated of each brand on each source.

    Added up and put in order here: databases add fractions in any order, and each sorts names in its own way.
    """
    rated = _by_rating(connection.dialect.name, hides=bool(extent.hidden))
    found = sorted(map(_Rated._make, await connection.execute(rated, extent.given)))
    return tuple(_ratings(list(rows)) for _, rows in groupby(found, key=attrgetter("brand", "source")))


@lru_cache
def _by_rating(dialect: str, *, hides: bool) -> Select[Any]:
    unanswered = func.count().filter(and_(NEGATIVE, WANTED, OPEN))
    wanted = select(M.brand, M.source, M.rating, func.count(), unanswered)
    rated = wanted.where(held(dialect, hides=hides), ABOUT_US, M.rating.is_not(None))
    return rated.group_by(M.brand, M.source, M.rating)


class _Rated(NamedTuple):
    brand: str
    source: str
    rating: float
    number: int
    unanswered: int


def _ratings(rows: Sequence[_Rated]) -> PlaceRatings:
    total = fsum(row.rating * row.number for row in rows)
    count, unanswered = sum(row.number for row in rows), sum(row.unanswered for row in rows)
    return PlaceRatings(rows[0].brand, rows[0].source, total, count, unanswered)


async def complaints(connection: AsyncConnection, extent: Extent) -> Counter[str]:
    """A mention counts once for each thing it complains about; most complain about the same few."""
    wanted = select(M.reasons, func.count()).where(
        extent.holds(connection.dialect.name), ABOUT_US, NEGATIVE, M.reasons != []
    )
    counted: Counter[str] = Counter()
    for reasons, number in await connection.execute(wanted.group_by(M.reasons)):
        counted.update(dict.fromkeys(reasons, number))
    return counted


async def alerted(connection: AsyncConnection, extent: Extent) -> tuple[Raised, ...]:
    """How many alerts each source raised, and how many of them the team put away."""
    dismissed = func.count().filter(M.status == Status.DISMISSED.value)
    wanted = select(M.source, func.count(), dismissed).where(
        extent.holds(connection.dialect.name), M.severity.is_not(None)
    )
    return tuple(Raised(*row) for row in await connection.execute(wanted.group_by(M.source)))
