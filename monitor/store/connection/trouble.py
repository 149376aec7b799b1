"""What a database complains about, as a sentence that says what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from monitor.errors import AddressError, RuinedError, StoreError

_NO_DATABASE = "not_a_database"
_REFUSED = "refused"
_BY_SQLITE = {
    sqlite3.SQLITE_NOTADB: _NO_DATABASE,
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_PERM: "no_permission",
    sqlite3.SQLITE_READONLY: "no_permission",
    sqlite3.SQLITE_CANTOPEN: "no_permission",
}
_BY_STATE = {  # the first letters of an SQLSTATE, the most telling first
    "28": "login",
    "3D": "no_database",
    "3F": "nowhere",
    "22P05": "letters",
    "42501": "no_rights",
    "25006": "only_reads",
    "53100": "full",
    "53300": "crowded",
    "53": "short",
    "40": "interrupted",
    "57014": "interrupted",
    "55P03": "interrupted",
    "57P": "unreachable",
    "58": "disk",
    "08P01": _REFUSED,  # a pooler that does not know what we ask for
    "08": "unreachable",
    "XX001": "damaged",
    "XX002": "damaged",
}
_BY_ERRNO = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "no_permission",
    errno.EACCES: "no_permission",
    errno.EIO: "disk",
    errno.EMFILE: "no_files",
    errno.ENFILE: "no_files",
}
_RUINED = frozenset({"damaged", _NO_DATABASE, "gone"})
_OF_THE_ADDRESS = frozenset({"login", "no_database", "nowhere", "no_rights", "letters"})  # waiting mends none of them


@contextmanager
def told(place: str, *, known: bool = False) -> Iterator[None]:
    """Whatever the database or its network complains about leaves as a StoreError; `known`: it was open before."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError, sqlite3.Error, OSError) as error:
        raise _story(error, place, known=known) from error


def story(name: str, place: str, *, known: bool = True) -> StoreError:
    """A sentence about a database; some end everything. What never was a database was named by mistake."""
    mistaken = name in _OF_THE_ADDRESS or (name == _NO_DATABASE and not known)
    kind = AddressError if mistaken else RuinedError if name in _RUINED else StoreError
    return kind(f"store.{name}", place=place)


def _story(error: Exception, place: str, *, known: bool) -> StoreError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    name = _by_code(cause) or _by_state(cause)
    if name is None and _is_about_tls(cause):
        return StoreError("store.no_tls", place=place, reason=_reason(cause))
    if name is None and isinstance(cause, OSError):
        name = _BY_ERRNO.get(cause.errno or 0, "unreachable")
    if name is None and _is_lost(error):
        name = "unreachable"
    if name is None and isinstance(error, PoolTimeoutError):
        name = "short"
    if name in {None, _REFUSED}:
        return StoreError("store.refused", place=place, reason=_reason(cause))
    return story(name, place, known=known)


def _by_code(cause: BaseException) -> str | None:
    code = getattr(cause, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return "full"  # no room for the index of what is written
    name = _BY_SQLITE.get(code & 0xFF)
    return "no_files" if name == "no_permission" and _no_more_files() else name


def _no_more_files() -> bool:
    """SQLite says of every file only that it could not open it."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return error.errno in {errno.EMFILE, errno.ENFILE}
    return False


def _by_state(cause: BaseException) -> str | None:
    state = _state(cause)
    return next((name for start, name in _BY_STATE.items() if state.startswith(start)), None)


def _state(cause: BaseException) -> str:
    """PostgreSQL's five letters, wherever the driver and its wrapper keep them."""
    state = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    return state if isinstance(state, str) else ""


def _is_about_tls(cause: BaseException) -> bool:
    """A certificate that nobody trusts, one that is missing, or a server without encryption."""
    refused = type(cause) is ConnectionError and "SSL" in str(cause)
    lacking = type(cause.__cause__).__name__ == "ClientConfigurationError"
    return refused or lacking or isinstance(cause, ssl.SSLError)


def _is_lost(error: Exception) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, InterfaceError) and not isinstance(error, OperationalError)


def _reason(cause: BaseException) -> str:
    """The first line: further ones quote values, and those may be people's words."""
    return (str(cause).splitlines() or [""])[0].removeprefix("<class ")[:200] or type(cause).__name__
