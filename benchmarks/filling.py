"""Fills an empty database quickly: indexes and triggers are built after the rows, as the product's schema has them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store import Store
from monitor.store.tables import METADATA

Row = dict[str, Any]

_AT_ONCE = 5_000
_QUICK = ("synchronous = OFF", "journal_mode = OFF", "cache_size = -2000000", "temp_store = MEMORY")
_LATER = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
_LATER_POSTGRES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
_STATISTICS = "SELECT tbl, idx, stat FROM sqlite_stat1"  # which go with their indexes
_NUMBERED = ("item", "mention", "event", "outbox")


async def fill(url: str, rows: Iterable[tuple[str, Row]]) -> None:
    """A database of ours with these rows and nothing else; `rows` name their tables."""
    await (await Store.open(url)).close()
    if url.startswith("sqlite"):
        await asyncio.to_thread(_fill_file, Path(url.removeprefix("sqlite:///")), rows)
    else:
        await _fill_server(url, rows)


def _fill_file(path: Path, rows: Iterable[tuple[str, Row]]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in _QUICK:
            connection.execute(f"PRAGMA {pragma}")
        later, statistics = (connection.execute(asked).fetchall() for asked in (_LATER, _STATISTICS))
        for kind, name, _ in later:
            connection.execute(f"DROP {kind} {name}")
        connection.execute("BEGIN")
        for table, names, part in _parts(rows, sqlite.dialect()):
            blanks = ", ".join("?" * len(names))
            listed = ", ".join(f'"{name}"' for name in names)
            connection.executemany(f"INSERT INTO {table} ({listed}) VALUES ({blanks})", part)  # noqa: S608  # nosec B608  # our names
        connection.execute("COMMIT")
        for _, _, made in later:
            connection.execute(made)
        connection.execute("DELETE FROM sqlite_stat1")
        connection.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", statistics)
        connection.execute("INSERT INTO mention_words (mention_words) VALUES ('rebuild')")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


async def _fill_server(url: str, rows: Iterable[tuple[str, Row]]) -> None:
    import asyncpg  # noqa: PLC0415  # only where there is PostgreSQL

    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET session_replication_role = replica")  # no look-up of a parent for each row
        await connection.execute("SET maintenance_work_mem = '512MB'; SET synchronous_commit = off")
        later = await connection.fetch(_LATER_POSTGRES)
        for name, _ in later:
            await connection.execute(f"DROP INDEX {name}")
        for table, names, part in _parts(rows, postgresql.dialect()):  # type: ignore[no-untyped-call]
            await connection.copy_records_to_table(table, records=part, columns=names)
        for _, made in later:
            await connection.execute(made)
        for table in _NUMBERED:
            await connection.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608  # nosec B608  # our names
        await connection.execute("VACUUM ANALYZE")  # as a server does by itself in the night
    finally:
        await connection.close()


def _parts(rows: Iterable[tuple[str, Row]], dialect: Dialect) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    """Rows of one table, as its columns are written there."""
    waiting: dict[str, list[Row]] = {}
    for table, row in rows:
        held = waiting.setdefault(table, [])
        held.append(row)
        if len(held) == _AT_ONCE:
            yield _part(METADATA.tables[table], waiting.pop(table), dialect)
    for table, held in waiting.items():
        yield _part(METADATA.tables[table], held, dialect)


def _part(table: Table, rows: Sequence[Row], dialect: Dialect) -> tuple[str, list[str], list[list[Any]]]:
    columns = [column for column in table.columns if column.name != "id" or "id" in rows[0]]
    written = [(column.name, *_written(column, dialect)) for column in columns]
    values = [[write(row[name]) if name in row else missing for name, write, missing in written] for row in rows]
    return table.name, [column.name for column in columns], values


def _written(column: Any, dialect: Dialect) -> tuple[Callable[[Any], Any], Any]:
    """How a value is written, and what stands where none is given."""
    write = column.type.dialect_impl(dialect).bind_processor(dialect) or (lambda value: value)
    default = None if column.default is None or not column.default.is_scalar else column.default.arg
    return write, write(default)
