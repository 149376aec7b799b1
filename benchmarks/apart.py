"""Each side of a comparison is measured in a fresh process: `python -m benchmarks.apart MODULE NAME SAID`."""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

RUNS = "OTKLIK_BENCH_RUNS"
_USUAL_RUNS = 3
_PROJECT = Path(__file__).resolve().parents[1]
_KEPT = {"PATH", "HOME", "LANG", "SYSTEMROOT"}  # of our environment

Seen = Mapping[str, float]  # what was measured, by name
Side = Callable[..., Awaitable[Seen]]


class NotHereError(Exception):
    """A yardstick that cannot be had on this machine; says why."""


async def apart(side: Side, **said: Any) -> Seen:
    """Runs a function of a module of ours in a new process; what it is told, and answers, is JSON."""
    where = ("-m", "benchmarks.apart", side.__module__, getattr(side, "__name__", ""))
    return await answered(sys.executable, *where, json.dumps(said))


async def answered(*program: str) -> Seen:
    """What a program measured and wrote as its last line."""
    process = await asyncio.create_subprocess_exec(*program, env=environment(), stdout=asyncio.subprocess.PIPE)
    told, _ = await process.communicate()
    assert process.returncode == 0, program[:4]
    seen: Seen = json.loads(told.splitlines()[-1])
    return seen


async def in_turn(sides: Mapping[str, Callable[[], Awaitable[Seen]]]) -> dict[str, list[Seen]]:
    """All of them, several times, each time another one first; a yardstick that is not here is left out."""
    names, seen = list(sides), {name: list[Seen]() for name in sides}
    for run in range(runs()):
        turn = run % len(names)
        for name in names[turn:] + names[:turn]:
            seen[name].append(await sides[name]())
    return seen


def runs() -> int:
    """How often everything is measured."""
    return int(os.environ.get(RUNS) or _USUAL_RUNS)


def environment() -> dict[str, str]:
    """What a process that is measured may know of ours."""
    path = os.pathsep.join((str(_PROJECT), str(_PROJECT / "tests")))
    return {name: value for name, value in os.environ.items() if name in _KEPT} | {
        "PYTHONPATH": path,
        "PYTHONUTF8": "1",
    }


async def _main(module: str, name: str, said: str) -> None:
    side: Side = getattr(importlib.import_module(module), name)
    print(json.dumps(await side(**json.loads(said))))


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
