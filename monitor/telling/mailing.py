"""The door to mail servers: one message at a time, over TLS wherever a password goes, within a deadline."""

from __future__ import annotations

import asyncio
import re
import smtplib
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from monitor.errors import DeliveryError
from monitor.fetch.trust import authorities
from monitor.render.display import clean, whole
from monitor.render.document import Attachment, Picture
from monitor.sources.mails.letter import OURS
from monitor.telling.mail_server import MailServer
from monitor.telling.smtp_line import Line

PATIENCE = 15.0  # seconds for one answer of the server; for the last one it has all that is left
DEADLINE = 120.0  # seconds for all of it

_NAME = "Отклик"  # as mail programs show the sender
_PICTURES = "otklik"  # the host in the addresses of pictures: nothing is ever asked of it
_WORKBOOK = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # a phone opens it by this
_REASON = 160  # characters of what a server says
_ACCEPTED, _FORWARDED, _GO_ON, _NEVER = 250, 251, 354, 500  # answers of a server; from 500 on it means it
_LOGIN_FIRST = 530
_STUFFED = re.compile(rb"^\.", re.MULTILINE)  # a line that is a dot alone would end the message


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message to one address, in plain text and HTML; `mark` makes a repeat the same message, to be shown once."""

    to: str
    subject: str
    text: str
    html: str
    at: datetime
    pictures: Sequence[Picture] = ()
    file: Attachment | None = None
    mark: str = ""


async def submit(url: str, mail: Mail, *, deadline: float = DEADLINE) -> None:
    """Hands it to a server; raises DeliveryError, which says what to do and holds no secret."""
    server = MailServer.of(url)
    await _within(_Visit(server), message(server, mail), deadline)


async def greet(url: str) -> None:
    """Logs in and sends nothing; raises DeliveryError where that fails."""
    await _within(_Visit(MailServer.of(url)), None, DEADLINE)


def message(server: MailServer, mail: Mail) -> EmailMessage:
    """As it is sent: what comes from outside cannot add a line to its head."""
    written = EmailMessage(policy=SMTP)
    try:
        written["From"] = Address(_NAME, addr_spec=_ascii_host(server.sender))
        written["To"] = Address(addr_spec=_ascii_host(mail.to))
    except (MessageError, ValueError, IndexError):
        raise DeliveryError("mail.person", to=mail.to, final=True) from None
    host = _ascii_host(server.sender).rpartition("@")[2]
    written["Subject"] = clean(mail.subject).strip()
    written["Date"] = format_datetime(mail.at)
    written["Message-ID"] = f"<{mail.mark}@{host}>" if mail.mark else make_msgid(domain=host)
    written["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it
    mailer, ours = OURS
    written[mailer] = ours  # in a mail box that we read it is no mention
    written.set_content(whole(mail.text), cte="base64")
    written.add_alternative(whole(mail.html), subtype="html", cte="base64")
    _illustrate(written, mail.pictures)
    if file := mail.file:
        kind = _WORKBOOK if file.name.endswith(".xlsx") else "octet-stream"
        written.add_attachment(file.body, "application", kind, filename=file.name)
    return written


def address_of(picture: str) -> str:
    """What the page of a message calls a picture that comes with it: mail programs block any other address."""
    return f"cid:{picture}@{_PICTURES}"


def _illustrate(written: EmailMessage, pictures: Sequence[Picture]) -> None:
    if page := written.get_body(("html",)):
        for one in pictures:
            cid = f"<{address_of(one.name).removeprefix('cid:')}>"
            page.add_related(one.png, "image", "png", cid=cid, filename=f"{one.name}.png", disposition="inline")


class _Visit:
    """One connection, made in a thread: whoever waits for it can cut it."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.given = False  # the whole message is on its way: whether it arrived, only an answer can tell
        self._handle: socket.socket | None = None  # of the connection: shutting it wakes whoever waits there
        self._over = False

    def run(self, written: EmailMessage | None) -> None:
        """Everything from the connection to the goodbye."""
        context = authorities()
        try:
            with self._opened(context) as smtp:
                smtp.ehlo()
                if not self.server.tls:
                    self._secured(smtp, context)
                if self.server.user:
                    smtp.login(self.server.user, self.server.password)
                if written is None:
                    smtp.noop()
                else:
                    self._give(smtp, written)
        finally:
            if self._handle is not None:
                self._handle.close()

    def cut(self) -> None:
        """Wakes a thread that waits for the server."""
        self._over = True
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def _give(self, smtp: smtplib.SMTP, written: EmailMessage) -> None:
        """Step by step: an answer that is lost before the last dot loses nothing, one after it leaves a doubt."""
        sender, to = (written[name].addresses[0].addr_spec for name in ("From", "To"))
        body = _STUFFED.sub(b"..", written.as_bytes())
        if (said := smtp.mail(sender, [f"size={len(body)}"] if smtp.has_extn("size") else []))[0] != _ACCEPTED:
            raise smtplib.SMTPSenderRefused(*said, sender)
        if (said := smtp.rcpt(to))[0] not in {_ACCEPTED, _FORWARDED}:
            raise smtplib.SMTPRecipientsRefused({to: said})
        if (said := smtp.docmd("DATA"))[0] != _GO_ON:
            raise smtplib.SMTPDataError(*said)
        smtp.send(body + b".\r\n")
        self.given = True
        if smtp.sock is not None:
            smtp.sock.settimeout(DEADLINE)  # it may look through what is enclosed before it answers
        said = smtp.getreply()
        self.given = said[0] < 0  # nonsense says neither yes nor no
        if said[0] != _ACCEPTED:
            raise smtplib.SMTPDataError(*said)

    def _opened(self, context: ssl.SSLContext) -> smtplib.SMTP:
        """Past the greeting, which may be as endless as anything else that a server says."""
        server = self.server
        connection = socket.create_connection((server.host, server.port), PATIENCE)
        self._handle = connection.dup()
        if self._over:
            self.cut()
        if server.tls:
            connection = context.wrap_socket(connection, server_hostname=server.host)
        return Line(connection, server.host, timeout=PATIENCE)

    def _secured(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        """A password never goes over a line that others can read."""
        if smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
        elif self.server.user:
            raise DeliveryError("mail.no_tls", host=self.server.host, away=True)


async def _within(visit: _Visit, written: EmailMessage | None, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await asyncio.to_thread(visit.run, written)
    except DeliveryError:
        raise
    except (smtplib.SMTPException, OSError, ValueError) as error:  # a TimeoutError is an OSError
        visit.cut()
        raise _sentence(error, visit.server, unsure=visit.given) from None  # the cause may hold the login
    finally:
        visit.cut()


def _sentence(error: Exception, server: MailServer, *, unsure: bool) -> DeliveryError:
    """What went wrong at the mail server, and what to do.

    An address that is refused for good will never take this message. Whom the server does not let in waits until
    somebody changes something, and asks seldom: many servers lock out whoever tries a wrong password too often.
    """
    host = server.host
    match error:
        case smtplib.SMTPAuthenticationError() | UnicodeEncodeError():  # the second: no server takes such a password
            return DeliveryError("mail.login", host=host, away=getattr(error, "smtp_code", _NEVER) >= _NEVER)
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            reason, away = _said(code, said, server), _is_of_us(code, said)
            final = code >= _NEVER and not away
            return DeliveryError(_refusal(code), host=host, reason=reason, final=final, away=away)
        case smtplib.SMTPDataError() | smtplib.SMTPSenderRefused(smtp_code=552):  # the second: it is too large
            reason = _said(error.smtp_code, error.smtp_error, server)
            final = error.smtp_code >= _NEVER
            return DeliveryError(_refusal(error.smtp_code), host=host, reason=reason, final=final, unsure=unsure)
        case smtplib.SMTPResponseException():
            reason = _said(error.smtp_code, error.smtp_error, server)
            return DeliveryError(_refusal(error.smtp_code), host=host, reason=reason, away=error.smtp_code >= _NEVER)
        case ssl.SSLError():
            return DeliveryError("mail.tls", host=host, away=True)
        case TimeoutError():
            return DeliveryError("mail.timeout", host=host, unsure=unsure)
        case smtplib.SMTPServerDisconnected() | OSError():
            return DeliveryError("mail.unreachable", host=host, unsure=unsure)
    return DeliveryError("mail.refused", host=host, reason=_said(0, str(error), server))


def _refusal(code: int) -> str:
    if code < 0:
        return "mail.no_smtp"  # nothing that a mail server says
    return "mail.refused" if code >= _NEVER else "mail.later"


def _is_of_us(code: int, said: bytes) -> bool:
    """Whether it is not the address that is refused: whoever has no login there may write to nobody outside.

    >>> _is_of_us(554, b"5.7.1 <anna@site.example>: Relay access denied"), _is_of_us(550, b"5.1.1 no such user")
    (True, False)
    """
    return code == _LOGIN_FIRST or (code >= _NEVER and b"relay" in said.lower())


def _said(code: int, said: bytes | str, server: MailServer) -> str:
    """A server's own words, without what it repeats of the login."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    for secret in sorted((server.password, server.user), key=len, reverse=True):
        words = words.replace(secret, "…") if secret else words
    return f"{code or ''} {' '.join(words.split())}".strip()[:_REASON]


def _ascii_host(address: str) -> str:
    """Mail servers know international names by their other spelling.

    >>> _ascii_host("info@зубр.бел")
    'info@xn--90al2ak.xn--90ais'
    """
    name, _, host = address.rpartition("@")
    return f"{name}@{host.encode('idna').decode('ascii')}"
