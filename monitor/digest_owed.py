"""Owes the digest of a week: once to each target, whoever asks and however often."""

from __future__ import annotations

from datetime import datetime

from monitor.config.plan import Plan
from monitor.domain import DigestDue
from monitor.store import Store


async def owe_week(
    store: Store,
    plan: Plan,  # noqa: ARG001  # whether pictures and table stand inside or go beside it shows when it is sent
    target: str,
    week: str,
    now: datetime,
    *,
    key_suffix: str = "",
) -> bool:
    """False where it was owed before; a suffix names an occasion on which somebody wants it once more."""
    return await store.owe(target, DigestDue(week), now, f"digest:{week}:{target}{key_suffix}")
