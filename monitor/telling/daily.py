"""Tells the chat for trouble once a working day how it was: that nothing happened is news too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import structlog

from monitor.domain import Daily
from monitor.domain.targets import HELD
from monitor.live import Live
from monitor.store import Store
from monitor.team.workdays import Workdays
from monitor.vitals.standing import standing

log = structlog.get_logger(__name__)


class DailyLine:
    """Looks every minute. Each chat is owed a day once, whatever restarts in between; what passed is not made up."""

    def __init__(self, store: Store, live: Live, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._told: date | None = None

    async def look(self) -> None:
        """At the team's hour, or as soon after it that day as we run."""
        plan, now = self._live.plan, self._clock()
        today, workdays = now.astimezone(plan.zone).date(), Workdays.of(plan)
        hour = plan.health.daily
        if hour is None or self._told == today or not workdays.is_working_day(today):
            return
        since, due = (self._moment(day, hour) for day in (workdays.working_day_before(today), today))
        if now < due:
            return
        notice = await self._day(since, now)
        targets = [one for one in self._live.routes.operations() if one != HELD]
        if owed := await self._store.owe_all(targets, notice, now, f"quiet:{today.isoformat()}"):
            log.info("daily line owed", day=today.isoformat(), targets=owed)
        self._told = today

    async def _day(self, since: datetime, now: datetime) -> Daily:
        """After days off it tells of these too: it begins where the last one ended."""
        plan = self._live.plan
        found = await standing(self._store, plan, now)
        good, _ = await self._store.visits(since, now)
        mentions, negative = await self._store.said([brand.id for brand in plan.own], since, now)
        return Daily(
            since.isoformat(),
            sources=len(found.sources),
            visits=good,
            mentions=mentions,
            negative=negative,
            untaken=await self._store.untaken(),
            late=found.late,
            unread=tuple(source.id for source in found.troubled),
        )

    def _moment(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self._live.plan.zone).astimezone(UTC)
