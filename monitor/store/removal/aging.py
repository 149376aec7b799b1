"""Aging: what is older than the team keeps it goes, a little at a time; that it was known is remembered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, delete, exists, literal, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.identity.authors import hider, is_telling, sites
from monitor.store import meta
from monitor.store.alerts import OWED, SENDING
from monitor.store.batches import UNTOLD
from monitor.store.connection.engine import Database
from monitor.store.removal.removing import let_go, overwrite
from monitor.store.tables import (
    CODE,
    COUNTER,
    DRAFT,
    EARLIER,
    EVENT,
    GAP,
    ITEM,
    MENTION,
    OUTBOX,
    RESULT,
    SEARCH_DEMAND,
    SEARCH_PAGE,
    SHIFT,
    STATEMENT,
)
from monitor.store.tables.mentions import Keeps
from monitor.store.values import Lemmas
from monitor.store.words import forms

TOGETHER = 20  # mentions in one transaction: whoever waits for the database hardly notices, even with a million stored
ROWS = 500  # of what is small
UNTOLD_FOR = timedelta(days=30)  # beyond its time an alert waits for a messenger that is out
NOTICES_FOR = timedelta(days=90)  # at least: some are not repeated for so long
LOOKS_FOR = timedelta(days=14)  # beyond their time, for a digest says where a page stood before

_DONE = "aged"
_UNSAID = or_(OUTBOX.c.state.in_((OWED, SENDING)), UNTOLD)
_WAITS = exists().where(OUTBOX.c.mention_id == MENTION.c.id, _UNSAID)
# As an index has them: whoever goes on begins nowhere anew.
_IN_ORDER = MENTION.c.found, MENTION.c.item_id, MENTION.c.id
_WORDS = ("title", "text", "reply", "promise")
_BESIDE = ((EARLIER, ("title", "text")), (DRAFT, ("text",)), (EVENT, ("detail",)), (OUTBOX, ("notice",)))


class Aging:
    """The verbs of time. Each works off one portion, so that others get their turn in between."""

    _database: Database
    _lemmas: Lemmas

    async def aged(self) -> tuple[datetime, str] | None:
        """When all was last worked off, and by which rules."""
        async with self._database.reading() as connection:
            kept = await meta.noted(connection, _DONE)
        if kept is None:
            return None
        at, rules = json.loads(kept)
        return datetime.fromisoformat(at), rules

    async def note_aged(self, now: datetime, rules: str) -> None:
        """All is worked off."""
        async with self._database.writing() as connection:
            await meta.note(connection, _DONE, json.dumps([now.isoformat(), rules]))

    async def let_old_go(self, before: datetime) -> int:
        """Mentions that were found before, those found first; of their items only that they are known stays.

        An alert that nobody was told of yet waits a while longer.
        """
        old = and_(MENTION.c.found < before, or_(~_WAITS, MENTION.c.found < before - UNTOLD_FOR), ~_younger(before))
        wanted = select(MENTION.c.id, MENTION.c.item_id).where(old).order_by(*_IN_ORDER).limit(TOGETHER)
        async with self._database.reading() as connection:
            if (await connection.execute(wanted.limit(1))).first() is None:
                return 0
        async with self._database.writing() as connection:
            found = (await connection.execute(wanted)).all()
            numbers = [row.id for row in found]
            await overwrite(connection)
            await let_go(connection, numbers, None)
            items = update(ITEM).where(ITEM.c.id.in_([row.item_id for row in found]))
            await connection.execute(items.values(keeps=Keeps.NOTHING.value))
            await connection.execute(delete(MENTION).where(MENTION.c.id.in_(numbers)))
        return len(found)

    async def forget_names(self, before: datetime, after: int = 0) -> int:
        """Who said what was found before; the words stay, without the name where it tells a person.

        Answers how far it came, by the number of a mention; 0 at the end. An item that names two brands has two
        mentions, of which one may come in a later portion.
        """
        named = or_(ITEM.c.keeps == Keeps.ALL.value, MENTION.c.author != ""), ~_younger(before, ITEM.c.id)
        joined = select(MENTION).join(ITEM, ITEM.c.id == MENTION.c.item_id)
        wanted = joined.where(MENTION.c.found < before, *named).order_by(*_IN_ORDER).limit(TOGETHER)
        async with self._database.reading() as connection:
            last = (await connection.execute(select(*_IN_ORDER).where(MENTION.c.id == after))).first()
            beyond = wanted.where(tuple_(*_IN_ORDER) > tuple_(*map(literal, last))) if last else wanted
            rows = (await connection.execute(beyond)).all()
        if not rows:
            return 0
        unnamed = await asyncio.to_thread(lambda: {row.id: _unnamed(row, self._lemmas) for row in rows})
        async with self._database.writing() as connection:
            await overwrite(connection)
            for row in rows:
                said = MENTION.c.id == row.id, MENTION.c.text == row.text  # else it was edited since: the next time
                await connection.execute(update(MENTION).where(*said).values(unnamed[row.id]))
            await _hide_beside(connection, {row.id: row.author for row in rows if is_telling(row.author)})
            done = select(MENTION.c.item_id).where(MENTION.c.id.in_(unnamed), MENTION.c.author == "")
            await connection.execute(update(ITEM).where(ITEM.c.id.in_(done)).values(keeps=Keeps.UNNAMED.value))
        return int(rows[-1].id)

    async def sweep(self, before: datetime, now: datetime) -> int:
        """What is of no use by then: first pages, counters, gaps, shifts, what was agreed on, notices, spent codes."""
        removed = 0
        for table, old in _spent(before, now):
            key = list(table.primary_key)
            some = delete(table).where(tuple_(*key).in_(select(*key).where(old).limit(ROWS)))
            async with self._database.writing() as connection:
                removed += (await connection.execute(some)).rowcount
        return removed


def _younger(before: datetime, item: ColumnElement[int] = MENTION.c.item_id) -> ColumnElement[bool]:
    """Whether the same words are kept anyway, for another brand that is watched since: then they go together."""
    other = MENTION.alias("younger")
    return exists().where(other.c.item_id == item, other.c.found >= before)


def _spent(before: datetime, now: datetime) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    counting = OUTBOX.alias("counting")
    told = OUTBOX.c.state.not_in((OWED, SENDING)), OUTBOX.c.shown >= OUTBOX.c.want
    alone = OUTBOX.c.mention_id.is_(None), ~exists().where(counting.c.batch == OUTBOX.c.id)
    yield OUTBOX, and_(OUTBOX.c.created < min(before, now - NOTICES_FOR), *told, *alone)
    yield RESULT, RESULT.c.at < before - LOOKS_FOR
    yield SEARCH_DEMAND, SEARCH_DEMAND.c.at < before - LOOKS_FOR
    yield SEARCH_PAGE, SEARCH_PAGE.c.at < before
    yield COUNTER, COUNTER.c.hour < before
    yield GAP, GAP.c.end < before
    yield SHIFT, SHIFT.c.end < before
    yield STATEMENT, STATEMENT.c.until < before
    yield CODE, CODE.c.expires < now


def _unnamed(row: Row[Any], lemmas: Lemmas) -> dict[str, Any]:
    """A mention without who said it; where the name stands in its words, it is hidden there as well."""
    hide = hider(row.author)
    words = {name: hide(was) for name in _WORDS if (was := getattr(row, name))}
    changed = {name: said for name, said in words.items() if said != getattr(row, name)}
    if not changed.keys().isdisjoint({"title", "text"}):
        changed["lemmas"] = forms(f"{words.get('title', '')} {words.get('text', '')}", lemmas)
    return changed | {"author": "", "links": list(sites(row.links))}


async def _hide_beside(connection: AsyncConnection, authors: Mapping[int, str]) -> None:
    """What it said before, drafts, its history, and what is told of it."""
    for table, names in _BESIDE if authors else ():
        columns = [table.c[name] for name in names]
        found = select(table.c.id, table.c.mention_id, *columns).where(table.c.mention_id.in_(authors))
        for number, mention, *said in (await connection.execute(found)).all():
            hide = hider(authors[mention])
            hidden = [hide(one) if one else one for one in said]
            if hidden != said:
                changed = dict(zip(names, hidden, strict=True))
                await connection.execute(update(table).where(table.c.id == number).values(changed))
