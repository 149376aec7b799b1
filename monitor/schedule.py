"""Which job runs when: due sources, the weekly digest, a changed file."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from functools import wraps
from typing import Any, Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.base import BaseTrigger

from monitor.config.plan import Plan
from monitor.digest.due import Due, fell_due, waits
from monitor.domain import Report, SourceState
from monitor.errors import StoreError
from monitor.live import Live
from monitor.process.awaiting import ended, first_of
from monitor.rounds.due_queue import DueQueue
from monitor.rounds.turns import in_turns
from monitor.sources import AnySource
from monitor.store import Store
from monitor.weekly.owed import owe_week

TICK, DIGEST, RELOAD, HANDS = 1, 20, 5, 30  # seconds
GRACE = timedelta(seconds=4)  # of the ten that a stop may take

Job = Callable[[], Coroutine[Any, Any, None]]

log = structlog.get_logger(__name__)


def _ours(job: Job, under_way: set[asyncio.Task[None]]) -> Job:
    """A job as a task of ours, so that a stop lets it finish; the scheduler's own it would break off and complain."""

    async def turn() -> None:
        with suppress(StoreError):  # a database in trouble says so itself, once; the job has its turn again
            await job()

    @wraps(job)
    async def run() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.shield(_begun(turn(), under_way))

    return run


def _begun(work: Coroutine[Any, Any, None], under_way: set[asyncio.Task[None]]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    under_way.add(task)
    task.add_done_callback(under_way.discard)
    return task


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Every so many seconds. Its own trigger would list each second of the month that a clock was set forward by."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """What was missed is one turn; those after it are as far apart as ever, also where the hour changes."""
        if previous_fire_time is None:
            return now
        before = previous_fire_time.timestamp()
        missed = max(0, (now.timestamp() - before) // self._seconds)
        return datetime.fromtimestamp(before + (missed + 1) * self._seconds, now.tzinfo)


async def regularly(
    jobs: Sequence[tuple[Job, int]],
    stop: asyncio.Event,
    zone: tzinfo,
    *,
    under_way: set[asyncio.Task[None]],
    grace: timedelta = GRACE,
) -> None:
    """Each job every so many seconds until stopped, then waits a little for what is under way."""
    if stop.is_set():  # while we were starting; a scheduler that ends as it begins complains of every job
        return
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # it tells of each look that takes long
    scheduler = AsyncIOScheduler(timezone=zone)
    begun = datetime.now(zone).replace(microsecond=0)  # who looks each second looks with the others
    for job, seconds in jobs:
        scheduler.add_job(
            _ours(job, under_way),
            Every(seconds),
            next_run_time=begun,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    try:
        await _followed(scheduler, stop)
    finally:
        scheduler.shutdown(wait=False)
        await ended(under_way, grace)


def _now() -> datetime:
    return datetime.now(UTC)


async def _followed(
    scheduler: BaseScheduler, stop: asyncio.Event, clock: Callable[[], datetime] = _now, rest: float = HANDS
) -> None:
    """Until stopped. Where the clock is set back each job begins anew: else it waits until it is so late again."""
    while not stop.is_set():
        seen = clock()
        await first_of(stop, timeout=rest)
        if not stop.is_set() and (now := clock()) < seen:  # a job begun at a stop is broken off, and complains
            for job in scheduler.get_jobs():
                job.modify(next_run_time=now)


class Visits(Protocol):
    """Whoever visits what is due: a pipeline, or others that are called to it."""

    async def round(self, sources: Iterable[AnySource], told: Callable[[Report], None] = ...) -> tuple[Report, ...]:
        """Visits all these sources; each report is told at once."""


class Schedule:
    """APScheduler ticks; the visits are ours, so that a stop lets them finish."""

    def __init__(
        self,
        pipeline: Visits,
        store: Store,
        live: Live,
        clock: Callable[[], datetime],
        *,
        wake: Callable[[], None],
        visited: Callable[[Report], None] = lambda _: None,
    ) -> None:
        self._pipeline = pipeline
        self._store = store
        self._live = live
        self._clock = clock
        self._wake = wake
        self._visited = visited
        self._plan: Plan | None = None  # whose sources the queue knows
        self._due = DueQueue()
        self._under_way: set[str] = set()
        self._again: set[str] = set()  # of these the ones that changed meanwhile

    async def run(
        self,
        stop: asyncio.Event,
        reread: Job,
        more: Sequence[tuple[Job, int]] = (),
        *,
        grace: timedelta = GRACE,
    ) -> None:
        """Ticks until stopped, then waits a little for what is under way; `more` are jobs and their seconds."""
        await self._remember()
        under_way: set[asyncio.Task[None]] = set()

        async def tick() -> None:
            due = self._fallen_due() if self._store.trouble is None else []  # what is fetched now could not be kept
            if due:
                _begun(self._round(due), under_way)

        jobs = ((tick, TICK), (self.owe_digest, DIGEST), (reread, RELOAD), *more)
        await regularly(jobs, stop, self._live.plan.zone, under_way=under_way, grace=grace)

    def forget(self, sources: set[str]) -> None:
        """These sources are due at once: their entry, or the brands, have changed."""
        self._again |= sources & self._under_way
        for source in sources - self._under_way:
            self._due.at_once(source)

    async def owe_digest(self) -> None:
        """Each week once, at the team's time, or as soon after it as we run: then of the weeks missed the latest."""
        now, done = self._clock(), await self._store.week_owed()
        began = (await self._store.pulse()).started
        for due in fell_due(self._live.plan, now, since=began):
            if waits(self._live.plan, due, now):
                continue
            if (done is None or due.week > done) and await self._watched_before(due.at):
                await self._owe(due, now)

    async def _owe(self, due: Due, now: datetime) -> None:
        """Noted last: after a crash in between the rest is owed, and nobody twice."""
        for target in self._live.routes.digest():
            scope = self._live.routes.scope_of(target)
            if await owe_week(self._store, self._live.plan, target, due.week, now, scope=scope):
                log.info("digest owed", week=due.week, target=target)
        await self._store.note_week(due.week)
        self._wake()

    async def _watched_before(self, moment: datetime) -> bool:
        """A product that was set up after that Monday owes no digest for a week it did not see."""
        first = await self._store.first_read()
        return first is not None and first < moment

    async def _remember(self) -> None:
        """Whoever was visited at a time that is still to come is due at once: the clock was set back.

        So is what never worked, or was changed while we were not running; `every` may be shorter by now, too.
        """
        now, states = self._clock(), await self._store.sources()
        anew = await asyncio.to_thread(self._anew, states)
        for source in self._live.plan.enabled:
            state = states.get(source.id)
            if state is None or state.next_visit is None or (state.last_success or now) > now or source.id in anew:
                continue
            self._due.put(
                source.id, state.next_visit if state.failures else min(state.next_visit, now + source.interval)
            )

    def _anew(self, states: Mapping[str, SourceState]) -> set[str]:
        mind = self._live.understanding
        known = ((source, states[source.id]) for source in mind.plan.enabled if source.id in states)
        return {one.id for one, state in known if not state.first_success or mind.was_changed(one, state.config)}

    def _fallen_due(self) -> list[AnySource]:
        """Looks through all sources only where the file has changed."""
        plan = self._live.plan
        if plan is not self._plan:
            self._plan = plan
            self._due.expect(plan.enabled, self._under_way)
        due = (plan.source(name) for name in self._due.take(self._clock()))
        return in_turns(source for source in due if source is not None and source.enabled)

    async def _round(self, sources: list[AnySource]) -> None:
        left = {source.id for source in sources}  # what was told may be under way again, in another round
        self._under_way |= left

        def told(report: Report) -> None:
            left.discard(report.source)
            self._told(report)

        try:
            with suppress(StoreError):
                await self._pipeline.round(sources, told)
        finally:
            for source in left:  # nobody could tell how they are
                self._back(source, self._clock())
        self._wake()

    def _told(self, report: Report) -> None:
        """Alerts go out as soon as their source was read, not when the round is over."""
        self._back(report.source, report.next_visit or self._clock() + timedelta(minutes=1))
        self._visited(report)
        if report.new or report.mentions:
            self._wake()

    def _back(self, source: str, at: datetime) -> None:
        """Waits for its next visit; one that changed while it was read is read once more."""
        self._under_way.discard(source)
        if source in self._again:
            self._again.discard(source)
            self._due.at_once(source)
        else:
            self._due.put(source, at)
