"""Looks through the latest first pages: what is not read yet is read, what entered is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from monitor.config.plan import Brand
from monitor.digest import PLACES, WEEKS, Listing, Owner, PageVerdict, Shown
from monitor.domain import EnteredFirstPage
from monitor.domain.recent import is_recent
from monitor.errors import StoreError
from monitor.fetch import Fetcher
from monitor.live import Live
from monitor.places.addresses import address_key
from monitor.reading.reader import Reader
from monitor.serp.entering import Entered, entered, is_fresh, together
from monitor.serp.first_pages import OLDEST, brand_of, known_of, last_of_weeks, owners_of, searches_of
from monitor.serp.page_reading import PageReading, wants_reading
from monitor.sources.search import SearchSource
from monitor.store import Store

EVERY = 60  # seconds
REST = timedelta(hours=1)  # pages that could not be read, and what the team says, have time
PAGES = 40  # read in one round; what is left is read in the next
AT_ONCE = 5
DEEPEST = 20  # places down to which a page of ours may be the one to refresh
LOOKS = 50  # of the last day
EARLIER = 5  # looks before them: some may have been cut short
SPAN = timedelta(weeks=WEEKS)  # what people bring of the time before us is read for the digest too
_TICK = timedelta(microseconds=1)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Latest:
    """The looks at a query that may bring news, all that a digest shows of it, and whom it is about."""

    source: SearchSource
    brand: Brand
    looks: tuple[Listing, ...]  # oldest first
    shown: tuple[Listing, ...]  # newest first


class FirstPageWatch:
    """Decides from what is stored, so a restart forgets nothing and tells nothing twice."""

    def __init__(
        self,
        store: Store,
        live: Live,
        clock: Callable[[], datetime],
        *,
        fetcher: Fetcher,
        reader: Reader,
        pages: int = PAGES,
    ) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._fetcher = fetcher
        self._reader = reader
        self._pages = pages
        self._visits: Mapping[str, datetime | None] | None = None  # of the last round that left nothing to read
        self._looked: datetime | None = None

    async def look(self) -> None:
        """One round: a bounded number of pages, then the news. While nothing was visited it rests for an hour."""
        visited = await self._visited()
        if visited == self._visits and is_recent(self._looked, self._clock(), within=REST):
            return
        latest = await self._latest()
        more = await self._read(latest)
        for listing, notice in together([pair for one in latest for pair in await self._news(one)]):
            await self._tell(listing, notice)
        self._visits, self._looked = (None if more else visited), self._clock()

    async def _visited(self) -> Mapping[str, datetime | None]:
        searches = searches_of(self._live.plan)
        return {source.id: (await self._store.source(source.id)).last_success for source in searches}

    async def _latest(self) -> tuple[_Latest, ...]:
        plan, now = self._live.plan, self._clock()
        searches = {source.id: source for source in searches_of(plan)}
        if not searches:
            return ()
        found = []
        seen = await self._store.listed_at(searches, now - SPAN, now + _TICK)
        for asked, moments in sorted(seen.items()):
            if moments[-1] < now - OLDEST:
                continue
            source = searches[asked[0]]
            looks = await self._looks(asked, moments, now)
            weekly = await self._store.listings(asked, {*last_of_weeks(moments, plan).values()})
            shown = (*reversed(looks), *reversed(list(weekly.values())))
            found.append(_Latest(source, brand_of(asked[1], source, plan), looks, shown))
        return tuple(found)

    async def _looks(self, asked: tuple[str, str], moments: Sequence[datetime], now: datetime) -> tuple[Listing, ...]:
        """Those of the last day, the latest in any case, and a few before them."""
        fresh = [at for at in moments[:-1] if is_fresh(at, now)][-LOOKS:]
        wanted = [*fresh, moments[-1]]
        earlier = [at for at in moments if at < wanted[0]][-EARLIER:]
        listings = await self._store.listings(asked, [*earlier, *wanted])
        oldest = None if earlier else await self._store.listed_before(asked, wanted[0])
        return (*([oldest] if oldest else ()), *(listings[at] for at in sorted(listings)))

    async def _read(self, latest: Sequence[_Latest]) -> bool:
        """Answers whether pages were left. One that breaks its reading is judged by its snippet."""
        every = list((await self._wanted(latest)).values())
        wanted = every[: self._pages]
        reading = PageReading(self._fetcher, self._reader, self._live.understanding)
        room = asyncio.Semaphore(AT_ONCE)

        async def one(shown: Shown, brand: Brand, known: PageVerdict | None) -> None:
            async with room:
                await self._store.judge_page(await reading.judge(shown, brand, known, now=self._clock()))

        outcomes = await asyncio.gather(*(one(*page) for page in wanted), return_exceptions=True)
        for (shown, brand, known), outcome in zip(wanted, outcomes, strict=True):
            if isinstance(outcome, StoreError):  # no fault of the page, which is read in the next round
                raise outcome
            if isinstance(outcome, Exception):
                log.warning("a page of a search could not be judged", kind=type(outcome).__name__)
                await self._store.judge_page(reading.by_snippet(shown, brand, known, now=self._clock()))
        return len(every) > len(wanted)

    async def _wanted(
        self, latest: Sequence[_Latest]
    ) -> Mapping[tuple[str, str], tuple[Shown, Brand, PageVerdict | None]]:
        """Each page once for each brand, the best places first."""
        plan, places, now = self._live.plan, self._live.understanding.places, self._clock()
        owner = owners_of(plan)
        found: dict[tuple[str, str], tuple[Shown, Brand, PageVerdict | None]] = {}
        for one in latest:
            known = await known_of(self._store, plan, one.brand, one.shown)
            for shown in (result for listing in one.shown for result in listing.results):
                whose, key = owner(shown.url), address_key(shown.url)
                deepest = DEEPEST if whose is Owner.OWN else PLACES
                left_alone = whose is Owner.COMPETITOR or known.decides(shown.url) or places.holds(shown.url)
                if shown.position > deepest or left_alone or not key:
                    continue
                verdict = known.verdicts.get(key)
                if wants_reading(verdict, whose, now=now):
                    found.setdefault((key, one.brand.id), (shown, one.brand, verdict))
        return dict(sorted(found.items(), key=lambda page: page[1][0].position))

    async def _news(self, one: _Latest) -> Sequence[Entered]:
        known = await known_of(self._store, self._live.plan, one.brand, one.looks[-1:])
        return list(entered(one.looks, known, one.brand, engine=one.source.engine, now=self._clock()))

    async def _tell(self, listing: Listing, notice: EnteredFirstPage) -> None:
        targets = self._live.routes.about(notice.brand)
        if await self._store.tell_entered(notice, listing, targets, self._clock()):
            log.info("entered the first page", source=listing.source, position=notice.position)
