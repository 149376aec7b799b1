"""What ten thousand sources cost beside a thousand: reading the file, memory, and CPU for each of them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from telegram_server import TelegramServer
from web_site import Site

from benchmarks.figures import Figure, at_most
from benchmarks.world import World, environment

MANY, HOSTS = 10_000, 200
FEW, FEW_HOSTS = 1_000, 20  # of fewer ones the cost of each would be lost in that of starting
READING, MEMORY, SHARE = 3.0, 60.0, 1.2  # seconds of CPU, megabytes, times
RUNS = 3  # of the small case, which is over soon; the large one is long enough for one
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Spent:
    """By one command, its children included."""

    seconds: float
    bytes: int


async def measure(many: int = MANY, few: int = FEW) -> list[Figure]:
    """First crawls are made before, for all is measured where nothing is new."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as name:
        one, small, large = (_folder(name, case) for case in ("one", "small", "large"))
        async with _sources(one, 1, 1):
            start = await _passes(one)
        async with _sources(small, few, FEW_HOSTS):
            little = await _passes(small)
        async with _sources(large, many, HOSTS):
            much = await _passes(large, runs=1)
        read = await _spent(large, "check")
    each, each_of_few = (much.seconds - start.seconds) / many, (little.seconds - start.seconds) / few
    aside = f"{1_000 * each:.2f} ms against {1_000 * each_of_few:.2f}"
    over = (much.bytes - little.bytes) / _MEGABYTE
    what = f"{many:,} sources on {HOSTS} hosts, nothing new"
    return [
        at_most(f"`otklik check` of {many:,} sources, CPU", READING, read.seconds, "s"),
        at_most(f"{what}: memory over {few:,}", MEMORY, over, "MB", aside=f"{much.bytes / _MEGABYTE:.0f} MB in all"),
        at_most(f"{what}: CPU of a source, of that among {few:,}", SHARE, each / each_of_few, "x", aside=aside),
    ]


def _folder(around: str, name: str) -> Path:
    folder = Path(around) / name
    folder.mkdir()
    return folder


@asynccontextmanager
async def _sources(folder: Path, count: int, hosts: int) -> AsyncIterator[None]:
    """Feeds of one item each, and the file that lists them."""
    async with AsyncExitStack() as stack:
        sites = [await stack.enter_async_context(Site(f"127.0.0.{1 + number}")) for number in range(hosts)]
        around = World(sites, await stack.enter_async_context(TelegramServer()), folder)
        around.feeds(count, 1, every="15m", sentences=2)
        around.write(around.plan())
        yield


async def _passes(folder: Path, runs: int = RUNS) -> Spent:
    """The middle one of a few crawls, after the first."""
    await _spent(folder, "crawl", "--json")
    spent = [await _spent(folder, "crawl", "--json") for _ in range(runs)]
    return Spent(median(one.seconds for one in spent), max(one.bytes for one in spent))


async def _spent(folder: Path, *words: str) -> Spent:
    """One command to its end."""
    return await asyncio.to_thread(_run, folder, *words)


def _run(folder: Path, *words: str) -> Spent:
    """The loop's own processes tell no memory."""
    command = (sys.executable, "-m", "monitor", *words, "--log-level", "warning")
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL)  # noqa: S603  # our own program
    _, state, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(state)
    assert process.returncode == 0, words
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)
