"""Bare libraries on the same bytes: what it costs to fetch and to read, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.request import Request, urlopen

import feedparser

from benchmarks.apart import Seen
from benchmarks.processes import Usage
from benchmarks.site import Place

AT_ONCE = 10  # as the product
_CHECKS = 2  # cycles in which nothing has changed, as there are of the product

Get = Callable[[str, Mapping[str, str]], Awaitable[str | None]]  # with these headers; answers with the page's mark


async def httpx_alone(place: Mapping[str, Any]) -> Seen:
    """httpx, with the sniffio that makes it quicker."""
    import httpx  # noqa: PLC0415  # only what is measured is loaded
    import sniffio  # noqa: F401, PLC0415  # it has to be there

    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(limits=limits) as client:

        async def get(address: str, headers: Mapping[str, str]) -> str | None:
            answer = await client.get(address, headers=dict(headers))
            mark: str | None = answer.headers.get("etag")
            return mark

        return await _fetched(Place(**place), get)


async def aiohttp_alone(place: Mapping[str, Any]) -> Seen:
    """aiohttp, on which the product's own requests travel."""
    import aiohttp  # noqa: PLC0415  # only what is measured is loaded

    async with aiohttp.ClientSession() as session:

        async def get(address: str, headers: Mapping[str, str]) -> str | None:
            async with session.get(address, headers=headers) as answer:
                await answer.read()
                return answer.headers.get("etag")

        return await _fetched(Place(**place), get)


async def feedparser_alone(place: Mapping[str, Any]) -> Seen:
    """`feedparser.parse` of bytes that are already there."""
    site = Place(**place)
    await site.become(0)
    bodies = [await asyncio.to_thread(_body, address) for address in site.addresses]
    await site.become(1)
    changed = [await asyncio.to_thread(_body, site.addresses[feed]) for feed in site.moved(1)]
    await site.become(2)
    alone = [await asyncio.to_thread(_body, site.addresses[feed]) for feed in site.moved(2)]
    feedparser.parse(bodies[0])  # what is loaded once is loaded now
    return {"first": _read(bodies), "changed": _read(changed), "changed alone": _read(alone)}


async def _fetched(site: Place, get: Get) -> Seen:
    """Everything once, to open what is to be open; then conditionally, then with answers that are no shorter for it."""
    await site.become(0)
    marks = await _all(site.addresses, get, [None] * site.feeds)
    before = Usage.now()
    for _ in range(_CHECKS):
        await _all(site.addresses, get, marks)
    unchanged = Usage.now().since(before) / _CHECKS
    await site.become(0, validators=False)
    before = Usage.now()
    await _all(site.addresses, get, marks)
    return {"unchanged": unchanged, "same": Usage.now().since(before)}


async def _all(addresses: Sequence[str], get: Get, marks: Sequence[str | None]) -> list[str | None]:
    got: list[str | None] = [None] * len(addresses)
    waiting = iter(list(enumerate(zip(addresses, marks, strict=True))))

    async def fetch() -> None:
        for number, (address, mark) in waiting:
            got[number] = await get(address, {"If-None-Match": mark} if mark else {})

    await asyncio.gather(*(fetch() for _ in range(AT_ONCE)))
    return got


def _body(address: str) -> bytes:
    with urlopen(Request(address)) as answer:  # noqa: S310  # on loopback
        body: bytes = answer.read()
        return body


def _read(bodies: Sequence[bytes]) -> float:
    before = Usage.now()
    for body in bodies:
        entries = feedparser.parse(body).entries
        assert entries
    return Usage.now().since(before)
