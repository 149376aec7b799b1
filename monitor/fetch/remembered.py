"""A page as it came the first time: whoever looks at it in several ways asks its site once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace
from typing import Protocol

from monitor.domain import Request, Validators
from monitor.fetch.answer import Fetched
from monitor.sources.base import SourceBase


class Web(Protocol):
    """Where pages come from."""

    async def get(self, request: Request, *, validators: Validators | None, source: SourceBase) -> Fetched:
        """The page of a request, or that it has not changed."""


class Remembered:
    """What one look at a place has fetched; it ends with the look. A refusal is not kept."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._kept: dict[Hashable, Fetched] = {}
        self._turns: defaultdict[Hashable, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def get(self, request: Request, *, validators: Validators | None, source: SourceBase) -> Fetched:
        """Two that want one page at once wait for each other."""
        asked = _asked(request, validators, source)
        async with self._turns[asked]:
            found = self._kept.get(asked)
            if found is None:
                found = self._kept[asked] = await self._web.get(request, validators=validators, source=source)
        if found.page is None:
            return found
        page = replace(found.page, step=request.step, depth=request.depth, item=request.item)
        return replace(found, page=page)


def _asked(request: Request, validators: Validators | None, source: SourceBase) -> Hashable:
    """All that a site could answer differently to."""
    said = (request.params, request.headers, source.headers)
    way = (source.proxy, source.allow_private_network)
    return (request.url, request.body, validators, *way, *(tuple(sorted(one.items())) for one in said))
