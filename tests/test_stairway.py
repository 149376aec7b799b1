"""A database of any released version goes up to the newest tables and back down, and keeps what both sides know."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import closing, contextmanager

import pytest
from plausible import SEARCH, fill, lost, names_of, raw
from sqlalchemy import inspect
from store_values import bring, identified, item
from typer.testing import CliRunner

from monitor.__main__ import app
from monitor.domain import ChangeKind
from monitor.errors import StoreError
from monitor.store import Store
from monitor.store.connection.engine import Database
from monitor.store.migrations import REVISIONS
from monitor.store.tables import METADATA
from monitor.store.upkeep.schema import downgrade, upgrade
from monitor.texts import LANGUAGES, Texts

HEAD = REVISIONS[-1]
OF_1_1_0 = "0015"


@pytest.fixture
async def database(own_database_url):
    one = Database.at(own_database_url)
    yield one
    await one.close()


async def within(database, work, *words):
    """All of it or nothing, as bringing a database up to date does."""
    async with database.migrating() as connection:
        return await connection.run_sync(work, *words)


def shape(connection):
    """Everything that a table is, but what finds words."""
    look = inspect(connection)
    return {name: _shape(look, name) for name in names_of(connection)}


def _shape(look, name):
    return {
        "columns": {
            one["name"]: (str(one["type"]), one["nullable"], str(one["default"]).partition("::")[0].strip("'"))
            for one in look.get_columns(name)
            if not str(one["default"]).startswith("nextval")
        },
        "key": look.get_pk_constraint(name)["name"],
        "foreign": sorted(str(sorted(one.items())) for one in look.get_foreign_keys(name)),
        "unique": sorted((one["name"], one["column_names"]) for one in look.get_unique_constraints(name)),
        "indexes": sorted(
            (one["name"], one["column_names"], one["unique"], _condition(one))
            for one in look.get_indexes(name)
            if SEARCH not in one["name"]
        ),
    }


def _condition(index):
    return [str(value) for key, value in index["dialect_options"].items() if key.endswith("_where")]


@pytest.mark.long
@pytest.mark.one_database  # the other one goes up with data below, and all the way with the rest of what takes long
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
async def test_what_every_version_wrote_survives_the_way_up_and_down(database):
    await within(database, downgrade)
    for step in REVISIONS:
        before = await within(database, raw)
        await within(database, upgrade, step)
        assert lost(before, await within(database, raw)) == [], step
        await within(database, fill)
    tables = await within(database, shape)
    for step in [*reversed(REVISIONS)][1:]:
        before = await within(database, raw)
        await within(database, downgrade, step)
        assert lost(before, await within(database, raw)) == [], step
    await within(database, upgrade)
    assert await within(database, shape) == tables
    await within(database, downgrade)
    await within(database, METADATA.create_all)
    assert await within(database, shape) == tables


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
async def test_a_way_up_that_is_cut_short_leaves_the_database_as_it_was(database):
    await within(database, downgrade, REVISIONS[0])
    await within(database, fill)
    before = await within(database, raw)
    with pytest.raises(CutError):
        await within(database, cut_short)
    assert await within(database, raw) == before
    await (await Store.open(database.address.url.render_as_string(hide_password=False))).close()
    assert lost(before, await within(database, raw)) == []


async def test_what_release_1_1_0_saw_is_known_again_and_what_is_new_is_kept(database):
    """It wrote when each item was first seen, and nobody read it."""
    url = database.address.url.render_as_string(hide_password=False)
    seen, new = identified(item(1)), identified(item(2))
    store = await Store.open(url)
    await bring(store, seen)
    await store.close()
    await within(database, downgrade, OF_1_1_0)
    store = await Store.open(url)
    assert [one.kind for one in await store.compare("reviews", [seen, new])] == [ChangeKind.KNOWN, ChangeKind.NEW]
    assert (await bring(store, seen, new)).new == 1
    await store.close()


class CutError(Exception):
    """All steps were done, and nothing was committed."""


def cut_short(connection):
    upgrade(connection)
    raise CutError


@pytest.fixture
async def old_file(own_database):
    """A file of the first version with something in it."""
    database = Database.at(own_database("sqlite"))
    await within(database, downgrade, REVISIONS[0])
    await within(database, fill)
    yield database
    await database.close()


def url_of(database):
    return f"sqlite:///{database.address.path}"


def beside(database, ending=""):
    return database.address.path.with_name(f"{database.address.path.name}.before-{HEAD}{ending}")


async def test_the_copy_of_before_is_the_way_back(old_file):
    before = await within(old_file, raw)
    old_file.address.path.chmod(0o640)
    beside(old_file).write_bytes(b"of an attempt that failed")
    await (await Store.open(url_of(old_file))).close()
    copy = beside(old_file)
    assert (copy.stat().st_mode & 0o777, beside(old_file, ".part").exists()) == (0o640, False)
    await old_file.close()
    copy.replace(old_file.address.path)  # as the page about databases says
    again = Database.at(url_of(old_file))
    assert await within(again, raw) == before
    await again.close()


async def test_where_the_copy_of_before_has_no_room_nothing_is_changed(old_file):
    before = await within(old_file, raw)
    await old_file.close()
    size = old_file.address.path.stat().st_size
    with room_for_files(size // 2), pytest.raises(StoreError) as caught:
        await Store.open(url_of(old_file))
    assert caught.value.key in {"store.full", "store.disk"}
    assert [path.name for path in old_file.address.path.parent.glob("*.before*")] == []
    again = Database.at(url_of(old_file))
    assert await within(again, raw) == before
    await again.close()


@contextmanager
def room_for_files(size):
    """As on a disk that is nearly full: no file grows larger."""
    resource = pytest.importorskip("resource")
    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, was[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)


@pytest.mark.long
async def test_two_who_bring_one_file_up_to_date_keep_the_copy_of_before(old_file):
    before = await within(old_file, raw)
    stores = await asyncio.gather(*(Store.open(url_of(old_file)) for _ in range(3)))
    for store in stores:
        await store.close()
    kept = Database.at(f"sqlite:///{beside(old_file)}")
    assert await within(kept, raw) == before
    await kept.close()


COMMANDS = ("run", "status", "mentions", "copy --to sqlite:///new.db")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_database_of_a_later_version_is_refused_with_what_to_do(
    own_database, tmp_path, monkeypatch, command, language
):
    url = own_database("sqlite")
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as later:
        later.execute("UPDATE otklik_version SET version_num = '9999'")
        later.commit()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    (tmp_path / "sources.yaml").write_text(
        f"language: {language}\nbrands: [{{id: zubr, name: Zubr}}]\n"
        "sources: [{id: news, kind: feed, url: https://a.example/rss}]\n"
    )
    was = signal.getsignal(signal.SIGTERM)
    result = CliRunner().invoke(app, command.split(), catch_exceptions=False)
    signal.signal(signal.SIGTERM, was)
    said = Texts(language)("errors.store.newer", place=url.removeprefix("sqlite:///"))
    assert (result.exit_code, result.output.strip()) == (2, said)  # no service tries that again and again
    assert not (tmp_path / "new.db").exists()
