"""The few turns of SQL that every verb needs: insert unless it is there, long lists in portions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Executable,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.connection.driver import ALONG
from monitor.store.connection.types import as_kept

AT_ONCE = 500  # values in one statement: the loop must not stall, and databases have limits
WIDE = 100  # rows of forty columns in one statement: five hundred of them would hold up the loop for 30 ms

GOES_ALONG: Mapping[str, Any] = {ALONG: True}  # options of what is written and asks for nothing

_NUL = "\\u0000"  # as JSON writes it
_NEXT_NUMBERS = text(
    "SELECT nextval(CAST(pg_get_serial_sequence(:name, 'id') AS regclass)) FROM generate_series(1, :count)"
)

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
        await connection.execute(_add(connection.dialect.name, table), rows)


async def put(connection: AsyncConnection, table: Table, rows: Sequence[Values]) -> None:
    """Adds rows, or brings those with the same key up to date."""
    if rows:
        await connection.execute(_put(connection.dialect.name, table, tuple(rows[0])), rows)


async def reserve(connection: AsyncConnection, table: Table, count: int) -> Sequence[int]:
    """The numbers of rows that are about to be added; whoever writes is alone, so nobody else takes them."""
    if not count:
        return ()
    if connection.dialect.name == "sqlite":
        last = await connection.scalar(_last_number(table)) or 0
        return range(last + 1, last + 1 + count)
    return (await connection.scalars(_NEXT_NUMBERS, {"name": table.name, "count": count})).all()


def contains(dialect: str, listed: ColumnElement[Any], value: str) -> ColumnElement[bool]:
    """Whether a list that is kept as JSON holds this value."""
    place = func.instr if dialect == "sqlite" else func.strpos
    return place(listed, f'"{value}"') > 0


def listed(dialect: str, ids: Collection[str]) -> Select[tuple[str]]:
    """Ten thousand names as one value: a database takes only so many by themselves."""
    return select(each(dialect, literal(as_list(ids), Text())))


def as_list(ids: Collection[str]) -> str:
    """Names as `each` reads them.

    >>> as_list({"reviews", "forum"})
    '["forum", "reviews"]'
    """
    return json.dumps(sorted(ids))


def each(dialect: str, names: ColumnElement[Any]) -> ColumnElement[str]:
    """The members of a list that is kept as JSON, as rows."""
    is_sqlite = dialect == "sqlite"
    rows = func.json_each(names) if is_sqlite else func.json_array_elements_text(cast(names, postgresql.JSON))
    return rows.table_valued("value", joins_implicitly=True).c.value


def listed_numbers(dialect: str, name: str) -> Select[tuple[int]]:
    """A list of whole numbers that is given as JSON, by the name of the value."""
    return select(cast(each(dialect, bindparam(name, type_=Text())), BigInteger))


def pairs(dialect: str, written: ColumnElement[Any]) -> tuple[ColumnElement[str], ColumnElement[Any]]:
    """The names of an object that is kept as JSON with what they stand for, as rows."""
    if dialect == "sqlite":
        rows = func.json_each(written).table_valued("key", "value")
    else:
        rows = func.json_each_text(cast(written, postgresql.JSON)).table_valued("key", "value")
    return rows.c.key, rows.c.value


def fields(dialect: str, row: ColumnElement[Any], count: int) -> list[ColumnElement[str]]:
    """What stands in a list that is kept as JSON, one by one."""
    if dialect == "sqlite":
        return [func.json_extract(row, f"$[{place}]") for place in range(count)]
    return [cast(row, postgresql.JSON)[place].astext for place in range(count)]


def moment(value: datetime) -> str:
    """A moment as it stands in JSON that a statement takes; SQLite keeps its moments like this.

    >>> moment(datetime(2026, 11, 27, 9, 30, tzinfo=UTC))
    '2026-11-27 09:30:00.000000'
    """
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def moment_in(dialect: str, written: ColumnElement[str]) -> ColumnElement[Any]:
    """The moment that is written there."""
    return written if dialect == "sqlite" else func.timezone("UTC", cast(written, DateTime()))


def as_json(values: Collection[Any] | Mapping[str, Any]) -> str:
    """Thousands of values as one: each by itself would have to be looked at, checked and bound.

    >>> as_json(["a", "\\0b"]), as_json({"a": 1})
    ('["a","b"]', '{"a":1}')
    """
    written = _json(values)
    if written.isascii() and _NUL not in written:
        return written
    if isinstance(values, Mapping):
        return _json({as_kept(name): as_kept(value) for name, value in values.items()})
    return _json([as_kept(value) for value in values])


def _json(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@lru_cache
def _last_number(table: Table) -> Executable:
    """SQLite's own next number is the one after: of all that were ever given, where it remembers these."""
    if table.dialect_options["sqlite"]["autoincrement"]:
        return text("SELECT seq FROM sqlite_sequence WHERE name = :name").bindparams(name=table.name)
    return select(func.max(table.c.id))


@lru_cache
def _add(dialect: str, table: Table) -> Executable:
    return insert(dialect, table).on_conflict_do_nothing().execution_options(**GOES_ALONG)


@lru_cache
def _put(dialect: str, table: Table, names: tuple[str, ...]) -> Executable:
    """Built once: building costs more than running."""
    statement, keys = insert(dialect, table), [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed).execution_options(**GOES_ALONG)
