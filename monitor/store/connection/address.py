"""Which database is meant: DATABASE_URL as people write it, turned into what the drivers understand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from monitor.errors import AddressError
from monitor.store.connection.driver import DRIVER

_POSTGRES = frozenset({"postgresql", "postgres", "postgresql+asyncpg"})
_SQLITE = frozenset({"sqlite", "sqlite+aiosqlite", DRIVER})
_NAMES = {"ssl": "sslmode", "dbname": "database", "user": "username"}  # the same, as some write it
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
_BEFORE_THE_QUERY = frozenset({"username", "password", "database"})
_PLACES = frozenset({"host", "port"})
_KNOWN = ("sslmode", *_FILES, "target_session_attrs", "application_name", "options", "passfile")
_HELD_BY_US = frozenset(  # how long a silent server is waited for is the same everywhere
    {"connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"}
)


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

    @property
    def for_driver(self) -> tuple[URL, str | None]:
        """Where the server is, and how to connect to it, in the two ways in which asyncpg takes them."""
        where = {name: value for name, value in self.url.query.items() if name in _PLACES}
        how = {name: value for name, value in self.url.query.items() if name not in _PLACES}
        return self.url.set(query=where), f"postgresql://?{urlencode(how)}" if how else None

    def for_libpq(self, *, password: bool) -> str:
        """The same for PostgreSQL's own programs, and for what is built on their library: its URLs know no spaces."""
        url = self.url
        login = {"user": url.username, "password": url.password if password else None, "dbname": url.database}
        given = {"host": url.host, "port": url.port, **login, **url.query}
        return " ".join(f"{name}='{_escaped(str(value))}'" for name, value in given.items() if value)

    def same(self, other: Address) -> bool:
        """Whether both are one database, however it is written."""
        if self.path is not None and other.path is not None:
            return self.path.resolve() == other.path.resolve()
        return self.place == other.place and self.for_driver[0].query == other.for_driver[0].query


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
    given = {_NAMES.get(name, name): value for name, value in url.query.items() if value}
    for name, value in given.items():
        _look_at_setting(name, value)
    login = {name: value for name, value in given.items() if name in _BEFORE_THE_QUERY}
    query = {name: value for name, value in given.items() if name not in {*login, *_HELD_BY_US}}
    whole = url.set(drivername="postgresql+asyncpg", query=query, **login)  # type: ignore[arg-type]  # they are texts
    place = URL.create("postgresql", host=whole.host, port=whole.port, database=whole.database)
    return Address(whole, place.render_as_string())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _look_at_setting(name: str, value: str | tuple[str, ...]) -> None:
    """What the driver would stumble over long after."""
    if name not in {*_BEFORE_THE_QUERY, *_PLACES, *_KNOWN, *_HELD_BY_US}:
        raise AddressError("store.parameter", name=name, known=", ".join(_KNOWN))
    if name in _PLACES:
        return
    if not isinstance(value, str):
        raise AddressError("store.parameter_twice", name=name)
    if name == "sslmode" and value not in _MODES:
        raise AddressError("store.sslmode", value=value, known=", ".join(_MODES))
    if name in _FILES and not Path(value).is_file():
        raise AddressError("store.no_certificate", name=name, path=value)
