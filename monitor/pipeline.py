"""The route of a visit, told once: from a source's address to what is owed to the team."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import perf_counter

import structlog

from monitor.domain import Change, ChangeKind, Handed, Health, Report, SourceState
from monitor.errors import ForbiddenError, MonitorError, StoreError, lost
from monitor.fetch import Fetcher
from monitor.harvest import Harvest, Memory, gather, kept_as_shown
from monitor.identity import identify
from monitor.lessons import Lessons
from monitor.process.offload import offload, offload_large
from monitor.reading.reader import Reader
from monitor.reading.seen import SeenEntries
from monitor.render.dates import Calendar
from monitor.rounds import Round, Visited, health, reports
from monitor.sources import AnySource
from monitor.sources.base import SourceBase
from monitor.store import Kept, Remembered, Store, Unchanged, Visit
from monitor.telling.summary import Found, Summary, found_before_us
from monitor.understanding import Understanding
from monitor.understanding.judging import Call, Foresight, Judged, further, judge, judge_handed, portions, unnamed

KEYED = 8  # an item's keys cost as much as comparing so many
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
        self._seen = SeenEntries()
        self._room = asyncio.Semaphore(AT_ONCE)

    def adopt(self, understanding: Understanding) -> None:
        """From the next visit on the plan is this one, to its end; what the team taught us stays."""
        understanding.learn(self._lessons.known)
        self._understanding = understanding
        self._seen.clear()

    async def round(
        self, sources: Iterable[AnySource], told: Callable[[Report], None] = lambda _: None
    ) -> tuple[Report, ...]:
        """Visits all these sources; what was seen for the first time is summed up in one message."""
        async with Summary(self._store, self._understanding.routes.everyone(), self._clock) as summary:
            visit = partial(self._visit, summary=summary)
            return await Round(self._store, sources, visit, told, said=self._said).run(AT_ONCE)

    async def visit(self, source: AnySource) -> Report:
        """One source alone: a round of its own."""
        (report,) = await self.round([source])
        return report

    async def called(self, source: AnySource, summary: Summary) -> Report:
        """One visit of a round that somebody else has begun."""
        visit = partial(self._visit, summary=summary)
        (report,) = await Round(self._store, [source], visit, lambda _: None, said=self._said).run(1)
        return report

    async def take(self, handed: Sequence[Handed], source: SourceBase, *, history: bool) -> Kept:
        """What people bring goes the same way without a visit, in one transaction; history is quiet."""
        now, routes, places = self._clock(), self._understanding.routes, self._understanding.places
        _, dropped = await offload(places.sift, [one.found.item for one in handed])
        allowed = [one for one in handed if not places.in_item(one.found.item)] if dropped else handed
        changes = await self._store.compare(source.id, [one.found for one in allowed])
        await self._lessons.teach(self._understanding, await self._store.lessons_mark(), now)
        judged = await offload(judge_handed, self._understanding, changes, allowed, source, now, history=history)
        own = () if history else self._understanding.plan.own
        brought = Visit(
            source=source.id,
            at=now,
            changes=judged,
            targets={brand.id: routes.alerts(brand.id, source.audience) for brand in own},
            history=history,
            state=None,
            growth=self._understanding.growth,
            dropped=identify(dropped),
            press=self._understanding.press,
            takes={brand.id: routes.takes(brand.id, source.audience) for brand in own},
            left=routes.left,
            voices=self._understanding.voices,
        )
        kept = await self._store.keep(brought)
        return replace(
            kept, forbidden=len(handed) - len(allowed), further=further(judged, allowed), unnamed=unnamed(judged)
        )

    def _said(self, error: MonitorError) -> str:
        return self._understanding.texts.error(error)

    async def _visit(self, source: AnySource, known: Remembered, summary: Summary) -> Visited:
        """One failure is a value: it never ends the round."""
        if known.paused is not None:
            mind = self._understanding
            return Visited(reports.paused(known.paused, Calendar(mind.texts, mind.plan.zone, self._clock())))
        async with self._room:
            started = perf_counter()
            try:
                return await self._guarded(source, known, summary, started)
            except StoreError as error:
                return Visited(reports.unwritten(source.id, self._said(error), started))

    async def _guarded(self, source: AnySource, known: Remembered, summary: Summary, started: float) -> Visited:
        try:
            with self._store.visiting():
                return await self._route(source, known, summary, started)
        except StoreError:
            raise
        except Exception:  # the one boundary: whatever a page breaks, the other sources go on
            log.exception("visit broke", source=source.id)
            return Visited(await self._broken(source, MonitorError("unexpected", source=source.id), started))

    async def _route(self, source: AnySource, known: Remembered, summary: Summary, started: float) -> Visited:
        mind = self._understanding  # to the end: what was asked for by one plan is not judged by another
        if mind.forbids(source):
            error = ForbiddenError("fetch.forbidden_address", skipped=True, source=source.id)
            return Visited(await self._broken(source, error, started))
        call = self._call(source, known.state, mind)
        harvest = await gather(
            source,
            self._fetcher,
            names=mind.names(source),
            now=call.now,
            zone=mind.plan.zone,
            memory=await self._memory(call, known, mind),
            judge=Foresight(mind, source),
            reader=self._reader,
            places=mind.places,
        )
        if (stands := self._stands(call, harvest)) is not None:
            return Visited(reports.nothing_new(harvest, stands, started), stands)
        found = await offload_large(KEYED * len(harvest.items), identify, harvest.items, harvest.beside)
        met = await self._store.met(source.id, found)
        call, changes = replace(call, state=met.state), met.changes
        if met.lessons:
            await self._lessons.teach(mind, met.lessons, call.now)
        judged = [one for some in portions(changes) for one in await offload(judge, mind, some, call, harvest.watched)]
        fresh = any(change.kind is not ChangeKind.KNOWN for change in changes)
        after = self._after(call, harvest, mind, matched=any(mentions for _, mentions in judged), fresh=fresh)
        before_us = await offload_large(len(judged), self._before_us, call, after, harvest, judged, summary.targets)
        visit = self._visit_of(call, after, harvest, judged, mind)
        if before_us:
            visit = replace(visit, before_us=summary.share(before_us))
        kept = await self._store.keep(visit)
        if harvest.entries and self._understanding is mind:  # else everything is to be looked at once more
            self._note_seen(source.id, harvest, changes, kept)
        return Visited(reports.came_home(harvest, after, kept, started))

    def _note_seen(self, source: str, harvest: Harvest, changes: Sequence[Change], kept: Kept) -> None:
        """What need not be read again: nothing of a feed that shows what was forgotten, or what may be our answer."""
        again = kept.forgotten or self._understanding.voices.may_answer(harvest.items)
        as_shown = {} if again else kept_as_shown(changes, harvest.items)
        for entries in harvest.entries:
            self._seen.note(source, entries.address, entries.body, entries.seen(as_shown))

    def _stands(self, call: Call, harvest: Harvest) -> Unchanged | None:
        """Of a source that is as it was, in good health, and of which nobody has to be told: all that follows."""
        before = call.state
        told = before.failures or before.reported or before.error or before.unread
        anew = call.rewritten or call.renamed or not before.config or before.first_success is None
        if told or anew or not harvest.stood:
            return None
        return Unchanged(before.id, call.now, *health.stood(before, call.source, call.now))

    async def _memory(self, call: Call, known: Remembered, mind: Understanding) -> Memory:
        source, again = call.source, call.rewritten or call.renamed
        return Memory(
            {} if again else known.validators,
            known.validators,
            await self._store.waiting(source.id) if known.waits else {},
            lambda keys: self._store.links(source.id, keys),
            answers=mind.voices.may_answer,
            seen=lambda key: {} if again else self._seen.of(source.id, key, known.validators.get(key)),
            first=call.state.first_success is None,
            again=again,
        )

    def _call(self, source: AnySource, state: SourceState, mind: Understanding) -> Call:
        page, brands = mind.fingerprints(source)
        old_page, _, old_brands = state.config.partition(":")
        seen = bool(state.config)
        return Call(source, state, self._clock(), seen and page != old_page, seen and brands != old_brands)

    def _after(
        self, call: Call, harvest: Harvest, mind: Understanding, *, matched: bool = False, fresh: bool | None = None
    ) -> SourceState:
        error, texts = harvest.error, mind.texts
        said = self._said(error) if error else ""
        if error and (not (harvest.read or harvest.unchanged) or (lost(error) and not harvest.items)):
            broken_after = mind.plan.alerts.source_broken_after
            return health.failed(call.state, call.source, call.now, error=error, said=said, broken_after=broken_after)
        config = ":".join(mind.fingerprints(call.source))
        changed, more = harvest.read > 0, bool(harvest.items)
        shown = health.Shown(harvest.shown, changed=changed, more=more, matched=matched, config=config, fresh=fresh)
        after = health.worked(call.state, call.source, call.now, shown, complaint=error, said=said)
        if after.health is not Health.EMPTY:
            return after
        return replace(after, error=texts("health.emptied", usual=health.usual(call.state.counts)))

    def _before_us(
        self, call: Call, after: SourceState, harvest: Harvest, judged: Sequence[Judged], targets: Sequence[str]
    ) -> Mapping[str, Found]:
        """All of a first visit, and what is read later of the lists that it named, by who may see it."""
        first = call.state.first_success is None and after.first_success is not None
        told = [pair for pair in judged if first or pair[0].found.item in harvest.late]
        mentions = [mention for change, some in told if change.kind is ChangeKind.NEW for mention in some]
        voices, shown = self._understanding.voices, [change.found.item for change, _ in judged]
        scopes = {target: self._understanding.routes.scope_of(target) for target in targets if mentions}
        return found_before_us(call.source.id, shown, mentions, voices, scopes, now=call.now)

    async def _broken(self, source: AnySource, error: MonitorError, started: float) -> Report:
        """A visit that ended in the middle: nothing of it is kept but the failure."""
        mind, harvest = self._understanding, Harvest(error=error)
        call = self._call(source, await self._store.source(source.id), mind)
        after = self._after(call, harvest, mind)
        kept = await self._store.keep(self._visit_of(call, after, harvest, (), mind))
        return reports.came_home(harvest, after, kept, started)

    def _visit_of(
        self, call: Call, after: SourceState, harvest: Harvest, judged: Sequence[Judged], mind: Understanding
    ) -> Visit:
        plan, routes = mind.plan, self._understanding.routes  # whom to tell is settled as it is kept
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
            demand=harvest.demand,
            stands=harvest.stands,
            span=harvest.span if call.source.shows_all else None,
            notices=tuple((target, news) for target in routes.operations()) if news else (),
            growth=mind.growth,
            due=1,
            good=int(not after.unread),
            press=mind.press,
            voices=mind.voices,
            dropped=identify(harvest.dropped),
            sifted=harvest.sifted,
            takes={brand.id: routes.takes(brand.id, call.source.audience) for brand in plan.brands},
            left=routes.left,
        )
