"""The ways out: one connector for each, so that a connection made for one source never serves a stricter one."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from aiohttp_socks import ProxyConnector, ProxyError
from httpx_aiohttp import AiohttpTransport

from monitor.fetch.guard import gate

_LINE = 64 * 1024  # bytes of one header: policies of large sites are longer than aiohttp's own 8 KB


@dataclass(frozen=True, slots=True)
class Way:
    """How a source's requests leave: whether private addresses are allowed, and through which proxy."""

    private: bool = False
    proxy: str | None = None


class Wire:
    """Open connections, by way out; made inside the running loop when first needed.

    Requests go to httpx's transport itself: its client would follow redirects, keep cookies and log whole addresses.
    """

    def __init__(self, *, refuses: Callable[[str], bool], resolver: AbstractResolver | None) -> None:
        self._gate = gate(refuses)
        self._resolver = resolver
        self._transports: dict[Way, AiohttpTransport] = {}
        self._ssl: ssl.SSLContext | None = None

    async def send(self, request: httpx.Request, way: Way) -> httpx.Response:
        """The beginning of the answer; its body is read, or not, by whoever closes it."""
        transport = self._transports.get(way)
        if transport is None:
            try:
                transport = self._transports[way] = self._opened(way)
            except (ValueError, httpx.InvalidURL) as error:
                raise ProxyError("not the address of a proxy") from error
        response: httpx.Response = await transport.handle_async_request(request)
        return response

    async def close(self) -> None:
        """Closes what is open."""
        while self._transports:
            _, transport = self._transports.popitem()
            await transport.aclose()

    def _opened(self, way: Way) -> AiohttpTransport:
        if self._ssl is None:
            self._ssl = httpx.create_ssl_context()  # 27 ms: once for the life of the process
        connector = self._connector(way)
        proxy = httpx.Proxy(way.proxy) if way.proxy and not _socks(way.proxy) else None
        return AiohttpTransport(client=lambda: _session(connector), verify=self._ssl, proxy=proxy, trust_env=False)

    def _connector(self, way: Way) -> aiohttp.BaseConnector:
        if way.proxy and _socks(way.proxy):
            return ProxyConnector.from_url(way.proxy, ssl=self._ssl, rdns=True)
        # A proxy is a trusted hop and may well stand in the private network.
        guarded = self._gate if not way.private and way.proxy is None else None
        return aiohttp.TCPConnector(ssl=self._ssl or True, resolver=self._resolver, socket_factory=guarded)


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
