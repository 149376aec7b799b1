"""Brings home what one source shows now: its pages one after another, within bounds, each read as it arrives."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.domain import Item, Page, Request, Validators
from monitor.errors import FetchError, MonitorError
from monitor.fetch import Fetcher
from monitor.sources import AnySource

MOST_REQUESTS = 200  # of one visit; a source that keeps asking for pages ends here


@dataclass(slots=True)
class Harvest:
    """What a visit brought. `validators` are only of pages that could be read: the others are asked for again."""

    items: list[Item] = field(default_factory=list)
    watched: set[Item] = field(default_factory=set)  # of them, those of addresses that were read before
    validators: dict[str, Validators] = field(default_factory=dict)
    read: int = 0
    unchanged: int = 0
    status: int | None = None
    error: MonitorError | None = None  # the first one


async def gather(
    source: AnySource,
    fetcher: Fetcher,
    *,
    names: Sequence[str],
    known: Mapping[str, Validators],
    read_before: Container[str] = (),
    now: datetime,
    zone: ZoneInfo,
) -> Harvest:
    """All pages a visit wants. An address that fails stops only itself.

    `read_before` are addresses whose pages were read in earlier visits.
    """
    if not source.ready:
        return Harvest(error=not_ready(source))
    harvest = Harvest()
    wanted = deque((request, _key(request) not in read_before) for request in source.start(names))
    asked: set[str] = set()
    while wanted and len(asked) < MOST_REQUESTS:
        request, first_time = wanted.popleft()
        key = _key(request)
        if key in asked:
            continue
        asked.add(key)
        try:
            fetched = await fetcher.get(request, source=source, validators=known.get(key))
            harvest.status = fetched.status
            if fetched.page is None:
                harvest.unchanged += 1
                continue
            found = await asyncio.to_thread(_read, source, fetched.page, now, zone)
        except MonitorError as error:
            harvest.error = harvest.error or error
            harvest.status = harvest.status or getattr(error, "status", None)
            continue
        harvest.read += 1
        harvest.validators[key] = fetched.validators
        items = [thing for thing in found if isinstance(thing, Item)]
        harvest.items += items
        if not first_time:
            harvest.watched.update(items)
        wanted.extend((thing, first_time) for thing in found if isinstance(thing, Request))
    return harvest


def not_ready(source: AnySource) -> FetchError:
    """Of a source whose kind is not read yet: nothing is asked, and nothing has gone wrong."""
    return FetchError("fetch.not_ready", skipped=True, source=source.id, kind=source.kind)


def _read(source: AnySource, page: Page, now: datetime, zone: ZoneInfo) -> list[Item | Request]:
    return list(source.read(page, now=now, zone=zone))


def _key(request: Request) -> str:
    return request.url if not request.params else f"{request.url} {sorted(request.params.items())}"
