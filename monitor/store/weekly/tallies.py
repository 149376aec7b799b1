"""What is counted of the mentions of a week, brand by brand, in one walk along the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.digest import Counts, Work, rose
from monitor.domain import Label, Reason, Why
from monitor.store.conditions import ABOUT_US, OPEN
from monitor.store.connection.sql import portions
from monitor.store.tables import EVENT
from monitor.store.weekly.extent import ANSWERED, NEGATIVE, WANTED, Extent, M, held

LOW_RATED = 0.25  # one or two stars of five
_RATED = text("event.kind = 'rating_changed'")  # written out: else SQLite does not take the index of these alone


@dataclass(frozen=True, slots=True)
class Tally:
    """How a brand's mentions were flagged, and what the team did about them."""

    work: Work = field(default_factory=Work)
    flagged: int = 0
    right: int = 0
    corrections: int = 0
    sifted: int = 0
    dismissed: Mapping[Reason, int] = field(default_factory=dict)
    low_rated: Mapping[Reason, int] = field(default_factory=dict)


async def counts(connection: AsyncConnection, extent: Extent) -> dict[str, Counts]:
    """Mentions of each tone."""
    wanted = _counts(connection.dialect.name, hides=bool(extent.hidden))
    return {brand: Counts(*numbers) for brand, *numbers in await connection.execute(wanted, extent.given)}


async def tallies(connection: AsyncConnection, extent: Extent, now: datetime) -> dict[str, Tally]:
    """The work on it, and how well it was flagged."""
    wanted = _tallies(connection.dialect.name, hides=bool(extent.hidden))
    found = await connection.execute(wanted, {**extent.given, "now": now})
    return {brand: _tally(numbers) for brand, *numbers in found}


async def by_source(connection: AsyncConnection, extent: Extent, now: datetime) -> dict[str, Work]:
    """The work on what each source brought, of all these brands together."""
    wanted = _by_source(connection.dialect.name, hides=bool(extent.hidden))
    found = await connection.execute(wanted, {**extent.given, "now": now})
    return {source: _work(numbers) for source, *numbers in found}


async def raised(connection: AsyncConnection, extent: Extent) -> dict[str, int]:
    """Ratings that rose in this time after our answer."""
    told: dict[int, list[str]] = {}
    wanted = select(EVENT.c.mention_id, EVENT.c.detail).where(
        _RATED, EVENT.c.at >= extent.since, EVENT.c.at < extent.until
    )
    for number, detail in await connection.execute(wanted.order_by(EVENT.c.id)):
        told.setdefault(number, []).append(detail)
    risen: Counter[str] = Counter()
    for part in portions(number for number, changes in told.items() if rose(changes)):
        ours = select(M.brand).where(M.id.in_(part), extent.shown(connection.dialect.name), ABOUT_US)
        risen.update(await connection.scalars(ours))
    return risen


@lru_cache
def _counts(dialect: str, *, hides: bool) -> Select[Any]:
    tones = (_count(M.label == label.value) for label in (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE))
    wanted = select(M.brand, func.count(), *tones).where(held(dialect, hides=hides), ABOUT_US)
    return wanted.group_by(M.brand)


@lru_cache
def _tallies(dialect: str, *, hides: bool) -> Select[Any]:
    figures = [*_worked(bindparam("now", type_=M.deadline.type)), *_flagged(), *_dismissed()]
    return select(M.brand, *map(_count, figures)).where(held(dialect, hides=hides)).group_by(M.brand)


@lru_cache
def _by_source(dialect: str, *, hides: bool) -> Select[Any]:
    figures = map(_count, _worked(bindparam("now", type_=M.deadline.type)))
    wanted = select(M.source, *figures).where(held(dialect, hides=hides), ABOUT_US, NEGATIVE, WANTED)
    return wanted.group_by(M.source)


def _worked(now: ColumnElement[datetime]) -> Sequence[ColumnElement[bool]]:
    """As `Work` says; what is dismissed needs no answer any more, and so is never late."""
    due = and_(ABOUT_US, NEGATIVE, WANTED)
    timed = and_(due, M.deadline.is_not(None), or_(ANSWERED, and_(OPEN, M.deadline <= now)))
    in_time = and_(due, ANSWERED, M.answered <= M.deadline)
    return due, and_(due, ANSWERED), timed, in_time, and_(due, M.settled.is_not(None))


def _flagged() -> Sequence[ColumnElement[bool]]:
    flagged = and_(ABOUT_US, M.flag.is_not(None))
    sifted = and_(flagged, M.why == Why.CORRECTION.value, ~M.corrected, M.severity.is_(None))
    return flagged, and_(flagged, ~M.corrected), and_(ABOUT_US, M.corrected), sifted


def _dismissed() -> Sequence[ColumnElement[bool]]:
    reasons = [M.reason == reason.value for reason in Reason]
    low = [and_(reason, M.rating <= LOW_RATED) for reason in reasons]
    return *reasons, *low


def _work(numbers: Sequence[int]) -> Work:
    due, answered, timed, in_time, settled = numbers
    return Work(due=due, answered=answered, timed=timed, in_time=in_time, settled=settled)


def _tally(numbers: Sequence[int]) -> Tally:
    worked, (flagged, right, corrections, sifted, *dismissed) = numbers[:5], numbers[5:]
    reasons = len(Reason)
    return Tally(
        _work(worked),
        flagged,
        right,
        corrections,
        sifted,
        dict(zip(Reason, dismissed[:reasons], strict=True)),
        dict(zip(Reason, dismissed[reasons:], strict=True)),
    )


def _count(wanted: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(wanted)
