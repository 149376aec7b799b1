"""Traces: what is left of somebody's pages and name beside mentions, in lists, on first pages, in notices."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import EnteredFirstPage, Removed, SourceBroken, SourcesBroken
from monitor.identity import page_key, request_key
from monitor.identity.authors import is_telling, occurs
from monitor.store.alerts import SENDING, SENT
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import portions
from monitor.store.removal.removing import clear_errors, overwrite, owe_removal_notice, words_of
from monitor.store.tables import LINK, OUTBOX, RESULT, SEARCH_PAGE, VALIDATOR

_QUOTING = tuple(kind.__name__ for kind in (EnteredFirstPage, SourceBroken, SourcesBroken))  # they hold others' words


@dataclass(frozen=True, slots=True)
class Trail:
    """What is looked for: pages by their keys, and a name."""

    pages: frozenset[str]
    author: str

    def leads_to(self, url: str) -> bool:
        """Whether an address is one of these pages."""
        return bool(self.pages) and bool(url) and page_key(url) in self.pages

    def named_in(self, text: str) -> bool:
        """Whether a sentence holds one of these addresses, or a name that tells a person."""
        places = (page.removeprefix("u:") for page in self.pages)
        return any(place in text for place in places) or (is_telling(self.author) and occurs(self.author, text))

    @property
    def asked(self) -> frozenset[str]:
        """How requests for these pages are told apart."""
        spelled = {f"{way}{page.removeprefix('u:')}" for page in self.pages for way in ("https://", "http://")}
        return frozenset(request_key(url) for one in spelled for url in (one, f"{one}/"))


async def follow(database: Database, trail: Trail, farewell: Removed, *, only_look: bool) -> tuple[int, int]:
    """Removes all of it; answers how many rows that were, and how many search results of others name the author."""
    count = shown = 0
    for table in (RESULT, SEARCH_PAGE):
        mine, named = await _listed(database, trail, table)
        count, shown = count + len(mine), shown + named
        if not only_look:
            for part in portions(mine):
                async with database.writing() as connection:
                    await overwrite(connection)
                    await connection.execute(delete(table).where(tuple_(*table.primary_key).in_(part)))
    if not only_look:
        async with database.writing() as connection:
            await overwrite(connection)
            count += await _pass_by(connection, trail)
            count += await _take_back(connection, trail, farewell)
            await clear_errors(connection, trail.named_in)
    return count, shown


async def _listed(database: Database, trail: Trail, table: Table) -> tuple[list[tuple[Any, ...]], int]:
    key = list(table.primary_key)
    words = [table.c.title, table.c.snippet if "snippet" in table.c else table.c.title]
    async with database.reading() as connection:
        rows = (await connection.execute(select(*key, table.c.url, *words))).all()

    def sorted_out() -> tuple[list[tuple[Any, ...]], int]:
        mine = [tuple(row[: len(key)]) for row in rows if trail.leads_to(row.url)]
        others = (row for row in rows if trail.author and not trail.leads_to(row.url))
        return mine, sum(occurs(trail.author, f"{row[-2]} {row[-1]}") for row in others)

    return await asyncio.to_thread(sorted_out)


async def _pass_by(connection: AsyncConnection, trail: Trail) -> int:
    """A list may name such a page for ever: it counts as read, and no address is left of it.

    A page that a source itself asks for stays known: what stands there is news and not history.
    """
    waiting = await connection.execute(select(LINK.c.source, LINK.c.key, LINK.c.url).where(LINK.c.url != ""))
    mine = [(row.source, row.key) for row in waiting if trail.leads_to(row.url)]
    for some in portions(mine):
        here = tuple_(LINK.c.source, LINK.c.key).in_(some)
        await connection.execute(update(LINK).where(here).values(url="", read=True))
    unconditional = {"etag": None, "modified": None, "digest": None}
    for part in portions(trail.asked):
        await connection.execute(update(VALIDATOR).where(VALIDATOR.c.key.in_(part)).values(unconditional))
    return len(mine)


async def _take_back(connection: AsyncConnection, trail: Trail, farewell: Removed) -> int:
    """Notices that quote; one in the air is let go, one that was sent says that it was removed."""
    quoting = OUTBOX.c.kind.in_(_QUOTING), OUTBOX.c.notice > "", OUTBOX.c.state != SENDING
    columns = OUTBOX.c.id, OUTBOX.c.state, OUTBOX.c.message, OUTBOX.c.notice
    notices = (await connection.execute(select(*columns).where(*quoting))).all()
    named = [row for row in notices if _quotes(row.notice, trail)]
    sent = [row.id for row in named if row.state == SENT and row.message is not None]
    for part in portions(sent):
        await owe_removal_notice(connection, part, farewell)
    for part in portions(row.id for row in named if row.id not in set(sent)):
        await connection.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(part)))
    return len(named)


def _quotes(notice: str, trail: Trail) -> bool:
    return any(trail.leads_to(said) or trail.named_in(said) for said in words_of(notice))
