"""A consistent copy of the database while it runs: what was written before the moment of the copy is in it, whole."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect

from monitor.errors import AddressError, StoreError, because
from monitor.store.connection.address import Address, address_of
from monitor.store.connection.engine import Database
from monitor.store.connection.trouble import told
from monitor.store.migrations import VERSION_TABLE

_PRIVATE = 0o600  # a copy holds what people wrote about us, and who on the team did what
_OF_WRITING = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC})
_HALF = ("", "-journal")  # what a copy that was broken off consists of


async def back_up(url: str, file: Path) -> int:
    """Copies the database that DATABASE_URL names; answers the size of the copy in bytes.

    `file` is there afterwards only when it is whole. SQLite is copied by its own backup, which waits for nobody and
    keeps nobody waiting; PostgreSQL by pg_dump, in its custom format.
    """
    address = address_of(url)
    try:
        _check(address, file)
        with unfinished(file, _PRIVATE) as made:
            if address.path is not None:
                await asyncio.to_thread(copy, address.path, made)
                await asyncio.to_thread(_look_into, made, address.place)
            else:
                await _dump(url, address, made)
            return made.stat().st_size
    except OSError as error:  # a disk that only reads complains of tidying up as well
        raise AddressError("store.no_backup_file", place=str(file), reason=because(error)) from error


@contextmanager
def unfinished(file: Path, mode: int) -> Iterator[Path]:
    """What becomes the file when it is whole, and is never more open than that; of one that fails nothing is left."""
    made = file.with_name(f"{file.name}.part")
    try:
        made.touch(mode=mode)
        made.chmod(mode)
        yield made
        made.replace(file)
    finally:
        for end in _HALF:
            made.with_name(f"{made.name}{end}").unlink(missing_ok=True)


def copy(path: Path, target: Path) -> None:
    """An SQLite file as it stands now, with whatever other processes have written but not folded in yet."""
    with told(str(path)), closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as written:
        try:
            source.backup(written)
            written.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it to be forgotten
            (state,) = written.execute("PRAGMA quick_check").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in _OF_WRITING:
                raise
            with told(str(target)):  # it is not the disk of the database that is full
                raise
    if state != "ok":
        raise StoreError("store.damaged", place=str(path))


def _check(address: Address, file: Path) -> None:
    if address.is_sqlite and not address.exists:
        raise StoreError("store.nothing_yet", place=address.place)
    if address.path is not None and address.path.is_dir():
        raise AddressError("store.folder", place=address.place)
    if file.resolve() in address.files:
        raise AddressError("store.itself", place=str(file))
    if not file.absolute().parent.is_dir():
        raise AddressError("store.no_backup_folder", place=str(file), folder=str(file.absolute().parent))
    if file.is_dir():
        raise AddressError("store.backup_is_folder", place=str(file))
    if file.exists() and not file.is_file():
        raise AddressError("store.backup_is_device", place=str(file))


def _look_into(file: Path, place: str) -> None:
    """Whether there is something of ours in the copy: an older one is worth more than one of an empty file."""
    with told(str(file)), closing(sqlite3.connect(file)) as copied:
        tables = {name for (name,) in copied.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if VERSION_TABLE not in tables:
        raise AddressError("store.foreign", place=place) if tables else StoreError("store.nothing_yet", place=place)


async def _dump(written: str, address: Address, file: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise StoreError("store.no_pg_dump", place=address.place)
    await _look(written)
    password = address.url.password  # on the command line others would see it
    secret = {"PGPASSWORD": password} if password else {}
    process = await asyncio.create_subprocess_exec(
        program,
        "--format=custom",
        "--no-owner",
        "--no-password",
        f"--file={file}",
        f"--dbname={address.for_libpq(password=False)}",
        env={**os.environ, **secret},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, complaint = await process.communicate()
    finally:
        if process.returncode is None:  # nobody waits for it any more
            process.kill()
            await process.wait()
    if process.returncode:
        reason = " ".join(complaint.decode(errors="replace").split()) or process.returncode
        raise StoreError("store.refused_backup", place=address.place, reason=reason)


async def _look(url: str) -> None:
    """Whether the server lets us in and has something of ours: its program would say that in words of its own."""
    database = Database.at(url)
    try:
        async with database.reading() as connection:
            if not await connection.run_sync(lambda sync: inspect(sync).has_table(VERSION_TABLE)):
                raise StoreError("store.nothing_yet", place=database.address.place)
    finally:
        await database.close()
