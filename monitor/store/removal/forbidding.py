"""Forbidding: what comes from or leads to a forbidden place is counted, and removed wherever it is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row, Table, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Identified, Removed
from monitor.identity import left, mark
from monitor.places.forbidden import Places
from monitor.store import meta
from monitor.store.alerts import SENDING
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import AT_ONCE, add, portions
from monitor.store.items import compared, known
from monitor.store.removal.removing import clear_errors, keys_of, remove_items, words_of
from monitor.store.tables import (
    DROPPED,
    EARLIER,
    ITEM,
    ITEM_KEY,
    LINK,
    MENTION,
    OUTBOX,
    RESULT,
    SEARCH_PAGE,
)
from monitor.store.values import Visit

KEYS = 5_000  # looked at together

_APPLIED = "forbidden"
_TOLD = ("id", "item_id", "source", "also", "url", "title", "text", "author", "reply_url", "links")


class Forbidding:
    """The verbs of what must not be here."""

    _database: Database
    _places: Places

    async def forbid(self, places: Places, sources: Collection[str] = ()) -> int:
        """Removes what is stored from these places and of these sources; answers how many items that were.

        Nothing to do where the list is the one of last time. In portions, each a transaction of its own: what is cut
        short is begun anew. From now on nothing of these places gets in, whoever brings it.
        """
        self._places = places
        async with self._database.reading() as connection:
            applied = await meta.noted(connection, _APPLIED)
        if places.digest == (applied or ""):
            return 0
        removed = 0
        if places:
            await self._remove_traces(places)
            removed += await self._remove_mentions(places, frozenset(sources))
            removed += await self._remove_known(places, frozenset(sources))
        async with self._database.writing() as connection:
            await meta.note(connection, _APPLIED, places.digest)
        return removed

    async def _remove_traces(self, places: Places) -> None:
        """Addresses that were asked, listed or found, and sentences that name them; a notice in the air is let go."""
        async with self._database.writing() as connection:
            for table in (LINK, RESULT, SEARCH_PAGE):
                await _forget_addresses(connection, places, table)
            await clear_errors(connection, places.in_text)
            notices = (await connection.execute(select(OUTBOX.c.id, OUTBOX.c.notice).where(OUTBOX.c.notice > ""))).all()
            named = [row.id for row in notices if any(map(places.in_text, words_of(row.notice)))]
            for part in portions(named):
                mine = OUTBOX.c.id.in_(part), OUTBOX.c.state != SENDING
                await connection.execute(delete(OUTBOX).where(*mine))

    async def _remove_mentions(self, places: Places, sources: frozenset[str]) -> int:
        last, removed = 0, 0
        while True:
            async with self._database.reading() as connection:
                stored = await _portion(connection, last)
                earlier = await _earlier(connection, [row.id for row in stored])
            if not stored:
                return removed
            last = stored[-1].id
            found = await asyncio.to_thread(_sorted_out, stored, earlier, places, sources)
            async with self._database.writing() as connection:
                await _elsewhere(connection, found.moved)
                removed += await _remove(connection, found.items)

    async def _remove_known(self, places: Places, sources: frozenset[str]) -> int:
        """Items about nobody: their keys may hold an address."""
        last, removed = "", 0
        while True:
            async with self._database.reading() as connection:
                wanted = select(ITEM_KEY.c.key, ITEM_KEY.c.item_id, ITEM.c.source).join(ITEM)
                wanted = wanted.where(ITEM_KEY.c.key > last).order_by(ITEM_KEY.c.key).limit(KEYS)
                keys = (await connection.execute(wanted)).all()
            if not keys:
                return removed
            last = keys[-1].key
            named = await asyncio.to_thread(_named_by_key, keys, places, sources)
            async with self._database.writing() as connection:
                shown = await _shown_elsewhere(connection, named.met, sources)
                removed += await _remove(connection, named.items | (named.met - shown))
                for part in portions(named.keys):
                    await connection.execute(delete(ITEM_KEY).where(ITEM_KEY.c.key.in_(part)))


@dataclass(frozen=True, slots=True)
class _Found:
    """Of a portion: items that go, and mentions that stay under another source."""

    items: set[int]
    moved: Mapping[int, Sequence[str]]  # mention -> the sources that are left


@dataclass(slots=True)
class _Named:
    """Of a portion of keys: items that go, items that go unless they are mentions elsewhere, and the keys that go."""

    items: set[int] = field(default_factory=set)
    met: set[int] = field(default_factory=set)
    keys: list[str] = field(default_factory=list)


async def _forget_addresses(connection: AsyncConnection, places: Places, table: Table) -> None:
    key = list(table.primary_key.columns)
    asked = (await connection.execute(select(*key, table.c.url))).all()
    bad = await asyncio.to_thread(lambda: [tuple(mine) for *mine, url in asked if places.holds(url)])
    for part in portions(bad):
        await connection.execute(delete(table).where(tuple_(*key).in_(part)))


def sifted(visit: Visit, places: Places) -> Visit:
    """A visit without what is forbidden."""
    bad = {place for place, (change, _) in enumerate(visit.changes) if places.in_item(change.found.item)}
    dropped = [change.found for place, (change, _) in enumerate(visit.changes) if place in bad]
    changes = [one for place, one in enumerate(visit.changes) if place not in bad]
    links = {key: link for key, link in visit.links.items() if not places.holds(link.url)}
    results = [result for result in visit.results if not places.in_item(result)]
    return replace(visit, changes=changes, dropped=(*visit.dropped, *dropped), links=links, results=results)


async def turn_away(connection: AsyncConnection, source: str, dropped: Sequence[Identified]) -> None:
    """Counts what is forbidden; what its source said of it before it led there goes too."""
    if not dropped:
        return
    await _count(connection, [mark(left(one)) for one in dropped])
    answers = compared(source, dropped, await known(connection, dropped))
    await _remove(connection, {was.id for _, was in answers if was and was.source == source})


async def _count(connection: AsyncConnection, marks: Iterable[str]) -> None:
    """Each item once, however often it is met."""
    for part in portions(dict.fromkeys(marks)):
        await add(connection, DROPPED, [{"mark": one} for one in part])


async def _portion(connection: AsyncConnection, after: int) -> Sequence[Row[Any]]:
    columns = [MENTION.c[name] for name in _TOLD]
    wanted = select(*columns).where(MENTION.c.id > after).order_by(MENTION.c.id).limit(AT_ONCE)
    return (await connection.execute(wanted)).all()


async def _earlier(connection: AsyncConnection, numbers: Sequence[int]) -> Mapping[int, str]:
    wanted = select(EARLIER.c.mention_id, EARLIER.c.title, EARLIER.c.text).where(EARLIER.c.mention_id.in_(numbers))
    said: dict[int, str] = {}
    for number, title, text in await connection.execute(wanted):
        said[number] = f"{said.get(number, '')} {title} {text}"
    return said


def _sorted_out(
    stored: Sequence[Row[Any]], earlier: Mapping[int, str], places: Places, sources: frozenset[str]
) -> _Found:
    items: set[int] = set()
    moved: dict[int, Sequence[str]] = {}
    for row in stored:
        said = f"{row.title} {row.text} {row.author} {earlier.get(row.id, '')}"
        shown_in = [source for source in (row.source, *row.also) if source not in sources]
        if not shown_in or any(map(places.holds, (row.url, row.reply_url or "", *row.links))) or places.in_text(said):
            items.add(row.item_id)
        elif len(shown_in) <= len(row.also):
            moved[row.id] = shown_in
    return _Found(items, moved)


async def _elsewhere(connection: AsyncConnection, moved: Mapping[int, Sequence[str]]) -> None:
    """An item that an allowed source shows too is that source's from now on."""
    for number, (first, *others) in moved.items():
        mine = MENTION.c.id == number
        await connection.execute(update(MENTION).where(mine).values(source=first, also=others))
        item = select(MENTION.c.item_id).where(mine).scalar_subquery()
        await connection.execute(update(ITEM).where(ITEM.c.id == item).values(source=first))


def _named_by_key(keys: Sequence[Any], places: Places, sources: frozenset[str]) -> _Named:
    """A guid of its own source tells where an item comes from; another source may have shown it at another address."""
    named = _Named()
    for key, item, source in keys:
        kind, _, rest = key.partition(":")
        giver, _, guid = rest.partition(":")
        if (kind == "u" and places.holds(f"http://{rest}")) or (kind == "g" and places.in_text(guid)):
            named.keys.append(key)
            (named.items if giver == source else named.met).add(item)
        elif source in sources:
            named.met.add(item)
    return named


async def _shown_elsewhere(connection: AsyncConnection, items: Iterable[int], sources: frozenset[str]) -> set[int]:
    """Those that stay: the mentions of an allowed source, which were looked at before."""
    kept: set[int] = set()
    for part in portions(items):
        wanted = select(MENTION.c.item_id).where(MENTION.c.item_id.in_(part), MENTION.c.source.not_in(sources))
        kept.update(await connection.scalars(wanted))
    return kept


async def _remove(connection: AsyncConnection, items: Iterable[int]) -> int:
    """Counts the items, lets go of their cards, and deletes them with all that hangs on them."""
    return await remove_items(connection, items, Removed(), _note)


async def _note(connection: AsyncConnection, items: Sequence[int]) -> None:
    await _count(connection, [mark(own) for own in (await keys_of(connection, items)).values()])
