"""What it costs to wait: a running product whose sources are not due, with its bot."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, at_most
from benchmarks.world import cpu_of, running, stopped, told, world

SOURCES = 100
SHARE = 1.0  # per cent of a core
PATIENCE = 180  # seconds until the first crawl is over
CALM, WATCHED = 10, 30  # seconds


async def measure() -> list[Figure]:
    """After the first crawl nothing is due for hours."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as name:
        async with world(Path(name)) as around:
            around.feeds(SOURCES, 5, every="6h")
            around.write(around.plan())
            async with running(around) as process:
                await around.telegram.wait(lambda: told(around, "Первый обход"), PATIENCE)
                await asyncio.sleep(CALM)
                before = cpu_of(process)
                await asyncio.sleep(WATCHED)
                spent = cpu_of(process) - before
                await stopped(process)
    minute = f"{spent * 60 / WATCHED:.2f} s a minute"
    return [at_most(f"idle with the bot, {SOURCES} sources", SHARE, 100 * spent / WATCHED, "%", aside=minute)]
