"""What came back: a page, or that nothing has changed, or where it leads; and how a refusal is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

import httpx

from monitor.domain import Page, Request, Validators
from monitor.errors import FetchError
from monitor.fetch.address import web

_SITE = re.compile(r"([a-z][a-z\d+.-]*://)([^/?#@]*@)?([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_MOVED = frozenset({301, 302, 303, 307, 308})
UNCHANGED = 304


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a request brought. No page: it is the one seen last time (304, or the same body)."""

    page: Page | None
    validators: Validators
    status: int | None  # None: no web server said it


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request was answered with, inflated."""

    status: int
    headers: httpx.Headers
    body: bytes
    to: httpx.URL | None = None  # a redirect's target


def target(url: httpx.URL, response: httpx.Response) -> httpx.URL | None:
    """Where a redirect leads."""
    location = response.headers.get("location") if response.status_code in _MOVED else None
    return web(str(url.join(location))) if location else None


def fetched(request: Request, url: httpx.URL, answer: Answer, known: Validators) -> Fetched:
    """The page, or that it is the one known already."""
    etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
    if answer.status == UNCHANGED:
        stands = Validators(etag or known.etag, modified or known.modified, known.digest)
        return Fetched(None, stands, answer.status)
    digest = blake2b(answer.body, digest_size=16).hexdigest()
    validators = Validators(etag, modified, digest)
    if digest == known.digest:
        return Fetched(None, validators, answer.status)
    page = Page(
        str(url),
        answer.body,
        dict(answer.headers.items()),
        step=request.step,
        depth=request.depth,
        status=answer.status,
        item=request.item,
    )
    return Fetched(page, validators, answer.status)


def clean(error: FetchError, hide: Callable[[str], str]) -> None:
    """Takes what is secret out of a sentence, for an address may hold a key also in its path."""
    for name, value in error.blanks.items():
        if isinstance(value, FetchError):
            clean(value, hide)
        elif isinstance(value, str):
            error.blanks[name] = hide(value)


def readable(address: str, hide: Callable[[str], str]) -> str:
    """A page's address without what is secret; its site stays, for a variable may name that, and links begin there.

    >>> readable("https://anna:pw@site.example:8443/s3cret/news?key=s3cret", lambda text: text.replace("s3cret", "***"))
    'https://***@site.example:8443/***/news?key=***'
    """
    found = _SITE.match(address)
    if found is None:
        return hide(address)
    scheme, login, place, rest = found.groups()
    return f"{scheme}{'***@' if login else ''}{place}{hide(rest)}"


def elsewhere(asked: str, error: FetchError) -> FetchError:
    """The same error, told from the address that the team knows."""
    return error.retold("fetch.elsewhere", url=asked, error=error)
