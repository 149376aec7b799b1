"""How much memory a crawl takes at the most when every one of its sources does its worst."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hostile_site import PRIVATE, hostile, installed
from web_site import Reply, Site

from benchmarks.apart import environment, runs
from benchmarks.figures import Figure, exactly, middle
from benchmarks.processes import Memory
from benchmarks.product import BRANDS

SOURCES = 111
PEAK = 400  # megabytes, with children
_PATIENCE = {"timeout": "5s", "max_bytes": "10 MB"}


async def measure() -> list[Figure]:
    """`otklik crawl` over 111 sources that never answer, never end, hide gigabytes in kilobytes, go deep or lead into
    the private network; memory of the process and of those that it starts, shared pages shared out, looked at twenty
    times a second. The sites stand in another process."""
    seen = [await _crawled() for _ in range(runs())]
    peaks = [memory.peak for memory, _ in seen]
    most = f"{max(memory.most for memory, _ in seen)} processes at most"
    visited = exactly("  of which visited", SOURCES, [count for _, count in seen])
    return [middle(f"{SOURCES} hostile sources at once, peak", PEAK, peaks, "MB", aside=most), visited]


async def _crawled() -> tuple[Memory, int]:
    with TemporaryDirectory(prefix="otklik-bench-") as name:
        async with Site() as site, Site(PRIVATE) as canary:
            scenarios = hostile(canary.serve("/secret", Reply(body=b"secret")))[:SOURCES]
            plan = {"brands": list(BRANDS), "sources": installed(site, scenarios), "http": _PATIENCE}
            (Path(name) / "sources.yaml").write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
            try:
                return await _observed(Path(name))
            finally:
                site.faults.clear()  # nobody minds here what is asked of them


async def _observed(folder: Path) -> tuple[Memory, int]:
    program, pipe = (sys.executable, "-m", "benchmarks.guarded", "crawl", "--json"), asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*program, cwd=folder, env=environment(), stdout=pipe)
    memory = Memory(process.pid)
    watching = asyncio.create_task(memory.watch())
    told, _ = await process.communicate()
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    return memory, len(json.loads(told)["sources"])
