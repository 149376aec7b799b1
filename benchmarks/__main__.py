"""`make bench` runs every row, `make bench ROW=stall` one."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import traceback

from rich.console import Console

from benchmarks import results
from benchmarks.apart import RUNS, runs
from benchmarks.figures import Figure, told
from benchmarks.rows import ROWS


def main() -> None:
    """The table, row by row as they are measured."""
    asked = _asked()
    os.environ[RUNS] = str(asked.runs)
    console, measured = Console(), results.Measured()
    for name in asked.rows or ROWS:
        console.print(f"[bold]{name}[/bold]")
        measured[name] = _measured(name)
        told(measured[name], console)
        if asked.write or not asked.rows:
            results.write(measured)
    missed = [figure.what for figures in measured.values() for figure in figures if figure.holds is False]
    if missed and asked.strict:
        sys.exit(1)


def _measured(name: str) -> list[Figure]:
    """A row that breaks costs the others nothing."""
    try:
        return asyncio.run(ROWS[name]())
    except Exception as error:  # noqa: BLE001  # whatever it was: it is told in its place
        traceback.print_exc()
        return [Figure(f"{name}: could not be measured", "", type(error).__name__, holds=False)]


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    words.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)}; default: all")
    words.add_argument("--runs", type=int, default=runs(), help="how often each side is measured")
    words.add_argument("--strict", action="store_true", help="exit code 1 where a figure is not what is asked")
    words.add_argument(
        "--write", action="store_true", help="what is run into RESULTS.md, also where that is not every row"
    )
    asked = words.parse_args()
    if unknown := [name for name in asked.rows if name not in ROWS]:
        words.error(f"no row {', '.join(unknown)}: {', '.join(ROWS)}")
    return asked


if __name__ == "__main__":
    main()
