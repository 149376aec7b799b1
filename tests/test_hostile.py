"""Sites that do their worst, beside good ones, in one pass: only the bad ones notice."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from fetching import Http, Names
from hostile_site import PRIVATE, SAFE, good, hostile, installed
from web_site import Reply, Site

from monitor.config.plan import Plan
from monitor.domain import VisitStatus
from monitor.fetch import Fetcher
from monitor.fetch.guard import refused
from monitor.pipeline import Pipeline
from monitor.reading.reader import Reader
from monitor.team.routes import Routes
from monitor.texts import Texts
from monitor.understanding import Understanding

BAD = (VisitStatus.FAILED, VisitStatus.SKIPPED)
LONGEST = 180  # seconds for all of it, on two slow cores that others use too
HTTP = Http(timeout=timedelta(seconds=2), max_bytes=10_000_000, allow_private_network=False, respect_robots=True)


def guarded(address: str) -> bool:
    """The real guard, but for the one loopback address that stands for the public internet."""
    return address != SAFE and refused(address)


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_hostile_sites_hurt_nobody_but_themselves(store):
    async with Site() as site, Site(PRIVATE) as canary:
        scenarios = {one.name: one for one in (*good(), *hostile(canary.serve("/secret", Reply(body=b"secret"))))}
        sources = installed(site, scenarios.values())
        plan = Plan.model_validate(
            {"language": "en", "brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": sources}
        )
        names = Names(**{one.host: [SAFE] for one in scenarios.values()}, **{"private.test": [PRIVATE]})
        understanding = Understanding(plan, Routes(plan, telegram=False))
        async with Fetcher(HTTP, resolver=names, refuses=guarded) as fetcher, Reader(deadline=2.5) as reader:
            pipeline = Pipeline(store, fetcher, understanding, lambda: datetime(2026, 11, 24, 9, tzinfo=UTC), reader)
            begun = perf_counter()
            reports = await pipeline.round(plan.sources)
            assert perf_counter() - begun < LONGEST
        assert len(reports) == len(scenarios) > 100
        wrong = [line for report in reports for line in judged(report, scenarios[report.source])]
        assert not wrong, "\n".join(wrong)
        assert (canary.connections, canary.seen) == (0, [])


def judged(report, scenario):
    """What is not as it should be."""
    unexpected = Texts("en")("errors.unexpected", source=report.source, kind="").partition(report.source)[2][:30]
    said = report.error or ""
    if scenario.says and (report.status not in BAD or not re.search(scenario.says, said)):
        yield f"{scenario.name}: {report.status}, {said or 'nothing said'}, not {scenario.says}"
    if not scenario.says and scenario.items >= 0 and (report.status, report.items) != (VisitStatus.OK, scenario.items):
        yield f"{scenario.name}: {report.status}, {report.items} of {scenario.items}, {said}"
    if unexpected in said or "root:" in said:
        yield f"{scenario.name}: {said}"
