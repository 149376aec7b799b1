"""`otklik mentions`: lists and exports what is stored, newest first."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from monitor.commands.asked import Written, now
from monitor.commands.database import opened_store
from monitor.commands.exporting import exported
from monitor.commands.named import must_be_known
from monitor.commands.output import spare, told_written, write
from monitor.config.scalars import FOR_EVER, read_duration
from monitor.errors import ConfigError
from monitor.render.screen import console
from monitor.render.terminal import mentions_table
from monitor.store import Query

TABLE_LIMIT = 50
Style = Literal["table", "jsonl", "csv", "xlsx"]

STYLES: Final[Mapping[str, Style]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".xlsx": "xlsx",
}


async def mentions(written: Written, query: Query, *, style: Style, output: Path | None) -> int:
    """Prints them, or writes them to a file."""
    if style == "xlsx" and output is None:
        raise ConfigError("cli.xlsx_needs_file")
    spare(written, output)
    plan = written.loaded.plan
    texts = written.texts
    async with opened_store(written) as store:
        await must_be_known(plan, store, query)
        if style != "table":
            await exported(store.mentions_in_parts(query), style, output, texts("cli.waiting.export"))
            told_written(output, texts)
            return 0
        records = await store.mentions(query)
    if not records and output is None:
        console().print(texts("cli.mentions.none"))
        return 0
    table = mentions_table(records, plan, written.calendar)
    if output is None:
        console().print(table)
        return 0
    shown = io.StringIO()
    console(shown).print(table)
    write(shown.getvalue().encode(), output)
    told_written(output, texts)
    return 0


def before_now(since: str | None) -> datetime | None:
    """The moment that `--since` means; None is everything, and so is more than anything can be old."""
    if since is None:
        return None
    try:
        length = read_duration(since)
    except ValueError:
        raise ConfigError("cli.bad_option", option="--since", value=since, example="7d") from None
    return now() - length if length <= FOR_EVER else None
