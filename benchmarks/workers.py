"""What sharing the work costs: unchanged feeds, visited by one process, or by a scheduler and workers."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import yaml
from soak.databases import server_in
from web_site import Reply, Site, revalidated

from benchmarks import pages
from benchmarks.figures import Figure
from benchmarks.world import cpu_of, environment, stopped

HOSTS, EACH = 24, 4  # a workers' share of a host is one visit at a time
ITEMS = 5
SETTLE, WATCHED = 5.0, 15.0  # seconds
PATIENCE = 300.0  # seconds until all was read once
ALONE = ("all",)
SHARED = tuple(("scheduler", *("worker",) * count) for count in (1, 2, 3))


@dataclass(frozen=True)
class Measured:
    """What was done in a second, and what each visit took."""

    visits: float
    each: float  # milliseconds of CPU, of all processes of ours
    scheduler: float  # of them
    server: float  # milliseconds of CPU of PostgreSQL beside


async def measure() -> list[Figure]:
    """More is due than anybody can visit, so that all are busy; the machine has as many cores as it has."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-", ignore_cleanup_errors=True) as name:
        async with _sites(Path(name)) as (sites, folder):
            alone = await _measured(ALONE, sites, folder)
            shared = [(roles, await _measured(roles, sites, folder)) for roles in SHARED]
    return [_figure("one process", alone, None), *(_figure(_called(roles), one, alone) for roles, one in shared)]


def _called(roles: Sequence[str]) -> str:
    return f"scheduler and {roles.count('worker')} of the workers"


def _figure(what: str, one: Measured, alone: Measured | None) -> Figure:
    times = f", {one.each / alone.each:.2f} x one process" if alone else ""
    beside = f"scheduler {one.scheduler:.2f}, PostgreSQL beside {one.server:.2f}"
    told = f"{one.visits:.0f} visits a second, {one.each:.2f} ms of CPU each{times} ({beside})"
    return Figure(f"unchanged feeds, {what}", "", told)


@asynccontextmanager
async def _sites(folder: Path) -> AsyncIterator[tuple[list[Site], Path]]:
    async with AsyncExitStack() as stack:
        sites = [await stack.enter_async_context(Site(f"127.0.3.{1 + number}")) for number in range(HOSTS)]
        sources = []
        for number, site in enumerate(sites):
            site.serve("/robots.txt", Reply(404))
            for one in range(EACH):
                name = f"feed-{number}-{one}"
                body = pages.feed(name, site.url(), range(ITEMS), sentences=3)
                url = site.serve(f"/{name}", revalidated(body, etag='"1"'))
                sources.append({"id": name, "kind": "feed", "url": url, "every": "1s"})
        plan = {
            "language": "ru",
            "timezone": "UTC",
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": sources,
            "http": {"allow_private_network": True, "per_host": "1000 per 1s"},
        }
        (folder / "sources.yaml").write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
        yield sites, folder


async def _measured(roles: Sequence[str], sites: Sequence[Site], folder: Path) -> Measured:
    here = _made(folder / "-".join(roles))
    server = server_in(here)
    url = server.get_uri()
    running: list[Process] = []
    try:
        for role in roles:
            running.append(await _started(role, folder, url))  # noqa: PERF401  # whoever was started is stopped
        async with asyncio.timeout(PATIENCE):
            before = _asked(sites)
            while _asked(sites) - before < 2 * HOSTS * EACH:  # noqa: ASYNC110  # each is read as a new one first
                await asyncio.sleep(0.2)
        await asyncio.sleep(SETTLE)
        before, cpu, beside = _asked(sites), [cpu_of(one) for one in running], _server_cpu(here)
        await asyncio.sleep(WATCHED)
        visits = _asked(sites) - before
        spent = [cpu_of(one) - at for one, at in zip(running, cpu, strict=True)]
        served = _server_cpu(here) - beside
        for one in running:
            await stopped(one)
    finally:
        for one in running:
            with suppress(ProcessLookupError):
                one.kill()
        server.cleanup()
    leading = spent[0] if roles[0] == "scheduler" else 0.0
    each, first, of_server = (1000 * seconds / visits for seconds in (sum(spent), leading, served))
    return Measured(visits / WATCHED, each, first, of_server)


def _made(folder: Path) -> Path:
    """The server runs as another user, who has to come in."""
    folder.mkdir()
    for one in (folder.parent, folder):
        one.chmod(0o755)
    return folder


async def _started(role: str, folder: Path, url: str) -> Process:
    words = ("-m", "monitor", "run", "--role", role, "--log-level", "warning")
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        cwd=folder,
        env={**environment(), "DATABASE_URL": url},
        stdout=asyncio.subprocess.DEVNULL,
    )


def _asked(sites: Sequence[Site]) -> int:
    return sum(len(site.asked()) for site in sites)


def _server_cpu(folder: Path) -> float:
    """Seconds of CPU of the server whose data lie there: those that it runs, and those that it ran."""
    leader = int((folder / "postgres" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    total = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = place.read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(place.parent.name) == leader:
                total += sum(map(int, fields[11:15]))
            elif int(fields[1]) == leader:
                total += int(fields[11]) + int(fields[12])
    return total / 100
