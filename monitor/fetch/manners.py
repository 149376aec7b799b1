"""What the fetcher wants to know of `http:` in sources.yaml."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol


class Pace(Protocol):
    """How often one host may be asked."""

    @property
    def gap(self) -> timedelta: ...


class Manners(Protocol):
    """`http:` of sources.yaml."""

    @property
    def user_agent(self) -> str: ...
    @property
    def per_host(self) -> Pace: ...
    @property
    def timeout(self) -> timedelta: ...
    @property
    def max_bytes(self) -> int: ...
    @property
    def respect_robots(self) -> bool: ...
    @property
    def allow_private_network(self) -> bool: ...
    @property
    def proxy(self) -> str | None: ...
