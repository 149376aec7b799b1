"""The route of a visit, told once: from a source's address to what is owed to the team."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter

import structlog

from monitor import health
from monitor.domain import (
    ChangeKind,
    Handed,
    Health,
    Pause,
    Report,
    SourceState,
    VisitStatus,
)
from monitor.errors import ForbiddenError, MonitorError, StoreError
from monitor.fetch import Fetcher
from monitor.harvest import Harvest, Memory, gather
from monitor.identity import identify
from monitor.judging import Call, Foresight, Judged, judge, judge_handed
from monitor.lessons import Lessons
from monitor.reading import Reader
from monitor.render.dates import Calendar
from monitor.render.standing import since
from monitor.sources import AnySource
from monitor.sources.base import SourceBase
from monitor.store import Kept, Store, Visit
from monitor.summary import Found, Summary, found_before_us
from monitor.thinking import thought
from monitor.understanding import Understanding

PAUSED = timedelta(hours=1)  # until a paused source is looked at again, in case it was resumed by another process
AT_ONCE = 10  # visits under way: bodies in memory are bounded by this times http.max_bytes

log = structlog.get_logger(__name__)


class Pipeline:
    """fetch → read → match → compare → sentiment → triage → keep (mentions, stories and what is owed)."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        understanding: Understanding,
        clock: Callable[[], datetime],
        reader: Reader | None = None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._understanding = understanding
        self._clock = clock
        self._reader = reader or Reader()
        self._lessons = Lessons(store)
        self._room = asyncio.Semaphore(AT_ONCE)

    def adopt(self, understanding: Understanding) -> None:
        """From the next visit on the plan is this one; what the team taught us stays."""
        understanding.learn(self._lessons.known)
        self._understanding = understanding

    async def round(
        self, sources: Iterable[AnySource], told: Callable[[Report], None] = lambda _: None
    ) -> tuple[Report, ...]:
        """Visits all these sources; what was seen for the first time is summed up in one message."""

        summary = Summary(self._store, self._understanding.routes.everyone(), self._clock)
        pauses = await self._pauses()

        async def one(source: AnySource) -> Report:
            if source.id in pauses:
                told(report := self._paused(pauses[source.id]))
                return report
            async with self._room:
                report = await self._visit(source, summary)
            told(report)
            return report

        async with summary:
            return tuple(await asyncio.gather(*(one(source) for source in sources)))

    async def called(self, source: AnySource, summary: Summary) -> Report:
        """One visit of a round that somebody else has begun."""
        pauses = await self._pauses()
        if source.id in pauses:
            return self._paused(pauses[source.id])
        async with self._room:
            return await self._visit(source, summary)

    async def take(self, handed: Sequence[Handed], source: SourceBase, *, history: bool) -> Kept:
        """What people bring goes the same way without a visit, in one transaction; history is quiet."""
        now, routes, places = self._clock(), self._understanding.routes, self._understanding.places
        _, dropped = await thought(places.sift, [one.found.item for one in handed])
        allowed = [one for one in handed if not places.in_item(one.found.item)] if dropped else handed
        changes = await self._store.compare(source.id, [one.found for one in allowed])
        await self._lessons.teach(self._understanding, changes, now)
        judged = await thought(judge_handed, self._understanding, changes, allowed, source, now, history=history)
        own = () if history else self._understanding.plan.own
        targets = {brand.id: routes.alerts(brand.id, source.audience) for brand in own}
        brought = Visit(
            source=source.id,
            at=now,
            changes=judged,
            targets=targets,
            history=history,
            state=None,
            growth=self._understanding.growth,
            dropped=identify(dropped),
            press=self._understanding.press,
            takes={brand.id: routes.takes(brand.id, source.audience) for brand in own},
            voices=self._understanding.voices,
        )
        return replace(await self._store.keep(brought), forbidden=len(handed) - len(allowed))

    async def _pauses(self) -> dict[str, Pause]:
        try:
            return await self._store.pauses()
        except StoreError:  # each visit says so itself
            return {}

    def _paused(self, pause: Pause) -> Report:
        """No visit: nothing of it is kept or counted, and whoever resumes the source makes it due."""
        texts, now = self._understanding.texts, self._clock()
        said = since(pause, Calendar(texts, self._understanding.plan.zone, now))
        error = texts("pause.skipped", source=pause.source, since=said)
        return Report(pause.source, VisitStatus.SKIPPED, error=error, next_visit=now + PAUSED)

    async def _visit(self, source: AnySource, summary: Summary) -> Report:
        """One failure is a value: it never ends the round."""
        started = perf_counter()
        try:
            report = await self._route(source, summary)
        except StoreError as error:
            report = Report(source.id, VisitStatus.FAILED, error=self._understanding.texts.error(error))
        except Exception as error:  # the one boundary: whatever a page breaks, the other sources go on
            log.exception("visit broke", source=source.id)
            report = await self._broken(source, _surprise(source, error))
        report = replace(report, seconds=round(perf_counter() - started, 3))
        log.info("visited", **_fields(report))
        return report

    async def _route(self, source: AnySource, summary: Summary) -> Report:
        if self._understanding.forbids(source):
            return await self._broken(source, ForbiddenError("fetch.forbidden_address", skipped=True, source=source.id))
        call = await self._call(source)
        harvest = await gather(
            source,
            self._fetcher,
            names=self._understanding.names(source),
            now=call.now,
            zone=self._understanding.plan.zone,
            memory=await self._memory(call),
            judge=Foresight(self._understanding, source, call.now),
            reader=self._reader,
            places=self._understanding.places,
        )
        found = await thought(identify, harvest.items)
        changes = await self._store.compare(source.id, found)
        await self._lessons.teach(self._understanding, changes, call.now)
        judged = await thought(judge, self._understanding, changes, call, harvest.watched)
        after = self._after(call, harvest, matched=any(mentions for _, mentions in judged))
        before_us = self._before_us(call, after, harvest, judged)
        visit = self._visit_of(call, after, harvest, judged)
        if before_us is not None:
            visit = replace(visit, before_us=summary.share(before_us))
        return _report(harvest, after, await self._store.keep(visit))

    async def _memory(self, call: Call) -> Memory:
        source, again = call.source, call.rewritten or call.renamed
        before = await self._store.validators(source.id)
        waiting = await self._store.waiting(source.id) if source.reads_lists else {}
        return Memory(
            {} if again else before,
            before,
            waiting,
            lambda keys: self._store.links(source.id, keys),
            first=call.state.first_success is None,
            again=again,
        )

    async def _call(self, source: AnySource) -> Call:
        state = await self._store.source(source.id)
        page, brands = self._understanding.fingerprints(source)
        old_page, _, old_brands = state.config.partition(":")
        seen = bool(state.config)
        return Call(source, state, self._clock(), seen and page != old_page, seen and brands != old_brands)

    def _after(self, call: Call, harvest: Harvest, *, matched: bool = False) -> SourceState:
        error, texts = harvest.error, self._understanding.texts
        said = texts.error(error) if error else ""
        if error and not harvest.read and not harvest.unchanged:
            broken_after = self._understanding.plan.alerts.source_broken_after
            return health.failed(call.state, call.source, call.now, error=error, said=said, broken_after=broken_after)
        config = ":".join(self._understanding.fingerprints(call.source))
        changed, more = harvest.read > 0, bool(harvest.items)
        shown = health.Shown(harvest.shown, changed=changed, more=more, matched=matched, config=config)
        after = health.worked(call.state, call.source, call.now, shown, complaint=error, said=said)
        if after.health is not Health.EMPTY:
            return after
        return replace(after, error=texts("health.emptied", usual=health.usual(call.state.counts)))

    def _before_us(self, call: Call, after: SourceState, harvest: Harvest, judged: Sequence[Judged]) -> Found | None:
        """All of a first visit, and what is read later of the lists that it named."""
        first = call.state.first_success is None and after.first_success is not None
        told = [pair for pair in judged if first or pair[0].found.item in harvest.late]
        mentions = [mention for change, some in told if change.kind is ChangeKind.NEW for mention in some]
        if not mentions:
            return None
        voices, shown = self._understanding.voices, [change.found.item for change, _ in judged]
        return found_before_us(call.source.id, shown, mentions, voices, call.now)

    async def _broken(self, source: AnySource, error: MonitorError) -> Report:
        """A visit that ended in the middle: nothing of it is kept but the failure."""
        call, harvest = await self._call(source), Harvest(error=error)
        after = self._after(call, harvest)
        kept = await self._store.keep(self._visit_of(call, after, harvest, ()))
        return _report(harvest, after, kept)

    def _visit_of(self, call: Call, after: SourceState, harvest: Harvest, judged: Sequence[Judged]) -> Visit:
        plan, routes = self._understanding.plan, self._understanding.routes
        news = health.news(call.state, after)
        return Visit(
            source=call.source.id,
            at=call.now,
            changes=judged,
            targets={brand.id: routes.alerts(brand.id, call.source.audience) for brand in plan.brands},
            history=call.state.first_success is None,
            state=after,
            validators=harvest.validators,
            links=harvest.links,
            results=tuple(item for item in harvest.items if item.position is not None),
            stands=harvest.stands,
            span=harvest.span if call.source.shows_all else None,
            notices=tuple((target, news) for target in routes.operations()) if news else (),
            growth=self._understanding.growth,
            due=1,
            good=int(not after.unread),
            press=self._understanding.press,
            voices=self._understanding.voices,
            dropped=identify(harvest.dropped),
            sifted=harvest.sifted,
            takes={brand.id: routes.takes(brand.id, call.source.audience) for brand in plan.brands},
        )


def _surprise(source: AnySource, error: Exception) -> MonitorError:
    return MonitorError("unexpected", source=source.id, kind=type(error).__name__)


def _report(harvest: Harvest, after: SourceState, kept: Kept) -> Report:
    return Report(
        source=after.id,
        status=VisitStatus(after.state),
        items=len(harvest.items) + harvest.passed,
        new=kept.new,
        mentions=kept.mentions,
        negative=kept.negative,
        error=after.error,
        http_status=harvest.status,
        next_visit=after.next_visit,
    )


def _fields(report: Report) -> dict[str, object]:
    return {
        "source": report.source,
        "status": report.status.value,
        "items": report.items,
        "new": report.new,
        "mentions": report.mentions,
        "error": report.error,
        "seconds": report.seconds,
    }
