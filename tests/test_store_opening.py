"""A database is opened, brought up to date, or refused with a sentence that says what to do."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import ssl
import subprocess
import sys
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from store_values import ANNA, CHAT, NOW, bring, deliver, item

from monitor.desk import Press
from monitor.domain import Action
from monitor.errors import AddressError, RuinedError, StoreError
from monitor.store import Query, Store
from monitor.store.connection.address import address_of
from monitor.store.connection.engine import Database
from monitor.store.connection.trouble import told
from monitor.store.migrations import REVISIONS, VERSION_TABLE
from monitor.store.tables import METADATA
from monitor.store.upkeep.schema import downgrade
from monitor.texts import LANGUAGES, Texts

STEPS = Path(__file__).parent.parent / "monitor" / "store" / "migrations" / "versions"
SEARCH = "mention_words"  # SQLite's search is no table of ours
ELSEWHERE = {"sqlite": "ix_mention_also_in", "postgresql": "ix_mention_also_at"}  # indexes that only the other has


async def refused(url):
    """Why a database is not opened; said in both languages, starting with its place."""
    with pytest.raises(StoreError) as caught:
        await Store.open(url)
    for language in LANGUAGES:
        assert Texts(language).error(caught.value).endswith(".")
    return caught.value


WAITS = "SELECT 1 FROM pg_locks WHERE NOT granted AND waitstart <= clock_timestamp() - interval '{}'"


@asynccontextmanager
async def asked(url):
    """Asks a server, outside of any transaction; answers the last one."""
    database = Database.at(url)

    async def ask(*statements):
        async with database.outside() as connection:
            for statement in statements:
                found = await connection.execute(text(statement))
            return found.all() if found.returns_rows else []

    yield ask
    await database.close()


def differences(connection):
    """What Alembic would still change."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415  # a second, for one test
    from alembic.migration import MigrationContext  # noqa: PLC0415  # the same

    def ours(_, name, *__):
        return name != ELSEWHERE[connection.dialect.name] and not (name or "").removeprefix("ix_").startswith(SEARCH)

    opts = {"compare_type": True, "version_table": VERSION_TABLE, "include_object": ours}
    return compare_metadata(MigrationContext.configure(connection, opts=opts), METADATA)


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
async def test_the_steps_lead_to_the_tables_that_the_code_knows(database_url):
    database = Database.at(database_url)
    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


def test_the_steps_are_those_that_the_code_knows():
    assert tuple(sorted(path.name.partition("_")[0] for path in STEPS.glob("[0-9]*.py"))) == REVISIONS


@pytest.mark.long
async def test_an_old_database_is_copied_before_it_is_brought_up_to_date(tmp_path):
    url, copy = f"sqlite:///{tmp_path / 'otklik.db'}", tmp_path / f"otklik.db.before-{REVISIONS[-1]}"
    await (await Store.open(url)).close()
    assert not copy.exists()
    database = Database.at(url)
    async with database.migrating() as connection:
        await connection.run_sync(downgrade)
    await database.close()
    await (await Store.open(url)).close()
    with closing(sqlite3.connect(copy)) as old:
        copied = {name for (name,) in old.execute("SELECT name FROM sqlite_master")}
    assert (VERSION_TABLE in copied, "mention" in copied) == (True, False)


@pytest.mark.long
async def test_a_current_database_is_opened_without_loading_what_only_migrations_need(database_url):
    script = (
        "import asyncio, sys; from monitor.store import Store\n"
        "async def main(): await (await Store.open(sys.argv[1])).close()\n"
        "asyncio.run(main()); sys.exit('alembic' in sys.modules)"
    )
    command = (sys.executable, "-c", script, database_url)
    done = await asyncio.to_thread(subprocess.run, command, check=False, cwd=STEPS.parents[3])
    assert done.returncode == 0


async def test_two_who_open_a_new_database_at_once_both_get_it(tmp_path):
    url = f"sqlite:///{tmp_path / 'otklik.db'}"
    for store in await asyncio.gather(Store.open(url), Store.open(url)):
        await bring(store, item())
        assert len(await store.mentions(Query())) == 1
        await store.close()


async def test_everything_is_there_after_a_restart(database_url):
    before = await Store.open(database_url)
    await bring(before, item())
    await deliver(before)
    await before.act(1, Press(Action.TAKE, ANNA, NOW))
    await before.close()
    after = await Store.open(database_url)
    assert [(one.mention, one.message) for one in await after.stale(CHAT)] == [(1, 100)]
    assert (await after.alert(1)).record.assignee == "Анна"
    await after.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
async def test_a_database_in_memory_works_for_many_at_once(url):
    store = await Store.open(url)
    await asyncio.gather(*(bring(store, item(number)) for number in range(6)), store.mentions(Query()))
    assert len(await store.owed(CHAT, NOW)) == len(await store.mentions(Query())) == 6
    await store.close()


async def test_readers_do_not_wait_for_a_writer(store):
    await bring(store, item())
    async with store._database.writing() as connection:
        await connection.execute(text("UPDATE mention SET title = 'x'"))
        assert (await store.record(1)).title == item().title


async def test_what_is_owed_survives_a_power_cut(tmp_path):
    store = await Store.open(f"sqlite:///{tmp_path / 'otklik.db'}")
    async with store._database.reading() as connection:
        told = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys")
        ]
    assert told == [2, "wal", 1]  # 2 is FULL
    await store.close()


async def test_what_sqlite_puts_aside_lies_beside_the_database_and_needs_no_room_elsewhere(tmp_path):
    folder = tmp_path / "Anna's"
    folder.mkdir()
    store = await Store.open(f"sqlite:///{folder}/otklik.db")
    with closing(sqlite3.connect(":memory:")) as other:
        assert other.execute("PRAGMA temp_store_directory").fetchone() == (str(folder.resolve()),)
    await store.close()


async def test_a_folder_that_is_not_there_is_named(tmp_path):
    error = await refused(f"sqlite:///{tmp_path / 'нет' / 'otklik.db'}")
    assert (error.key, str(error).startswith(f"{tmp_path}"), "нет" in str(error)) == ("store.no_folder", True, True)


async def test_a_folder_is_no_file(tmp_path):
    assert (await refused(f"sqlite:///{tmp_path}")).key == "store.folder"


async def test_a_pipe_or_a_name_that_no_disk_takes_is_no_database(tmp_path):
    pipe, long = tmp_path / "pipe", f"{tmp_path}/{'x' * 300}.db"
    os.mkfifo(pipe)
    for path, key in ((pipe, "store.not_a_database"), (long, "store.address")):
        error = await refused(f"sqlite:///{path}")
        assert (type(error), error.key) == (AddressError, key)
        assert Store.exists(f"sqlite:///{path}")


async def test_a_file_below_a_file_has_no_folder(tmp_path):
    (tmp_path / "file").touch()
    assert (await refused(f"sqlite:///{tmp_path / 'file' / 'otklik.db'}")).key == "store.no_folder"


async def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "otklik.db"
    path.write_text("brands: [{id: zubr}]\n" * 100)
    error = await refused(f"sqlite:///{path}")
    assert (type(error), error.key) == (AddressError, "store.not_a_database")
    assert path.read_text().startswith("brands:")


@pytest.mark.parametrize(("known", "kind"), [(False, AddressError), (True, RuinedError)])
def test_what_is_no_database_was_named_by_mistake_and_what_is_none_any_more_is_ruined(known, kind):
    error = sqlite3.DatabaseError("file is not a database")
    error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    with pytest.raises(StoreError) as caught, told("otklik.db", known=known):
        raise error
    assert (type(caught.value), caught.value.key) == (kind, "store.not_a_database")


async def test_a_database_of_another_program_is_left_as_it_is(tmp_path):
    path = tmp_path / "places.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmark (id INTEGER)")
    error = await refused(f"sqlite:///{path}")
    assert (error.key, isinstance(error, AddressError)) == ("store.foreign", True)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


async def test_a_database_of_a_later_version_is_refused(own_database_url):
    database = Database.at(own_database_url)
    async with database.writing() as connection:
        await connection.execute(text("UPDATE otklik_version SET version_num = '9999'"))
    await database.close()
    assert (await refused(own_database_url)).key == "store.newer"


@pytest.mark.parametrize("url", ["mysql://anna:hunter2@db.example/x", "mongodb://anna:hunter2@db.example"])
async def test_an_unknown_kind_of_database_is_named(url):
    error = await refused(url)
    assert error.key == "store.scheme"
    assert "hunter2" not in str(error)


@pytest.mark.parametrize("url", ["", "otklik.db", "hunter2@/:", "postgresql://db.example:port/x"])
async def test_what_is_no_address_is_said_so(url):
    error = await refused(url)
    assert error.key == "store.address"
    assert "hunter2" not in str(error)


@pytest.mark.parametrize("sslmode", ["", "?sslmode=disable"])
async def test_a_server_that_is_not_there_is_named_without_its_password(sslmode):
    error = await refused(f"postgresql://anna:hunter2@127.0.0.1:1/otklik{sslmode}")
    assert error.key == "store.unreachable"
    assert str(error).startswith("postgresql://127.0.0.1:1/otklik:")
    assert "hunter2" not in str(error)


@pytest.mark.parametrize(
    "password", ["hun@ter2", "hun@/ter2", "hun/@ter2", "h@un@ter2", "hun@ter2,", "hun@?ter2", "hun@t=er2"]
)
@pytest.mark.parametrize("hosts", ["db.example", "one.example:6432,two.example"])
def test_half_a_password_is_not_shown_as_a_host(password, hosts):
    with pytest.raises(AddressError) as caught:
        address_of(f"postgresql://anna:{password}@{hosts}/otklik")
    assert caught.value.key == "store.at_sign"
    for language in LANGUAGES:
        assert "er2" not in Texts(language).error(caught.value)


@pytest.mark.parametrize(
    ("wanted", "given", "key"),
    [("/postgres?", "/nowhere?", "store.no_database"), ("postgres:@", "nobody:hunter2@", "store.login")],
)
async def test_a_server_that_refuses_is_understood(postgres_server, wanted, given, key):
    error = await refused(postgres_server.replace(wanted, given))
    assert (type(error), error.key) == (AddressError, key)
    assert "hunter2" not in str(error)


async def test_a_closed_database_says_so(store):
    await store.close()
    with pytest.raises(StoreError) as caught:
        await store.mentions(Query())
    assert caught.value.key == "store.closed"


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (sqlite3.SQLITE_FULL, "store.full"),
        (sqlite3.SQLITE_IOERR_WRITE, "store.disk"),
        (sqlite3.SQLITE_BUSY, "store.busy"),
        (sqlite3.SQLITE_CORRUPT, "store.damaged"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "store.no_permission"),
        (sqlite3.SQLITE_CANTOPEN, "store.no_permission"),
        (sqlite3.SQLITE_CONSTRAINT, "store.refused"),
    ],
)
def test_trouble_with_the_disk_is_said_with_what_to_do(code, key):
    error = sqlite3.OperationalError("disk trouble")
    error.sqlite_errorcode = code
    with pytest.raises(StoreError) as caught, told("otklik.db"):
        raise error
    assert caught.value.key == key
    for language in LANGUAGES:
        assert Texts(language).error(caught.value).startswith("otklik.db: ")


async def test_what_the_team_said_before_lessons_were_kept_is_not_lost(own_database_url):
    before = await Store.open(own_database_url)
    await bring(before, *(item(number) for number in range(4)), item(4, rating=0.25))
    for number, action in ((1, Action.NOT_NEGATIVE), (2, Action.ANSWER), (3, Action.NO_REPLY), (5, Action.ANSWER)):
        await before.act(number, Press(action, ANNA, NOW))
    kept = await before.lessons()
    await before.close()
    database = Database.at(own_database_url)
    async with database.migrating() as connection:
        await connection.run_sync(lambda sync: downgrade(sync, "0003"))
    await database.close()
    after = await Store.open(own_database_url)
    assert await after.lessons() == kept
    assert len(kept) == 2
    await after.close()


async def test_a_copy_of_what_was_told_before_an_update_is_no_second_story(own_database_url):
    now = datetime.now(UTC)
    before = await Store.open(own_database_url)
    await bring(before, item(0, published=now), item(1, published=now), at=now)
    await before.close()
    database = Database.at(own_database_url)
    async with database.migrating() as connection:
        await connection.run_sync(lambda sync: downgrade(sync, "0013"))
        await connection.execute(text("DELETE FROM mention_band"))  # it looked copies up by others
    await database.close()
    after = await Store.open(own_database_url)
    await bring(after, item(1, url="https://novosti.example/7", published=now), at=now, source="news")
    stories = [record.story for record in await after.mentions(Query())]
    assert sorted(stories) == [1, 2, 2]
    await after.close()


@pytest.mark.long
async def test_a_database_that_cannot_keep_every_letter_says_how_one_is_made(postgres_server):
    name = "of_few_letters"
    options = "ENCODING 'WIN1251' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    server = Database.at(postgres_server)
    async with server.outside() as connection:
        await connection.execute(text(f"CREATE DATABASE {name} {options}"))
    await server.close()
    store = await Store.open(postgres_server.replace("/postgres?", f"/{name}?"))
    await bring(store, item(0))
    with pytest.raises(AddressError) as caught:
        await bring(store, item(1, text="😡"))
    assert caught.value.key == "store.letters"
    assert "createdb -E UTF8" in str(caught.value)
    await store.close()


async def test_a_search_path_that_leads_nowhere_is_said_with_what_to_do(postgres_server):
    error = await refused(f"{postgres_server}&options=-c%20search_path%3Dnowhere")
    assert (type(error), error.key) == (AddressError, "store.nowhere")
    assert "search_path" in str(error)


async def test_tables_change_however_soon_a_server_breaks_a_question_off(postgres_server):
    async with asked(postgres_server) as ask:
        await ask("DROP DATABASE IF EXISTS hurried", "CREATE DATABASE hurried TEMPLATE blank")
        await ask("ALTER DATABASE hurried SET lock_timeout = '20ms'")
    url = postgres_server.replace("/postgres?", "/hurried?")
    database = Database.at(url)
    async with database.migrating() as connection:
        await connection.run_sync(lambda sync: downgrade(sync, "0013"))
    async with database.writing():  # another one who opens it
        opening = asyncio.create_task(Store.open(url))
        async with asked(url) as ask:
            while not opening.done() and not await ask(WAITS.format("50 milliseconds")):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert not opening.done()
    await (await opening).close()
    await database.close()


async def test_whoever_waited_for_a_writer_knows_what_it_wrote_whatever_the_server_prefers(postgres_server):
    async with asked(postgres_server) as ask:
        await ask("DROP DATABASE IF EXISTS strict", "CREATE DATABASE strict TEMPLATE blank")
        await ask("ALTER DATABASE strict SET default_transaction_isolation = 'serializable'")
    url = postgres_server.replace("/postgres?", "/strict?")
    first, second = Database.at(url), Database.at(url)
    known = text("SELECT value FROM meta WHERE key = 'x'")

    async def read():
        async with second.writing() as connection:
            return (await connection.execute(known)).scalar()

    async with first.writing() as connection:
        reading = asyncio.create_task(read())
        async with asked(url) as ask:
            while not await ask(WAITS.format("0 seconds")):  # noqa: ASYNC110  # the same
                await asyncio.sleep(0.02)
        await connection.execute(text("INSERT INTO meta (key, value) VALUES ('x', 'known')"))
    assert await reading == "known"
    await first.close()
    await second.close()


async def test_a_server_is_reached_by_all_that_its_host_writes_behind_the_address(postgres_server):
    more = "sslmode=disable&connect_timeout=10&application_name=otklik&options=-c%20statement_timeout%3D5min"
    store = await Store.open(f"{postgres_server}&{more}&target_session_attrs=read-write")
    await store.close()


@pytest.mark.parametrize(
    ("written", "hosts", "ports"),
    [
        ("postgresql://anna:a,b@one.example:6432,two.example/otklik", "one.example,two.example", "6432,5432"),
        ("postgresql://anna:a,b@[::1]:6432,[::2]/otklik?sslmode=require", "::1,::2", "6432,5432"),
        (
            "postgresql://anna:a,b@/otklik?host=one.example:6432&host=two.example:6433",
            "one.example,two.example",
            "6432,6433",
        ),
        ("postgresql://anna:a,b@/otklik?host=one.example,two.example&port=1,2", "one.example,two.example", "1,2"),
    ],
)
def test_several_hosts_are_told_to_each_driver_as_it_takes_them(written, hosts, ports):
    address = address_of(written)
    url, how = address.for_driver
    (_, given) = url.get_dialect()().create_connect_args(url)
    assert (given["host"], given["port"]) == (hosts.split(","), [int(port) for port in ports.split(",")])
    assert "target_session_attrs=read-write" in (how or "")
    assert f"host='{hosts}' port='{ports}'" in address.for_libpq(password=False)
    assert "a,b" not in address.place
    assert address.url.password == "a,b"


def test_one_of_several_hosts_that_is_none_is_no_address():
    for hosts in ("one.example:x,two.example", "one.example,::1", "one.example:1:2,two.example"):
        with pytest.raises(AddressError):
            address_of(f"postgresql://anna:secret@{hosts}/otklik")


@pytest.mark.parametrize(
    ("more", "as_system"),
    [
        ("channel_binding=require&sslmode=require", True),
        ("channel_binding=prefer", False),
        ("sslrootcert=system&sslmode=verify-full", True),
        (f"channel_binding=require&sslmode=verify-full&sslrootcert={__file__}", False),
    ],
)
def test_where_the_driver_cannot_bind_a_channel_the_server_shows_its_certificate(more, as_system):
    address = address_of(f"postgresql://anna@db.example/otklik?{more}")
    assert address.trusts_as_system is as_system
    assert all(word not in (address.for_driver[1] or "") for word in ("channel_binding", "system"))
    assert address.for_libpq(password=False).endswith(more.replace("=", "='").replace("&", "' ") + "'")


async def test_a_server_whose_host_wants_a_channel_bound_is_opened(postgres_server):
    store = await Store.open(f"{postgres_server}&channel_binding=require")
    await store.close()


@pytest.mark.parametrize(
    "more",
    ["pgbouncer=true", "channel_binding=always", "sslmode=always", "sslmode=a&sslmode=b", "sslrootcert=/no/file"],
)
async def test_what_stands_wrongly_behind_an_address_is_named(more):
    said = await refused(f"postgresql://anna:secret@db.example/otklik?{more}")
    assert isinstance(said, AddressError)
    assert any(word in Texts("en").error(said) for word in re.split("[=&]", more))


def test_a_login_may_stand_behind_the_address():
    address = address_of("postgresql://db.example/?user=anna&password=x%20y&dbname=otklik")
    assert (address.url.username, address.url.password, address.url.database) == ("anna", "x y", "otklik")
    assert address.place == "postgresql://db.example/otklik"


def test_the_programs_of_postgresql_are_told_the_same_whatever_letters_stand_in_it():
    conninfo = pytest.importorskip("psycopg.conninfo")
    address = address_of(r"postgresql://anna:x%20y%27%5C@/otklik?host=/run/my%20server&options=-c%20a%3Db")
    told_it = conninfo.conninfo_to_dict(address.for_libpq(password=True))
    assert told_it == {
        "user": "anna",
        "password": "x y'\\",
        "dbname": "otklik",
        "host": "/run/my server",
        "options": "-c a=b",
    }
    assert "x y" not in address.for_libpq(password=False)


@pytest.mark.parametrize("error", [ConnectionError("rejected SSL upgrade"), ssl.SSLCertVerificationError(1, "expired")])
def test_a_server_without_encryption_is_not_called_silent(error):
    with pytest.raises(StoreError) as caught, told("postgresql://db.example/otklik"):
        raise error
    assert caught.value.key == "store.no_tls"


def test_a_database_is_the_same_however_one_connects_to_it():
    plain, safe = "postgresql://anna@db.example/otklik", "postgresql://db.example/otklik?user=anna&sslmode=require"
    assert address_of(plain).same(address_of(safe))
    assert not address_of("postgresql:///otklik?host=/a").same(address_of("postgresql:///otklik?host=/b"))
