"""`otklik mentions`: lists and exports what is stored, newest first."""

from __future__ import annotations

import io
from pathlib import Path

from monitor.commands.asked import Written, now
from monitor.commands.database import opened_store
from monitor.commands.exporting import exported
from monitor.commands.named import must_be_known
from monitor.commands.output import write
from monitor.errors import ConfigError
from monitor.render.terminal import console, mentions_table
from monitor.store import Query
from monitor.texts import Texts

TABLE_LIMIT = 50
FORMATS = ("table", "jsonl", "csv", "xlsx")


async def mentions(written: Written, query: Query, *, style: str, output: Path | None) -> int:
    """Prints them, or writes them to a file."""
    if style == "xlsx" and output is None:
        raise ConfigError("cli.xlsx_needs_file")
    async with opened_store(written) as store:
        await must_be_known(written.loaded.plan, store, query)
        if style != "table":
            await exported(store.mentions_in_parts(query), style, output)
            return 0
        records = await store.mentions(query)
    plan = written.loaded.plan
    if not records and output is None:
        console().print(Texts(plan.language)("cli.mentions.none"))
        return 0
    names = {brand.id: brand.name for brand in plan.brands}
    table = mentions_table(records, texts=Texts(plan.language), zone=plan.zone, now=now(), brands=names)
    if output is None:
        console().print(table)
        return 0
    shown = io.StringIO()
    console(shown).print(table)
    write(shown.getvalue().encode(), output)
    return 0
