"""The few turns of SQL that every verb needs: insert unless it is there, long lists in portions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, Select, Table, Text, cast, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

AT_ONCE = 500  # values in one statement: the loop must not stall, and databases have limits
WIDE = 100  # rows of forty columns in one statement: five hundred of them would hold up the loop for 30 ms

T = TypeVar("T")
Values = Mapping[str, Any]


def portions(values: Iterable[T], at_once: int = AT_ONCE) -> Iterator[list[T]]:
    """A long list in parts that a statement can take.

    >>> [len(part) for part in portions(range(1200))]
    [500, 500, 200]
    """
    rest = iter(values)
    while part := list(islice(rest, at_once)):
        yield part


def insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that knows `on conflict`."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


async def add(connection: AsyncConnection, table: Table, rows: Sequence[Values]) -> None:
    """Adds rows; those that are there already stay as they are."""
    if rows:
        await connection.execute(insert(connection.dialect.name, table).on_conflict_do_nothing(), rows)


async def put(connection: AsyncConnection, table: Table, rows: Sequence[Values]) -> None:
    """Adds rows, or brings those with the same key up to date."""
    if rows:
        await connection.execute(_put(connection.dialect.name, table, tuple(rows[0])), rows)


async def numbered(
    connection: AsyncConnection, table: Table, rows: Sequence[Values], *, told_by: Sequence[str]
) -> list[int]:
    """Adds rows; answers with their numbers in the same order.

    Databases answer in any order, and asking for one costs SQLite a statement a row. `told_by` are the columns that
    tell rows from each other; rows that nothing tells apart may swap their numbers.
    """
    if not rows:
        return []
    columns = [table.c[name] for name in told_by]
    statement = insert(connection.dialect.name, table).returning(table.c.id, *columns)
    numbers: dict[tuple[Any, ...], list[int]] = {}
    for number, *told in sorted(await connection.execute(statement, rows), reverse=True):
        numbers.setdefault(tuple(told), []).append(number)
    return [numbers[tuple(row[name] for name in told_by)].pop() for row in rows]


def contains(dialect: str, listed: ColumnElement[Any], value: str) -> ColumnElement[bool]:
    """Whether a list that is kept as JSON holds this value."""
    place = func.instr if dialect == "sqlite" else func.strpos
    return place(listed, f'"{value}"') > 0


def listed(dialect: str, ids: Collection[str]) -> Select[tuple[str]]:
    """Ten thousand names as one value: a database takes only so many by themselves."""
    return select(each(dialect, literal(json.dumps(sorted(ids)), Text())))


def each(dialect: str, names: ColumnElement[Any]) -> ColumnElement[str]:
    """The members of a list that is kept as JSON, as rows."""
    if dialect == "sqlite":
        return func.json_each(names).table_valued("value").c.value
    return func.json_array_elements_text(cast(names, postgresql.JSON)).column_valued()


@lru_cache
def _put(dialect: str, table: Table, names: tuple[str, ...]) -> Executable:
    """Built once: building costs more than running."""
    statement, keys = insert(dialect, table), [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)
