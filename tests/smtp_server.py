"""A strict SMTP server on loopback: speaks as RFC 5321 says, refuses what it forbids, keeps what it was sent."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from mail_server import served

USER, PASSWORD = "robot@site.example", "pass word/1"
LONGEST = 998  # bytes of a line


@dataclass
class Taken:
    """A message that was accepted."""

    sender: str
    recipients: list[str]
    message: EmailMessage
    written: bytes = b""  # as it came over the line


@dataclass
class PostOffice:
    """Where it listens, what it took, and what was wrong with whoever came."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # commands, as they came
    faults: list[str] = field(default_factory=list)
    logins: int = 0
    refuse: bytes = b""  # answered to RCPT
    refusals: dict[str, bytes] = field(default_factory=dict)  # answered to RCPT of these
    answers: dict[str, bytes] = field(default_factory=dict)  # to MAIL, to DATA and to the message (.), in place of yes
    hang: bool = False
    scan: float = 0.0  # seconds in which it looks through a message before it takes it
    lose: bool = False  # takes the message and hangs up before it says so
    connections: list[Any] = field(default_factory=list)

    def url(self, *, login: str = "robot%40site.example:pass%20word%2F1@", scheme: str = "smtp", more: str = "") -> str:
        """As SMTP_URL has it."""
        return f"{scheme}://{login}127.0.0.1:{self.port}{more}"


@asynccontextmanager
async def post_office(context: ssl.SSLContext | None = None, *, tls: bool = False) -> AsyncIterator[PostOffice]:
    """Serves until the test ends; with a context it offers STARTTLS, or speaks TLS from the first byte."""
    office = PostOffice()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _Talk(office, reader, writer, None if tls else context, secure=tls).run()

    async with served(talk, office.connections, ssl=context if tls else None) as port:
        office.port = port
        yield office
    assert not office.faults, office.faults


class _Talk:
    def __init__(
        self,
        office: PostOffice,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        context: ssl.SSLContext | None,
        *,
        secure: bool,
    ) -> None:
        self.office, self.reader, self.writer, self.context = office, reader, writer, context
        self.secure = secure
        self.greeted = self.known = False
        self.sender: str | None = None
        self.recipients: list[str] = []

    async def run(self) -> None:
        if self.office.hang:
            await asyncio.Event().wait()
        await self._say(b"220 mail.site.example ESMTP")
        while line := await self.reader.readline():
            if not line.endswith(b"\r\n") or len(line) > 512:
                self.office.faults.append(f"no command line: {line!r}")
            words = line.decode("ascii").rstrip("\r\n")
            verb = words.split(" ")[0].upper()
            self.office.said.append(verb)
            if verb == "QUIT":
                await self._say(b"221 bye")
                return
            await self._answer(verb, words)

    async def _answer(self, verb: str, words: str) -> None:
        match verb:
            case "EHLO":
                await self._greet()
            case "STARTTLS" if self.context and not self.secure:
                await self._say(b"220 go ahead")
                await self.writer.start_tls(self.context)
                self.secure, self.greeted = True, False
            case "AUTH":
                await self._login(words)
            case "NOOP":
                await self._say(b"250 fine")
            case "MAIL" | "DATA" if verb in self.office.answers:
                await self._say(self.office.answers[verb])
            case "MAIL" if self.greeted and self.sender is None:
                self.sender = words.partition("<")[2].partition(">")[0]
                await self._say(b"250 fine")
            case "RCPT" if self.sender is not None:
                await self._receive(words.partition("<")[2].partition(">")[0])
            case "DATA" if self.recipients:
                await self._say(b"354 go on")
                await self._take()
            case "RSET":
                self.sender, self.recipients = None, []
                await self._say(b"250 fine")
            case _:
                self.office.faults.append(f"out of order: {words}")
                await self._say(b"503 bad sequence")

    async def _receive(self, recipient: str) -> None:
        refusal = self.office.refusals.get(recipient, self.office.refuse)
        self.recipients += [] if refusal else [recipient]
        await self._say(refusal or b"250 fine")

    async def _greet(self) -> None:
        self.greeted = True
        offers = [b"mail.site.example", b"SIZE 1000000"]
        offers += [b"STARTTLS"] if self.context and not self.secure else []
        offers += [b"AUTH PLAIN"] if self.secure or not self.context else []
        for offer in offers[:-1]:
            await self._say(b"250-" + offer)
        await self._say(b"250 " + offers[-1])

    async def _login(self, words: str) -> None:
        if not self.secure:
            self.office.faults.append("a password over an open line")
        _, kind, *given = words.split(" ")
        if kind != "PLAIN" or not given:
            self.office.faults.append(f"unexpected login: {kind}")
        said = b64decode(given[0]).decode().split("\0")
        good = said[1:] == [USER, PASSWORD]
        self.office.logins += good
        echo = f"535 5.7.8 {said[1]} {said[2]} is not welcome".encode()  # a careless server repeats what it got
        await self._say(b"235 welcome" if good else echo)

    async def _take(self) -> None:
        lines = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line.endswith(b"\r\n") or len(line) > LONGEST or not line.isascii():
                self.office.faults.append(f"not a line of a mail: {line[:80]!r}")
            lines.append(line[1:] if line.startswith(b".") else line)
        message = message_from_bytes(b"".join(lines), policy=SMTP)
        assert isinstance(message, EmailMessage)
        self.office.faults += [str(defect) for part in message.walk() for defect in part.defects]
        self.office.faults += [f"no {name}" for name in ("From", "To", "Date", "Message-ID") if name not in message]
        if "." in self.office.answers:
            await self._say(self.office.answers["."])
            return
        self.office.taken.append(Taken(self.sender or "", self.recipients, message, b"".join(lines)))
        self.sender, self.recipients = None, []
        await asyncio.sleep(self.office.scan)
        if self.office.lose:
            self.writer.close()
        else:
            await self._say(b"250 taken")

    async def _say(self, line: bytes) -> None:
        self.writer.write(line + b"\r\n")
        await self.writer.drain()
