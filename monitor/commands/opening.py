"""What a command opens: the file, the environment, the database, the web; and closes again, in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from monitor.commands.asked import Written, now
from monitor.commands.database import opened_store
from monitor.domain import Audience, Hold
from monitor.errors import StoreError
from monitor.fetch import Fetcher
from monitor.fetch.pacing import Turns
from monitor.live import Live
from monitor.pipeline import Pipeline
from monitor.reading.reader import Reader
from monitor.serp import FirstPageWatch
from monitor.store import Store
from monitor.telling.letters import Letters

Web = Callable[[Written, Live, Store], Awaitable[Fetcher]]


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything a command works with."""

    written: Written
    live: Live
    store: Store
    fetcher: Fetcher
    reader: Reader
    pipeline: Pipeline
    letters: Letters


@asynccontextmanager
async def opened(written: Written, web: Web | None = None) -> AsyncIterator[Opened]:
    """All of it; `web` opens a door to the web that is shared with others."""
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened_store(written))
        audiences = await store.audiences(written.loaded.plan.audiences)
        live = await asyncio.to_thread(_live, written, audiences)
        fetcher = await stack.enter_async_context(await (web or fetcher_of)(written, live, store))
        reader = await stack.enter_async_context(Reader(hide=written.redaction.text))
        pipeline = Pipeline(store, fetcher, live.understanding, now, reader)
        letters = Letters(store, live)
        yield Opened(written, live, store, fetcher, reader, pipeline, letters)


def _live(written: Written, audiences: Mapping[str, Audience]) -> Live:
    """Dictionaries are opened for it."""
    settings = written.settings
    return Live(
        written.loaded.remembering(audiences), telegram=settings.token is not None, mail=settings.smtp_url is not None
    )


def first_pages(house: Opened) -> FirstPageWatch:
    """Reads what search engines show, and owes what must be told at once."""
    return FirstPageWatch(house.store, house.live, now, fetcher=house.fetcher, reader=house.reader)


@asynccontextmanager
async def opened_web(written: Written, live: Live) -> AsyncIterator[Fetcher]:
    """The web alone, for a look; a site that is to be left alone is so here too, where a database knows of it."""
    async with AsyncExitStack() as stack:
        store = None
        with suppress(StoreError):  # a look needs no database
            store = await Store.found(written.settings.database_url)
        if store is None:
            yield await stack.enter_async_context(_fetcher(written, live))
            return
        stack.push_async_callback(store.close)
        yield await stack.enter_async_context(await fetcher_of(written, live, store))


async def fetcher_of(
    written: Written,
    live: Live,
    store: Store,
    *,
    pacing: Turns | None = None,
    held: Callable[[], Awaitable[None]] | None = None,
) -> Fetcher:
    """Who is to be left alone is remembered at once, for the next start and for others, who are told by `held`."""

    async def keep(holds: Mapping[str, Hold]) -> None:
        await store.keep_holds(holds, now=now())
        if held is not None:
            await held()

    return _fetcher(written, live, holds=await store.holds(), keep=keep, pacing=pacing)


def _fetcher(written: Written, live: Live, **shared: Any) -> Fetcher:
    forbids, keys, hide = live.understanding.places.holds, written.settings.keys, written.redaction.text
    return Fetcher(live.plan.http, zone=live.plan.zone, forbids=forbids, keys=keys, hide=hide, **shared)
