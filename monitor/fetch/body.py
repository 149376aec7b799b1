"""Reads a body within a limit that counts inflated bytes, and tells a whole one from a part."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

import httpx

_PIECE = 64 * 1024  # at most so many inflated bytes at a time: a bomb is noticed before it goes off
_GZIP, _ZLIB, _RAW = 31, 15, -15  # what zlib calls the three wrappings
_MAGIC = b"\x1f\x8b"
_PACKED = frozenset(  # every name in IANA's list but identity; servers write there also what packs nothing
    {
        "gzip",
        "x-gzip",
        "deflate",
        "br",
        "zstd",
        "compress",
        "x-compress",
        "dcb",
        "dcz",
        "exi",
        "pack200-gzip",
        "aes128gcm",
    }
)


class BodyError(Exception):
    """A body that cannot be used; the key of the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


async def whole(response: httpx.Response, limit: int) -> bytes:
    """The body; too large a one, or one that broke off, is an error."""
    plain = "content-encoding" not in response.headers
    if plain and _number(response.headers.get("content-length", "")) > limit:
        raise BodyError("fetch.too_large")
    pieces: list[bytes] = []
    size = 0
    try:
        async for piece in _pieces(response, limit):
            size += len(piece)
            if size > limit:
                raise BodyError("fetch.too_large")
            pieces.append(piece)
        return b"".join(pieces)
    finally:
        pieces.clear()  # an error remembers the place where it was raised, and all that is there


async def beginning(response: httpx.Response, limit: int) -> bytes:
    """The first bytes of a body, as many as the limit lets through."""
    pieces: list[bytes] = []
    left = limit
    async with aclosing(_pieces(response, limit)) as read:
        async for piece in read:
            pieces.append(piece[:left])
            left -= len(piece)
            if left <= 0:
                break
    return b"".join(pieces)


async def _pieces(response: httpx.Response, limit: int) -> AsyncGenerator[bytes, None]:
    inflater = inflating(response.headers.get("content-encoding", ""))
    received = 0
    async for chunk in response.aiter_raw():
        for piece in inflater.feed(chunk):
            yield piece
        received += len(chunk)
        if received > limit:  # members that inflate to nothing would else go on for ever
            raise BodyError("fetch.too_large")
    inflater.close()


def inflating(encoding: str) -> Plain | Inflater:
    """What turns bytes as sent into bytes as meant; «UTF-8» or «aws-chunked» change none."""
    names = [name for name in map(str.strip, encoding.lower().split(",")) if name in _PACKED]
    if not names:
        return Plain()
    if names in (["gzip"], ["x-gzip"]):
        return Inflater(_GZIP)
    if names == ["deflate"]:
        return Inflater(_ZLIB)
    raise BodyError("fetch.encoding")


class Plain:
    """A body sent as it is."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The data itself."""
        yield data

    def close(self) -> None:
        """Its length was the connection's care."""


class Inflater:
    """A gzip body, of one member or several, or a deflate one in either of its two meanings.

    >>> b"".join(Inflater(_GZIP).feed(zlib.compress(b"news", wbits=_GZIP) * 2))
    b'newsnews'
    """

    def __init__(self, wrapping: int) -> None:
        self._wrapping = wrapping
        self._stream = zlib.decompressobj(wrapping)
        self._rest = b""  # after a member's end: another member, or padding
        self._head = b""  # its first two bytes, which tell the two meanings of deflate apart

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What the data inflates to, in pieces."""
        if self._stream.eof:
            data = self._rest + data
            if not self._begins(data):
                return
        while True:
            piece = self._inflated(data)
            if piece:
                yield piece
            data = self._stream.unconsumed_tail
            if self._stream.eof:
                data = self._stream.unused_data
                if not self._begins(data):
                    return
            elif not data and len(piece) < _PIECE:
                return

    def close(self) -> None:
        """The body is at its end: was the stream, too?"""
        if self._head and not self._stream.eof:
            raise BodyError("fetch.broken_off")

    def _begins(self, data: bytes) -> bool:
        """Whether another member begins here; servers pad the last one with anything."""
        self._rest = data[: len(_MAGIC)]
        if self._wrapping != _GZIP or not data.startswith(_MAGIC):
            return False
        self._stream = zlib.decompressobj(_GZIP)
        return True

    def _inflated(self, data: bytes) -> bytes:
        try:
            piece = self._stream.decompress(data, _PIECE)
        except zlib.error as error:
            if self._wrapping != _ZLIB or len(self._head) == len(_MAGIC):
                raise BodyError("fetch.damaged") from error
            self._wrapping, self._stream = _RAW, zlib.decompressobj(_RAW)
            return self._inflated(self._head + data)
        self._head = (self._head + data)[: len(_MAGIC)]
        return piece


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
