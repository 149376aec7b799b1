"""`make bench` runs every row, `make bench ROW=stall` one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping

from rich.console import Console

from benchmarks import idle, stall, start
from benchmarks.figures import Figure, told

Row = Callable[[], Awaitable[list[Figure]]]

ROWS: Mapping[str, Row] = {
    "stall": stall.measure,
    "idle": idle.measure,
    "start": start.measure,
}


def main() -> None:
    """The table, row by row as they are measured."""
    console = Console()
    for name in sys.argv[1:] or ROWS:
        if name not in ROWS:
            sys.exit(f"no row {name}: {', '.join(ROWS)}")
        console.print(f"[bold]{name}[/bold]")
        told(asyncio.run(ROWS[name]()), console)


if __name__ == "__main__":
    main()
