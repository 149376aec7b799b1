"""Which database is meant: DATABASE_URL as people write it, turned into what the drivers understand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from monitor.errors import AddressError
from monitor.store.connection.driver import DRIVER

_POSTGRES = frozenset({"postgresql", "postgres", "postgresql+asyncpg"})
_SQLITE = frozenset({"sqlite", "sqlite+aiosqlite", DRIVER})
_SSL = "sslmode"  # what everybody else calls it; asyncpg says ssl


@dataclass(frozen=True, slots=True)
class Address:
    """A database, and how it is called when something is wrong with it: never with a password."""

    url: URL
    place: str
    path: Path | None = None  # of the file; None for memory and PostgreSQL

    @property
    def is_sqlite(self) -> bool:
        """A file or memory, in this process."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def exists(self) -> bool:
        """Whether there is such a file, or may be: whoever opens it is told why not."""
        try:
            return self.path is not None and self.path.exists()
        except PermissionError:
            return True

    def same(self, other: Address) -> bool:
        """Whether both are one database, however it is written."""
        if self.path is not None and other.path is not None:
            return self.path.resolve() == other.path.resolve()
        return self.place == other.place and self.url.query == other.url.query


def address_of(written: str) -> Address:
    """Reads DATABASE_URL.

    >>> address_of("sqlite:///otklik.db").place
    'otklik.db'
    >>> address_of("postgresql://anna:secret@db.example/otklik").place
    'postgresql://db.example/otklik'
    """
    try:
        url = make_url(written)
        url.render_as_string(
            hide_password=False
        ).encode()  # half a letter, as a broken environment brings it, is no address
    except (ArgumentError, ValueError) as error:
        raise AddressError("store.address") from error
    if url.drivername in _SQLITE:
        return _sqlite(url)
    if url.drivername in _POSTGRES:
        return _postgres(url)
    raise AddressError("store.scheme", scheme=url.drivername)


def check(address: Address) -> None:
    """Says what is wrong with a file before SQLite does, for it knows only "unable to open"."""
    if address.path is None:
        return
    try:
        _look(address, address.path)
    except PermissionError as error:
        raise AddressError("store.no_permission", place=address.place) from error


def _look(address: Address, path: Path) -> None:
    folder = path.absolute().parent
    if not folder.is_dir():
        raise AddressError("store.no_folder", place=address.place, folder=str(folder))
    if path.is_dir():
        raise AddressError("store.folder", place=address.place)
    if not os.access(folder, os.W_OK | os.X_OK) or (path.exists() and not os.access(path, os.R_OK | os.W_OK)):
        raise AddressError("store.no_permission", place=address.place)


def _sqlite(url: URL) -> Address:
    name = url.database or ""
    if name in {"", ":memory:"}:
        return Address(URL.create(DRIVER), "sqlite://")
    return Address(URL.create(DRIVER, database=name), name, Path(name))


def _postgres(url: URL) -> Address:
    query = {("ssl" if name == _SSL else name): value for name, value in url.query.items()}
    place = URL.create("postgresql", host=url.host, port=url.port, database=url.database)
    return Address(url.set(drivername="postgresql+asyncpg", query=query), place.render_as_string())
