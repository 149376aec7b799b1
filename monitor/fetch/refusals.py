"""What a site or the way to it refused, as a sentence that says what to do."""

from __future__ import annotations

from asyncio import IncompleteReadError
from collections.abc import Mapping
from datetime import timedelta

import aiohttp
import httpx
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from monitor.errors import Cause, FetchError
from monitor.fetch.challenge import challenged
from monitor.fetch.guard import PrivateAddressError
from monitor.fetch.patience import BLOCKED

# A SOCKS proxy that hangs up in the middle of a word leaves an IncompleteReadError; aiohttp's own reading never does.
_PROXY = (ProxyError, ProxyConnectionError, ProxyTimeoutError, IncompleteReadError)
# Whatever the wire may raise: aiohttp's errors, httpx's where it takes a body or an address apart, yarl's ValueError.
TROUBLE = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, *_PROXY, OSError, ValueError)

_SERVER = 500
_BY_STATUS = {
    401: "fetch.unauthorized",
    403: "fetch.forbidden",
    404: "fetch.missing",
    410: "fetch.gone",
    429: "fetch.slow_down",
}
_CAUSES = {401: Cause.AUTH, 410: Cause.GONE}
_BY_KIND: tuple[tuple[tuple[type[Exception], ...], str], ...] = (  # the narrower first
    ((aiohttp.ClientConnectorDNSError,), "fetch.dns"),
    ((aiohttp.ClientSSLError,), "fetch.tls"),
    ((aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError, *_PROXY), "fetch.proxy"),
    ((aiohttp.ClientConnectorError,), "fetch.unreachable"),
    ((aiohttp.ClientPayloadError,), "fetch.broken_off"),
    ((aiohttp.InvalidURL, httpx.InvalidURL, httpx.UnsupportedProtocol), "fetch.address"),
    ((aiohttp.ClientConnectionError, OSError), "fetch.hung_up"),
    ((aiohttp.ClientResponseError,), "fetch.damaged"),
)


def by_status(
    status: int, headers: Mapping[str, str], body: bytes, *, url: str, retry_after: timedelta | None
) -> FetchError:
    """The sentence for an answer that is no page."""
    if challenged(status, headers, body):
        return blocked(status, url=url)
    key = _BY_STATUS.get(status, "fetch.server" if status >= _SERVER else "fetch.status")
    cause = Cause.WAIT if retry_after else _CAUSES.get(status)
    return FetchError(key, status=status, retry_after=retry_after, cause=cause, url=url, status_code=status)


def blocked(status: int, *, url: str) -> FetchError:
    """The sentence for a site that wants to see a human being."""
    return FetchError("fetch.blocked", status=status, retry_after=BLOCKED, cause=Cause.BLOCKED, url=url)


def by_trouble(error: Exception, *, url: str) -> FetchError:
    """The sentence for an answer that never came, or not whole."""
    cause = error.__cause__ if isinstance(error, httpx.HTTPError) and error.__cause__ else error
    if isinstance(getattr(cause, "os_error", None), PrivateAddressError):
        return FetchError("fetch.private", url=url)
    for kinds, key in _BY_KIND:
        if isinstance(cause, kinds):
            return FetchError(key, url=url)
    return FetchError("fetch.request", url=url)
