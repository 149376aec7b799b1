"""Brings home what one source shows now: its pages one after another, within bounds, each read as it arrives."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from monitor.domain import Item, Link, Page, Request, Validators
from monitor.errors import Cause, FetchError, ForbiddenError, MonitorError, lost
from monitor.fetch import Fetcher
from monitor.harvest.brought import Harvest, Memory
from monitor.harvest.entries import Entries
from monitor.identity import request_key
from monitor.places.forbidden import SIFTED, Places
from monitor.process.thinking import weighed
from monitor.reading import Read, Reader, Seen
from monitor.sources import AnySource

MOST_REQUESTS = 200  # of one visit, and as many pages that its lists name; a source that keeps asking ends here
PASS = 120.0  # seconds; what a list names beyond them is read in the next pass
PATIENCE = 3  # times that a page a list names is asked for until it is given up
ENDURANCE = 100  # times that a mail is, while its box breaks off: a day of them


class Judge(Protocol):
    """What the team's names make of an item before its page is read."""

    def named(self, item: Item) -> bool:
        """Whether it names a brand."""


async def gather(
    source: AnySource,
    fetcher: Fetcher,
    *,
    names: Sequence[str],
    now: datetime,
    zone: ZoneInfo,
    reader: Reader,
    memory: Memory | None = None,
    places: Places | None = None,
    judge: Judge | None = None,
) -> Harvest:
    """All pages a visit wants, but for what is in forbidden `places`. An address that fails stops only itself.

    Without a `judge`, such as where a source is only tried, a page says all that its list does.
    """
    places, read = places or Places(), partial(reader.read_new, source, now=now, zone=zone)
    gathering = _Gathering(source, fetcher, memory or Memory(), read, places, judge)
    await gathering.pages(source.start(names))
    await gathering.linked()
    harvest = gathering.harvest
    harvest.stand_still()
    await weighed(SIFTED * len(harvest.items), harvest.leave_out, places)
    return harvest


class _ReadPage(Protocol):
    async def __call__(self, page: Page, seen: Seen | None) -> Read: ...


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page that a list names, as it is asked for now and as it is remembered."""

    request: Request
    link: Link


class _Gathering:
    """One visit: first the pages that the source asks for, then those that they name."""

    def __init__(  # noqa: PLR0917  # built in one place
        self,
        source: AnySource,
        fetcher: Fetcher,
        memory: Memory,
        read: _ReadPage,
        places: Places,
        judge: Judge | None,
    ) -> None:
        self.harvest = Harvest()
        self._source = source
        self._fetcher = fetcher
        self._memory = memory
        self._read = read
        self._places = places
        self._judge = judge
        self._asked: set[str] = set()
        self._listed: dict[str, tuple[Request, bool]] = {}
        self._wanted: dict[str, _Wanted] = {}
        self._until = asyncio.get_running_loop().time() + PASS

    async def pages(self, start: Iterable[Request]) -> None:
        """The source's own pages, and those that follow them."""
        before = self._memory.read_before
        waiting = deque((request, key := _key(request), key not in before) for request in start)
        while waiting and len(self._asked) < MOST_REQUESTS:
            request, key, first_time = waiting.popleft()
            if key in self._asked:
                continue
            self._asked.add(key)
            try:
                found = await self._page(request, key)
            except ForbiddenError as error:
                self._forbidden(request, error)
                continue
            except MonitorError as error:
                self._failed(error)
                self._miss(request, key, first_time=first_time)
                continue
            items = [thing for thing in found if isinstance(thing, Item)]
            self._take(items, history=first_time or self._missed(key, items))
            for thing in found:
                if isinstance(thing, Request) and thing.once is None:
                    waiting.append((thing, _key(thing), first_time))
                elif isinstance(thing, Request):
                    self._listed.setdefault(_key(thing), (thing, first_time))

    async def linked(self) -> None:
        """What the pages name, the newest first; what there is no time for waits, or stays as its list tells it."""
        await self._look_up()
        if not self._wanted:
            return
        wanted = sorted(self._wanted.items(), key=lambda one: _age(one[1].request), reverse=True)
        room, tried = getattr(self._source, "limit", MOST_REQUESTS), 0
        failed: list[MonitorError] = []
        closed, in_a_row = False, 0
        for key, one in wanted:
            if tried >= room or closed or asyncio.get_running_loop().time() > self._until:
                self._leave(key, one)
            else:
                tried += 1
                try:
                    self._settle(key, one, await self._completed(one.request))
                    in_a_row = 0
                except ForbiddenError as error:
                    self._forbidden(one.request, error)
                except MonitorError as error:
                    failed.append(error)
                    in_a_row += lost(error)
                    closed = _asks_for_peace(error) or in_a_row >= PATIENCE
                    self._fail(key, one, error)
        if failed and (len(failed) == tried or closed):
            self._failed(failed[-1])

    async def _page(self, request: Request, key: str) -> Sequence[Item | Request]:
        known = self._memory.validators.get(key)
        condition = self._condition(request, known)
        fetched = await self._fetcher.get(request, source=self._source, validators=condition)
        self.harvest.status = fetched.status
        if fetched.page is None:
            self.harvest.unchanged += 1
            if request.step:
                self.harvest.stands.add(request.step)
            return ()
        body = fetched.validators.digest
        found = await self._shown(fetched.page, key, body)
        self.harvest.read += 1
        self.harvest.same += body is not None and known is not None and body == known.digest
        self.harvest.validators[key] = self._asked_by(found, fetched.validators)
        self.harvest.shown += len(found)
        return found

    def _asked_by(self, found: Iterable[Item | Request], validators: Validators) -> Validators:
        """A page that leads on is read each time: it hardly ever changes itself, but what it leads to may have."""
        leads_on = any(isinstance(thing, Request) and thing.once is None for thing in found)
        if not leads_on:
            return validators
        return Validators() if self._source.reads_lists else Validators(digest=validators.digest)

    def _condition(self, request: Request, known: Validators | None) -> Validators | None:
        """What a request depends on; nothing for a page that may have led on, of which only its body is known."""
        if known is None or known.etag or known.modified:
            return known
        return None if request.depth + 1 < getattr(self._source, "pages", 1) else known

    def _miss(self, request: Request, key: str, *, first_time: bool) -> None:
        """A further page that fails when a source is first seen: what it holds is history, whenever it is read."""
        if first_time and request.depth and not self._source.reads_lists:
            self.harvest.links[key] = Link(request.url, request.step, history=True)

    def _missed(self, key: str, items: Sequence[Item]) -> bool:
        """Whether a page is one of those, and read at last."""
        link = None if self._source.reads_lists else self._memory.waiting.get(key)
        if link is not None:
            self.harvest.links[key] = replace(link, read=True)
            self.harvest.late.update(items)
        return link is not None

    async def _shown(self, page: Page, key: str, body: str | None) -> Sequence[Item | Request]:
        """What a page shows; a feed, but for what it showed last time and is kept."""
        if body is None or not self._source.shows_entries:
            return (await self._read(page, None)).found
        read = await self._read(page, self._memory.seen(key))
        if read.marks.out and self._memory.answers(thing for thing in read.found if isinstance(thing, Item)):
            read = await self._read(page, {})  # what they answer to may stand beside them
        self.harvest.passed += read.marks.count
        self.harvest.shown += read.marks.count
        self.harvest.entries.append(Entries(key, body, read.found, read.marks))
        return read.found

    async def _completed(self, request: Request) -> list[Item]:
        """What a page says; or its list, where that names a brand and the page does not: nothing may get lost."""
        items, told = await self._article(request), request.item
        if self._judge is None or told is None or not self._judge.named(told):
            return items
        return items if any(map(self._judge.named, items)) else [told]

    async def _article(self, request: Request) -> list[Item]:
        """The items of a page that is read once, and of those that follow it."""
        items: list[Item] = []
        waiting = deque([request])
        asked: set[str] = set()
        while waiting and len(asked) < PATIENCE:
            wanted = waiting.popleft()
            if _key(wanted) in asked:
                continue
            asked.add(_key(wanted))
            fetched = await self._fetcher.get(wanted, source=self._source, validators=None)
            if fetched.page is not None:
                found = (await self._read(fetched.page, None)).found
                items += [thing for thing in found if isinstance(thing, Item)]
                waiting.extend(thing for thing in found if isinstance(thing, Request))
        return items

    async def _look_up(self) -> None:
        """What lists name now and was not read, and what earlier passes left; not of an entry that is another now."""
        waiting = self._memory.waiting if self._source.reads_lists else {}
        known = {**await self._memory.known(self._listed), **waiting} if self._listed else waiting
        for key, (request, first_time) in self._listed.items():
            if self._places.holds(request.url):
                self.harvest.dropped.append(request.item or Item(self._source.id, request.url))
            else:
                self._named(key, request, known.get(key), first_time=first_time)
        for key, link in waiting.items() if not self._memory.again else ():
            request = Request(link.url, link.step, depth=1, once=link.stamp, listed=link.listed)
            self._wanted.setdefault(key, _Wanted(request, link))

    def _named(self, key: str, request: Request, known: Link | None, *, first_time: bool) -> None:
        """A list names a page: unless it was read as it stands there, it is wanted."""
        stamp, again = request.once or "", self._memory.again
        if known is not None and known.read and known.stamp == stamp and not again:
            self.harvest.passed += request.item is not None
            return
        history = first_time or self._memory.first if known is None else known.history or again
        failures = known.failures if known is not None and known.stamp == stamp else 0
        link = Link(request.url, request.step, stamp, request.listed, history=history, failures=failures)
        self._wanted[key] = _Wanted(request, link)

    def _settle(self, key: str, one: _Wanted, items: Sequence[Item | None]) -> None:
        self.harvest.links[key] = replace(one.link, read=True, failures=0)
        found = [item for item in items if item is not None]
        self._take(found, history=one.link.history)
        if one.link.history and not self._memory.first and not self._memory.again:
            self.harvest.late.update(found)

    def _leave(self, key: str, one: _Wanted) -> None:
        if one.request.item is not None:
            self._settle(key, one, [one.request.item])
        else:
            self.harvest.links[key] = one.link

    def _fail(self, key: str, one: _Wanted, error: MonitorError) -> None:
        """Tried again in the next passes, but not for ever; what its list says of it is not lost."""
        if one.request.item is not None:
            self._settle(key, one, [one.request.item])
            return
        failures = one.link.failures + 1
        most = ENDURANCE if lost(error) else PATIENCE
        given_up = failures >= most or (isinstance(error, FetchError) and error.skipped and not error.retry_after)
        self.harvest.links[key] = replace(one.link, failures=failures, read=given_up)

    def _take(self, items: Sequence[Item], *, history: bool) -> None:
        self.harvest.items += items
        if not history:
            self.harvest.watched.update(items)

    def _forbidden(self, request: Request, error: ForbiddenError) -> None:
        """A link into a forbidden place is only counted; a source that stands in one says so."""
        if request.depth:
            self.harvest.dropped.append(request.item or Item(self._source.id, request.url))
        else:
            self._failed(error)

    def _failed(self, error: MonitorError) -> None:
        self.harvest.error = self.harvest.error or error.with_traceback(None)  # which would keep the page in memory
        self.harvest.status = self.harvest.status or getattr(error, "status", None)


def _asks_for_peace(error: MonitorError) -> bool:
    """Whether a site had better not be asked for further pages now."""
    return getattr(error, "cause", None) in {Cause.BLOCKED, Cause.WAIT}


def _age(request: Request) -> datetime:
    return request.listed or datetime.min.replace(tzinfo=UTC)


def _key(request: Request) -> str:
    """What tells requests apart."""
    params = f" {sorted(request.params.items())}" if request.params else ""
    return request_key(request.url, f"{params}{request.body or ''}")
