"""Visits that find everything as it was: written together, and nothing is lost or told twice by that."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from store_values import visit

from monitor.config.plan import Plan
from monitor.domain import (
    Health,
    Page,
    Pause,
    Report,
    SourceBroken,
    SourceRecovered,
    SourceState,
    Validators,
    VisitStatus,
)
from monitor.domain.targets import TERMINAL
from monitor.errors import FetchError
from monitor.fetch import Fetched
from monitor.pipeline import Pipeline
from monitor.rounds import PORTION, Round, Visited
from monitor.store import Remembered, Store, Unchanged
from monitor.team.routes import Routes
from monitor.understanding import Understanding

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
RSS = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>Форум</title><item><title>Погода</title>"
    "<guid>one</guid><link>{url}/one</link><description>Обещают снег.</description></item></channel></rss>"
)


class Web:
    """Feeds that never change, but for those that are `down`, and those that never answer."""

    def __init__(self):
        self.down = {}
        self.asked = []
        self.hanging, self.hung = set(), asyncio.Event()
        self.validators = Validators(etag="1", digest="d")

    async def get(self, request, *, source, validators=None):
        self.asked.append(source.id)
        if source.id in self.hanging:
            self.hung.set()
            await asyncio.Event().wait()
        if source.id in self.down:
            raise self.down[source.id]
        if validators is not None:
            return Fetched(None, self.validators, 304 if self.validators.etag else 200)
        return Fetched(Page(request.url, RSS.format(url=request.url).encode()), self.validators, 200)


class Clock:
    now = NOW

    def __call__(self):
        return self.now


class Crawl:
    """So many feeds on one pipeline, over a time that the test moves."""

    def __init__(self, store, feeds):
        sources = [{"id": f"s{n}", "kind": "feed", "url": f"https://forum{n}.example/rss"} for n in range(feeds)]
        brands = [{"id": "zubr", "name": "Зубр-Софт"}]
        self.plan = Plan.model_validate({"language": "ru", "brands": brands, "sources": sources})
        self.store, self.web, self.clock = store, Web(), Clock()
        understanding = Understanding(self.plan, Routes(self.plan, telegram=False))
        self.pipeline = Pipeline(store, self.web, understanding, self.clock)

    async def round(self, later=HOUR):
        self.clock.now += later
        return await self.pipeline.round(self.plan.sources)

    async def counted(self):
        return await self.store.visits(NOW, NOW + timedelta(days=2))


@contextmanager
def statements(store):
    """Everything that the database is asked meanwhile."""
    seen, engine = [], store._database._engine.sync_engine

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


async def test_many_unchanged_sources_cost_no_more_statements_than_one(store):
    crawl = Crawl(store, 12)
    await crawl.round()
    with statements(store) as many:
        reports = await crawl.round()
    crawl.plan = crawl.plan.model_copy(update={"sources": crawl.plan.sources[:1]})
    with statements(store) as one:
        await crawl.round()
    assert {(report.status, report.http_status) for report in reports} == {(VisitStatus.UNCHANGED, 304)}
    assert [said.split()[0] for said in many if "advisory" not in said] == ["SELECT", "INSERT", "UPDATE"]
    assert len(one) == len(many)


@pytest.mark.one_database
async def test_what_stands_is_kept_as_a_visit_of_its_own_would_be(store):
    crawl = Crawl(store, 3)
    await crawl.round()
    before = await store.sources()
    reports = await crawl.round()
    for source, after in (await store.sources()).items():
        changed = {"state": VisitStatus.UNCHANGED, "health": Health.UNCHANGED, "last_success": crawl.clock.now}
        assert after == replace(before[source], **changed, next_visit=after.next_visit)
        assert after.next_visit == next(report.next_visit for report in reports if report.source == source)
    assert await crawl.counted() == (6, 6)


@pytest.mark.one_database
async def test_the_same_bytes_without_validators_are_written_together_too(store):
    crawl = Crawl(store, 3)
    crawl.web.validators = Validators(digest="d")
    await crawl.round()
    with statements(store) as seen:
        reports = await crawl.round()
    assert {(report.status, report.http_status) for report in reports} == {(VisitStatus.UNCHANGED, 200)}
    assert len([one for one in seen if "pg_advisory" not in one]) == 3


@pytest.mark.one_database
async def test_a_kill_before_they_are_written_only_means_that_they_are_asked_again(store):
    crawl = Crawl(store, 4)
    await crawl.round()
    before = await store.sources()
    crawl.web.hanging = {"s3"}
    dying = asyncio.create_task(crawl.round())
    await crawl.web.hung.wait()
    dying.cancel()
    await asyncio.wait([dying])
    assert await store.sources() == before
    crawl.web.hanging = set()
    assert {report.status for report in await crawl.round()} == {VisitStatus.UNCHANGED}
    assert await crawl.counted() == (8, 8)


@pytest.mark.one_database
async def test_a_source_that_breaks_among_unchanged_ones_is_told_once_and_once_that_it_works_again(store):
    crawl = Crawl(store, 3)
    await crawl.round()
    crawl.web.down = {"s1": FetchError("fetch.hung_up", url="https://forum1.example/rss")}
    for _ in range(5):
        await crawl.round(timedelta(days=1))
    crawl.web.down = {}
    reports = [await crawl.round(timedelta(days=1)) for _ in range(3)]
    notices = [one.notice for one in await store.owed(TERMINAL, crawl.clock.now, 50)]
    assert [(type(one), one.source) for one in notices] == [(SourceBroken, "s1"), (SourceRecovered, "s1")]
    assert {report.status for report in reports[0]} == {VisitStatus.UNCHANGED}


@pytest.mark.one_database
async def test_a_paused_source_is_not_asked_and_the_others_are(store):
    crawl = Crawl(store, 2)
    await crawl.round()
    await store.pause("s0", "Анна", NOW)
    known = await store.remembered(["s0", "s1", "never"])
    assert {source: one.paused for source, one in known.items()} == {
        "s0": Pause("s0", "Анна", NOW),
        "s1": None,
        "never": None,
    }
    assert known["never"] == Remembered(SourceState("never"))
    assert [report.status for report in await crawl.round()] == [VisitStatus.SKIPPED, VisitStatus.UNCHANGED]
    assert crawl.web.asked == ["s0", "s1", "s1"]


@pytest.mark.one_database
async def test_one_source_is_visited_alone(store):
    crawl = Crawl(store, 2)
    report = await crawl.pipeline.visit(crawl.plan.sources[1])
    assert (report.source, report.status, crawl.web.asked) == ("s1", VisitStatus.OK, ["s1"])


@pytest.mark.one_database
async def test_what_cannot_be_written_is_no_success(store):
    crawl = Crawl(store, 2)
    await crawl.round()

    class Full(Web):
        async def get(self, *args, **more):
            await store.close()
            return await super().get(*args, **more)

    crawl.pipeline._fetcher = Full()
    told = []
    reports = await crawl.pipeline.round(crawl.plan.sources, told.append)
    assert {(report.status, report.next_visit) for report in reports} == {(VisitStatus.FAILED, None)}
    assert all(report.error for report in reports)
    assert sorted(told, key=lambda one: one.source) == list(reports)


async def test_what_another_process_saw_meanwhile_is_not_overwritten(store):
    async def noted(at):
        await store.keep_unchanged([Unchanged("reviews", at, Health.UNCHANGED, at + HOUR)])
        return await store.source("reviews")

    well = SourceState("reviews", VisitStatus.OK, NOW, NOW + HOUR, health=Health.OK, next_visit=NOW + 2 * HOUR)
    await store.keep(visit(state=well, at=NOW + HOUR))
    assert await noted(NOW) == well  # another has seen it later
    broken = replace(well, state=VisitStatus.FAILED, failures=3, reported=True, health=Health.FAILED)
    await store.keep(visit(state=broken, at=NOW + 2 * HOUR, good=0))
    assert await noted(NOW + 3 * HOUR) == broken  # nobody would ever be told that it works again


async def test_visits_that_are_written_twice_took_place_once(store):
    well = SourceState("reviews", VisitStatus.OK, NOW, NOW, health=Health.OK, next_visit=NOW + HOUR)
    await store.keep(visit(state=well))
    for _ in range(2):
        await store.keep_unchanged([Unchanged("reviews", NOW + HOUR, Health.OK, NOW + HOUR)])
    assert await store.visits(NOW, NOW + 2 * HOUR) == (2, 2)
    assert (await store.source("reviews")).last_success == NOW + HOUR


class Ledger(Store):
    """Only what a round asks of a store."""

    def __init__(self):
        self.read, self.written = [], []

    async def remembered(self, sources):
        self.read.append(len(sources))
        return {source: Remembered(SourceState(source)) for source in sources}

    async def keep_unchanged(self, visits):
        self.written.append(len(visits))


async def test_memory_is_read_in_portions_and_reports_come_in_the_order_of_their_sources():
    sources = Plan.model_validate(
        {
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [{"id": f"s{n}", "kind": "feed", "url": "https://a.example/"} for n in range(PORTION + 1)],
        }
    ).sources
    under_way, most = 0, 0

    async def visited(source, known):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return Visited(Report(source.id, VisitStatus.UNCHANGED), Unchanged(source.id, NOW, Health.UNCHANGED, NOW))

    told, ledger = [], Ledger()
    reports = await Round(ledger, sources, visited, told.append, said=str).run(7)
    assert [report.source for report in reports] == [source.id for source in sources]
    assert (ledger.read, ledger.written, len(told), most) == ([PORTION, 1], [PORTION + 1], PORTION + 1, 7)
