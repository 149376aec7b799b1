"""Pages that a source's own pages name: each read once, the newest first, within bounds."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor.domain import Item, Link, Request
from monitor.errors import Cause, FetchError, ForbiddenError, MonitorError, lost
from monitor.harvest.context import MOST_REQUESTS, VisitContext, key_of

PATIENCE = 3  # times that a page a list names is asked for until it is given up
ENDURANCE = 100  # times that a mail is, while its box breaks off: a day of them


@dataclass(frozen=True, slots=True)
class Named:
    """A page as a list names it; `first_time` where the list itself was read for the first time."""

    request: Request
    first_time: bool


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page that a list names, as it is asked for now and as it is remembered."""

    request: Request
    link: Link


class ListedPages:
    """Those of one visit. What there is no time for, up to `until`, waits for the next."""

    def __init__(self, context: VisitContext, until: float) -> None:
        self._context = context
        self._source, self._memory, self._harvest = context.source, context.memory, context.harvest
        self._until = until
        self._wanted: dict[str, _Wanted] = {}

    async def read(self, named: Mapping[str, Named]) -> None:
        """What the pages name, the newest first; what there is no time for waits, or stays as its list tells it."""
        await self._look_up(named)
        if not self._wanted:
            return
        wanted = sorted(self._wanted.items(), key=lambda one: _turn(one[1]), reverse=True)
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
                    self._harvest.refused(one.request, self._source.id, error)
                except MonitorError as error:
                    failed.append(error)
                    in_a_row += lost(error)
                    closed = _asks_for_peace(error) or in_a_row >= PATIENCE
                    self._fail(key, one, error)
        if failed and (len(failed) == tried or closed):
            self._harvest.failed(_as_listed(failed[-1]))

    async def _completed(self, request: Request) -> list[Item]:
        """What a page says; or its list, where that names a brand and the page does not: nothing may get lost."""
        items, told = await self._article(request), request.item
        if self._context.judge is None or told is None or not self._context.judge.named(told):
            return items
        return items if any(map(self._context.judge.named, items)) else [told]

    async def _article(self, request: Request) -> list[Item]:
        """The items of a page that is read once, and of those that follow it."""
        items: list[Item] = []
        waiting = deque([request])
        asked: set[str] = set()
        while waiting and len(asked) < PATIENCE:
            wanted = waiting.popleft()
            if key_of(wanted) in asked:
                continue
            asked.add(key_of(wanted))
            fetched = await self._context.fetcher.get(wanted, source=self._source, validators=None)
            if fetched.page is not None:
                found = (await self._context.read(fetched.page, None)).found
                items += [self._dated(thing, request) for thing in found if isinstance(thing, Item)]
                waiting.extend(thing for thing in found if isinstance(thing, Request))
        return items

    def _dated(self, item: Item, request: Request) -> Item:
        """A page that names no day is as old as its list says: an old one would come as news."""
        known = item.published is None and self._source.dates_what_it_lists
        return replace(item, published=request.listed) if known else item

    async def _look_up(self, named: Mapping[str, Named]) -> None:
        """What lists name now and was not read, and what earlier passes left; not of an entry that is another now."""
        waiting = self._memory.waiting if self._source.reads_lists else {}
        known = {**await self._memory.known(named), **waiting} if named else waiting
        for key, one in named.items():
            if self._context.places.holds(one.request.url):
                self._harvest.dropped.append(one.request.item or Item(self._source.id, one.request.url))
            else:
                self._want(key, one, known.get(key))
        for key, link in waiting.items() if not self._memory.again else ():
            request = Request(link.url, link.step, depth=1, once=link.stamp, listed=link.listed)
            self._wanted.setdefault(key, _Wanted(request, link))

    def _want(self, key: str, named: Named, known: Link | None) -> None:
        """Unless it was read as it stands in its list."""
        request = named.request
        stamp, again = request.once or "", self._memory.again
        if known is not None and known.read and known.stamp == stamp and not again:
            self._harvest.passed += request.item is not None
            return
        history = named.first_time or self._memory.first if known is None else known.history or again
        failures = known.failures if known is not None and known.stamp == stamp else 0
        link = Link(request.url, request.step, stamp, request.listed, history=history, failures=failures)
        self._wanted[key] = _Wanted(request, link)

    def _settle(self, key: str, one: _Wanted, items: Sequence[Item | None]) -> None:
        self._harvest.links[key] = replace(one.link, read=True, failures=0)
        found = [item for item in items if item is not None]
        self._harvest.take(found, history=one.link.history)
        if one.link.history and not self._memory.first and not self._memory.again:
            self._harvest.late.update(found)

    def _leave(self, key: str, one: _Wanted) -> None:
        if one.request.item is not None:
            self._settle(key, one, [one.request.item])
        else:
            self._harvest.links[key] = one.link

    def _fail(self, key: str, one: _Wanted, error: MonitorError) -> None:
        """Tried again in the next passes, but not for ever; what its list says of it is not lost."""
        if one.request.item is not None:
            self._settle(key, one, [one.request.item])
            return
        failures = one.link.failures + 1
        most = ENDURANCE if lost(error) else PATIENCE
        given_up = failures >= most or (isinstance(error, FetchError) and error.skipped and not error.retry_after)
        self._harvest.links[key] = replace(one.link, failures=failures, read=given_up)


def _as_listed(error: MonitorError) -> MonitorError:
    """The address of a page that is not there stands in its list, not in the file."""
    if isinstance(error, FetchError) and error.key in {"fetch.missing", "fetch.gone"}:
        return error.retold("fetch.missing_listed", **error.blanks)
    return error


def _asks_for_peace(error: MonitorError) -> bool:
    """Whether a site had better not be asked for further pages now."""
    return getattr(error, "cause", None) in {Cause.BLOCKED, Cause.WAIT}


def _turn(one: _Wanted) -> tuple[bool, datetime]:
    """What came since the source is watched goes first: lists without dates have it behind thousands of pages."""
    return not one.link.history, one.request.listed or datetime.min.replace(tzinfo=UTC)
