"""What is known of the database as a whole: a value for each key."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.connection.sql import put
from monitor.store.tables import META

_NOTED = select(META.c.value).where(META.c.key == bindparam("its"))


async def noted(connection: AsyncConnection, key: str) -> str | None:
    """The value of a key; None where there is none."""
    value: str | None = await connection.scalar(_NOTED, {"its": key})
    return value


async def noted_under(connection: AsyncConnection, start: str) -> dict[str, str]:
    """The values of all keys that begin like this, by the rest of each."""
    found = await connection.execute(select(META).where(META.c.key.startswith(start)))
    return {row.key.removeprefix(start): row.value for row in found}


async def note(connection: AsyncConnection, key: str, value: str) -> None:
    """In place of what was noted before."""
    await put(connection, META, [{"key": key, "value": value}])


async def drop(connection: AsyncConnection, *keys: str) -> None:
    """These have no value any more."""
    await connection.execute(delete(META).where(META.c.key.in_(keys)))
