"""Many sources that break at once, or work again, are told in one message: a line that is cut breaks all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Health, Notice, SourceBroken, SourceRecovered, SourcesBroken, SourcesRecovered
from monitor.store import alerts, batches, rows
from monitor.store.due import TRIED, due, paced
from monitor.store.tables import OUTBOX
from monitor.team.pacing import Gate

SINGLE = (SourceBroken.__name__, SourceRecovered.__name__)  # kinds of news about one source
_FEW = 3  # that wait for one chat and still stand alone
_MOST = 20  # of one message, in which each stands with its cause

Together = Sequence[Row[Any]]  # notices of one kind that one message is to tell, the oldest first


async def waiting(connection: AsyncConnection, target: str, now: datetime, gate: Gate) -> list[Together]:
    """What may go out now and is too much to be said one by one; what was tried keeps its place and its words."""
    ours = OUTBOX.c.target == target, due(now), ~TRIED
    ordered = paced(select(OUTBOX), gate).where(*ours).order_by(OUTBOX.c.order_at, OUTBOX.c.id)
    found: list[Together] = []
    for kind in SINGLE:
        told = await connection.execute(ordered.where(OUTBOX.c.kind == kind))
        notices = [row for row in told if not _stands_alone(rows.notice(kind, row.notice))]
        found += [part for part in _parts(notices) if len(part) > 1] if len(notices) > _FEW else []
    return found


async def gather(connection: AsyncConnection, target: str, now: datetime, gate: Gate) -> int:
    """Owes one message in place of several; answers how many it tells."""
    found = await waiting(connection, target, now, gate)
    for part in found:
        said = _together([rows.notice(row.kind, row.notice) for row in part])
        key = f"sources:{part[0].key}"
        if await alerts.owe_notice(connection, target, said, now, key, order_at=part[0].order_at):
            message = (await connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.key == key))).scalar_one()
            await batches.sum_up(connection, message, OUTBOX.c.id.in_([row.id for row in part]))
    return sum(map(len, found))


def _stands_alone(notice: Notice) -> bool:
    """What a site asks of a human being, or that it shows nothing any more, is no matter of the line."""
    return isinstance(notice, SourceBroken) and notice.health in {Health.BLOCKED, Health.EMPTY}


def _parts(notices: Together) -> Iterator[Together]:
    return (notices[start : start + _MOST] for start in range(0, len(notices), _MOST))


def _together(notices: Sequence[Notice]) -> Notice:
    broken = [one for one in notices if isinstance(one, SourceBroken)]
    if broken:
        return SourcesBroken(tuple(one.source for one in broken), tuple(one.error for one in broken))
    return SourcesRecovered(tuple(one.source for one in notices if isinstance(one, SourceRecovered)))
