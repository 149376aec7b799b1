"""What is done in one visit to SQLite's thread is a part of its transaction like anything else."""

from __future__ import annotations

import asyncio
import threading

import pytest
from sqlalchemy import select
from store_values import NOW, bring, item

from monitor.errors import StoreError
from monitor.process.offload import offload_large
from monitor.store import Store
from monitor.store.connection.driver import of
from monitor.store.connection.one_trip import in_one_trip
from monitor.store.connection.sql import add, put
from monitor.store.tables import ITEM_KEY, META

ONE = {"key": "one", "value": "1"}


async def value(connection, key: str = "one") -> str | None:
    return (await connection.execute(select(META.c.value).where(META.c.key == key))).scalar()


async def kept(store: Store) -> str | None:
    async with store._database.reading() as connection:
        return await value(connection)


async def done(store: Store, work):
    async with store._database.writing() as connection:
        return await in_one_trip(connection, work)


async def test_it_sees_what_went_before_and_is_seen_by_what_follows(store):
    async def work(connection):
        before = await value(connection)
        await put(connection, META, [{"key": "one", "value": "2"}])
        return before, await value(connection)

    async with store._database.writing() as connection:
        await add(connection, META, [ONE])
        assert await in_one_trip(connection, work) == ("1", "2")
        await add(connection, META, [{"key": "two", "value": await value(connection)}])
    assert await kept(store) == "2"


async def test_an_error_inside_takes_everything_back(store):
    async def work(connection):
        await add(connection, META, [ONE])
        await add(connection, ITEM_KEY, [{"key": "u:nowhere", "item_id": 12}])
        await value(connection)

    with pytest.raises(StoreError):
        await done(store, work)
    assert await kept(store) is None


@pytest.mark.sqlite_alone
async def test_it_is_one_visit_to_another_thread_and_long_work_is_done_there(store):
    seen = []

    async def work(connection):
        seen.append(threading.current_thread())
        await add(connection, META, [ONE])
        seen.append(await offload_large(10**6, threading.current_thread))
        seen.append(await value(connection) and threading.current_thread())

    await done(store, work)
    assert len(set(seen)) == 1
    assert threading.current_thread() not in seen


@pytest.mark.sqlite_alone
async def test_what_would_have_to_wait_is_a_mistake_of_ours_and_takes_everything_back(store):
    async def work(connection):
        await add(connection, META, [ONE])
        loop = asyncio.new_event_loop()
        try:
            await loop.create_future()
        finally:
            loop.close()

    with pytest.raises(RuntimeError, match="something waits"):
        await done(store, work)
    assert await kept(store) is None
    assert (await bring(store, item(1), at=NOW)).new == 1


@pytest.mark.sqlite_alone
async def test_whoever_gives_up_meanwhile_has_written_nothing(store):
    inside, go_on = threading.Event(), threading.Event()

    async def work(connection):
        await add(connection, META, [ONE])
        await value(connection)
        inside.set()
        go_on.wait(60)
        await add(connection, META, [{"key": "two", "value": "2"}])  # which would go along with what comes next

    task = asyncio.create_task(done(store, work))
    await asyncio.to_thread(inside.wait, 60)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    assert not task.done()  # the connection is taken
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await bring(store, item(1), at=NOW)).new == 1
    async with store._database.reading() as connection:
        assert (await value(connection), await value(connection, "two")) == (None, None)


async def test_only_sqlite_has_a_thread_of_its_own(store):
    async with store._database.reading() as connection:
        assert (of(connection) is not None) == (connection.dialect.name == "sqlite")
