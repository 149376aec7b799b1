"""Forgetting: whatever is stored of an author or a page goes, wherever it stands, and does not come back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import DigestDue, DigestFile, Forgotten, Identified, Removed, Wanted
from monitor.identity import left, page_key
from monitor.identity.authors import author_key, is_telling, occurs
from monitor.places.addresses import address_key
from monitor.store.alerts import GATHERED, SENT, STATE
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import AT_ONCE, portions
from monitor.store.items import compared, known
from monitor.store.removal import traces
from monitor.store.removal.forgotten import Marks, keep_out, marks_from_now_on, marks_of
from monitor.store.removal.removing import keys_of, overwrite, owe_removal_notice, remove_items
from monitor.store.tables import ITEM, ITEM_KEY, MENTION, OUTBOX

TOGETHER = 100  # items in one transaction: whoever waits for the database waits no longer than for a visit
FAREWELL = Removed("forgotten")

_ESCAPE = "/"  # before a sign that would stand for others
_READ = ("id", "item_id", "source", "url", "title", "text", "author", "reply")
_SAID = or_(STATE == SENT, and_(STATE == GATHERED, OUTBOX.c.sent_at.is_not(None)))


@dataclass(slots=True)
class _Found:
    """What a look through all mentions has brought up so far."""

    items: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)  # of these, those that are about nobody
    sources: Counter[str] = field(default_factory=Counter)
    numbers: list[int] = field(default_factory=list)
    there: dict[int, Row[Any]] = field(default_factory=dict)  # said at the wanted address, which others share
    others: list[int] = field(default_factory=list)

    def take(self, row: Row[Any]) -> None:
        """This goes."""
        self.items.add(row.item_id)
        self.silent.discard(row.item_id)
        self.numbers.append(row.id)
        self.sources[row.source] += 1


class Forgetting:
    """The verb of people who want to be left out."""

    _database: Database

    async def forget(self, wanted: Wanted, *, only_look: bool = False) -> Forgotten:
        """Keeps it out from the first moment on, then removes what is there, in portions."""
        if not only_look:
            async with self._database.writing() as connection:
                marks = await marks_from_now_on(connection)
                await keep_out(connection, [_mark(wanted, marks)])
        found = await self._look_through(wanted)
        async with self._database.reading() as connection:
            told = await _told(connection, found)
            addresses = await _addresses(connection, wanted, found.items)
        trail = traces.Trail(addresses, wanted.author)
        if not only_look:
            for part in portions(sorted(found.items), TOGETHER):
                async with self._database.writing() as connection:
                    await forget_items(connection, part, marks)
        count, shown = await traces.follow(self._database, trail, FAREWELL, only_look=only_look)
        edited, stuck, digests = told
        return Forgotten(found.sources, count + len(found.silent), edited, stuck, digests, tuple(found.others), shown)

    async def _look_through(self, wanted: Wanted) -> _Found:
        """All mentions, for nothing else tells how a name was written."""
        found, last = _Found(), 0
        async with self._database.reading() as connection:
            keyed = select(ITEM_KEY.c.item_id).where(ITEM_KEY.c.key == page_key(wanted.url))
            items = frozenset(await connection.scalars(keyed)) if wanted.url else frozenset()
            items |= frozenset() if wanted.source else await _under_the_name(connection, wanted.author)
        found.items |= items
        found.silent |= items
        more = [*(["also"] if wanted.source else ()), *(["links"] if wanted.url else ())]  # lists are slow to read
        columns = [MENTION.c[name] for name in (*_READ, *more)]
        while True:
            portion = select(*columns).where(MENTION.c.id > last).order_by(MENTION.c.id).limit(AT_ONCE)
            async with self._database.reading() as connection:
                rows = (await connection.execute(portion)).all()
            if not rows:
                break
            last = rows[-1].id
            await asyncio.to_thread(_sort, rows, wanted, items, found)
        if len({row.item_id for row in found.there.values()}) == 1 and not items:
            for row in found.there.values():
                found.take(row)
        else:
            found.others += found.there
        return found


async def forget_items(connection: AsyncConnection, items: Iterable[int], marks: Marks) -> int:
    """Removes items for good: by each key they were known by they stay out, and by their very words."""

    async def note(connection: AsyncConnection, part: Sequence[int]) -> None:
        said = await connection.execute(select(ITEM.c.source, ITEM.c.digest).where(ITEM.c.id.in_(part)))
        words = [marks.words(source, digest) for source, digest in said]
        keys = (await keys_of(connection, part)).values()
        await keep_out(connection, [*words, *(marks.key(key) for own in keys for key in own)])
        about = select(OUTBOX.c.id).join(MENTION, MENTION.c.id == OUTBOX.c.mention_id)
        messages = about.where(MENTION.c.item_id.in_(part), STATE == SENT, OUTBOX.c.message.is_not(None))
        await owe_removal_notice(connection, (await connection.scalars(messages)).all(), FAREWELL)

    await overwrite(connection)
    return await remove_items(connection, items, FAREWELL, note)


async def turn_away(connection: AsyncConnection, source: str, met: Sequence[Identified]) -> None:
    """What was stored of it before a source told whose words they are goes too, wherever it was found."""
    marks = await marks_of(connection) if met else None
    if marks is None:
        return
    answers = compared(source, met, await known(connection, met))
    await forget_items(connection, {was.id for _, was in answers if was}, marks)
    await keep_out(connection, [marks.key(key) for one in met for key in left(one)])


def _mark(wanted: Wanted, marks: Marks) -> str:
    return marks.key(page_key(wanted.url)) if wanted.url else marks.author(wanted.author, wanted.source)


def _sort(rows: Sequence[Row[Any]], wanted: Wanted, items: frozenset[int], found: _Found) -> None:
    key, place = author_key(wanted.author), address_key(wanted.url)
    host = place.partition("/")[0]
    for row in rows:
        mine = key and author_key(row.author) == key and (not wanted.source or wanted.source in {row.source, *row.also})
        if mine or row.item_id in items:
            found.take(row)
        elif place and _may_be_at(host, row.url) and address_key(row.url) == place:
            found.there[row.id] = row
        elif any(_names(row, wanted, place, host)):
            found.others.append(row.id)


def _names(row: Row[Any], wanted: Wanted, place: str, host: str) -> Iterator[bool]:
    """Whether it is somebody else's, and tells of it."""
    said = f"{row.title} {row.text} {row.reply}"
    if wanted.author:
        yield occurs(wanted.author, f"{said} {row.author} {row.url}")
        return
    yield place in said
    yield any(_may_be_at(host, link) and address_key(link) == place for link in row.links)


def _may_be_at(host: str, url: str) -> bool:
    """A glance that is enough for most."""
    return host in url or not url.isascii()


async def _under_the_name(connection: AsyncConnection, author: str) -> frozenset[int]:
    """Items about nobody whose address or number holds a nickname: nothing else tells whose they are."""
    if not is_telling(author) or " " in author.strip():
        return frozenset()
    low = author_key(author)
    spoken = exists().where(MENTION.c.item_id == ITEM_KEY.c.item_id)
    wanted = select(ITEM_KEY.c.item_id, ITEM_KEY.c.key).where(ITEM_KEY.c.key.ilike(_like(low), escape=_ESCAPE), ~spoken)
    return frozenset(item for item, key in await connection.execute(wanted) if occurs(low, key.partition(":")[2]))


def _like(nickname: str) -> str:
    """As a database looks for it: SQLite knows no capitals but Latin ones, so any letter stands for those of others.

    >>> _like("вася_1")
    '%____/_1%'
    """
    signs = (f"{_ESCAPE}{sign}" if sign in f"%_{_ESCAPE}" else sign if sign.isascii() else "_" for sign in nickname)
    return f"%{''.join(signs)}%"


async def _addresses(connection: AsyncConnection, wanted: Wanted, items: Iterable[int]) -> frozenset[str]:
    """Of pages that are all theirs; a page where others speak too stays."""
    found = {page_key(wanted.url)} if wanted.url else set()
    for part in portions(sorted(items)):
        own = select(ITEM_KEY.c.key).where(ITEM_KEY.c.item_id.in_(part), ITEM_KEY.c.key.startswith("u:"))
        found.update(await connection.scalars(own))
    return frozenset(found - {""})


async def _told(connection: AsyncConnection, found: _Found) -> tuple[Counter[str], Counter[str], int]:
    """Messages that held it: which are edited, which stay as they are, and digests that were sent since."""
    edited: Counter[str] = Counter()
    stuck: Counter[str] = Counter()
    for part in portions(found.numbers):
        columns = OUTBOX.c.target, OUTBOX.c.message, OUTBOX.c.batch
        for row in await connection.execute(select(*columns).where(OUTBOX.c.mention_id.in_(part), _SAID)):
            within_reach = row.message is not None or row.batch is not None
            (edited if within_reach else stuck)[row.target] += 1
    if not found.numbers:
        return edited, stuck, 0
    since = select(MENTION.c.found).where(MENTION.c.id == min(found.numbers)).scalar_subquery()
    sent = OUTBOX.c.kind.in_((DigestDue.__name__, DigestFile.__name__)), OUTBOX.c.sent_at >= since
    digests = (await connection.execute(select(func.count()).select_from(OUTBOX).where(*sent))).scalar_one()
    return edited, stuck, int(digests)
