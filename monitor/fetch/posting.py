"""Hands something over to a web service: guarded and limited like a visit, but nothing of the answer is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing, suppress

import httpx

from monitor.errors import DeliveryError, FetchError
from monitor.fetch import body
from monitor.fetch.address import login, without_login
from monitor.fetch.manners import Manners
from monitor.fetch.refusals import TROUBLE, by_trouble
from monitor.fetch.wire import Way, Wire

ANSWER = 16 * 1024  # bytes of an answer that are read, so that the connection can be used again


async def post(
    wire: Wire,
    url: httpx.URL,
    content: bytes,
    *,
    way: Way,
    http: Manners,
    allowed: Callable[[httpx.URL, Way], None],
) -> None:
    """Posts JSON; any 2xx is a yes, and a redirect is not followed: what is told is told to this address alone."""
    headers = {"user-agent": http.user_agent, "content-type": "application/json", "accept-encoding": "identity"}
    if authorization := login(url):
        headers["authorization"] = authorization
    request = httpx.Request("POST", without_login(url), headers=headers, content=content)
    host = url.host  # the rest of such an address is often its secret
    try:
        allowed(url, way)
        async with asyncio.timeout(http.timeout.total_seconds()):
            async with aclosing(await wire.send(request, way)) as response:
                with suppress(body.BodyError):
                    await body.beginning(response, ANSWER)
            if not response.is_success:
                raise DeliveryError("webhook.refused", host=host, status_code=response.status_code)
    except FetchError as error:
        raise _sentence(error, host) from None
    except TROUBLE as error:  # a TimeoutError is an OSError
        raise _sentence(by_trouble(error, url=host), host) from None


def _sentence(error: FetchError, host: str) -> DeliveryError:
    """Without the address, and with what to do about a service of our own."""
    private = error.key == "fetch.private"
    return DeliveryError("webhook.private" if private else "webhook.unreachable", host=host)
