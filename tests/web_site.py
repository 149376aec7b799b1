"""A strict web site on loopback: answers as a test says, remembers every request, minds the manners of the asker."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Self

from patience import until

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Seen:
    """A request that arrived; `at` counts seconds of the event loop."""

    path: str
    query: str
    headers: Mapping[str, str]
    at: float
    posted: bytes | None = None  # None: nothing was, as with nearly every page


@dataclass(frozen=True)
class Reply:
    """What is answered.

    `pieces` are sent one by one as chunks, and may never end; `cut` closes the connection after so many bytes of the
    body; `hang` never answers; `raw` is sent as it is in place of everything else, and `stream` likewise piece by
    piece; `after` seconds pass first, once nothing is `held` any more, and `drip` between two pieces.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterable[bytes]] | None = None
    cut: int | None = None
    hang: bool = False
    raw: bytes | None = None
    stream: Callable[[], Iterable[bytes]] | None = None
    after: float = 0.0
    held: asyncio.Event | None = None
    drip: float = 0.0


Route = Reply | Callable[[Seen], Reply]


class Site:
    """`async with Site() as site: site.serve("/feed", Reply(body=...))`; several replies are given in turn."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.seen: list[Seen] = []
        self.sent = 0  # bytes of bodies
        self.connections = 0
        self.at_once = 0  # the most requests that were in work together
        self.faults: list[str] = []
        self._routes: dict[str, list[Route]] = {}
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self._working = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._talk, self.host, 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        assert not self.faults, self.faults

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def url(self, path: str = "/", host: str = "") -> str:
        """The address of a page."""
        return f"http://{host or self.host}:{self.port}{path}"

    def serve(self, path: str, *replies: Route) -> str:
        """Answers a path so from now on, the last reply again and again; gives its address."""
        self._routes[path] = list(replies)
        return self.url(path)

    def asked(self, path: str | None = None) -> list[Seen]:
        """The requests for a path, or for everything but robots.txt."""
        return [seen for seen in self.seen if (seen.path != "/robots.txt" if path is None else seen.path == path)]

    async def reached(self, path: str) -> None:
        """Waits until a path has been asked for."""
        await until(lambda: self.asked(path))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        self.connections += 1
        try:
            # Cancelled when the site closes, which is the end of a talk like any other.
            with suppress(ConnectionError, EOFError, asyncio.LimitOverrunError, asyncio.CancelledError):
                while await self._answered(await self._read(reader), writer):
                    pass
        finally:
            self._talks.discard(task)
            writer.close()

    async def _answered(self, seen: Seen, writer: asyncio.StreamWriter) -> bool:
        """Answers one request; whether the connection stays open."""
        self._working += 1
        self.at_once = max(self.at_once, self._working)
        try:
            self.seen.append(seen)
            routes = self._routes.get(seen.path, [Reply(404, b"nothing here")])
            route = routes.pop(0) if len(routes) > 1 else routes[0]
            reply = route if isinstance(route, Reply) else route(seen)
            if reply.held is not None:
                await reply.held.wait()
            if reply.after:
                await asyncio.sleep(reply.after)
            return await self._send(reply, writer)
        finally:
            self._working -= 1

    async def _read(self, reader: asyncio.StreamReader) -> Seen:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        method, target, version = first.split(" ")
        pairs = [line.partition(":") for line in lines]
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        path, _, query = target.partition("?")
        posted = await reader.readexactly(int(headers.pop("content-length", "0"))) if method == "POST" else None
        if method not in {"GET", "POST"} or version != "HTTP/1.1":
            self.faults.append(f"not a plain request: {first}")
        if len({name.lower() for name, _, _ in pairs}) != len(pairs):
            self.faults.append(f"a header twice: {lines}")
        self.faults += [f"{path} without {name}" for name in ("host", "user-agent") if not headers.get(name)]
        self.faults += [f"{path} with {name}" for name in ("content-length", "transfer-encoding") if name in headers]
        return Seen(path, query, headers, asyncio.get_running_loop().time(), posted)

    async def _send(self, reply: Reply, writer: asyncio.StreamWriter) -> bool:
        if reply.hang:
            await asyncio.Event().wait()
        if reply.raw is not None:
            writer.write(reply.raw)
            await writer.drain()
            return False
        if reply.stream is not None:
            for piece in reply.stream():
                writer.write(piece)
                await writer.drain()
                self.sent += len(piece)
                await asyncio.sleep(reply.drip)
            return False
        writer.write(_head(reply))
        if reply.pieces is None:
            body = reply.body[: reply.cut]
            writer.write(body)
            await writer.drain()
            self.sent += len(body)
            return reply.cut is None
        left = reply.cut
        for piece in reply.pieces():
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
            self.sent += len(piece)
            await asyncio.sleep(reply.drip)
            if left is not None and (left := left - len(piece)) <= 0:
                return False
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True


def revalidated(body: bytes, *, etag: str | None = None, modified: str | None = None) -> Callable[[Seen], Reply]:
    """A page with validators: who has it already is told 304."""
    headers = {name: value for name, value in (("ETag", etag), ("Last-Modified", modified)) if value}

    def answer(seen: Seen) -> Reply:
        known = (etag and seen.headers.get("if-none-match") == etag) or (
            modified and seen.headers.get("if-modified-since") == modified
        )
        return Reply(304, headers=headers) if known else Reply(200, body, headers)

    return answer


def moved(to: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status, headers={"Location": to})


def endless(piece: bytes = b"x" * 65536) -> Iterator[bytes]:
    """A body that never ends."""
    while True:
        yield piece


def bomb(megabytes: int) -> Iterator[bytes]:
    """Zeros by the megabyte, packed a thousandfold while they are sent."""
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(_MEGABYTE)
    for _ in range(megabytes):
        piece = packer.compress(zeros)
        if piece:
            yield piece
    yield packer.flush()


def _head(reply: Reply) -> bytes:
    headers = {"Content-Type": "text/plain; charset=utf-8", **reply.headers}
    if reply.pieces is not None:
        headers["Transfer-Encoding"] = "chunked"
    elif reply.status != HTTPStatus.NOT_MODIFIED:
        headers.setdefault("Content-Length", str(len(reply.body)))
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}", *(f"{k}: {v}" for k, v in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
