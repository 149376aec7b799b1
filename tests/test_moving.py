"""Everything moves to another database and is the same there, or nothing is."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from urllib.parse import unquote

import pytest
from plausible import fill, known
from sqlalchemy import text
from store_values import ANNA, NOW, bring, deliver, item
from typer.testing import CliRunner

from monitor.__main__ import app
from monitor.desk import Press
from monitor.domain import Action
from monitor.errors import AddressError, StoreError
from monitor.store import Query, Store
from monitor.store.connection.engine import Database
from monitor.store.connection.locks import only_one
from monitor.store.tables import METADATA
from monitor.store.upkeep.fingerprints import Fingerprint
from monitor.texts import LANGUAGES, Texts

LEMMAS = {"сорвали": ("сорвать",), "срыв": ("сорвать",), "сроки": ("срок",), "срока": ("срок",)}


def lemmas(word):
    return LEMMAS.get(word, (word,))


def silent(_):
    """Nobody looks how far it is."""


WAYS = (
    pytest.param(("sqlite", "postgresql"), id="to-postgresql"),
    pytest.param(("postgresql", "sqlite"), id="to-sqlite"),
    pytest.param(("sqlite", "sqlite"), id="between-files"),
)


@pytest.fixture(params=WAYS)
def way(request, own_database):
    """Where from and where to."""
    return tuple(own_database(kind) for kind in request.param)


async def looked(url, look):
    """What a question about the whole database is answered."""
    database = Database.at(url)
    try:
        async with database.writing() as connection:
            return await connection.run_sync(look)
    finally:
        await database.close()


async def moved(source, target):
    """The tables as they are on both sides."""
    store = await Store.open(source)
    try:
        return await store.move(target, silent)
    finally:
        await store.close()


async def refused(source, target):
    """Why nothing was moved; said in both languages."""
    with pytest.raises(StoreError) as caught:
        await moved(source, target)
    for language in LANGUAGES:
        assert Texts(language).error(caught.value).endswith(".")
    return caught.value


@pytest.mark.long
async def test_every_row_of_every_table_arrives_as_it_was(way):
    source, target = way
    await looked(source, fill)
    before = await looked(source, known)
    tables = await moved(source, target)
    after = await looked(target, known)
    assert [one.table for one in tables if not one.equal] == []
    assert {one.table: one.there.rows for one in tables} == dict.fromkeys(METADATA.tables, 4)
    assert after == before == await looked(source, known)


async def test_work_goes_on_there_with_the_search_and_the_numbers_that_were(way):
    source, target = way
    store = await Store.open(source, lemmas=lemmas)
    await bring(store, item(0, text="Опять сорвали сроки"), item(1, text="Все довольны"), item(2))
    async with store._database.writing() as connection:
        await connection.execute(text("DELETE FROM item WHERE id = 3"))
    await store.move(target, silent)
    await store.close()
    there = await Store.open(target, lemmas=lemmas)
    assert [one.number for one in await there.mentions(Query(search="срыв срока"))] == [1]
    assert sorted(await deliver(there)) == [1, 2]
    await there.act(1, Press(Action.TAKE, ANNA, NOW))
    assert (await there.record(1)).assignee == "Анна"
    await bring(there, item(3, text="И снова срыв"))  # 3 stands on a card of something else
    assert [one.number for one in await there.mentions(Query(search="сорвали"))] == [4, 1]
    await there.close()


async def test_where_a_table_differs_nothing_is_kept(own_database):
    source, target = own_database("sqlite"), own_database("sqlite")
    await looked(source, fill)
    await looked(target, spoil)
    tables = await moved(source, target)
    assert {one.table for one in tables if not one.equal} == set(SPOILT)
    assert not any((await looked(target, known)).values())


SPOILT = {  # what a database might do to rows behind our back
    "mention": "UPDATE mention SET promise = '' WHERE promise IS NULL",
    "item_key": "DELETE FROM item_key WHERE item_id = 2",
    "meta": "UPDATE meta SET value = upper(value)",
}


def spoil(connection):
    for table, what in SPOILT.items():
        connection.execute(text(f"CREATE TRIGGER spoil_{table} AFTER INSERT ON {table} BEGIN {what}; END"))


async def test_a_database_with_anything_in_it_is_left_as_it_is(own_database):
    source, target = own_database("sqlite"), own_database("sqlite")
    there = await Store.open(target)
    await bring(there, item())
    await there.close()
    before = await looked(target, known)
    error = await refused(source, target)
    assert (type(error), error.key) == (AddressError, "store.move_full")
    assert await looked(target, known) == before


@pytest.mark.parametrize("busy", ["here", "there"])
async def test_where_the_main_job_runs_nothing_is_moved(own_database, busy):
    source, target = (
        own_database("sqlite"),
        own_database("sqlite"),
    )  # what only a look has left there is in nobody's way
    await looked(target, lambda sync: sync.execute(text("INSERT INTO meta VALUES ('forbidden', 'x')")))
    async with only_one(source if busy == "here" else target, NOW, str):
        assert (await refused(source, target)).key == "store.move_running"
    assert all(one.equal for one in await moved(source, target))
    assert "forbidden" not in str((await looked(target, known))["meta"])


async def test_nobody_writes_here_while_it_moves(own_database):
    source, target = own_database("sqlite"), own_database("sqlite")
    store = await Store.open(source)
    await bring(store, item(0))
    locked = []

    def look(_):
        with closing(sqlite3.connect(source.removeprefix("sqlite:///"), timeout=0)) as other:
            try:
                other.execute("UPDATE mention SET title = 'x'")
            except sqlite3.OperationalError as error:
                locked.append(str(error))

    await store.move(target, look)
    await store.close()
    assert set(locked) == {"database is locked"}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("mysql://anna:hunter2@db.example/x", "store.scheme"),
        ("hunter2@/:", "store.address"),
        ("sqlite://", "store.address"),
        ("sqlite:////nowhere/at/all.db", "store.no_folder"),
        ("postgresql://anna:hunter2@127.0.0.1:1/otklik", "store.unreachable"),
    ],
)
async def test_a_wrong_address_is_told_of_the_option_that_gave_it(own_database, url, key):
    error = await refused(own_database("sqlite"), url)
    said = Texts("en").error(error)
    assert (error.key, "--to" in said, "DATABASE_URL" in said, "hunter2" in said) == (key, True, False, False)


async def test_a_database_is_not_moved_into_itself(own_database, tmp_path, monkeypatch):
    source = own_database("sqlite")
    monkeypatch.chdir(tmp_path)
    name = source.rpartition("/")[2]
    assert (await refused(source, f"sqlite:///./{name}")).key == "store.move_itself"


def test_a_database_of_a_server_is_not_moved_into_itself_whatever_its_host_is_called(own_database, tmp_path):
    source = own_database("postgresql")
    before, _, folder = source.partition("host=")
    (tmp_path / "other").symlink_to(unquote(folder))
    assert asyncio.run(refused(source, f"{before}host={tmp_path}/other")).key == "store.move_itself"


def test_a_fingerprint_tells_what_a_reader_would_notice_and_nothing_else():
    def of(*values):
        return Fingerprint().of([values])

    assert of(1.0, None) != of(1.0, "")
    assert of([]) != of(None)
    assert of("a", "b") != of("ab", "")
    assert of(["1"]) != of("['1']")
    assert of(0.0, "a\0") == of(-0.0, "a")
    assert Fingerprint().of([(1,), (1,)]) != Fingerprint().of([(1,)])


@pytest.fixture
def folder(tmp_path, monkeypatch, own_database):
    """Where somebody works with a database that has something in it."""
    monkeypatch.chdir(tmp_path)
    source = own_database("sqlite")
    monkeypatch.setenv("DATABASE_URL", source)
    (tmp_path / "sources.yaml").write_text(
        "brands: [{id: zubr, name: Zubr}]\nsources: [{id: news, kind: feed, url: https://a.example/rss}]\n"
    )
    asyncio.run(looked(source, fill))
    return tmp_path


def otklik(*words):
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    return result.exit_code, result.output


@pytest.mark.long
def test_the_command_shows_that_everything_is_there_and_says_what_to_do_next(folder):
    code, said = otklik("copy", "--to", "sqlite:///new.db")
    assert (code, said.count("equal"), "DATABASE_URL" in said) == (0, len(METADATA.tables), True)
    code, said = otklik("copy", "--to", "sqlite:///new.db")
    assert (code, "new.db: there is something in this database already" in said) == (2, True)
    code, said = otklik("copy", "--to", "sqlite:///other.db", "--json")
    told = json.loads(said)
    assert (code, told["equal"], told["to"]) == (0, True, "other.db")
    counts = {one["table"]: (one["rows"], one["arrived"], one["equal"]) for one in told["tables"]}
    assert counts == dict.fromkeys(METADATA.tables, (4, 4, True))


def test_a_copy_that_differs_is_told_and_taken_back(folder, own_database):
    target = own_database("sqlite")
    asyncio.run(looked(target, spoil))
    code, said = otklik("copy", "--to", target)
    assert (code, said.count(" differs"), "4 → 3" in said, "taken back" in said) == (1, 3, True, True)


def test_where_there_is_no_database_none_is_made(folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///none.db")
    code, said = otklik("copy", "--to", "sqlite:///new.db")
    assert (code, "none.db: there is no database to copy yet" in said) == (1, True)
    assert not {"none.db", "new.db"} & {path.name for path in folder.iterdir()}
