"""What it costs to wait: a running product whose sources are not due, with its bot."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, at_most
from benchmarks.processes import Memory
from benchmarks.world import cpu_of, running, stopped, told, world

SOURCES = 100
SHARE = 1.0  # per cent of a core
MEMORY = 250  # megabytes
PATIENCE = 180  # seconds until the first crawl is over
CALM, WATCHED = 10, 30  # seconds


async def measure() -> list[Figure]:
    """`otklik run` with a bot after its first crawl, when nothing is due for hours: CPU for half a minute, and memory
    with what it has started, shared pages shared out."""
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
    minute = f"{spent * 60 / WATCHED:.2f} s a minute"
    return [
        at_most(f"idle with the bot, {SOURCES} sources", SHARE, 100 * spent / WATCHED, "%", aside=minute),
        at_most("  memory", MEMORY, held, "MB"),
    ]
