"""What people wait for at the command line: CPU of the quick commands, start included."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, at_most
from benchmarks.world import otklik, world

LIMIT = 2.0  # seconds
RUNS = 3
_LINE = json.dumps({"text": "Зубр-Софт сорвал сроки, поддержка молчит."}, ensure_ascii=False).encode()


async def measure() -> list[Figure]:
    """The middle one of a few runs."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as name:
        folder = Path(name)
        async with world(folder) as around:
            around.feeds(20, 1)
            around.write(around.plan())
        checks = [await otklik(folder, "check") for _ in range(RUNS)]
        lines = [await otklik(folder, "analyze", said=_LINE) for _ in range(RUNS)]
    return [
        at_most("`otklik check`, CPU", LIMIT, median(checks), "s"),
        at_most("`otklik analyze` of a line, CPU", LIMIT, median(lines), "s"),
    ]
