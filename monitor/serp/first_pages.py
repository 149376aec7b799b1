"""First pages of search engines as they stood in a week: whose each page is, what it says, how it moved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.config.plan import Brand, Plan
from monitor.digest import WEEKS, FirstPage, Known, Listing, Owner, first_page, week_bounds, week_of
from monitor.domain import Role
from monitor.places.forbidden import Places
from monitor.sources.base import BLANK
from monitor.sources.search import SearchSource
from monitor.store import Store

OLDEST = timedelta(days=14)  # a first page that was seen longer ago, and two visits, says nothing of a week
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query to a source: whom it is about, and when its first page was seen, oldest first."""

    source: SearchSource
    brand: Brand
    query: str
    moments: Sequence[datetime]


async def first_pages_of(
    store: Store, plan: Plan, week: str, brands: Collection[str] | None = None
) -> tuple[FirstPage, ...]:
    """What the digest of a week shows, of these brands or of all, in the order of the file."""
    searches = {source.id: source for source in searches_of(plan)}
    if not searches:
        return ()
    start, end = week_bounds(week, plan.zone)
    seen = await store.listed_at(searches, start - WEEKS * _WEEK - OLDEST, end)
    order = {name: place for place, name in enumerate(searches)}
    pages = []
    for (name, query), moments in sorted(seen.items(), key=lambda one: (order[one[0][0]], one[0][1])):
        source = searches[name]
        brand = brand_of(query, source, plan)
        fresh = moments[-1] >= end - max(OLDEST, 2 * source.longest_interval)
        if fresh and (not brands or brand.id in brands or brand.role is not Role.OWN):
            pages.append(await _page(store, plan, _Asked(source, brand, query, moments), start))
    return tuple(page for page in pages if page)


async def known_of(store: Store, plan: Plan, brand: Brand, listings: Iterable[Listing | None]) -> Known:
    """All that is known of the pages of these snapshots."""
    urls = {shown.url for listing in listings if listing for shown in listing.results}
    verdicts, mentions = await store.page_verdicts(brand.id, urls), await store.page_mentions(brand.id, urls)
    return Known(owners_of(plan), verdicts, mentions, frozenset(source.id for source in searches_of(plan)))


def searches_of(plan: Plan) -> tuple[SearchSource, ...]:
    """The sources that ask search engines, those included whose answers people bring."""
    return tuple(source for source in plan.sources if isinstance(source, SearchSource))


def owners_of(plan: Plan) -> Callable[[str], Owner | None]:
    """Tells whose an address is."""
    own, rivals = (Places(site for brand in plan.brands if brand.role is role for site in brand.sites) for role in Role)

    def owner(url: str) -> Owner | None:
        if own.covers(url):
            return Owner.OWN
        return Owner.COMPETITOR if rivals.covers(url) else None

    return owner


def brand_of(query: str, source: SearchSource, plan: Plan) -> Brand:
    """Whom a query is about: whose name fills {brand}, else whose name it says, else what the source says."""
    filled = [
        brand
        for brand in plan.brands
        if any(
            asked.replace(BLANK, name) == query for asked in source.queries if BLANK in asked for name in brand.names
        )
    ]
    said = query.casefold()
    named = [(len(name), brand) for brand in plan.brands for name in brand.names if name.casefold() in said]
    if filled:
        return filled[0]
    if named:
        return max(named, key=lambda one: one[0])[1]
    return (plan.brand(source.brand) if source.brand else None) or (plan.own or plan.brands)[0]


def last_of_weeks(moments: Sequence[datetime], plan: Plan) -> Mapping[str, datetime]:
    """The last look of each week, the oldest first."""
    return {week_of(at, plan.zone): at for at in moments}


async def _page(store: Store, plan: Plan, asked: _Asked, start: datetime) -> FirstPage | None:
    """None where the last look was forgotten while we read."""
    last, before = asked.moments[-1], _before(asked.moments, start)
    by_week = last_of_weeks([at for at in asked.moments if at >= start - (WEEKS - 1) * _WEEK], plan)
    wanted = {last, *by_week.values(), *([before] if before else ())}
    listings = await store.listings((asked.source.id, asked.query), wanted)
    known = await known_of(store, plan, asked.brand, listings.values())
    if last not in listings:
        return None
    earlier = listings.get(before) if before else None
    weeks = [(week, listings[at]) for week, at in by_week.items() if at in listings]
    return first_page(listings[last], earlier, known, engine=asked.source.engine, weeks=weeks)


def _before(moments: Sequence[datetime], start: datetime) -> datetime | None:
    """A week is compared with how it began: with what was seen last before its Monday, else before its last look."""
    earlier = moments[:-1]
    old = [at for at in earlier if at < start] or earlier
    return old[-1] if old else None
