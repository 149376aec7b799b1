"""What can go wrong, said so that a person knows what to do next."""

from __future__ import annotations

import errno
from datetime import timedelta
from enum import StrEnum
from typing import Self

from monitor.texts import Texts

_BECAUSE = {
    errno.ENOENT: "missing",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no_folder",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.ENAMETOOLONG: "long",
    errno.EMFILE: "open_files",
    errno.ENFILE: "open_files",
    errno.ENOMEM: "memory",
    errno.EIO: "disk",
    errno.EADDRINUSE: "in_use",
    errno.EADDRNOTAVAIL: "no_address",
    errno.ELOOP: "loop",
    errno.EPIPE: "unread",
}


class Cause(StrEnum):
    """Why a source brings nothing, where that is more than a passing trouble."""

    BLOCKED = "blocked"  # it wants to see a human being first
    WAIT = "wait"  # it asked to be left alone for a while
    AUTH = "auth"  # it wants a login
    GONE = "gone"  # removed for good
    CLOSED = "closed"  # what it shows to everybody was switched off
    LOST = "lost"  # a mail box broke off or refused: that says nothing of the mail that was asked for


class MonitorError(Exception):
    """A sentence of the texts (`errors.<key>`) and what fills its blanks; shown in the team's language at the edge.

    >>> str(FetchError("fetch.timeout", url="https://site.example/", seconds=30)).split(":")[0]
    'https'
    """

    cause: Cause | None = None

    def __init__(self, key: str, /, **blanks: object) -> None:
        super().__init__(key)  # the rest travels as attributes: errors cross over from the process that reads
        self.key = key
        self.blanks = blanks

    def __str__(self) -> str:
        return Texts("en").error(self)


def because(error: OSError) -> object:
    """Why the system refused, for a blank of a sentence: in the team's language where we know the word.

    >>> str(because(OSError(errno.ENOSPC, "No space left on device"))), because(OSError("broken"))
    ('no room on the disk', 'broken')
    """
    known = _BECAUSE.get(error.errno or 0)
    return MonitorError(f"because.{known}") if known else error.strerror or str(error)


class ConfigError(MonitorError):
    """What a person wrote is wrong: where, what, and what to do. Exit code 2."""


class ContentError(ConfigError):
    """A file that a person gave holds not what is needed; whoever opened it says which one it is."""

    def __init__(self, key: str, /, *, path: str = "", **blanks: object) -> None:
        super().__init__(key, path=path, **blanks)

    def of(self, path: str) -> Self:
        """This error, of the file at this path."""
        return type(self)(self.key, **{**self.blanks, "path": path})  # type: ignore[arg-type]  # a str


class FetchError(MonitorError):
    """A site could not be read; `retry_after` says if waiting helps."""

    def __init__(
        self,
        key: str,
        /,
        *,
        status: int | None = None,
        retry_after: timedelta | None = None,
        skipped: bool = False,
        cause: Cause | None = None,
        **blanks: object,
    ) -> None:
        super().__init__(key, **blanks)
        self.cause = cause
        self.status = status
        self.retry_after = retry_after
        self.skipped = skipped  # not allowed or not now: no failure of the site

    def retold(self, key: str, /, **blanks: object) -> FetchError:
        """The same refusal in other words."""
        means = {"status": self.status, "retry_after": self.retry_after, "skipped": self.skipped, "cause": self.cause}
        return type(self)(key, **means, **blanks)  # type: ignore[arg-type]  # what it means has its own types


def lost(error: MonitorError | None) -> bool:
    """Whether it is a mail box that fails, and not the mail that was asked for."""
    return isinstance(error, FetchError) and error.cause is Cause.LOST


class ForbiddenError(FetchError):
    """An address stands in a forbidden place, or leads there; no sentence repeats it."""


class ParseError(MonitorError):
    """A page is no longer what it was; the source needs its owner.

    >>> str(ParseError("parse.empty", url="https://site.example/rss?key=42")).split(": ")[0]
    'https://site.example/rss?…'
    """

    def __init__(self, key: str, /, *, cause: Cause | None = None, **blanks: object) -> None:
        if "url" in blanks:
            page, query, _ = str(blanks["url"]).partition("?")
            blanks["url"] = page + ("?…" if query else "")  # it may hold a key
        super().__init__(key, **blanks)
        self.cause = cause


class StoreError(MonitorError):
    """The database cannot be used: where, why, what to do; `setting` is what named it."""

    def __init__(self, key: str, /, *, setting: str = "DATABASE_URL", **blanks: object) -> None:
        super().__init__(key, setting=setting, **blanks)

    def about(self, setting: str) -> Self:
        """The same trouble with a database that was named elsewhere."""
        return type(self)(self.key, **{**self.blanks, "setting": setting})  # type: ignore[arg-type]  # a str


class RuinedError(StoreError):
    """The database cannot be used any more, however long we wait: a person has to put it right."""


class GoneError(StoreError):
    """What was asked for is not there, or not any more; the database is well."""


class TakenError(StoreError):
    """Another `otklik run` works with this database. Exit code 2."""


class AddressError(StoreError):
    """What was named cannot be a database of ours, or a copy of it, or does not let us in. Exit code 2."""


class DeliveryError(MonitorError):
    """A messenger refused.

    `retry_after` says how long to wait; `unsure` that the answer was lost and the message may have arrived; `final`
    that this target will never take it; `away` that it takes nothing until somebody changes something there.
    """

    def __init__(
        self,
        key: str,
        /,
        *,
        retry_after: timedelta | None = None,
        unsure: bool = False,
        final: bool = False,
        away: bool = False,
        **blanks: object,
    ) -> None:
        super().__init__(key, **blanks)
        self.retry_after = retry_after
        self.unsure = unsure
        self.final = final
        self.away = away
