"""What was measured last, as a page of the project: on which machine, with which versions."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from inspect import cleandoc
from pathlib import Path

from benchmarks.apart import runs
from benchmarks.figures import Figure
from benchmarks.peers import READER
from benchmarks.rows import ROWS

PAGE = Path(__file__).with_name("RESULTS.md")
PACKAGES = (
    *("httpx", "httpcore", "sniffio", "aiohttp", "feedparser", "lxml", "beautifulsoup4", "aiogram"),
    *("sqlalchemy", "aiosqlite", "pymorphy3", "pyahocorasick", "vaderSentiment", "pydantic"),
)
_ROW = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_MARKS = {True: "yes", False: "**no**", None: ""}
_MODEL = re.compile(r"^model name\s*:\s*(.+)$", re.MULTILINE)

Measured = dict[str, list[Figure]]


def write(measured: Measured) -> None:
    """What was measured; a row that was not run this time stays as it was measured last."""
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text("\n".join(page(measured, before)) + "\n", encoding="utf-8")


def page(measured: Measured, before: str = "") -> Iterator[str]:
    """Its lines, with those rows of the page `before` that were not measured anew."""
    last = dict(_ROW.findall(before))
    yield "# What the product costs"
    yield ""
    yield f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}; README.md tells how it measures. {_machine()}"
    yield ""
    yield "The sides ran in turn; told is the middle run, in brackets how far the others went."
    yield "CPU is of the process and of those it started, user and system."
    yield ""
    yield f"Packages: {', '.join(f'{name} {version(name)}' for name in PACKAGES)}. Beside them {', '.join(READER)}."
    for name, row in ROWS.items():
        if name in measured:
            yield from ("", f"## {name}", "", cleandoc(row.__doc__ or ""), "")
            yield f"*{datetime.now(UTC):%Y-%m-%d}, runs: {runs()}*"
            yield from ("", *_table(measured[name]))
        elif name in last:
            yield from ("", f"## {name}", last[name].rstrip("\n"))


def _table(figures: Sequence[Figure]) -> Iterator[str]:
    yield "| what | asked | measured | holds |"
    yield "| --- | --- | --- | --- |"
    for one in figures:
        what = one.what.replace("|", "\\|")
        indented = f"&nbsp;&nbsp;{what.strip()}" if what.startswith(" ") else what
        measured = one.measured.replace("|", "\\|")
        yield f"| {indented} | {one.asked} | {measured} | {_MARKS[one.holds]} |"


def _machine() -> str:
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    python = f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, {load} at the end; {python}."


def _processor() -> str:
    try:
        found = _MODEL.search(Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()
