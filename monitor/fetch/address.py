"""Addresses on their way out: parsed once, compared by origin, shown without what is secret in them."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import unquote, urlsplit

import httpx

from monitor.domain import Request
from monitor.errors import FetchError

SCHEMES = {"http": 80, "https": 443}
_SHOWN = 200  # characters of an address in a sentence
_USERINFO = re.compile(r"//[^/?#]*@")  # //user:password@


def merged(request: Request) -> httpx.URL:
    """The address of a request with its parameters in the query; refuses what is no web address."""
    url = web(request.url)
    return url.copy_merge_params(dict(request.params)) if request.params else url


@lru_cache(maxsize=1024)  # parsing is a tenth of an unchanged page's cost, and a visit meets an address several times
def web(text: str) -> httpx.URL:
    """An http or https address with a host, without its fragment."""
    try:
        url = httpx.URL(text.strip().partition("#")[0])
        urlsplit(text.strip())  # whoever reads its page takes the address apart with this, which is the stricter one
        usable = url.scheme in SCHEMES and bool(url.host)  # of «xn--» nobody can tell which host is meant
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("fetch.address", url=_masked(text)) from error
    if not usable:
        raise FetchError("fetch.address", url=_masked(text))
    return url


def without_login(url: httpx.URL) -> httpx.URL:
    """The same address without `user:password@`."""
    return url.copy_with(userinfo=b"") if url.userinfo else url


def login(url: httpx.URL) -> str | None:
    """The Authorization header that `user:password@` of an address stands for."""
    if not url.userinfo:
        return None
    name, _, password = url.userinfo.decode("ascii").partition(":")
    return "Basic " + b64encode(f"{unquote(name)}:{unquote(password)}".encode()).decode("ascii")


def origin(url: httpx.URL) -> tuple[str, str, int]:
    """Scheme, host and port: what a header of ours is meant for.

    >>> origin(httpx.URL("https://Site.example/a")) == origin(httpx.URL("https://site.example:443/b"))
    True
    """
    return url.scheme, host(url), url.port or SCHEMES[url.scheme]


def host(url: httpx.URL) -> str:
    """The name that pauses between requests are kept by: lower case, no port, no final dot."""
    return url.raw_host.decode("ascii").lower().rstrip(".")


def site(url: httpx.URL) -> str:
    """The host without `www.`, with its port where that is an unusual one: what robots.txt speaks for."""
    name = host(url).removeprefix("www.")
    return name if url.port is None else f"{name}:{url.port}"


def spot(url: httpx.URL) -> str:
    """A page of a site whatever is asked of it: what a `Retry-After` or a challenge speaks for. It only compares.

    >>> spot(httpx.URL("https://www.site.example/api?q=1")) == spot(httpx.URL("http://site.example/api?q=2"))
    True
    """
    path = url.raw_path.partition(b"?")[0]
    return f"{site(url)} {blake2b(path, digest_size=8).hexdigest()}"  # a path may hold a key, and this is stored


def place(url: httpx.URL) -> str:
    """An address as sentences show it: no login and no query, for both may hold a key.

    >>> place(httpx.URL("https://me:secret@site.example/reviews?key=42"))
    'https://site.example/reviews?…'
    """
    port = "" if url.port is None else f":{url.port}"
    name = f"[{url.host}]" if ":" in url.host else url.host
    path = url.raw_path.decode("ascii").partition("?")[0]
    return _short(f"{url.scheme}://{name}{port}{path}") + ("?…" if url.query else "")


def _masked(text: str) -> str:
    """Something that could not be read as an address, without what may be secret in it.

    >>> _masked("ftp://me:secret@site.example/x?key=42")
    'ftp://site.example/x'
    """
    sayable = text.strip().encode(errors="replace").decode()  # half a letter can be told to nobody
    return _short(_USERINFO.sub("//", sayable).partition("?")[0])


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
