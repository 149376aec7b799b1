"""Owes a week: its digest once to each target, whoever asks and however often, and the questions to the team."""

from __future__ import annotations

from datetime import datetime

from monitor.config.plan import Plan
from monitor.domain import DigestDue
from monitor.store import Store
from monitor.team.routes import Scope
from monitor.weekly.questions import owe_questions


async def owe_week(
    store: Store, plan: Plan, target: str, week: str, now: datetime, *, scope: Scope, key_suffix: str = ""
) -> bool:
    """False where the digest was owed before; a suffix names an occasion on which somebody wants it once more.

    `scope` is what the target may see; what it was asked once it is not asked again.
    """
    owed = await store.owe(target, DigestDue(week), now, f"digest:{week}:{target}{key_suffix}")
    await owe_questions(store, plan, target, week, now, scope=scope)
    return owed
