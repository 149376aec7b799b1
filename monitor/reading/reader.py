"""Decides where a page is read, and what it means when that takes too long or too much."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from typing import Self
from zoneinfo import ZoneInfo

import structlog

from monitor.domain import Found, Item, Page, Request
from monitor.errors import ParseError
from monitor.process.priority import give_way
from monitor.reading.bounds import found
from monitor.reading.child import DEADLINE, MEMORY
from monitor.reading.process import Child, DiedError
from monitor.reading.seen import Marks, Seen, cut
from monitor.reading.suspicion import suspicious
from monitor.reading.threads import Threads
from monitor.sources.base import SourceBase

LARGE = 128 * 1024  # bytes; below that nothing honest takes long, and most feeds are smaller
SLOW = 1.0  # seconds; whose page once took so long is read apart from then on
ENOUGH = 30.0  # seconds for what takes none, on a machine with much else to do
IDLE = 60.0  # seconds without work after which the process ends; a new one takes a third of a second

_UNMARKED = Marks()

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Read:
    """What a page holds, and of a page of entries which these are."""

    found: list[Found]
    marks: Marks = _UNMARKED


class Reader:
    """Reads pages of all sources; one for the life of the program. Its process is started when first needed."""

    def __init__(
        self,
        *,
        hide: Callable[[str], str] | None = None,
        deadline: float = DEADLINE,
        enough: float = ENOUGH,
        idle: float = IDLE,
    ) -> None:
        self._hide = hide
        self._deadline = deadline
        self._enough = enough
        self._idle = idle
        self._child: Child | None = None
        self._one = asyncio.Lock()  # how many read at once decides the memory
        self._threads = Threads(enough)
        self._slow: set[str] = set()
        self._dismissal: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the process, if there is one, whatever it reads."""
        if self._dismissal is not None:
            self._dismissal.cancel()
        self._threads.close()
        await self._end()

    async def read(self, source: SourceBase, page: Page, *, now: datetime, zone: ZoneInfo) -> list[Found]:
        """What the page holds; other pages go on meanwhile, whatever it does."""
        return (await self.read_new(source, page, None, now=now, zone=zone)).found

    async def read_new(
        self, source: SourceBase, page: Page, seen: Seen | None, *, now: datetime, zone: ZoneInfo
    ) -> Read:
        """What a page of entries holds beside those that were `seen`; a key that we asked with is in no address."""
        if self._hide is None:
            return await self._read(source, page, seen, now, zone)
        try:
            read = await self._read(source, page, seen, now, zone)
        except ParseError as error:
            error.blanks.update({k: self._hide(told) for k, told in error.blanks.items() if isinstance(told, str)})
            raise
        return replace(read, found=_without_echoes(read.found, self._hide))

    async def _read(self, source: SourceBase, page: Page, seen: Seen | None, now: datetime, zone: ZoneInfo) -> Read:
        await give_way()
        if seen is None and len(page.body) > LARGE:
            return Read(await self._apart(source, page, now, zone))
        trusted = source.id not in self._slow

        def work() -> tuple[Page, Marks, list[Found] | None]:
            begun = perf_counter()
            try:
                shown, marks = (page, _UNMARKED) if seen is None else cut(page, seen)
                if not trusted or len(shown.body) > LARGE or suspicious(shown.body):
                    return shown, marks, None
                return shown, marks, list(found(source, shown, now=now, zone=zone))
            finally:
                if perf_counter() - begun > SLOW:
                    self._slow.add(source.id)

        try:
            shown, marks, things = await self._threads.run(work)
        except TimeoutError as error:
            self._slow.add(source.id)
            raise ParseError("parse.too_slow", url=page.url, seconds=f"{self._enough:g}") from error
        return Read(await self._apart(source, shown, now, zone) if things is None else things, marks)

    async def _apart(self, source: SourceBase, page: Page, now: datetime, zone: ZoneInfo) -> list[Found]:
        async with self._one:
            try:
                async with asyncio.timeout(self._enough):
                    self._child = self._child or await Child.started()
                async with asyncio.timeout(self._deadline):
                    answer = await self._child.read(source, page, now=now, zone=zone)
            except TimeoutError as error:
                await self._end()
                raise ParseError("parse.too_slow", url=page.url, seconds=f"{self._deadline:g}") from error
            except DiedError as error:
                await self._end()
                log.warning("a page ended the process that read it", source=source.id)
                raise ParseError("parse.too_heavy", url=page.url, megabytes=MEMORY // 1024**2) from error
            except BaseException:
                await self._end()  # in the middle of a page it is of no use to anybody else
                raise
            self._dismiss_later()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _dismiss_later(self) -> None:
        if self._dismissal is not None:
            self._dismissal.cancel()
        self._dismissal = asyncio.create_task(self._dismissed())

    async def _dismissed(self) -> None:
        await asyncio.sleep(self._idle)
        async with self._one:
            await self._end()

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            await child.end()


def _without_echoes(things: list[Found], hide: Callable[[str], str]) -> list[Found]:
    """A site may repeat in its links what it was asked with; a page that a link leads to is asked for as it stands."""
    asked = "\n".join(part.partition("?")[2] for item in _items(things) for part in (item.url, item.guid, *item.links))
    if hide(asked) == asked:
        return things
    return [_without_echo(thing, hide) for thing in things]


def _without_echo(thing: Found, hide: Callable[[str], str]) -> Found:
    if isinstance(thing, Request):
        return replace(thing, item=thing.item and _hushed(thing.item, hide))
    return _hushed(thing, hide) if isinstance(thing, Item) else thing


def _items(things: list[Found]) -> Iterator[Item]:
    for thing in things:
        item = thing.item if isinstance(thing, Request) else thing
        if isinstance(item, Item):
            yield item


def _hushed(item: Item, hide: Callable[[str], str]) -> Item:
    url, guid, *links = (_unasked(part, hide) for part in (item.url, item.guid, *item.links))
    return replace(item, url=url, guid=guid, links=tuple(links))


def _unasked(address: str, hide: Callable[[str], str]) -> str:
    """Parameters alone: what stands before them is where the page is, and a variable may name a whole site.

    >>> _unasked("https://site.example/s3cret?key=s3cret&page=2", lambda text: text.replace("s3cret", "***"))
    'https://site.example/s3cret?key=***&page=2'
    """
    place, mark, asked = address.partition("?")
    return f"{place}{mark}{hide(asked)}"
