"""A process that dies at a transaction of our choice; what follows must be as if it had never died."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from invariants import broken
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from store_values import NOW

from monitor.domain import FirstCrawl, Record
from monitor.store import Query, Store
from monitor.store import rows as readable
from monitor.store.alerts import SENDING
from monitor.store.connection.address import address_of
from monitor.store.connection.engine import Database
from monitor.store.tables import OUTBOX
from monitor.store.words import as_written

Death = tuple[int, Literal["before", "after"]]  # at which transaction of a life, and on which side of its commit
Lead = Callable[["World", Store, "Mortal"], Awaitable[None]]  # a life, from where the last one ended


class DiedError(BaseException):
    """No error that anybody may handle: the process is no more."""


class Mortal(Database):
    """A database whose process dies at its n-th transaction: just before the commit, or just after it."""

    number = 0
    death: Death | None = None
    dead = False

    @classmethod
    def that_dies(cls, url: str, death: Death) -> Mortal:
        """At this moment."""
        one = cls(address_of(url))
        one.death = death
        return one

    @classmethod
    def at(cls, url: str) -> Mortal:
        """One that lives."""
        return cls(address_of(url))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        self.live()
        async with super().reading() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        self.live()
        async with super().writing() as connection:
            self.live()  # it died while others had their turn
            yield connection
            self.number += 1
            if self.death == (self.number, "before"):
                self.die()
        if self.death == (self.number, "after"):
            self.die()

    def live(self) -> None:
        """The dead do nothing."""
        if self.dead:
            raise DiedError

    def die(self) -> None:
        """From now on."""
        self.dead = True
        raise DiedError


@dataclass
class World:
    """What does not die with a process: the time, the site, the chats, and what was pressed there."""

    url: str
    now: datetime = NOW
    step: int = 0
    until: int = 99  # which steps of the story are told
    sent: list[tuple[str, int, str]] = field(default_factory=list)  # target, which row, what it says
    edits: dict[int, str] = field(default_factory=dict)  # row -> what its message says by now
    doubts: Counter[tuple[str, str]] = field(default_factory=Counter)  # answers that nobody heard
    confirmed: set[str] = field(default_factory=set)  # presses
    deaths: int = 0

    def clock(self) -> datetime:
        """The moment."""
        return self.now

    async def run(self, lead: Lead, deaths: Iterable[Death] = ()) -> int:
        """The whole story, life after life; answers with the transactions of the last one, which nobody ended."""
        for death in deaths:
            if await self._life(lead, Mortal.that_dies(self.url, death)):
                break
            self.deaths += 1
        last = Mortal.at(self.url)
        assert await self._life(lead, last)
        return last.number

    async def _life(self, lead: Lead, database: Mortal) -> bool:
        store = Store(database, as_written)
        try:
            await self._look_what_is_in_the_air(store)
            await store.recover(self.now, await store.in_the_air())
            await lead(self, store, database)
        except DiedError:
            return False
        finally:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.gather(*(others if database.dead else ()), return_exceptions=True)  # each meets a closed door
            await database.close()
        return True

    async def _look_what_is_in_the_air(self, store: Store) -> None:
        """Sent but not noted: the only messages that may come again."""
        async with store._database.reading() as connection:
            flying = select(OUTBOX.c.id).where(OUTBOX.c.state == SENDING)
            for row in (await connection.execute(flying)).scalars():
                self.doubts.update({(target, what) for target, owed, what in self.sent if owed == row})

    async def outcome(self) -> dict[str, Any]:
        """What is left in the end, without the numbers that a death may shift."""
        store = Store(Database.at(self.url), as_written)
        records = {name_of(one): one for one in await store.mentions(Query())}
        numbers = {one.number: name for name, one in records.items()}
        kept = {
            name: (replace(one, number=0, story=numbers[one.story]), await _events(store, one))
            for name, one in records.items()
        }
        async with store._database.reading() as connection:
            wanted = select(OUTBOX).where(OUTBOX.c.kind == FirstCrawl.__name__)
            first = [readable.notice(row.kind, row.notice) for row in await connection.execute(wanted)]
        wrong = [*await broken(store), *([f"owed: {n}"] if (n := await store.owed_count()) else [])]
        await store.close()
        return {"records": kept, "first": sum(one.found for one in first), "wrong": wrong, "told": self.told()}

    def told(self) -> set[tuple[str, str]]:
        """Who was told what, in a message of its own or together with others."""
        single = {(target, what) for target, _, what in self.sent if not what.startswith(("batch", "FirstCrawl"))}
        together = {(target, one) for target, row, what in self.sent for one in _members(self.edits.get(row, what))}
        return single | together

    def repeats(self) -> dict[tuple[str, str], int]:
        """What came more often than accidents explain."""
        counts = Counter((target, what) for target, _, what in self.sent)
        return {key: count for key, count in counts.items() if count > 1 + self.doubts[key]}


def name_of(record: Record) -> str:
    return record.title if record.source == "reviews" else f"{record.title} ({record.source})"


def _members(said: str) -> list[str]:
    return said.removeprefix("batch ").split("|") if said.startswith("batch") else []


async def _events(store: Store, record: Record) -> list[tuple[str, str, str]]:
    return sorted((one.kind, one.who, one.detail) for one in await store.events(record.number))
