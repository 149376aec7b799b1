"""`python -m benchmarks.guarded crawl ...` is `otklik crawl ...` for which NAME.test is the public internet.

All of it stands on loopback, which is a private network; the product's guard is on, but for the one address.
"""

from __future__ import annotations

import socket
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult
from hostile_site import PRIVATE, SAFE

from monitor.__main__ import main
from monitor.commands import opening
from monitor.fetch import Fetcher
from monitor.fetch.guard import refused


class Names(AbstractResolver):
    """A name server that knows two addresses."""

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:  # noqa: ARG002
        """Where a name leads."""
        if not host.endswith(".test"):
            raise OSError(f"no such name: {host}")
        address = PRIVATE if host == "private.test" else SAFE
        return [ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


def _refused(address: str) -> bool:
    return address != SAFE and refused(address)


if __name__ == "__main__":
    setattr(opening, "Fetcher", partial(Fetcher, resolver=Names(), refuses=_refused))  # noqa: B010  # of another type
    main()
