"""What it costs to wait: a running product whose sources are not due, with its bot."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, at_most, middle
from benchmarks.processes import Memory
from benchmarks.world import cpu_of, running, stopped, told, world

SOURCES = 100
SHARE = 1.0  # per cent of a core
MEMORY = 250  # megabytes
PATIENCE = 180  # seconds until the first crawl is over
CALM, WATCHED = 10, 30  # seconds
PIECE = 1_000  # numbers that a small piece of work adds up
RESTS = 9  # before each of which the machine has nothing to do for a second


async def measure() -> list[Figure]:
    """`otklik run` with a bot after its first crawl, when nothing is due for hours: CPU for half a minute, and memory
    with what it has started, shared pages shared out. Whoever rests finds the machine cold when it wakes up, the more
    so beside neighbours: how much slower the same piece of work is after a second of rest tells how cold it was."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as name:
        async with world(Path(name)) as around:
            around.feeds(SOURCES, 5, every="6h")
            around.write(around.plan())
            async with running(around) as process:
                await around.telegram.wait(lambda: told(around, "Первый обход"), PATIENCE)
                await asyncio.sleep(CALM)
                held = Memory(process.pid).now
                before = cpu_of(process)
                await asyncio.sleep(WATCHED)
                spent = cpu_of(process) - before
                await stopped(process)
    colder = await _colder()
    minute = f"{spent * 60 / WATCHED:.2f} s a minute"
    return [
        at_most(f"idle with the bot, {SOURCES} sources", SHARE, 100 * spent / WATCHED, "%", aside=minute),
        middle("  a piece of work after a second of rest, of the same at once", None, colder, "x"),
        at_most("  memory", MEMORY, held, "MB"),
    ]


async def _colder() -> list[float]:
    at_once = median(_piece() for _ in range(RESTS))
    rested = []
    for _ in range(RESTS):
        await asyncio.sleep(1)
        rested.append(_piece() / at_once)
    return rested


def _piece() -> float:
    begun = time.thread_time()
    sum(number * number for number in range(PIECE))
    return time.thread_time() - begun
