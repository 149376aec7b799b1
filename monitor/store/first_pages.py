"""First pages of search engines: every snapshot, what their pages say of us, and what is told at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.digest import Listing, PageMention, PageVerdict, Shown
from monitor.domain import EnteredFirstPage, Label, Reason
from monitor.identity import page_key
from monitor.places.addresses import address_key
from monitor.places.forbidden import Places
from monitor.store import alerts, rows
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import add, insert, portions, put
from monitor.store.removal.forgotten import forgotten_pages
from monitor.store.tables import ITEM_KEY, MENTION, OUTBOX, RESULT, SEARCH_DEMAND, SEARCH_PAGE

COOL_DOWN = timedelta(days=30)  # a page that comes and goes about the tenth place is told of once

SAME_NEWS = timedelta(days=1)  # a page that enters by several queries at once is told of once

_MENTION = [MENTION.c[name] for name in ("id", "label", "source", "also", "corrected", "reason")]
_NEUTRAL = frozenset({Reason.NOT_NEGATIVE.value, Reason.NOT_ABOUT_US.value})
Asked = tuple[str, str]  # a source and a query


class FirstPages:
    """The verbs of what search engines show."""

    _database: Database
    _places: Places

    async def listed_at(
        self, sources: Collection[str], since: datetime, until: datetime
    ) -> Mapping[Asked, tuple[datetime, ...]]:
        """When the first pages of these sources were seen in this time, oldest first."""
        seen = RESULT.c.source.in_(sources), RESULT.c.at >= since, RESULT.c.at < until
        wanted = select(RESULT.c.source, RESULT.c.query, RESULT.c.at).where(*seen).distinct()
        found: dict[Asked, list[datetime]] = defaultdict(list)
        async with self._database.reading() as connection:
            for row in await connection.execute(wanted.order_by(RESULT.c.at)):
                found[row.source, row.query].append(row.at)
        return {asked: tuple(moments) for asked, moments in sorted(found.items())}

    async def listings(self, asked: Asked, moments: Collection[datetime]) -> Mapping[datetime, Listing]:
        """The first pages of a query as they stood at these moments."""
        found: dict[datetime, list[Row[Any]]] = defaultdict(list)
        demand: dict[datetime, int] = {}
        async with self._database.reading() as connection:
            for part in portions(moments):
                shown = select(RESULT).where(*_at(RESULT, asked, part)).order_by(RESULT.c.position)
                for row in await connection.execute(shown):
                    found[row.at].append(row)
                for row in await connection.execute(select(SEARCH_DEMAND).where(*_at(SEARCH_DEMAND, asked, part))):
                    demand[row.at] = row.times
        return {at: replace(_listing(at, stood), demand=demand.get(at)) for at, stood in found.items()}

    async def listed_before(self, asked: Asked, at: datetime) -> Listing | None:
        """The first page of a query as it was seen last before this moment."""
        source, query = asked
        earlier = RESULT.c.source == source, RESULT.c.query == query, RESULT.c.at < at
        async with self._database.reading() as connection:
            last = await connection.scalar(select(func.max(RESULT.c.at)).where(*earlier))
        return (await self.listings(asked, [last])).get(last) if last is not None else None

    async def page_verdicts(self, brand: str, urls: Iterable[str]) -> Mapping[str, PageVerdict]:
        """What these pages say of a brand, as far as they were read; by the key of the address."""
        found: dict[str, PageVerdict] = {}
        async with self._database.reading() as connection:
            for part in portions(dict.fromkeys(map(address_key, urls))):
                mine = SEARCH_PAGE.c.brand == brand, SEARCH_PAGE.c.key.in_(part)
                for row in await connection.execute(select(SEARCH_PAGE).where(*mine)):
                    found[row.key] = _verdict(row)
        return found

    async def page_mentions(self, brand: str, urls: Iterable[str]) -> Mapping[str, PageMention]:
        """The mentions of a brand that are stored under these addresses, by the key of the address."""
        keys = {key: address_key(url) for url in urls if (key := page_key(url))}
        joined = select(ITEM_KEY.c.key, *_MENTION).join(ITEM_KEY, ITEM_KEY.c.item_id == MENTION.c.item_id)
        found: dict[str, PageMention] = {}
        async with self._database.reading() as connection:
            for part in portions(keys):
                mine = MENTION.c.brand == brand, ITEM_KEY.c.key.in_(part)
                for row in await connection.execute(joined.where(*mine)):
                    found[keys[row.key]] = _mention(row)
        return found

    async def judge_page(self, verdict: PageVerdict) -> None:
        """Keeps what a page says of a brand; never of a forbidden place."""
        if self._places.holds(verdict.url):
            return
        async with self._database.writing() as connection:
            if not await forgotten_pages(connection, [verdict.url]):
                await put(connection, SEARCH_PAGE, [asdict(verdict)])

    async def import_listings(self, listings: Sequence[Listing]) -> int:
        """Keeps first pages that people bring; what is there already stays. Answers how many results were new."""
        async with self._database.writing() as connection:
            statement = insert(connection.dialect.name, RESULT).on_conflict_do_nothing()
            new = 0
            gone = await forgotten_pages(connection, {one.url for listing in listings for one in listing.results})
            brought = (row for listing in listings for row in _rows(listing) if row["url"] not in gone)
            wanted = (row for row in brought if not self._places.holds(row["url"]))
            for part in portions(wanted):
                new += len((await connection.execute(statement.returning(RESULT.c.position), part)).all())
        return new

    async def tell_entered(
        self, notice: EnteredFirstPage, listing: Listing, targets: Sequence[str], now: datetime
    ) -> int:
        """Owes it once for each entering to each of these chats; nothing while an earlier one of the page is fresh."""
        source, key = f"entered:{listing.source}:", address_key(notice.url)
        mine = f"{source}{listing.query}:{key}:{listing.at.isoformat()}:"
        fresh = OUTBOX.c.kind == EnteredFirstPage.__name__, OUTBOX.c.created > now - COOL_DOWN
        owed = 0
        async with self._database.writing() as connection:
            if await forgotten_pages(connection, [notice.url]):
                return 0
            told = (
                await connection.execute(select(OUTBOX.c.key, OUTBOX.c.notice, OUTBOX.c.created).where(*fresh))
            ).all()
            for row in told:
                if row.key.startswith(source) and not row.key.startswith(mine):
                    said = rows.notice_of(EnteredFirstPage, row.notice)
                    if _is_stale(notice, said, now - row.created):
                        return 0
            for target in targets:
                owed += await alerts.owe_notice(
                    connection, target, notice, now, f"{mine}{target}", mention=notice.mention
                )
        return owed


async def repeat(connection: AsyncConnection, source: str, queries: Iterable[str], at: datetime) -> None:
    """A first page that has not changed stands at this moment as it stood when it was seen last."""
    for query in queries:
        mine = RESULT.c.source == source, RESULT.c.query == query
        last = select(func.max(RESULT.c.at)).where(*mine, RESULT.c.at <= at).scalar_subquery()
        stood = (await connection.execute(select(RESULT).where(*mine, RESULT.c.at == last))).mappings().all()
        await add(connection, RESULT, [{**row, "at": at, "imported": False} for row in stood])


def _is_stale(notice: EnteredFirstPage, said: EnteredFirstPage, ago: timedelta) -> bool:
    """Whether this was told: of this page by this query lately, or by any query of the same look."""
    same_query = not {notice.query}.isdisjoint((said.query, *said.also))
    return address_key(said.url) == address_key(notice.url) and (same_query or ago < SAME_NEWS)


def _at(table: Table, asked: Asked, moments: Sequence[datetime]) -> tuple[ColumnElement[bool], ...]:
    source, query = asked
    return table.c.source == source, table.c.query == query, table.c.at.in_(moments)


def _rows(listing: Listing) -> list[dict[str, Any]]:
    asked = {"source": listing.source, "query": listing.query, "at": listing.at, "imported": listing.imported}
    return [asked | asdict(shown) for shown in listing.results]


def _listing(at: datetime, stood: Sequence[Row[Any]]) -> Listing:
    results = tuple(Shown(row.position, row.url, row.title, row.snippet, row.updated) for row in stood)
    return Listing(stood[0].source, stood[0].query, at, results, imported=any(row.imported for row in stood))


def _verdict(row: Row[Any]) -> PageVerdict:
    return PageVerdict(
        key=row.key,
        brand=row.brand,
        url=row.url,
        title=row.title,
        label=Label(row.label),
        score=row.score,
        at=row.at,
        updated=row.updated,
        read=row.read,
        tries=row.tries,
    )


def _mention(row: Row[Any]) -> PageMention:
    """What is not about us harms nobody who looks for us."""
    label = Label.NEUTRAL if row.reason in _NEUTRAL else Label(row.label)
    spoken = row.corrected or row.reason in _NEUTRAL
    return PageMention(row.id, label, frozenset((row.source, *row.also)), spoken=spoken)
