"""Moves everything to another database, compares both, and leaves nothing there that is not the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import randbits
from typing import Any

from sqlalchemy import Row, Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.errors import AddressError, StoreError
from monitor.store.connection.engine import Database
from monitor.store.connection.locks import vacant
from monitor.store.connection.sql import AT_ONCE
from monitor.store.tables import META, METADATA
from monitor.store.upkeep import numbering
from monitor.store.upkeep.fingerprints import Fingerprint
from monitor.store.upkeep.schema import bring_up_to_date

OPTION = "--to"  # what names the other database

_BITS = 62  # of a number that nobody else locks at this moment


@dataclass(frozen=True, slots=True)
class Moved:
    """A table, as it is here and as it was read back there."""

    table: str
    here: Fingerprint
    there: Fingerprint

    @property
    def equal(self) -> bool:
        """Whether every row arrived as it was."""
        return self.here == self.there


@dataclass(frozen=True, slots=True)
class Moving:
    """How far it is."""

    table: str
    done: int
    all: int


Told = Callable[[Moving], None]


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two databases, with the transaction in which all of it happens."""

    database: Database
    connection: AsyncConnection

    async def begin(self) -> None:
        """Nothing is overwritten but what a look leaves in a new database: marks that say nothing of anybody."""
        for table in METADATA.sorted_tables:
            if table is not META and (await self.connection.execute(select(table).limit(1))).first() is not None:
                raise AddressError("store.move_full", place=self.database.address.place)
        await self.connection.execute(META.delete())


class Differing(Exception):  # noqa: N818  # a result, which must not be kept
    """What arrived is not what was sent; raised to take all of it back."""

    def __init__(self, moved: tuple[Moved, ...]) -> None:
        super().__init__()
        self.moved = moved


class Mover:
    """The verb of leaving for another database."""

    _database: Database

    async def move(self, url: str, told: Told) -> tuple[Moved, ...]:
        """Everything, into an empty database, in one transaction; each table as it was read back.

        Nobody of ours writes here meanwhile, for that would stay behind. Where a table differs nothing is kept there.
        """
        async with _nobody_runs(self._database), _other(url, self._database) as other, _nobody_runs(other):
            try:
                async with self._database.writing() as read, other.writing() as written:
                    here, there = _Side(self._database, read), _Side(other, written)
                    await there.begin()
                    return await _Move(here, there, told).whole()
            except Differing as differing:
                return differing.moved


class _Move:
    """One move, table by table."""

    def __init__(self, here: _Side, there: _Side, told: Told) -> None:
        self._here = here
        self._there = there
        self._told = told
        self._done = self._all = 0

    async def whole(self) -> tuple[Moved, ...]:
        """All tables; the same everywhere, or nothing of it."""
        with self._here.database.told():  # else the other one would be named for what this one complains about
            numbers = await numbering.given(self._here.connection)
            self._all = 2 * await _count(self._here.connection)
        sent = [(table, await self._send(table)) for table in METADATA.sorted_tables]
        moved = tuple([Moved(table.name, here, await self._look(table)) for table, here in sent])
        if not all(one.equal for one in moved):
            raise Differing(moved)
        await numbering.go_on_after(self._there.connection, numbers)
        if not self._there.database.address.is_sqlite:  # whose plans we know without
            await self._there.connection.execute(text("ANALYZE"))
        return moved

    async def _send(self, table: Table) -> Fingerprint:
        """Answers with what was read here; the search goes along, for the tables keep it themselves."""
        sent, names = Fingerprint(), table.columns.keys()
        with self._here.database.told():
            async for part in self._read(self._here.connection, table):
                sent = sent.of(part)
                with self._there.database.told():
                    await self._there.connection.execute(
                        table.insert(), [dict(zip(names, row, strict=True)) for row in part]
                    )
        return sent

    async def _look(self, table: Table) -> Fingerprint:
        """What the other database answers when it is asked for all of it."""
        found = Fingerprint()
        async for part in self._read(self._there.connection, table):
            found = found.of(part)
        return found

    async def _read(self, connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Row[Any]]]:
        """In portions: a million rows are more than memory should hold."""
        rows = await connection.stream(select(table).order_by(*table.primary_key))
        async for part in rows.partitions(AT_ONCE):
            yield part
            self._done += len(part)
            self._told(Moving(table.name, self._done, self._all))


@asynccontextmanager
async def _other(url: str, source: Database) -> AsyncIterator[Database]:
    """The database to move to, with all tables; what is wrong with its address is said of the option that gave it."""
    try:
        other = Database.at(url)
        if other.address.is_sqlite and other.address.path is None:
            raise AddressError("store.address")
        if other.address.same(source.address):
            raise AddressError("store.move_itself", place=other.address.place)
        try:
            await bring_up_to_date(other)
            await _look_whether_apart(source, other)
        except BaseException:
            await other.close()
            raise
    except StoreError as error:
        raise error.about(OPTION) from error
    try:
        yield other
    finally:
        await other.close()


async def _look_whether_apart(here: Database, there: Database) -> None:
    """Two addresses may lead to one database of a server: what is locked here is locked there then."""
    if here.address.is_sqlite or there.address.is_sqlite:
        return
    number = {"number": randbits(_BITS)}
    async with here.reading() as ours, there.reading() as theirs:
        await ours.execute(text("SELECT pg_advisory_xact_lock(:number)"), number)
        free = await theirs.execute(text("SELECT pg_try_advisory_xact_lock(:number)"), number)
        if not free.scalar():
            raise AddressError("store.move_itself", place=there.address.place)


@asynccontextmanager
async def _nobody_runs(database: Database) -> AsyncIterator[None]:
    """What `run` writes afterwards would stay behind."""
    async with vacant(database.address) as ours:
        if not ours:
            raise AddressError("store.move_running", place=database.address.place)
        yield


async def _count(connection: AsyncConnection) -> int:
    counted = [select(func.count()).select_from(table) for table in METADATA.sorted_tables]
    return sum([(await connection.execute(one)).scalar_one() for one in counted])
