"""Everything `status` tells, gathered from the database and the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.config.plan import Plan
from monitor.digest.due import fell_due, waits
from monitor.domain import Standing
from monitor.domain.standing import LATE
from monitor.store import Store
from monitor.team.pacing import gate

WEEK = timedelta(days=7)


async def standing(store: Store, plan: Plan, now: datetime) -> Standing:
    """How the product is doing at this moment."""
    found = await store.standing(plan.sources, now, lambda at: gate(plan, at), mails=plan.digest.email)
    return replace(
        found,
        room=await store.room(),
        lost=found.pulse.lost(now),
        backup=await store.last_backup(),
        untold=await store.untold(now - WEEK),
        missed=await _missed(store, plan, now),
    )


async def _missed(store: Store, plan: Plan, now: datetime) -> str | None:
    """The week whose digest nobody was owed in time, where `run` watched in that week; `crawl` alone owes none."""
    *_, due = fell_due(plan, now)
    done, beat = await store.week_owed(), (await store.pulse()).beat
    if now - due.at < LATE or waits(plan, due, now) or (done is not None and done >= due.week):
        return None
    if beat is None or beat < due.at - WEEK:
        return None
    first = await store.first_read()
    return due.week if first is not None and first < due.at else None
