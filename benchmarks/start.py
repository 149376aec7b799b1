"""What people wait for at the command line: CPU of the quick commands, start included."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.apart import runs
from benchmarks.figures import Figure, middle
from benchmarks.world import loaded_by, otklik, world

LIMIT = 2.0  # seconds
NEVER = ("aiogram",)
HEAVY = ("matplotlib", "trafilatura", "alembic", "sqlalchemy", "sqlmodel", "httpx", "aiohttp")  # good to know of
_LINE = json.dumps({"text": "Зубр-Софт сорвал сроки, поддержка молчит."}, ensure_ascii=False).encode()


async def measure() -> list[Figure]:
    """`otklik check` of a file with 20 sources, and `otklik analyze` of one line: CPU of the whole process, from start
    to end; and what they have loaded by then."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as name:
        folder = Path(name)
        async with world(folder) as around:
            around.feeds(20, 1)
            around.write(around.plan())
        checks = [await otklik(folder, "check") for _ in range(runs())]
        lines = [await otklik(folder, "analyze", said=_LINE) for _ in range(runs())]
        return [
            middle("`otklik check`, CPU", LIMIT, checks, "s"),
            *_loaded(await loaded_by(folder, "check")),
            middle("`otklik analyze` of a line, CPU", LIMIT, lines, "s"),
            *_loaded(await loaded_by(folder, "analyze", said=_LINE)),
        ]


def _loaded(modules: Sequence[str]) -> list[Figure]:
    names = {name.partition(".")[0] for name in modules}
    never, heavy = [", ".join(name for name in some if name in names) or "none" for some in (NEVER, HEAVY)]
    return [
        Figure(f"  of {', '.join(NEVER)} it loads", "none", never, holds=never == "none"),
        Figure(f"  of {', '.join(HEAVY)}", "", heavy),
    ]
