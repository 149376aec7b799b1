"""The newest mentions with certain words: most words of a language stand in very many of them, or in very few."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, desc, literal, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.connection.sql import each
from monitor.store.listing import NEWEST, all_of, wanted
from monitor.store.tables import MENTION
from monitor.store.values import Lemmas, Query
from monitor.store.words import asked, has_words

_FIRST, _MORE = 4, 8  # times as many as are wanted, and so many times more where that was not enough
_MOST = 20_000  # looked up one by one; from there on the database may as well look at all of them

_LATELY = 8  # times as many as are wanted: where enough of the newest say it, the page is full
_FEW = 2_000  # are as soon put in order as found
_BY_WORDS = text("SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)")
_BY_ANY = text("SELECT set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true)")

_MATCHING = text("SELECT rowid FROM mention_words WHERE mention_words MATCH :wanted ORDER BY rowid DESC LIMIT :most")


async def page(connection: AsyncConnection, query: Query, lemmas: Lemmas) -> Select[Any] | None:
    """The page that is asked for; None where nothing is looked for, or everything is wanted anyway."""
    if query.search is None or query.limit is None:
        return None
    dialect = connection.dialect.name
    if dialect == "sqlite":
        return await _in_portions(connection, query, asked(query.search, lemmas, dialect))
    said = has_words(query.search, lemmas, dialect)
    newest = await _of_newest(connection, query, lemmas, said)
    return await _of_few(connection, query, said) if newest is None else newest


async def _in_portions(connection: AsyncConnection, query: Query, words: str) -> Select[Any] | None:
    """SQLite looks words up from the mention that was found last on.

    None counts by a later date than it was found, so a page that is full of dates after everything that was not
    looked at is the page.
    """
    most = _FIRST * _enough(query)
    while words and most <= _MOST:
        found = (await connection.scalars(_MATCHING, {"wanted": words, "most": most})).all()
        whole = len(found) < most
        since = None if whole else await _found_before(connection, found[-1])
        later = [] if since is None else [MENTION.c.at > since]
        numbers = await _newest(connection, query, _among(found), *later)
        if since is None or len(numbers) == query.limit:
            return select(MENTION).where(_among(numbers)).order_by(*NEWEST)
        most *= _MORE
    return None


async def _of_newest(
    connection: AsyncConnection, query: Query, lemmas: Lemmas, said: ColumnElement[bool]
) -> Select[Any] | None:
    """PostgreSQL finds all that say a common word, a third of a million, before it looks which of them are new."""
    lately = _LATELY * _enough(query)
    if lately > _FEW:
        return None
    others = wanted(replace(query, search=None, limit=lately, offset=0), lemmas, connection.dialect.name)
    newest = others.with_only_columns(MENTION.c.id).subquery()
    numbers = await _newest(connection, query, MENTION.c.id.in_(select(newest.c.id)), said)
    full = len(numbers) == query.limit
    return select(MENTION).where(MENTION.c.id.in_(numbers)).order_by(*NEWEST) if full else None


async def _of_few(connection: AsyncConnection, query: Query, said: ColumnElement[bool]) -> Select[Any] | None:
    """PostgreSQL takes words that hardly anybody says for common ones, and would read all mentions for them."""
    await connection.execute(_BY_WORDS)
    found = (await connection.scalars(select(MENTION.c.id).where(said).limit(_FEW))).all()
    await connection.execute(_BY_ANY)
    if len(found) == _FEW:
        return None
    few = MENTION.c.id.in_(found), all_of(query, connection.dialect.name)
    return select(MENTION).where(*few).order_by(*NEWEST).limit(query.limit).offset(query.offset)


async def _found_before(connection: AsyncConnection, number: int) -> datetime | None:
    """When the last of the earlier ones was found; None where there are none."""
    earlier = select(MENTION.c.found).where(MENTION.c.id < number).order_by(desc(MENTION.c.found)).limit(1)
    at: datetime | None = await connection.scalar(earlier)
    return at


async def _newest(connection: AsyncConnection, query: Query, *among: ColumnElement[bool]) -> Sequence[int]:
    """The numbers of the page, of these."""
    ours = select(MENTION.c.id).where(*among, all_of(query, connection.dialect.name)).order_by(*NEWEST)
    return (await connection.scalars(ours.limit(query.limit).offset(query.offset))).all()


def _enough(query: Query) -> int:
    return (query.limit or 0) + query.offset


def _among(numbers: Sequence[int]) -> ColumnElement[bool]:
    return MENTION.c.id.in_(select(each("sqlite", literal(json.dumps(list(numbers)), Text()))))
