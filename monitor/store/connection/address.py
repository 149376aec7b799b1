"""Which database is meant: DATABASE_URL as people write it, turned into what the drivers understand."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
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
_KNOWN = ("sslmode", *_FILES, "channel_binding", "target_session_attrs", "application_name", "options", "passfile")
_BINDINGS = ("disable", "prefer", "require")
_SYSTEM = "system"  # in place of a file with certificates: those that the system trusts
_USUAL_PORT = "5432"
_HELD_BY_US = frozenset(  # how long a silent server is waited for is the same everywhere
    {"connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"}
)
_KEPT = ("", "-wal", "-shm", "-journal", ".running", ".sending")
_SEVERAL = re.compile(
    r"(?P<before>[^:/?#]+://(?:[^/?#]*@)?)(?P<hosts>[^/?#@]*,[^/?#@]*)(?P<after>(?:[/?].*)?)", re.DOTALL
)
# Behind an @ that is not written %40 the rest of a password would be taken for the host, and shown as it.
_HALF_A_PASSWORD = re.compile(r"postgres[^:]*://[^@:]*:[^@]*@(?:[^=]*|[^/?#]*)@")


@dataclass(frozen=True, slots=True)
class Address:
    """A database, and how it is called when something is wrong with it: never with a password."""

    url: URL
    place: str
    path: Path | None = None  # of the file; None for memory and PostgreSQL

    @property
    def files(self) -> frozenset[Path]:
        """The database and what is kept beside it; none where a server keeps it."""
        return frozenset(Path(f"{self.path}{end}").resolve() for end in _KEPT) if self.path else frozenset()

    @property
    def is_sqlite(self) -> bool:
        """A file or memory, in this process."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def exists(self) -> bool:
        """Whether there is such a file, or may be: whoever opens it is told why not."""
        try:
            return self.path is not None and self.path.exists()
        except OSError:
            return True

    @property
    def for_driver(self) -> tuple[URL, str | None]:
        """Where the server is, and how to connect to it, in the two ways in which asyncpg takes them."""
        where = {name: value for name, value in self.url.query.items() if name in _PLACES}
        how = {name: value for name, value in self.url.query.items() if name not in {*_PLACES, "channel_binding"}}
        if how.get("sslrootcert") == _SYSTEM:
            del how["sslrootcert"]
        return self.url.set(query=where), f"postgresql://?{urlencode(how)}" if how else None

    @property
    def trusts_as_system(self) -> bool:
        """Whether the server must show a certificate that the system trusts.

        That is also how we keep out whoever stands between where channel binding is required: asyncpg cannot bind.
        """
        query = self.url.query
        bound = query.get("channel_binding") == "require" and "sslrootcert" not in query
        return bound or query.get("sslrootcert") == _SYSTEM

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
    >>> address_of("postgresql://anna:secret@one.example:6432,two.example/otklik").place
    'postgresql://one.example:6432,two.example:5432/otklik'
    """
    try:
        url = _read(written)
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
    except OSError as error:  # a name too long for any disk
        raise AddressError("store.address") from error


def _look(address: Address, path: Path) -> None:
    folder = path.absolute().parent
    if not folder.is_dir():
        raise AddressError("store.no_folder", place=address.place, folder=str(folder))
    if path.is_dir():
        raise AddressError("store.folder", place=address.place)
    if path.exists() and not path.is_file():  # a pipe or a device
        raise AddressError("store.not_a_database", place=address.place)
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
    query = {name: value for name, value in given.items() if name not in {*login, *_HELD_BY_US}} | _hosts(given)
    if "," in query.get("host", ""):
        query.setdefault("target_session_attrs", "read-write")  # the others of such a group only read
    whole = url.set(drivername="postgresql+asyncpg", query=query, **login)  # type: ignore[arg-type]  # they are texts
    return Address(whole, _place(whole))


def _read(written: str) -> URL:
    """As SQLAlchemy reads it, which knows a list of hosts only behind the question mark."""
    if _HALF_A_PASSWORD.match(written):
        raise AddressError("store.at_sign")
    found = _SEVERAL.fullmatch(written)
    if found is None:
        return make_url(written)
    url = make_url(found["before"] + found["after"])
    return url.update_query_dict({"host": tuple(found["hosts"].split(","))})


def _hosts(given: Mapping[str, str | Sequence[str]]) -> dict[str, str]:
    """A list of hosts in the one spelling that all drivers know; nothing where there is none or it has that."""
    hosts = given.get("host", "")
    if isinstance(hosts, str):
        return {}
    parts = [host.rpartition(":") if host.rpartition(":")[2].isdecimal() else (host, "", "") for host in hosts]
    if any(":" in host and not host.startswith("[") for host, _, _ in parts):
        raise AddressError("store.address")
    return {
        "host": ",".join(host.strip("[]") for host, _, _ in parts),
        "port": ",".join(port or _USUAL_PORT for _, _, port in parts),
    }


def _place(url: URL) -> str:
    hosts, ports = url.query.get("host", ""), url.query.get("port", "")
    if "," not in hosts or not isinstance(hosts, str) or not isinstance(ports, str):
        return URL.create("postgresql", host=url.host, port=url.port, database=url.database).render_as_string()
    listed = zip_longest(hosts.split(","), ports.split(",") if ports else ())
    named = ",".join(f"{host}:{port}" if port else str(host) for host, port in listed)
    return f"postgresql://{named}/{url.database or ''}"


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
    if name == "channel_binding" and value not in _BINDINGS:
        raise AddressError("store.parameter", name=f"{name}={value}", known=", ".join(_KNOWN))
    if name in _FILES and (name, value) != ("sslrootcert", _SYSTEM) and not Path(value).is_file():
        raise AddressError("store.no_certificate", name=name, path=value)
