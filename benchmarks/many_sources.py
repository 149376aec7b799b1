"""What ten thousand sources cost beside a thousand: reading the file, memory, and CPU for each of them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from telegram_server import TelegramServer
from web_site import Site

from benchmarks.apart import Seen, apart
from benchmarks.figures import Figure, at_most
from benchmarks.world import World, environment

MANY, HOSTS = 10_000, 200
FEW, FEW_HOSTS = 3_000, 60  # of fewer ones the cost of each would be lost in that of starting
READING, MEMORY, SHARE = 3.0, 60.0, 1.2  # seconds of CPU, megabytes, times
RUNS = 3  # of each case in turn, so that all of them meet the same neighbours; their mean counts
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Spent:
    """By one command, its children included."""

    seconds: float
    bytes: int


async def measure(many: int = MANY, few: int = FEW) -> list[Figure]:
    """First crawls are made before, for all is measured where nothing is new."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as name:
        cases = {
            _folder(name, str(count)): (count, hosts) for count, hosts in ((1, 1), (few, FEW_HOSTS), (many, HOSTS))
        }
        async with AsyncExitStack() as stack:
            for folder, (count, hosts) in cases.items():
                await stack.enter_async_context(_sources(folder, count, hosts))
                await _crawl(folder)
            start, little, much = await _in_turn(list(cases))
        read = await _spent(list(cases)[-1], "check")
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


async def _in_turn(folders: Sequence[Path]) -> list[Spent]:
    """The mean of a few crawls of each: differences of a tenth of a second decide."""
    passes = [[await _crawl(folder) for folder in folders] for _ in range(RUNS)]
    return [
        Spent(fmean(one.seconds for one in those), max(one.bytes for one in those))
        for those in zip(*passes, strict=True)
    ]


async def _crawl(folder: Path) -> Spent:
    return await _spent(folder, "crawl", "--json")


async def _spent(folder: Path, *words: str) -> Spent:
    """One command to its end."""
    seen = await apart(spent, folder=str(folder), words=words)
    return Spent(seen["seconds"], int(seen["bytes"]))


async def spent(folder: str, words: Sequence[str]) -> Seen:
    """Begun by a small process: the system counts the memory of whoever begins a process as its own, and here that is
    ten thousand feeds."""
    return _run(folder, *words)


def _run(folder: str, *words: str) -> Seen:
    command = (sys.executable, "-m", "monitor", *words, "--log-level", "warning")
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL)  # noqa: S603  # our own program
    _, state, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(state)
    assert process.returncode == 0, words
    return {"seconds": usage.ru_utime + usage.ru_stime, "bytes": usage.ru_maxrss * 1024}
