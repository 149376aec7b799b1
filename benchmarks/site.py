"""The bench site, in a process of its own so that its CPU is nobody's: `python -m benchmarks.site PLACE`.

`/set?moves=N&validators=1` brings it into its N-th state, from where all of it may be read again: the same bytes for
whoever is measured next.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time
from hashlib import blake2b
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

from benchmarks.feeds import document, told

NEW, TENTH = 3, 10  # so many new items in a tenth of the feeds, another tenth with each move
BACKLOG = 1024
_LATER = b"Cache-Control: max-age=300\r\n"


@dataclass(frozen=True)
class Place:
    """Where the site stands and how large it is; as much as another process has to know of it."""

    feeds: int = 300
    items: int = 40
    hosts: int = 16
    port: int = 0

    @property
    def addresses(self) -> list[str]:
        """Of all its feeds."""
        return [f"{self.base(feed)}/feed/{feed}" for feed in range(self.feeds)]

    def base(self, feed: int) -> str:
        """The host of a feed."""
        return f"http://127.0.0.{1 + feed % self.hosts}:{self.port}"

    def moved(self, move: int) -> range:
        """The feeds that have something new with this move."""
        some = max(1, self.feeds // TENTH)
        start = (move - 1) * some % self.feeds
        return range(start, min(start + some, self.feeds))

    def numbers(self, feed: int, moves: int) -> range:
        """The items that a feed shows after so many moves."""
        first = NEW * sum(feed in self.moved(move) for move in range(1, moves + 1))
        return range(first, first + self.items)

    def named(self, feeds: range, moves: int, *, newest: int | None = None) -> int:
        """How many items of these feeds name a brand; of the newest of each, where it is said how many."""
        shown = {feed: self.numbers(feed, moves)[-(newest or self.items) :] for feed in feeds}
        return sum(bool(told(feed, number, day()).brand) for feed, numbers in shown.items() for number in numbers)

    async def become(self, moves: int, *, validators: bool = True) -> None:
        """Brings the site into a state."""
        address = f"{self.base(0)}/set?moves={moves}&validators={validators:d}"
        await asyncio.to_thread(_get, address)


def day() -> datetime:
    """The one on which the pages are read."""
    return datetime.combine(datetime.now(UTC), time(), UTC)


class Pages:
    """What is shown, made once."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.moves = 0
        self.validators = True
        self._made: dict[tuple[int, range], tuple[bytes, bytes, bytes]] = {}

    def feed(self, feed: int) -> tuple[bytes, bytes, bytes]:
        """A feed as it is now: as it is, packed, and what tells it from itself as it was."""
        numbers = self.place.numbers(feed, self.moves)
        if (feed, numbers) not in self._made:
            body = document(feed, numbers, self.place.base(feed), day())
            mark = b'"%b"' % blake2b(body, digest_size=8).hexdigest().encode()
            self._made[feed, numbers] = body, gzip.compress(body, 6, mtime=0), mark
        return self._made[feed, numbers]

    def answer(self, head: bytes) -> bytes:
        """The whole answer to the head of a request."""
        address = urlsplit(head.split(b" ", 2)[1].decode())
        if address.path == "/set":
            asked = parse_qs(address.query)
            self.moves, self.validators = int(asked["moves"][0]), asked["validators"] == ["1"]
            return _whole(b"200 OK", b"")
        if not address.path.startswith("/feed/"):
            return _whole(b"404 Not Found", b"nothing here")
        plain, packed, mark = self.feed(int(address.path.removeprefix("/feed/")))
        lowered, about = head.lower(), _LATER + b"Vary: Accept-Encoding\r\nContent-Type: application/rss+xml\r\n"
        if self.validators:
            about += b"ETag: " + mark + b"\r\n"
            if mark in lowered.partition(b"\r\nif-none-match:")[2].partition(b"\r\n")[0]:
                return b"HTTP/1.1 304 Not Modified\r\nETag: " + mark + b"\r\n" + _LATER + b"\r\n"
        if b"gzip" in lowered.partition(b"\r\naccept-encoding:")[2].partition(b"\r\n")[0]:
            return _whole(b"200 OK", packed, about + b"Content-Encoding: gzip\r\n")
        return _whole(b"200 OK", plain, about)


class _Talk(asyncio.Protocol):
    """One connection."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._read = b""
        self._pipe: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._pipe = transport

    def data_received(self, data: bytes) -> None:
        assert self._pipe is not None
        *heads, self._read = (self._read + data).split(b"\r\n\r\n")
        for head in heads:
            self._pipe.write(self._pages.answer(head))


def _whole(status: bytes, body: bytes, about: bytes = b"") -> bytes:
    return b"HTTP/1.1 %b\r\n%bContent-Length: %d\r\n\r\n%b" % (status, about, len(body), body)


def _get(address: str) -> None:
    urlopen(address).close()  # noqa: S310  # on loopback


@asynccontextmanager
async def open_here(place: Place) -> AsyncIterator[Place]:
    """The site in this very process, at a port that it finds."""
    async with AsyncExitStack() as stack:
        pages, loop, port = Pages(place), asyncio.get_running_loop(), place.port
        for host in range(place.hosts):
            server = await loop.create_server(lambda: _Talk(pages), f"127.0.0.{1 + host}", port, backlog=BACKLOG)
            await stack.enter_async_context(server)
            port = port or server.sockets[0].getsockname()[1]
        pages.place = replace(place, port=port)
        yield pages.place


@asynccontextmanager
async def open_apart(place: Place) -> AsyncIterator[Place]:
    """The site in a process of its own, with everything it shows first made already."""
    program, pipe = (sys.executable, "-m", "benchmarks.site", json.dumps(asdict(place))), asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*program, stdin=pipe, stdout=pipe)
    try:
        assert process.stdout is not None
        yield Place(**json.loads(await process.stdout.readline()))
    finally:
        assert process.stdin is not None
        process.stdin.close()  # it ends when nobody holds the other end any more
        await process.wait()


async def _main(place: Place) -> None:
    async with open_here(place) as found:
        for address in found.addresses:
            await asyncio.to_thread(_get, address)
        print(json.dumps(asdict(found)), flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main(Place(**json.loads(sys.argv[1]))))
