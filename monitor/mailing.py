"""The door to mail servers: one message at a time, over TLS wherever a password goes, within a deadline."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from monitor.errors import DeliveryError

PATIENCE = 15.0  # seconds for one answer of the server
DEADLINE = 60.0  # seconds for all of it

_PORTS = {"smtp": 587, "smtps": 465}
_NAME = "Отклик"  # as mail programs show the sender
_REASON = 160  # characters of what a server says


@dataclass(frozen=True, slots=True)
class MailServer:
    """What SMTP_URL says: `smtps://user:password@host`, `smtp://` for STARTTLS; `?from=` to write as another."""

    host: str
    port: int
    tls: bool  # from the first byte
    user: str
    password: str
    sender: str

    @classmethod
    def of(cls, url: str) -> MailServer:
        """The server of an address; without `?from=` we write as the user.

        >>> MailServer.of("smtps://robot%40site.example:pw@mail.site.example").sender
        'robot@site.example'
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or _PORTS[parts.scheme]
        except (KeyError, ValueError):
            host, port = None, 0
        if not host:
            raise DeliveryError("mail.address")  # no cause: it may hold a password
        user = unquote(parts.username or "")
        written = parse_qs(parts.query).get("from", [user if "@" in user else f"{user or 'otklik'}@{host}"])[0]
        return cls(host, port, parts.scheme == "smtps", user, unquote(parts.password or ""), written)

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


async def mail(
    url: str,
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    at: datetime,
    context: ssl.SSLContext | None = None,
    deadline: float = DEADLINE,
) -> None:
    """Sends a message in plain text and HTML; raises DeliveryError, which says what to do and holds no secret.

    `context` stands in for the certificates that are trusted.
    """
    server = MailServer.of(url)
    written = letter(server, to=to, subject=subject, text=text, html=html, at=at)
    await _within(_Visit(server, context), written, deadline)


async def greet(url: str, *, context: ssl.SSLContext | None = None) -> None:
    """Logs in and sends nothing; raises DeliveryError where that fails."""
    await _within(_Visit(MailServer.of(url), context), None, DEADLINE)


def letter(server: MailServer, *, to: str, subject: str, text: str, html: str, at: datetime) -> EmailMessage:
    """The message; what comes from outside cannot add a line to its head."""
    written = EmailMessage(policy=SMTP)
    try:
        written["From"] = Address(_NAME, addr_spec=_ascii_host(server.sender))
        written["To"] = Address(addr_spec=_ascii_host(to))
    except (MessageError, ValueError, IndexError):
        raise DeliveryError("mail.person", to=to) from None
    written["Subject"] = " ".join(subject.split())
    written["Date"] = format_datetime(at)
    written["Message-ID"] = make_msgid(domain=_ascii_host(server.sender).rpartition("@")[2])
    written["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it
    written.set_content(text, cte="base64")
    written.add_alternative(html, subtype="html", cte="base64")
    return written


class _Visit:
    """One connection, made in a thread: whoever waits for it can cut it."""

    def __init__(self, server: MailServer, context: ssl.SSLContext | None) -> None:
        self.server = server
        self._context = context
        self._smtp: smtplib.SMTP | None = None
        self._over = False

    def run(self, written: EmailMessage | None) -> None:
        """Everything from the connection to the goodbye."""
        context = self._context or ssl.create_default_context()
        with self._opened(context) as smtp:
            self._smtp = smtp
            if self._over:
                return
            smtp.ehlo()
            if not self.server.tls:
                self._secured(smtp, context)
            if self.server.user:
                smtp.login(self.server.user, self.server.password)
            if written is None:
                smtp.noop()
            else:
                smtp.send_message(written)

    def cut(self) -> None:
        """Wakes a thread that waits for the server."""
        self._over = True
        if self._smtp is not None and self._smtp.sock is not None:
            with suppress(OSError):
                self._smtp.sock.shutdown(socket.SHUT_RDWR)

    def _opened(self, context: ssl.SSLContext) -> smtplib.SMTP:
        server = self.server
        if server.tls:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
        return smtplib.SMTP(server.host, server.port, timeout=PATIENCE)

    def _secured(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        """A password never goes over a line that others can read."""
        if smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
        elif self.server.user:
            raise DeliveryError("mail.no_tls", host=self.server.host)


async def _within(visit: _Visit, written: EmailMessage | None, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await asyncio.to_thread(visit.run, written)
    except DeliveryError:
        raise
    except (smtplib.SMTPException, OSError, ValueError) as error:  # a TimeoutError is an OSError
        raise _sentence(error, visit.server) from None  # the cause may hold the login
    finally:
        visit.cut()


def _sentence(error: Exception, server: MailServer) -> DeliveryError:
    """What went wrong at the mail server, and what to do."""
    host = server.host
    match error:
        case smtplib.SMTPAuthenticationError():
            return DeliveryError("mail.login", host=host)
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            return DeliveryError("mail.refused", host=host, reason=_said(code, said, server))
        case smtplib.SMTPResponseException():
            return DeliveryError("mail.refused", host=host, reason=_said(error.smtp_code, error.smtp_error, server))
        case ssl.SSLError():
            return DeliveryError("mail.tls", host=host)
        case TimeoutError():
            return DeliveryError("mail.timeout", host=host)
        case smtplib.SMTPServerDisconnected() | OSError():
            return DeliveryError("mail.unreachable", host=host)
    return DeliveryError("mail.refused", host=host, reason=_said(0, type(error).__name__, server))


def _said(code: int, said: bytes | str, server: MailServer) -> str:
    """A server's own words, without what it repeats of the login."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    for secret in sorted((server.password, server.user), key=len, reverse=True):
        words = words.replace(secret, "…") if secret else words
    return f"{code} {' '.join(words.split())}"[:_REASON]


def _ascii_host(address: str) -> str:
    """Mail servers know international names by their other spelling.

    >>> _ascii_host("info@зубр.бел")
    'info@xn--90al2ak.xn--90ais'
    """
    name, _, host = address.rpartition("@")
    return f"{name}@{host.encode('idna').decode('ascii')}"
