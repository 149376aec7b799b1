"""One `otklik run` for a database; what others send meanwhile is not taken for what a crash left behind."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from sqlalchemy import make_url, text
from store_values import CHAT, NOW, bring, item

from monitor.domain.standing import ALONE_AFTER
from monitor.errors import StoreError, TakenError
from monitor.store import Store
from monitor.store.connection.address import address_of
from monitor.store.connection.engine import Database
from monitor.store.connection.file_lock import FileLock
from monitor.store.connection.locks import is_running, nobody_sends, only_one, sending
from monitor.texts import LANGUAGES, Texts


def say(at: datetime) -> str:
    return f"{at:%H:%M}"


async def refused(url: str) -> TakenError:
    with pytest.raises(TakenError) as caught:
        async with only_one(url, NOW, say):
            pass
    return caught.value


async def test_the_second_is_told_who_was_first(database_url):
    async with only_one(database_url, NOW, say):
        async with asyncio.timeout(60):
            error = await refused(database_url)
        assert await is_running(address_of(database_url))
    assert (error.key, error.blanks["process"], error.blanks["since"]) == ("store.taken_by", os.getpid(), "09:00")
    for language in LANGUAGES:
        assert str(os.getpid()) in Texts(language).error(error)
    assert await is_running(address_of(database_url)) is False
    async with only_one(database_url, NOW, say):
        pass  # it is free again


async def test_a_file_has_many_names_and_one_place(tmp_path, monkeypatch):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    (tmp_path / "there" / "otklik.db").touch()
    (tmp_path / "other.db").symlink_to(tmp_path / "there" / "otklik.db")
    monkeypatch.chdir(tmp_path / "there")
    monkeypatch.setattr("monitor.store.connection.locks._BETWEEN", 0.0)
    names = ["sqlite:///otklik.db", f"sqlite:///{tmp_path}/link/otklik.db", "sqlite:///../other.db"]
    for first in names:
        async with only_one(first, NOW, say):
            for second in names:
                assert (await refused(second)).key == "store.taken_by"


def test_a_process_that_is_killed_has_no_place_any_more(tmp_path):
    path = tmp_path / "otklik.db.running"
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        FileLock.take(path)
        os.write(writing, b"taken")
        signal.pause()
    assert os.read(reading, 5) == b"taken"
    assert FileLock.take(path) is None
    assert FileLock.held(path)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    lock = FileLock.take(path, words="otklik 1 ours")
    assert lock is not None
    assert FileLock.words(path) == "otklik 1 ours"
    lock.release()
    assert FileLock.held(path) is False


async def test_memory_is_nobody_elses():
    async with only_one("sqlite://", NOW, say), only_one("sqlite://", NOW, say):
        assert await is_running(address_of("sqlite://")) is None


async def test_what_another_process_sends_is_not_taken_over(database_url):
    async with nobody_sends(database_url) as alone:
        assert alone
    async with sending(database_url), sending(database_url), nobody_sends(database_url) as alone:
        assert not alone
    async with only_one(database_url, NOW, say):
        async with nobody_sends(database_url) as alone:
            assert not alone
        async with nobody_sends(database_url, running=True) as alone:
            assert alone


async def test_of_what_is_in_the_air_only_what_was_there_at_the_start_is_owed_again(store):
    await bring(store, *(item(number) for number in range(2)))
    before, later = [owed.id for owed in await store.owed(CHAT, NOW)]
    await store.claim(before)
    doubtful = await store.in_the_air()
    await store.claim(later)
    assert await store.recover(NOW, doubtful) == 1
    assert [(owed.id, owed.unsure) for owed in await store.owed(CHAT, NOW)] == [(before, 1)]
    assert await store.in_the_air() == (later,)


async def test_status_knows_at_once_that_a_program_was_killed(store, database_url):
    await store.begun(NOW)
    await store.heartbeat(NOW)
    async with only_one(database_url, NOW, say):
        assert (await store.standing((), NOW + 2 * ALONE_AFTER)).pulse.running(NOW + 2 * ALONE_AFTER)
    assert not (await store.standing((), NOW)).pulse.running(NOW)


@pytest.mark.long
async def test_a_place_that_a_server_forgot_is_taken_again_or_given_up(postgres_server, monkeypatch):
    monkeypatch.setattr("monitor.store.connection.locks._LOOK", 0.05)
    stop = asyncio.Event()
    database = Database.at(postgres_server)

    async def forget() -> None:
        async with database.reading() as connection:
            killed = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'otklik %'"
            await connection.execute(text(killed))

    async with only_one(postgres_server, NOW, say) as place:
        keeping = asyncio.create_task(place.keep(stop))
        await forget()
        async with asyncio.timeout(60):
            while not await is_running(address_of(postgres_server)):  # noqa: ASYNC110  # a server tells nobody
                await asyncio.sleep(0.02)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await forget()
        async with only_one(postgres_server, NOW, say):  # quicker than we
            with pytest.raises(TakenError):
                await asyncio.wait_for(place.keep(stop), 60)
    await database.close()


TLS = b"\x04\xd2\x16\x2f"  # asks for an encrypted connection
UNDERSTOOD = {"user", "database", "client_encoding", "application_name", "datestyle", "timezone"}  # by PgBouncer


@asynccontextmanager
async def pooler(server):
    """Stands before a server and hands on, in session mode; refuses what PgBouncer refuses."""
    folder = make_url(server).query["host"]

    async def serve(reader, writer):
        begun = await reader.readexactly(8)
        if begun.endswith(TLS):
            writer.write(b"N")
            begun = await reader.readexactly(8)
        words = await reader.readexactly(int.from_bytes(begun[:4]) - 8)
        unknown = [name for name in words.decode().split("\0")[:-2:2] if name not in UNDERSTOOD]
        if unknown:
            said = f"SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: {unknown[0]}\0\0".encode()
            writer.write(b"E" + (len(said) + 4).to_bytes(4) + said)
            writer.close()
            return
        there, back = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
        back.write(begun + words)
        await asyncio.gather(hand_on(reader, back), hand_on(there, writer))

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        yield f"postgresql://postgres@127.0.0.1:{listening.sockets[0].getsockname()[1]}/postgres"


async def hand_on(reader, writer):
    while words := await reader.read(2**16):
        writer.write(words)
    writer.close()


async def test_a_place_is_taken_behind_a_pooler_too(postgres_server):
    async with pooler(postgres_server) as url:
        async with only_one(url, NOW, say):
            assert (await refused(postgres_server)).key == "store.taken_by"
        with pytest.raises(StoreError) as caught:
            await Store.open(f"{url}?options=-c%20work_mem%3D8MB")
    assert (caught.value.key, "options" in str(caught.value)) == ("store.refused", True)
