"""Mentions into a file or a pipe a few at a time: a million of them need no more memory than a hundred."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import BinaryIO

from monitor.commands.output import whole, write
from monitor.commands.waiting import Told, waiting
from monitor.domain import Record
from monitor.export import SHEET, as_jsonl, csv_head, csv_rows, xlsx_row
from monitor.workbook import filling

Parts = AsyncGenerator[Sequence[Record], None]


async def exported(parts: Parts, style: str, output: Path | None, said: str) -> None:
    """A file is there only when it is whole; what goes to a pipe is there as soon as it is read."""
    async with aclosing(parts):  # whatever stops us, the database is let go of first
        if output is None:
            await _text(parts, style, partial(write, output=None))
            return
        with whole(output) as file, waiting(said) as told:
            if style == "xlsx":
                await _workbook(_counted(parts, told), file)
            else:
                await _text(_counted(parts, told), style, file.write)


async def _counted(parts: Parts, told: Told) -> Parts:
    done = 0
    async for part in parts:
        yield part
        done += len(part)
        told(done, None)


async def _text(parts: Parts, style: str, put: Callable[[bytes], object]) -> None:
    lines = csv_rows if style == "csv" else as_jsonl
    if style == "csv":
        put(csv_head().encode())
    async for part in parts:
        put(lines(part).encode())


async def _workbook(parts: Parts, file: BinaryIO) -> None:
    with filling(file, SHEET) as row:
        async for part in parts:
            for record in part:
                row(xlsx_row(record))
            await asyncio.sleep(0)
