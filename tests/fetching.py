"""What tests of the fetcher share: settings, a name server that a test fills, a clock that moves by itself."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.domain import Request, Validators
from monitor.errors import FetchError
from monitor.fetch import Clock, Fetched, Fetcher
from monitor.sources.base import SourceBase


@dataclass(frozen=True)
class Pace:
    """No pause, where a test does not ask for one."""

    gap: timedelta = timedelta(0)


@dataclass(frozen=True)
class Http:
    """`http:` of sources.yaml for a site on loopback."""

    user_agent: str = "Otklik/0.1 (+https://otklik.example)"
    per_host: Pace = field(default_factory=Pace)
    timeout: timedelta = timedelta(seconds=10)
    max_bytes: int = 1_000_000
    respect_robots: bool = False
    allow_private_network: bool = True
    proxy: str | None = None


class Names(AbstractResolver):
    """A name server: each name has a list of answers, given one after another; the last is repeated."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = {name.replace("_", "."): list(addresses) for name, addresses in answers.items()}
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        """One address for a known name."""
        self.asked.append(host)
        addresses = self.answers.get(host)
        if not addresses:
            raise OSError(f"no such name: {host}")
        address = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return [ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


class Hands:
    """A clock that stands still but for what is slept."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        self.slept: list[float] = []

    @property
    def clock(self) -> Clock:
        """As the fetcher takes it."""
        return Clock(now=lambda: self.moment, monotonic=self.moment_in_seconds, sleep=self.sleep)

    def moment_in_seconds(self) -> float:
        """The same moment as a count."""
        return self.moment.timestamp()

    def pass_by(self, **time: float) -> None:
        """Lets time pass."""
        self.moment += timedelta(**time)

    async def sleep(self, seconds: float) -> None:
        """Sleeps without waiting."""
        self.slept.append(round(seconds, 3))
        self.moment += timedelta(seconds=seconds)


class Place(SourceBase):
    """A source with an address, as most kinds are."""

    url: str = "http://127.0.0.1/"


def source(url: str = "http://127.0.0.1/", **fields: object) -> Place:
    """A source for whom something is fetched."""
    return Place.model_validate({"id": "zubr-reviews", "kind": "feed", "url": url, **fields})


async def fetch(fetcher: Fetcher, url: str, validators: Validators | None = None, **fields: Any) -> Fetched:
    """One page for one source."""
    return await fetcher.get(Request(url), validators=validators, source=source(url, **fields))


async def refusal(fetcher: Fetcher, url: str, **fields: Any) -> FetchError:
    """The error that fetching ends with."""
    try:
        fetched = await fetch(fetcher, url, **fields)
    except FetchError as error:
        return error
    raise AssertionError(f"was fetched: {fetched}")


def only(*public: str) -> Callable[[str], bool]:
    """A guard for which just these loopback addresses are the public internet."""
    return lambda address: address not in public
