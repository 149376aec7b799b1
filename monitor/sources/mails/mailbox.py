"""Addresses of mail boxes and of the mails in them (RFC 5092), told without the login."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

PORTS = {"imap": 143, "imaps": 993}
INBOX = "INBOX"
USERINFO = re.compile(r"(?<=://)[^/\s]*@")  # what no sentence repeats

_MAIL = re.compile(r";UIDVALIDITY=\d+/;UID=(\d+)\Z")


@dataclass(frozen=True, slots=True)
class MailBox:
    """A folder of a mail box, and the login for it."""

    scheme: str
    host: str
    port: int
    folder: str
    user: str = field(repr=False)
    password: str = field(repr=False)

    @property
    def address(self) -> str:
        """What is asked for and remembered."""
        return f"{self.scheme}://{self._place}/{quote(self.folder, safe='/')}"

    @property
    def shown(self) -> str:
        """What a sentence shows."""
        return f"{self.scheme}://{self._place}/{self.folder}"

    @property
    def _place(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read_mailbox(url: str) -> MailBox | None:
    """The mail box an address means; None where it means none, or says nothing of whom to log in as.

    >>> box = read_mailbox("imaps://robot%40example.com:s3cret@imap.example.com/%D0%9E%D1%82%D0%B7%D1%8B%D0%B2%D1%8B")
    >>> box.user, box.shown
    ('robot@example.com', 'imaps://imap.example.com/Отзывы')
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or not parts.username or not parts.password or port == 0:
        return None
    return MailBox(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        folder=unquote(parts.path.strip("/")) or INBOX,
        user=unquote(parts.username),
        password=unquote(parts.password),
    )


def mail_address(folder: str, validity: int, uid: int) -> str:
    """The address of one mail; `validity` changes when a server numbers its mails anew.

    >>> mail_address("imaps://imap.example.com/INBOX", 17, 4)
    'imaps://imap.example.com/INBOX;UIDVALIDITY=17/;UID=4'
    """
    return f"{folder};UIDVALIDITY={validity}/;UID={uid}"


def asked_uid(address: str) -> int | None:
    """The number of the mail that an address of `mail_address` means; None for that of a folder."""
    found = _MAIL.search(address)
    return int(found[1]) if found else None
