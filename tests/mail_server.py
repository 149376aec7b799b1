"""A real IMAP server on loopback, its boxes in memory."""

from __future__ import annotations

import asyncio
import ssl
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from imap_tools import MailBoxUnencrypted
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash

USER, PASSWORD = "robot@site.example", "pass word/1"

_ARGS = Namespace(
    host="127.0.0.1",
    port="0",
    debug=False,
    cert=None,
    key=None,
    tls=False,
    demo_data=False,
    demo_user=USER,
    demo_password=PASSWORD,
    passlib_cfg=None,
    proxy_protocol=None,
)


@dataclass
class MailServer:
    """Where it listens, and how often somebody connected."""

    port: int = 0
    connections: list[Any] = field(default_factory=list)

    def url(self, folder: str = "INBOX", *, password: str = PASSWORD, scheme: str = "imap") -> str:
        """As it stands in sources.yaml."""
        return f"{scheme}://{quote(USER, safe='')}:{quote(password, safe='')}@127.0.0.1:{self.port}/{quote(folder)}"

    def box(self) -> MailBoxUnencrypted:
        """The box as its owner opens it; to be used in a thread."""
        opened: MailBoxUnencrypted = MailBoxUnencrypted("127.0.0.1", self.port)
        return opened.login(USER, PASSWORD, initial_folder=None)

    def create(self, folder: str) -> None:
        """Makes a folder."""
        with self.box() as box:
            box.folder.create(folder)

    def put(self, *mails: bytes, folder: str = "INBOX", **more: Any) -> None:
        """New mails arrive."""
        with self.box() as box:
            for mail in mails:
                box.append(mail, folder, **more)

    def empty(self, folder: str = "INBOX") -> None:
        """All mails are deleted."""
        with self.box() as box:
            box.folder.set(folder)
            box.delete(box.uids())

    def flags(self, folder: str = "INBOX") -> list[tuple[str, ...]]:
        """What is marked on each mail."""
        with self.box() as box:
            box.folder.set(folder, readonly=True)
            return [mail.flags for mail in box.fetch(mark_seen=False)]


@asynccontextmanager
async def mail_server(context: ssl.SSLContext | None = None, *, starttls: bool = False) -> AsyncIterator[MailServer]:
    """Serves one box; with a context in TLS from the first byte, or after STARTTLS."""
    server = MailServer()
    more: dict[str, Any] = {"ssl_context": context} if context else {}
    more["hash_context"] = BuiltinHash(rounds=1)  # half a second a login otherwise
    backend, config = await DictBackend.init(Namespace(**{**vars(_ARGS), "tls": starttls}), **more)
    config.apply_context()
    answers = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))

    async with served(answers, server.connections, ssl=None if starttls else context) as port:
        server.port = port
        yield server


@asynccontextmanager
async def served(answers: Any, connections: list[Any], **more: Any) -> AsyncIterator[int]:
    """Listens on a port of loopback; every connection is closed in the end."""
    tasks: list[asyncio.Task[Any] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        tasks.append(asyncio.current_task())
        with suppress(ConnectionError, ssl.SSLError):
            await answers(reader, writer)

    listening = await asyncio.start_server(serve, "127.0.0.1", 0, **more)
    async with listening:
        yield listening.sockets[0].getsockname()[1]
    for task in filter(None, tasks):
        task.cancel()
    await asyncio.gather(*filter(None, tasks), return_exceptions=True)
    for writer in connections:
        writer.transport.abort()
        with suppress(OSError, ssl.SSLError):
            await writer.wait_closed()


def mail(text: str, *, sender: str = "reviews@platform.example", subject: str = "Новый отзыв", n: int = 1) -> bytes:
    """A plain mail."""
    written = EmailMessage()
    written["From"] = f"Platform <{sender}>"
    written["To"] = USER
    written["Subject"] = subject
    written["Message-ID"] = f"<{n}@platform.example>"
    written["Date"] = "Tue, 24 Nov 2026 10:15:30 +0300"
    written.set_content(text)
    return written.as_bytes()
