"""A whole pass through the real pipeline over real sockets: thirty sources on five hosts, each asked politely."""

from __future__ import annotations

from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from fetching import Http, Names, Pace
from hostile_site import entries, rss
from web_site import Site, revalidated

from monitor.config.plan import Plan
from monitor.domain import VisitStatus
from monitor.fetch import Fetcher
from monitor.pipeline import Pipeline
from monitor.team.routes import Routes
from monitor.understanding import Understanding

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
GAP = timedelta(seconds=0.1)
HOSTS, SOURCES = 5, 30


def kept(times):
    """Whether starts are as far apart as was asked for."""
    return all(after - before >= GAP.total_seconds() for before, after in pairwise(times))


@pytest.mark.long
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_thirty_sources_on_five_hosts_are_asked_one_by_one_and_never_twice_for_the_same(store):
    http = Http(per_host=Pace(GAP), respect_robots=True)
    async with AsyncExitStack() as stack:
        sites = [await stack.enter_async_context(Site(f"127.0.0.{number + 1}")) for number in range(HOSTS)]
        names = Names(**{f"host{number}_test": [site.host] for number, site in enumerate(sites)})
        fetcher = await stack.enter_async_context(Fetcher(http, resolver=names))
        sources = []
        for number in range(SOURCES):
            site, host = sites[number % HOSTS], f"host{number % HOSTS}.test"
            site.serve(f"/{number}", revalidated(rss(entries(3 + number)), etag=f'"{number}"'))
            sources.append({"id": f"s{number}", "kind": "feed", "url": site.url(f"/{number}", host)})
        plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": sources})
        pipeline = Pipeline(store, fetcher, Understanding(plan, Routes(plan, telegram=False)), lambda: NOW)
        first, second = await pipeline.round(plan.sources), await pipeline.round(plan.sources)
    assert [(report.status, report.items) for report in first] == [(VisitStatus.OK, 3 + n) for n in range(SOURCES)]
    assert {(report.status, report.http_status) for report in second} == {(VisitStatus.UNCHANGED, 304)}
    for site in sites:
        asked = site.asked()
        assert site.at_once == 1
        assert kept([seen.at for seen in asked])
        assert len(site.asked("/robots.txt")) == 1
        assert list(Counter(seen.path for seen in asked).values()) == [2] * (SOURCES // HOSTS)
        assert ["if-none-match" in seen.headers for seen in asked] == [False] * 6 + [True] * 6
