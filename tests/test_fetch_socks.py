"""A SOCKS proxy is a trusted hop: pages come through it."""

import asyncio
import contextlib
from datetime import timedelta

import pytest
from web_site import Reply, Site

from monitor.config.plan import Http, Pace
from monitor.domain import Request
from monitor.errors import FetchError
from monitor.fetch import Fetcher
from monitor.sources import FeedSource

CONNECT, GRANTED, NO_PASSWORD = b"\x05\x01\x00", b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", b"\x05\x00"


@pytest.fixture
async def proxy():
    """The part of SOCKS 5 that a client needs: no password, one connection to an address or a name."""
    asked = []

    async def serve(reader, writer):
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(NO_PASSWORD)
        assert await reader.readexactly(3) == CONNECT
        host = await _host(reader)
        port = int.from_bytes(await reader.readexactly(2), "big")
        asked.append((host, port))
        there, back = await asyncio.open_connection(host, port)
        writer.write(GRANTED)
        await asyncio.gather(_pump(reader, back), _pump(there, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"socks5://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


@contextlib.asynccontextmanager
async def hanging_up(said):
    """A SOCKS proxy that says so much, and no more."""

    async def serve(reader, writer):
        await reader.read(100)
        writer.write(said)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"socks5://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _host(reader):
    kind = (await reader.readexactly(1))[0]
    if kind == 1:
        return ".".join(str(part) for part in await reader.readexactly(4))
    return (await reader.readexactly((await reader.readexactly(1))[0])).decode()


async def _pump(reader, writer):
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()


@pytest.mark.parametrize("where", ["of all crawling", "of one source"])
async def test_a_page_comes_through_a_socks_proxy(proxy, where):
    address, asked = proxy
    async with Site() as site:
        url = site.serve("/rss", Reply(body=b"<rss/>"))
        site.serve("/robots.txt", Reply(404))
        everywhere = {"proxy": address} if where == "of all crawling" else {}
        alone = {} if everywhere else {"proxy": address}
        http = Http(allow_private_network=True, per_host=Pace(50, timedelta(seconds=1)), **everywhere)
        source = FeedSource(id="news", url=url, **alone)
        async with Fetcher(http) as fetcher:
            fetched = await fetcher.get(Request(url), source=source, validators=None)
        assert fetched.page.body == b"<rss/>"
        assert set(asked) == {("127.0.0.1", site.port)}


@pytest.mark.parametrize("said", [b"\x05", b"\x05\x00\x05", b"\x05\x00\x05\x00\x00", b"HTTP/1.1 400 Bad Request"])
async def test_a_socks_proxy_that_hangs_up_in_the_middle_of_a_word_is_said_to_be_the_trouble(said):
    async with hanging_up(said) as address:
        source = FeedSource(id="a", url="http://site.example/rss", proxy=address)
        async with Fetcher(Http(respect_robots=False)) as fetcher:
            with pytest.raises(FetchError) as caught:
                await fetcher.get(Request(source.url), validators=None, source=source)
    assert caught.value.key == "fetch.proxy"


async def test_a_proxy_that_resolves_names_is_written_with_h_or_without(proxy):
    address, asked = proxy
    async with Site() as site:
        source = FeedSource(id="a", url=site.serve("/rss", Reply(body=b"<rss/>")), proxy=address.replace("5:", "5h:"))
        async with Fetcher(Http(respect_robots=False, allow_private_network=True)) as fetcher:
            assert (await fetcher.get(Request(source.url), validators=None, source=source)).page
    assert asked
