"""The database as a command opens it: for those that only look at it, the web need not even be loaded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from monitor.commands.asked import Written
from monitor.config.forbidden import forbidden_sources
from monitor.config.plan import Plan
from monitor.places.forbidden import compiled
from monitor.store import Store
from monitor.words.morphology import search_forms

log = structlog.get_logger(__name__)


@asynccontextmanager
async def opened_store(written: Written) -> AsyncIterator[Store]:
    """The database, brought up to date and without what is forbidden by now."""
    store = await Store.open(written.settings.database_url, lemmas=search_forms)
    try:
        await forbid(store, written.loaded.plan)
        yield store
    finally:
        await store.close()


async def forbid(store: Store, plan: Plan) -> int:
    """Removes what is stored of places that were forbidden since; answers how many items that were."""
    places = compiled(plan.places)
    removed = await store.forbid(places, [source for _, source in forbidden_sources(plan, places)])
    if removed:
        log.info("removed as forbidden", items=removed)
    return removed
