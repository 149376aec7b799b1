"""The numbers that were given: a database that takes over goes on after the highest, for a card may still show it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Integer, Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.tables import METADATA

_SERIAL = text("SELECT pg_get_serial_sequence(:name, 'id')")


async def given(connection: AsyncConnection) -> dict[str, int]:
    """The highest number that each table ever gave, that of a row which is gone included."""
    is_sqlite = connection.dialect.name == "sqlite"
    kept = await _kept_by_sqlite(connection) if is_sqlite else await _kept_by_postgres(connection)
    highest = {}
    for table in _numbered():
        stored = await connection.scalar(select(func.max(table.c.id)))
        highest[table.name] = max(stored or 0, kept.get(table.name, 0))
    return highest


async def go_on_after(connection: AsyncConnection, numbers: Mapping[str, int]) -> None:
    """The next number of each table is the one after; taken back with the transaction."""
    for table in _numbered():
        number = numbers[table.name]
        if connection.dialect.name != "sqlite":
            await _restart(connection, table.name, number)
        elif table.dialect_options["sqlite"]["autoincrement"]:
            named = {"name": table.name, "number": number}
            await connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), named)
            await connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"), named)


def _numbered() -> list[Table]:
    """Those whose rows have numbers that the database gives."""
    return [one for one in METADATA.sorted_tables if "id" in one.c and isinstance(one.c.id.type, Integer)]


async def _kept_by_sqlite(connection: AsyncConnection) -> dict[str, int]:
    found = await connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    return {row.name: row.seq for row in found}


async def _kept_by_postgres(connection: AsyncConnection) -> dict[str, int]:
    kept = {}
    for table in _numbered():
        sequence = (await connection.execute(_SERIAL, {"name": table.name})).scalar_one()
        last = text(f"SELECT last_value, is_called FROM {sequence}")  # nosec B608  # noqa: S608  # as the database itself calls it
        row = (await connection.execute(last)).one()
        kept[table.name] = row.last_value if row.is_called else 0
    return kept


async def _restart(connection: AsyncConnection, name: str, number: int) -> None:
    sequence = (await connection.execute(_SERIAL, {"name": name})).scalar_one()
    await connection.execute(text(f"ALTER SEQUENCE {sequence} RESTART WITH {number + 1}"))
