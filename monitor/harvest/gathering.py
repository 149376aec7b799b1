"""Brings home what one source shows now: its pages one after another, within bounds, each read as it arrives."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from monitor.domain import Demand, Found, Item, Link, Page, Request, Validators
from monitor.errors import ForbiddenError, MonitorError
from monitor.fetch import Web
from monitor.harvest.brought import Harvest, Memory
from monitor.harvest.context import MOST_REQUESTS, Judge, VisitContext, key_of
from monitor.harvest.entries import Entries
from monitor.harvest.listed import ListedPages, Named
from monitor.places.forbidden import SIFTED, Places
from monitor.process.offload import offload_large
from monitor.reading.reader import Reader
from monitor.sources import AnySource

PASS = 120.0  # seconds; what a list names beyond them is read in the next pass


async def gather(
    source: AnySource,
    fetcher: Web,
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
    places, read = Places() if places is None else places, partial(reader.read_new, source, now=now, zone=zone)
    until = asyncio.get_running_loop().time() + PASS
    context = VisitContext(source, fetcher, memory or Memory(), read, places, judge)
    named = await _OwnPages(context).read(source.start(names))
    await ListedPages(context, until).read(named)
    harvest = context.harvest
    harvest.stand_still()
    await offload_large(SIFTED * len(harvest.items), harvest.leave_out, places)
    return harvest


class _OwnPages:
    """The pages that the source asks for itself, and those that follow them."""

    def __init__(self, context: VisitContext) -> None:
        self._context = context
        self._source, self._memory, self._harvest = context.source, context.memory, context.harvest

    async def read(self, start: Iterable[Request]) -> dict[str, Named]:
        """Answers with the pages that they name, each to be read once."""
        before = self._memory.read_before
        asked, named = set[str](), dict[str, Named]()
        waiting = deque((request, key := key_of(request), key not in before) for request in start)
        while waiting and len(asked) < MOST_REQUESTS:
            request, key, first_time = waiting.popleft()
            if key in asked:
                continue
            asked.add(key)
            try:
                found = await self._page(request, key)
            except ForbiddenError as error:
                self._harvest.refused(request, self._source.id, error)
                continue
            except MonitorError as error:
                self._harvest.failed(error)
                self._miss(request, key, first_time=first_time)
                continue
            items = [thing for thing in found if isinstance(thing, Item)]
            self._harvest.take(items, history=first_time or self._missed(key, items))
            self._harvest.demand += [thing for thing in found if isinstance(thing, Demand)]
            for thing in found:
                if isinstance(thing, Request) and thing.once is None:
                    waiting.append((thing, key_of(thing), first_time))
                elif isinstance(thing, Request):
                    named.setdefault(key_of(thing), Named(thing, first_time))
        return named

    async def _page(self, request: Request, key: str) -> Sequence[Found]:
        known = self._memory.validators.get(key)
        condition = self._condition(request, known)
        fetched = await self._context.fetcher.get(request, source=self._source, validators=condition)
        self._harvest.status = fetched.status
        if fetched.page is None:
            self._harvest.unchanged += 1
            if request.step:
                self._harvest.stands.add(request.step)
            return ()
        body = fetched.validators.digest
        found = await self._shown(fetched.page, key, body)
        self._harvest.read += 1
        self._harvest.same += body is not None and known is not None and body == known.digest
        self._harvest.validators[key] = self._asked_by(request, found, fetched.validators)
        self._harvest.shown += sum(not isinstance(thing, Demand) for thing in found)
        return found

    def _asked_by(self, request: Request, found: Sequence[Found], validators: Validators) -> Validators:
        """A page that leads on is read each time: it hardly ever changes itself, but what it leads to may have.

        So is a figure: that it is the same as before is noted, too.
        """
        if any(isinstance(thing, Demand) for thing in found):
            return Validators()
        leads_on = any(isinstance(thing, Request) and thing.once is None for thing in found)
        if not leads_on:
            return validators
        by_its_pages = self._may_lead_on(request) and not self._source.reads_lists
        return Validators(digest=validators.digest) if by_its_pages else Validators()

    def _condition(self, request: Request, known: Validators | None) -> Validators | None:
        """What a request depends on; nothing for a page that may have led on, of which only its body is known."""
        if known is None or known.etag or known.modified:
            return known
        return None if self._may_lead_on(request) else known

    def _may_lead_on(self, request: Request) -> bool:
        return request.depth + 1 < getattr(self._source, "pages", 1)

    def _miss(self, request: Request, key: str, *, first_time: bool) -> None:
        """A further page that fails when a source is first seen: what it holds is history, whenever it is read."""
        if first_time and request.depth and not self._source.reads_lists:
            self._harvest.links[key] = Link(request.url, request.step, history=True)

    def _missed(self, key: str, items: Sequence[Item]) -> bool:
        """Whether a page is one of those, and read at last."""
        link = None if self._source.reads_lists else self._memory.waiting.get(key)
        if link is not None:
            self._harvest.links[key] = replace(link, read=True)
            self._harvest.late.update(items)
        return link is not None

    async def _shown(self, page: Page, key: str, body: str | None) -> Sequence[Found]:
        """What a page shows; a feed, but for what it showed last time and is kept."""
        if body is None or not self._source.shows_entries:
            return (await self._context.read(page, None)).found
        read = await self._context.read(page, self._memory.seen(key))
        if read.marks.out and self._memory.answers(thing for thing in read.found if isinstance(thing, Item)):
            read = await self._context.read(page, {})  # what they answer to may stand beside them
        self._harvest.passed += read.marks.count
        self._harvest.shown += read.marks.count
        self._harvest.entries.append(Entries(key, body, read.found, read.marks))
        return read.found
