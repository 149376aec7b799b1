"""The ways out: one connector for each, so that a connection made for one source never serves a stricter one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, AbstractStreamWriter
from aiohttp_socks import ProxyConnector, ProxyError
from yarl import URL

from monitor.fetch.guard import gate
from monitor.fetch.trust import authorities
from monitor.places.addresses import plain_proxy

_CHUNK = 16 * 1024  # bytes
_NO_TIMEOUT = aiohttp.ClientTimeout()  # whoever asks sets a deadline for all of it
_LINE = 64 * 1024  # bytes of one header: policies of large sites are longer than aiohttp's own 8 KB


@dataclass(frozen=True, slots=True)
class Way:
    """How a source's requests leave: whether private addresses are allowed, and through which proxy."""

    private: bool = False
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class _Exit:
    """A way out, opened."""

    session: aiohttp.ClientSession
    proxy: str | None = None
    login: aiohttp.BasicAuth | None = None


class _Body(httpx.AsyncByteStream):
    """What is still to come of an answer."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.content.iter_chunked(_CHUNK):
            yield chunk

    async def aclose(self) -> None:
        """A connection that brought all of it serves the next request; another one is closed."""
        self._response.release()
        await self._response.wait_for_close()


class Parcel(aiohttp.BytesPayload):
    """A body that knows whether it has gone out."""

    gone = False

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        await super().write_with_length(writer, content_length)
        self.gone = True


class Wire:
    """Open connections, by way out; made inside the running loop when first needed.

    What comes back is httpx's response. Its client would follow redirects, keep cookies and log whole addresses; its
    request costs more than all else that is done until one is sent (docs/decisions/0038).
    """

    def __init__(self, *, refuses: Callable[[str], bool], resolver: AbstractResolver | None) -> None:
        self._gate = gate(refuses)
        self._resolver = resolver
        self._exits: dict[Way, _Exit] = {}

    async def send(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes | Parcel | None, way: Way
    ) -> httpx.Response:
        """The beginning of the answer; its body is read, or not, by whoever closes it."""
        if way not in self._exits:
            await asyncio.to_thread(authorities)  # the first time takes long enough to keep the loop waiting
        out = self._exits.get(way)
        if out is None:
            try:
                out = self._exits[way] = self._opened(way)
            except (ValueError, httpx.InvalidURL) as error:
                raise ProxyError("not the address of a proxy") from error
        url = _as_written(address)
        try:
            response = await out.session.request(
                method,
                url,
                headers={"host": url.raw_authority, **headers},
                data=body or None,
                allow_redirects=False,
                timeout=_NO_TIMEOUT,
                proxy=out.proxy,
                proxy_auth=out.login,
            )
        except aiohttp.ClientConnectorDNSError as error:
            if out.proxy is None:
                raise
            raise ProxyError("nobody knows its name") from error  # that of the site is looked up over there
        return httpx.Response(response.status, headers=response.raw_headers, stream=_Body(response))

    async def close(self) -> None:
        """Closes what is open."""
        while self._exits:
            _, out = self._exits.popitem()
            await out.session.close()

    def _opened(self, way: Way) -> _Exit:
        if not way.proxy or _socks(way.proxy):
            return _Exit(_session(self._connector(way)))
        proxy = httpx.Proxy(way.proxy)
        login = aiohttp.BasicAuth(*proxy.auth) if proxy.auth else None
        return _Exit(_session(self._connector(way)), str(proxy.url), login)

    def _connector(self, way: Way) -> aiohttp.BaseConnector:
        if way.proxy and _socks(way.proxy):
            return ProxyConnector.from_url(plain_proxy(way.proxy), ssl=authorities(), rdns=True)
        # A proxy is a trusted hop and may well stand in the private network.
        guarded = self._gate if not way.private and way.proxy is None else None
        return aiohttp.TCPConnector(ssl=authorities(), resolver=self._resolver, socket_factory=guarded)


@lru_cache(maxsize=1024)
def _as_written(address: str) -> URL:
    """A signature in an address breaks with a letter of it."""
    return URL(address, encoded=True)


def _session(connector: aiohttp.BaseConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,  # inflated by hand, with a limit
        trust_env=False,
        max_field_size=_LINE,
        max_line_size=_LINE,
    )


def _socks(proxy: str) -> bool:
    return proxy.startswith("socks")
