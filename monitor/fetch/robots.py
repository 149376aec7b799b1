"""robots.txt as RFC 9309 says: what a site forbids is not asked for."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import httpx
from protego import Protego

from monitor.errors import FetchError
from monitor.fetch.address import origin, place
from monitor.fetch.clock import Clock
from monitor.fetch.wire import Way

PATH = "/robots.txt"
SIZE = 512 * 1024  # bytes that are read; the RFC asks for 500 KiB at least
REDIRECTS = 5
_KEPT = timedelta(hours=4)
_RETRY = timedelta(minutes=1)  # after a server error; the page is not asked for meanwhile
_SMALL = 8 * 1024  # characters of rules; parsed they take sixty times as much memory, so few large ones are kept
_BUDGET = 16 * 1024 * 1024  # characters of all rules that are remembered together
_ORIGINS = 20_000  # that are remembered together, most of them allowing everything
_LONGEST_DELAY = 60.0  # seconds; more would be a refusal in disguise
UNAVAILABLE = 404  # from 400 on a site has no rules for us, but for:
_CLIENT, _BUSY, _SERVER = 400, 429, 500
_AGENT = re.compile(r"\s*user[ -]?agent\s*:?\s*([^\s#/]*)", re.IGNORECASE)  # «User-agent: Otklik/1.0 # us»
_NO_RULE = re.compile(r"\s*(?:#.*|sitemaps?\s*:.*|host\s*:.*)?$", re.IGNORECASE)  # also blank: ends no group


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site said to /robots.txt: a status, and the body of a good one."""

    status: int
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is remembered of an origin, and how long. No rules: it was not able to say; empty ones: all is allowed."""

    until: float
    rules: str | None
    status: int

    @property
    def size(self) -> int:
        return len(self.rules or "")


class Robots:
    """The rules of each origin, asked for once in a few hours."""

    def __init__(self, ask: Callable[[httpx.URL, Way], Awaitable[Answer]], clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._known: OrderedDict[tuple[str, str, int, str], _Known] = OrderedDict()  # by origin, and by our name
        self._size = 0

    async def delay(self, url: httpx.URL, way: Way, user_agent: str) -> float:
        """The seconds between two requests that a site wants; a page that it forbids is an error."""
        known = await self._rules(url, way, user_agent)
        if known.rules is None:
            raise FetchError("fetch.robots_unavailable", status=known.status, skipped=True, url=place(url))
        if not known.rules:
            return 0.0
        small = known.size <= _SMALL
        about = known.rules, str(url)
        allowed, delay = _asked(_small, *about) if small else await asyncio.to_thread(_asked, _large, *about)
        if not allowed:
            raise FetchError("fetch.robots", skipped=True, url=place(url))
        return min(delay, _LONGEST_DELAY)

    def forget(self) -> None:
        """Everything is asked for again: our name has changed."""
        self._known.clear()
        self._size = 0

    async def _rules(self, url: httpx.URL, way: Way, user_agent: str) -> _Known:
        name = product(user_agent)
        key = (*origin(url), name)
        known = self._known.get(key)
        if known is not None and known.until > self._clock.monotonic():
            return known
        answer = await self._ask(url.copy_with(raw_path=PATH.encode()), way)
        small = len(answer.body) <= _SMALL
        fresh = self._judged(answer, name) if small else await asyncio.to_thread(self._judged, answer, name)
        self._drop(self._known.pop(key, None))
        self._known[key] = fresh
        self._size += fresh.size
        while self._size > _BUDGET or len(self._known) > _ORIGINS:
            self._drop(self._known.popitem(last=False)[1])
        return fresh

    def _judged(self, answer: Answer, name: str) -> _Known:
        now = self._clock.monotonic()
        if answer.status >= _SERVER or answer.status == _BUSY:
            return _Known(now + _RETRY.total_seconds(), None, answer.status)
        text = "" if answer.status >= _CLIENT else answer.body.decode("utf-8-sig", errors="replace")
        return _Known(now + _KEPT.total_seconds(), ours(text, name), answer.status)

    def _drop(self, known: _Known | None) -> None:
        self._size -= known.size if known else 0


def product(user_agent: str) -> str:
    """The name robots.txt knows us by.

    >>> product("Otklik/0.1 (+https://otklik.example)")
    'otklik'
    """
    first = user_agent.split(maxsplit=1)[:1] or ["otklik"]
    return first[0].partition("/")[0].lower()


def ours(text: str, name: str) -> str:
    """The rules of all groups that name us, else of those for everybody, as one group.

    Others' groups are left out before parsing: over thousands of names the parser takes minutes.

    >>> ours("User-agent: Otklik\\nDisallow: /a\\n\\nUser-agent: *\\nDisallow: /", "otklik")
    'User-agent: *\\nDisallow: /a'
    """
    groups: dict[str, list[str]] = {name: [], "*": []}
    named: set[str] = set()
    current: set[str] = set()
    naming = False
    for line in text.splitlines():
        agent = _AGENT.match(line)
        if agent:
            current = current if naming else set()
            naming = True
            current |= {agent[1].lower()} & groups.keys()
            named |= current
        elif not _NO_RULE.match(line):
            naming = False
            for who in current:
                groups[who].append(line)
    lines = groups[name if name in named else "*"]
    return "\n".join(("User-agent: *", *lines)) if lines else ""


def _asked(parsed: Callable[[str], Protego], rules: str, url: str) -> tuple[bool, float]:
    """Whether we may ask for an address, and the pause that is wanted: of large rules it takes seconds to tell."""
    read = parsed(rules)
    return read.can_fetch(url, "*"), read.crawl_delay("*") or 0.0


@lru_cache(maxsize=256)
def _small(rules: str) -> Protego:
    return Protego.parse(rules)


@lru_cache(maxsize=2)
def _large(rules: str) -> Protego:
    return Protego.parse(rules)
