"""Mentions into a file or a pipe a few at a time: a million of them need no more memory than a hundred."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import BinaryIO

from monitor.domain import Record
from monitor.errors import ConfigError, because
from monitor.export import SHEET, as_jsonl, csv_head, csv_rows, xlsx_row
from monitor.workbook import filling

Parts = AsyncGenerator[Sequence[Record], None]


async def exported(parts: Parts, style: str, output: Path | None) -> None:
    """A file is there only when it is whole; what goes to a pipe is there as soon as it is read."""
    async with aclosing(parts):  # whatever stops us, the database is let go of first
        if output is None:
            await _text(parts, style, _said)
            return
        with _file(output) as file:
            if style == "xlsx":
                await _workbook(parts, file)
            else:
                await _text(parts, style, file.write)


async def _text(parts: Parts, style: str, write: Callable[[bytes], object]) -> None:
    lines = csv_rows if style == "csv" else as_jsonl
    if style == "csv":
        write(csv_head().encode())
    async for part in parts:
        write(lines(part).encode())


async def _workbook(parts: Parts, file: BinaryIO) -> None:
    with filling(file, SHEET) as row:
        async for part in parts:
            for record in part:
                row(xlsx_row(record))
            await asyncio.sleep(0)


def _said(data: bytes) -> None:
    """No terminal's encoding, no colours."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


@contextmanager
def _file(output: Path) -> Iterator[BinaryIO]:
    """What is written to; a device or a pipe that somebody names is not replaced by a file."""
    apart = not output.exists() or output.is_file()
    unfinished = output.with_name(f"{output.name}.part") if apart else output
    try:
        with unfinished.open("wb") as file:
            yield file
        if apart:
            unfinished.replace(output)
    except OSError as error:
        raise ConfigError("cli.cannot_write", path=str(output), reason=because(error)) from error
    finally:
        if apart:
            unfinished.unlink(missing_ok=True)
