"""Hands something over to a web service, or lets it know: guarded like a visit, but nothing of the answer is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing, suppress
from urllib.parse import urlsplit

import httpx

from monitor.errors import DeliveryError, FetchError
from monitor.fetch import body
from monitor.fetch.address import login, web, without_login
from monitor.fetch.manners import Manners
from monitor.fetch.refusals import TROUBLE, by_trouble
from monitor.fetch.wire import Parcel, Way, Wire

ANSWER = 16 * 1024  # bytes of an answer that are read, so that the connection can be used again


async def post(
    wire: Wire,
    address: str,
    content: bytes,
    *,
    way: Way,
    http: Manners,
    allowed: Callable[[httpx.URL, str, Way], None],
) -> None:
    """Posts JSON; any 2xx is a yes, and a redirect is not followed: what is told is told to this address alone."""
    await _told(wire, address, content, way=way, http=http, allowed=allowed, subject="webhook")


async def ping(
    wire: Wire, address: str, *, way: Way, http: Manners, allowed: Callable[[httpx.URL, str, Way], None]
) -> None:
    """Asks for a page that only wants to be asked for."""
    await _told(wire, address, None, way=way, http=http, allowed=allowed, subject="ping")


def _read(address: str, subject: str) -> httpx.URL:
    """Some addresses are right by their signs alone: nobody can have «☃.example»."""
    try:
        return web(address)
    except FetchError as error:
        raise _sentence(error, urlsplit(address).hostname or "", subject) from None


def _headers(url: httpx.URL, http: Manners, parcel: Parcel | None) -> dict[str, str]:
    ours = {"user-agent": http.user_agent, "accept-encoding": "identity"}
    if parcel is not None:
        ours["content-type"] = "application/json"
    if authorization := login(url):
        ours["authorization"] = authorization
    return ours


async def _told(
    wire: Wire,
    address: str,
    content: bytes | None,
    *,
    way: Way,
    http: Manners,
    allowed: Callable[[httpx.URL, str, Way], None],
    subject: str,
) -> None:
    url = _read(address, subject)
    host, bare = url.host, without_login(url)  # the rest of such an address is often its secret
    plain, parcel = str(bare), Parcel(content) if content else None
    method = "GET" if parcel is None else "POST"
    try:
        allowed(bare, plain, way)
        async with asyncio.timeout(http.timeout.total_seconds()):
            headers = _headers(url, http, parcel)
            async with aclosing(await wire.send(method, plain, headers, parcel, way)) as response:
                with suppress(body.BodyError):
                    await body.beginning(response, ANSWER)
            if not response.is_success:
                raise DeliveryError(f"{subject}.refused", host=host, status_code=response.status_code)
    except FetchError as error:
        raise _sentence(error, host, subject) from None
    except TROUBLE as error:  # a TimeoutError is an OSError
        unsure = parcel is not None and parcel.gone  # only an answer can tell whether it was taken
        raise _sentence(by_trouble(error, url=host), host, subject, unsure=unsure) from None


def _sentence(error: FetchError, host: str, subject: str, *, unsure: bool = False) -> DeliveryError:
    """Without the address, and with what to do about a service of our own."""
    key = "private" if error.key == "fetch.private" else "unreachable"
    return DeliveryError(f"{subject}.{key}", host=host, unsure=unsure)
