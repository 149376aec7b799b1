"""SQLite in fewer trips answers as it does in many, and keeps or drops what waits with all the rest."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine
from store_values import NOW, bring, item

from monitor.errors import StoreError
from monitor.store import Store
from monitor.store.connection.driver import COMPILED, DRIVER
from monitor.store.connection.sql import add
from monitor.store.tables import ITEM_KEY, META

STATEMENTS = (
    "CREATE TABLE said (id INTEGER PRIMARY KEY, word TEXT UNIQUE)",
    "INSERT INTO said (word) VALUES ('a'), ('b'), ('c')",
    "UPDATE said SET word = word || '!' WHERE id > 1",
    "INSERT INTO said (word) VALUES ('a') ON CONFLICT DO NOTHING RETURNING id",
    "SELECT id, word FROM said ORDER BY id",
    "SELECT id FROM said WHERE id > 9",
)


@pytest.fixture
async def file_store(own_database):
    store = await Store.open(own_database("sqlite"))
    yield store
    await store.close()


async def answers(driver: str) -> list[object]:
    engine = create_async_engine(f"{driver}://")
    found: list[object] = []
    async with engine.begin() as connection:
        for statement in STATEMENTS:
            result = await connection.execute(text(statement))
            found.append(
                (result.rowcount, list(result.keys()), result.all()) if result.returns_rows else result.rowcount
            )
        many = await connection.execute(
            text("INSERT INTO said (word) VALUES (:word)"), [{"word": one} for one in "xyz"]
        )
        found.append(many.rowcount)
    with pytest.raises(IntegrityError) as refused:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO said (word) VALUES ('x')"))
    found.append(str(refused.value.orig))
    await engine.dispose()
    return found


async def keys(store: Store) -> list[str]:
    async with store._database.reading() as connection:
        return list((await connection.execute(select(META.c.key).order_by(META.c.key))).scalars())


async def test_it_answers_as_the_plain_driver_does():
    assert await answers(DRIVER) == await answers("sqlite+aiosqlite")


async def test_what_waits_is_there_for_whoever_asks_in_the_same_transaction(file_store):
    async with file_store._database.writing() as connection:
        await add(connection, META, [{"key": "one", "value": "1"}])
        found = (await connection.execute(select(META.c.value).where(META.c.key == "one"))).scalar()
    assert found == "1"
    assert "one" in await keys(file_store)


async def test_what_waits_is_dropped_with_the_rest_of_it(file_store):
    before = await keys(file_store)
    with pytest.raises(ZeroDivisionError):
        await broken_off(file_store)
    async with file_store._database.writing() as connection:
        await connection.execute(update(META).values(value=META.c.value))
    assert await keys(file_store) == before


async def test_what_waits_and_cannot_be_written_takes_everything_back(file_store):
    before = await keys(file_store)
    with pytest.raises(StoreError):
        await refused(file_store)
    assert await keys(file_store) == before


async def broken_off(store: Store) -> None:
    async with store._database.writing() as connection:
        await add(connection, META, [{"key": "one", "value": "1"}])
        raise ZeroDivisionError


async def refused(store: Store) -> None:
    async with store._database.writing() as connection:
        await add(connection, META, [{"key": "one", "value": "1"}])
        await add(connection, ITEM_KEY, [{"key": "u:nowhere", "item_id": 12}])


async def test_where_nothing_holds_them_together_it_is_written_at_once(file_store):
    async with file_store._database.outside() as connection:
        await add(connection, META, [{"key": "one", "value": "1"}])
        assert "one" in await keys(file_store)


async def test_a_second_file_needs_no_statement_to_be_worked_out_again(file_store, own_database):
    await bring(file_store, item(1), at=NOW)
    known = len(COMPILED)
    other = await Store.open(own_database("sqlite"))
    assert (await bring(other, item(1), at=NOW)).new == 1
    await other.close()
    assert len(COMPILED) == known
