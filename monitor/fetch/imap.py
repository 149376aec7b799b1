"""Speaks IMAP, reading only: a folder is examined, a mail is peeked at, nothing in a box changes."""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from imap_tools import AND, OR, BaseMailBox
from imap_tools.errors import ImapToolsError, MailboxLoginError

from monitor.sources.mails.mailbox import MailBox

SPOKEN = (imaplib.IMAP4.error, ImapToolsError)  # whatever a server says instead of what was asked for
LOST = (imaplib.IMAP4.abort, OSError)  # nobody answers, or not any more
NAMED = 20  # folders that a sentence names

_NOT_NOW = ("UNAVAILABLE", "INUSE", "LIMIT", "TOO MANY", "LOGINDISABLED", "PRIVACYREQUIRED")
_STATE = ("UIDVALIDITY", "UIDNEXT", "MESSAGES")


class LoginError(Exception):
    """The server does not accept the name or the password."""


class TooMuchError(Exception):
    """An answer that does not end."""


class NoFolderError(Exception):
    """The box has no such folder; names those that it has."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        super().__init__(folders)
        self.folders = folders


@dataclass(frozen=True, slots=True)
class Look:
    """What a folder holds: its state, and the mails that were asked for, newest first; None: it is as it was."""

    state: str
    validity: int
    uids: tuple[int, ...] | None


class Imap:
    """One connection to a mail box. Everything waits for the server: not for the loop."""

    def __init__(
        self, connection: socket.socket, box: MailBox, context: Callable[[], ssl.SSLContext], most: int
    ) -> None:
        self._box = box
        self._tools = _Tools(_Client(connection, box, context, most))

    def login(self) -> None:
        """Once for a visit."""
        user, password = self._box.user, self._box.password
        plain = user.isascii() and password.isascii()
        login = self._tools.login if plain else self._tools.login_utf8
        try:
            login(user, password, initial_folder=None)
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, MailboxLoginError) as error:
            if any(word in str(error).upper() for word in _NOT_NOW):
                raise
            raise LoginError from error

    def look(self, known: str | None, since: date, senders: tuple[str, ...]) -> Look:
        """What has come since that day from these senders; servers find them by a part of the line From."""
        client = self._tools.client
        client.refill()
        try:
            found = self._tools.folder.status(self._box.folder, _STATE)
        except imaplib.IMAP4.abort:
            raise
        except SPOKEN as error:
            folders = self._folders()
            if self._box.folder in folders:
                raise  # it is there, and cannot be looked into now
            raise NoFolderError(folders[:NAMED]) from error
        state = ":".join(str(found.get(name, 0)) for name in _STATE)
        if state == known:
            return Look(state, found.get("UIDVALIDITY", 0), None)
        self._tools.folder.set(self._box.folder, readonly=True)
        client.refill()
        uids = self._tools.uids(_criteria(since, senders), charset=None)
        newest = sorted((int(uid) for uid in uids if uid.isdigit()), reverse=True)
        return Look(state, found.get("UIDVALIDITY", 0), tuple(newest))

    def mail(self, uid: int, most: int) -> bytes:
        """The beginning of a mail, where its words stand: what comes behind is attachments. Empty where it is gone."""
        client = self._tools.client
        client.refill()
        if self._tools.folder.get() is None:
            self._tools.folder.set(self._box.folder, readonly=True)
        said, answer = client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{most}>)")
        if said != "OK":  # not now: a mail that is gone is no trouble to a server
            raise imaplib.IMAP4.error(_words(answer))
        return next((part[1] for part in answer if isinstance(part, tuple)), b"")

    def close(self) -> None:
        """Says goodbye, where there is still somebody."""
        with suppress(*SPOKEN, OSError):
            self._tools.logout()
        with suppress(OSError):
            self._tools.client.shutdown()

    def _folders(self) -> tuple[str, ...]:
        with suppress(*SPOKEN, ValueError):
            return tuple(folder.name for folder in self._tools.folder.list())
        return ()


class _Client(imaplib.IMAP4):
    """imaplib over a connection that is already made and judged; one answer is bounded."""

    def __init__(
        self, connection: socket.socket, box: MailBox, context: Callable[[], ssl.SSLContext], most: int
    ) -> None:
        self._connection = connection
        self._box = box
        self._context = context
        self._most = self._left = most
        super().__init__(box.host, box.port)
        if box.scheme == "imap" and "STARTTLS" in self.capabilities:
            self._secured()

    def refill(self) -> None:
        """The next answer may be as long as any."""
        self._left = self._most

    def read(self, size: int) -> bytes:
        self._spend(size)
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._spend(len(line))
        return line

    def _secured(self) -> None:
        try:
            self.starttls(self._context())
        except BaseException:
            with suppress(OSError):
                self.shutdown()
            raise

    def _create_socket(self, timeout: float | None) -> socket.socket:  # noqa: ARG002  # it has its own already
        if self._box.scheme == "imaps":
            return self._context().wrap_socket(self._connection, server_hostname=self._box.host)
        return self._connection

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooMuchError


class _Tools(BaseMailBox):
    """imap-tools over our own client."""

    client: _Client

    def __init__(self, client: _Client) -> None:
        self._made = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._made


def _criteria(since: date, senders: tuple[str, ...]) -> str:
    """In the language of IMAP; a sender that cannot be said in it is looked for when its mail is read.

    >>> _criteria(date(2026, 11, 2), ("reviews@platform.example",))
    '((FROM "reviews@platform.example") SINCE 2-Nov-2026)'
    """
    if not senders or not all(sender.isascii() for sender in senders):
        return str(AND(date_gte=since))
    wanted = [sender.removeprefix("@") for sender in senders]
    return str(AND(OR(from_=wanted), date_gte=since))


def _words(answer: list[object]) -> str:
    return " ".join(part.decode("utf-8", "replace") for part in answer if isinstance(part, bytes))
