"""What we say when we ask: our own headers, those a source configured, and what makes a request conditional."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import httpx

from monitor.domain import Request, Validators
from monitor.errors import FetchError
from monitor.fetch.address import login, merged, origin, web, without_login
from monitor.fetch.keys import filled
from monitor.fetch.wire import Way
from monitor.sources.base import SourceBase

CONDITIONS = frozenset({"if-none-match", "if-modified-since"})

_LONGEST_TAG = 1000  # characters of a validator that are sent back


@dataclass(frozen=True, slots=True)
class Ask:
    """One request on its way: `own` goes to this origin alone, `seconds` are what is left of the whole time."""

    url: httpx.URL
    address: str  # the same, as it is written
    way: Way
    seconds: float
    common: Mapping[str, str]
    own: Mapping[str, str]
    body: bytes | None = None  # not None: it is posted
    cookies: httpx.Cookies | None = None  # of the sites that led here: some lead back and forth until they see one

    @property
    def method(self) -> str:
        """How it is asked."""
        return "GET" if self.body is None else "POST"

    @property
    def conditional(self) -> bool:
        """Whether «nothing has changed» is an answer to it."""
        return not CONDITIONS.isdisjoint(self.common) or not CONDITIONS.isdisjoint(self.own)

    @property
    def headers(self) -> dict[str, str]:
        """Everything that is sent; what we can inflate is not for a source to say."""
        "".join(self.own).encode("ascii")  # of a name that no header can have we are told as of any other trouble
        said = {**self.common, **self.own, "accept-encoding": "gzip, deflate"}
        return {name: value.strip() for name, value in said.items()}

    def moved(self, to: httpx.URL, *, seconds: float, headers: httpx.Headers) -> Ask:
        """The same request after a redirect, with no body; configured headers and logins stay at their origin.

        Cookies are kept from one redirect to the next, and gone with the page.
        """
        own = self.own if origin(to) == origin(self.url) else {}
        url = without_login(to)
        ask = replace(self, url=url, address=str(url), own=own, seconds=seconds, body=None)
        if self.cookies is None and "set-cookie" not in headers:
            return ask
        cookies, going = httpx.Cookies(self.cookies), httpx.Request("GET", url)
        cookies.extract_cookies(httpx.Response(200, headers=headers, request=httpx.Request("GET", self.url)))
        cookies.set_cookie_header(going)
        given = {"cookie": going.headers["cookie"]} if "cookie" in going.headers else {}
        common = {name: value for name, value in self.common.items() if name != "cookie"}
        return replace(ask, common={**common, **given}, cookies=cookies)


def first(
    request: Request,
    source: SourceBase,
    validators: Validators,
    *,
    user_agent: str,
    way: Way,
    seconds: float,
    keys: Mapping[str, str],
) -> Ask:
    """The request as its source meant it."""
    url = merged(request)
    own = _own(url, request, source, keys) if request.headers or source.headers else {}
    authorization = login(url)
    if authorization:
        own = {"authorization": authorization, **own}
    common = {"user-agent": user_agent, "accept": "*/*", **conditions(validators)}
    body = None if request.body is None else filled(request.body, keys, source=source.id).encode()
    url = without_login(url)
    return Ask(url, str(url), way, seconds, common, own, body)


def conditions(validators: Validators) -> dict[str, str]:
    """What makes the request conditional; a validator that no header can carry is left out."""
    named = {"if-none-match": validators.etag, "if-modified-since": validators.modified}
    return {name: value for name, value in named.items() if value and _sendable(value)}


def _own(url: httpx.URL, request: Request, source: SourceBase, keys: Mapping[str, str]) -> dict[str, str]:
    """The headers of a request, and those of its source where it stays at home."""
    own = {name.lower(): filled(value, keys, source=source.id) for name, value in request.headers.items()}
    configured = {name.lower(): value for name, value in source.headers.items()}
    if _at_home(url, source):
        return {**configured, **own}
    return {name: value for name, value in own.items() if name not in configured}  # a page may link anywhere


def _at_home(url: httpx.URL, source: SourceBase) -> bool:
    """Whether a request goes to the site that its source was configured for."""
    try:
        return origin(web(source.address)) == origin(url)
    except FetchError:
        return False


def _sendable(value: str) -> bool:
    return value.isascii() and value.isprintable() and len(value) <= _LONGEST_TAG
