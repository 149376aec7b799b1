"""The door to mail boxes: one login for a visit, on a connection that is judged like any other."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import ssl
from asyncio import TimerHandle
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver
from python_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from python_socks.async_.asyncio import Proxy

from monitor.domain import Page, Request, Validators
from monitor.errors import Cause, FetchError
from monitor.fetch.clock import Clock
from monitor.fetch.guard import PrivateAddressError, local_name
from monitor.fetch.imap import LOST, SPOKEN, Imap, LoginError, NoFolderError, TooMuchError
from monitor.fetch.manners import Manners
from monitor.fetch.trust import authorities
from monitor.fetch.wire import Way
from monitor.places.addresses import plain_proxy
from monitor.places.hosts import literal
from monitor.sources.base import SourceBase
from monitor.sources.mail import MailSource
from monitor.sources.mails.mailbox import PORTS, MailBox, asked_uid, read_mailbox

IDLE = 5.0  # seconds after which a connection nobody uses is closed
ONE = 3.0  # seconds for an address that is not the last: where IPv6 leads nowhere, IPv4 is there to be asked
LONGEST = 512 * 1024  # bytes of a mail: what is written comes before what is attached

_AT_ONCE = 3  # boxes that are talked to together: each takes a thread while it waits
_SLACK = timedelta(days=1)  # a server counts its days in its own zone
_QUOTED = re.compile(r"""\bb(['"])(.*)\1""", re.DOTALL)  # what the server said, in an error of imaplib
_PROXY = (ProxyError, ProxyConnectionError, ProxyTimeoutError)
_REASON = 160  # characters of what a server says
_Call = tuple[str, str, Way]  # whose connection: a source's, to its box, in the way it may take
_TROUBLE = (LoginError, NoFolderError, TooMuchError, *SPOKEN, *_PROXY, OSError, ValueError)


def is_mail(request: Request) -> bool:
    """Whether a request is for a mail box and not for the web."""
    return request.url.partition("://")[0] in PORTS


@dataclass(slots=True)
class _Line:
    """An open connection. `handle` is the same one: shutting it wakes a thread that waits for the server."""

    imap: Imap
    handle: socket.socket
    closing: TimerHandle | None = None


class MailDoor:
    """Mail boxes of all sources; a connection is kept while a visit lasts."""

    def __init__(self, clock: Clock, *, refuses: Callable[[str], bool], resolver: AbstractResolver | None) -> None:
        self._clock = clock
        self._refuses = refuses
        self._resolver = resolver
        self._lines: dict[_Call, _Line] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._goodbyes: set[asyncio.Task[None]] = set()

    async def get(
        self, request: Request, known: Validators, source: SourceBase, way: Way, http: Manners
    ) -> tuple[Page | None, Validators]:
        """A folder's list of mails, or one mail; no page: the folder is as it was."""
        box = read_mailbox(source.url) if isinstance(source, MailSource) else None
        if box is None or not isinstance(source, MailSource) or not request.url.startswith(box.address):
            raise FetchError("fetch.address", url=request.url)
        seconds = http.timeout.total_seconds()
        async with self._turns[source.id], self._room:
            try:
                async with asyncio.timeout(seconds):
                    call = (source.id, source.url, way)
                    line = self._lines.pop(call, None) or await self._opened(box, way, http)
                    return await self._asked(call, line, request, known, source, http=http)
            except TimeoutError as error:
                raise FetchError(
                    "fetch.mail_timeout", cause=Cause.LOST, url=box.shown, seconds=f"{seconds:g}"
                ) from error
            except _TROUBLE as error:
                raise _sentence(error, box, http) from error

    async def close(self) -> None:
        """Closes every connection."""
        for call in tuple(self._lines):
            self._hang_up(call)
        await asyncio.gather(*self._goodbyes)

    async def _asked(
        self, call: _Call, line: _Line, request: Request, known: Validators, source: MailSource, *, http: Manners
    ) -> tuple[Page | None, Validators]:
        """Asks on a line; one that failed is not used again."""
        if line.closing:
            line.closing.cancel()
        uid = asked_uid(request.url)
        try:
            if uid is None:
                since = (self._clock.now() - source.max_age - _SLACK).date()
                look = await asyncio.to_thread(line.imap.look, known.etag, since, source.senders)
                body = None if look.uids is None else _listed(look.validity, look.uids)
                found = Validators(etag=look.state)
            else:
                body = await asyncio.to_thread(line.imap.mail, uid, min(http.max_bytes, LONGEST))
                found = Validators()
        except BaseException:
            _cut(line)
            raise
        self._lines[call] = line
        line.closing = asyncio.get_running_loop().call_later(IDLE, self._hang_up, call)
        page = None if body is None else Page(request.url, body, step=request.step, depth=request.depth)
        return page, found

    async def _opened(self, box: MailBox, way: Way, http: Manners) -> _Line:
        connection = await self._connected(box, way)
        connection.settimeout(http.timeout.total_seconds())
        handle = connection.dup()
        try:
            imap = await asyncio.to_thread(Imap, connection, box, authorities, max(http.max_bytes, LONGEST))
        except BaseException:
            _shut(handle)
            connection.close()
            raise
        line = _Line(imap, handle)
        try:
            await asyncio.to_thread(imap.login)
        except BaseException:
            _cut(line)
            raise
        return line

    async def _connected(self, box: MailBox, way: Way) -> socket.socket:
        """A connection to an address that is allowed; a proxy is a trusted hop that looks up names itself."""
        meant = literal(box.host)
        if not way.private and (local_name(box.host) or (meant is not None and self._refuses(meant))):
            raise PrivateAddressError
        if way.proxy:
            return await _proxy(way.proxy).connect(box.host, box.port)
        resolver = self._resolver or ThreadedResolver()
        trouble: OSError = ConnectionRefusedError()
        addresses = await resolver.resolve(box.host, box.port, socket.AF_UNSPEC)
        for found in addresses:
            if not way.private and self._refuses(found["host"]):
                raise PrivateAddressError
            connection = socket.socket(found["family"], socket.SOCK_STREAM)
            connection.setblocking(False)
            try:
                async with asyncio.timeout(None if found is addresses[-1] else ONE):
                    await asyncio.get_running_loop().sock_connect(connection, (found["host"], found["port"]))
            except OSError as error:
                trouble = error
                connection.close()
            except BaseException:
                connection.close()
                raise
            else:
                return connection
        raise trouble

    def _hang_up(self, call: _Call) -> None:
        line = self._lines.pop(call, None)
        if line is None:
            return
        if line.closing:
            line.closing.cancel()
        task = asyncio.get_running_loop().create_task(_goodbye(line))
        self._goodbyes.add(task)
        task.add_done_callback(self._goodbyes.discard)


def _proxy(address: str) -> Proxy:
    try:
        return Proxy.from_url(plain_proxy(address), rdns=True)
    except ValueError as error:
        raise ProxyError("not the address of a proxy") from error


async def _goodbye(line: _Line) -> None:
    try:
        async with asyncio.timeout(IDLE):
            await asyncio.to_thread(line.imap.close)
    except TimeoutError:
        pass
    finally:
        _shut(line.handle)


def _cut(line: _Line) -> None:
    """No goodbye: somebody may still wait on this line in a thread."""
    _shut(line.handle)
    line.imap.close()


def _shut(handle: socket.socket) -> None:
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)
    handle.close()


def _listed(validity: int, uids: tuple[int, ...]) -> bytes:
    return json.dumps({"validity": validity, "uids": uids}).encode()


def _sentence(error: Exception, box: MailBox, http: Manners) -> FetchError:
    """What went wrong at a mail box, and what to do."""
    if isinstance(error, TooMuchError):
        return FetchError("fetch.too_large", url=box.shown, megabytes=f"{http.max_bytes / 1_000_000:g}")
    if isinstance(error, LoginError):
        return FetchError("fetch.mail_login", cause=Cause.AUTH, url=box.shown)
    if isinstance(error, NoFolderError):
        return FetchError(
            "fetch.mail_folder", url=box.shown, folder=box.folder, folders=", ".join(error.folders) or "-"
        )
    if isinstance(error, PrivateAddressError):
        return FetchError("fetch.private", url=box.shown)
    if isinstance(error, ssl.SSLError):
        return FetchError("fetch.mail_tls", url=box.shown)
    if isinstance(error, _PROXY):
        return FetchError("fetch.proxy", url=box.shown)
    if isinstance(error, LOST):
        return FetchError("fetch.mail_unreachable", cause=Cause.LOST, url=box.shown)
    return FetchError("fetch.mail_refused", cause=Cause.LOST, url=box.shown, reason=_reason(error, box))


def _reason(error: Exception, box: MailBox) -> str:
    """A server's own words, without Python's round them and what it repeats of the login."""
    quoted = _QUOTED.search(str(error))
    said = " ".join((quoted[2] if quoted else str(error)).split())
    for secret in sorted((box.password, box.user), key=len, reverse=True):
        said = said.replace(secret, "…")
    return said[:_REASON]
