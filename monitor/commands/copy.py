"""`otklik copy`: moves everything to another database, and shows that it is the same there."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from rich import box
from rich.table import Table
from rich.text import Text

from monitor.commands.asked import Written
from monitor.commands.database import opened_store
from monitor.commands.output import write_json
from monitor.commands.waiting import waiting
from monitor.config.hidden import in_address
from monitor.errors import StoreError
from monitor.render.phrase import number
from monitor.render.screen import ALERT, GOOD, console
from monitor.store import Moved, Store
from monitor.texts import Texts


async def copy(written: Written, to: str, *, as_json: bool) -> int:
    """1 where a table differs, and then nothing is kept there."""
    written.redaction.add(in_address(to))
    url, started = written.settings.database_url, monotonic()
    texts = written.texts
    if not Store.exists(url):
        raise StoreError("store.nothing_yet", place=Store.place(url))
    async with opened_store(written) as store:
        moved = await _move(store, to, texts, quiet=as_json)
    seconds = monotonic() - started
    equal = all(one.equal for one in moved)
    if as_json:
        write_json(_told(moved, Store.place(to), seconds))
        return int(not equal)
    out = console()
    out.print(_table(moved, texts))
    if not equal:
        out.print(texts("cli.copied.failed", place=Store.place(to)))
        return 1
    rows = sum(one.here.rows for one in moved)
    out.print(texts("cli.copied.done", rows=number(rows, texts), seconds=number(seconds, texts)))
    out.print(texts("cli.copied.next"))
    return 0


async def _move(store: Store, to: str, texts: Texts, *, quiet: bool) -> tuple[Moved, ...]:
    with waiting(texts("cli.waiting.copy"), unseen=quiet) as told:
        return await store.move(to, lambda moving: told(moving.done, moving.all))


def _told(moved: Sequence[Moved], place: str, seconds: float) -> dict[str, object]:
    tables = [
        {
            "table": one.table,
            "rows": one.here.rows,
            "arrived": one.there.rows,
            "checksum": str(one.here),
            "equal": one.equal,
        }
        for one in moved
    ]
    equal = all(one.equal for one in moved)
    return {"to": place, "equal": equal, "tables": tables, "seconds": round(seconds, 3)}


def _table(moved: Sequence[Moved], texts: Texts) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column(texts("cli.copied.table"), no_wrap=True)
    table.add_column(texts("cli.copied.rows"), justify="right", no_wrap=True)
    table.add_column(texts("cli.copied.checksum"), no_wrap=True)
    for one in moved:
        rows = number(one.here.rows, texts)
        if one.equal:
            table.add_row(one.table, rows, Text(texts("cli.copied.equal"), GOOD))
            continue
        arrived = rows if one.here.rows == one.there.rows else f"{rows} → {number(one.there.rows, texts)}"
        table.add_row(one.table, arrived, Text(texts("cli.copied.differs"), ALERT))
    return table
