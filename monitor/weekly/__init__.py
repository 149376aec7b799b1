"""A week of the store as a digest: which figures there are, and over what each is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from monitor.config.plan import Plan
from monitor.config.scalars import FOR_EVER
from monitor.digest import (
    WEEKS,
    BrandQuality,
    BrandWeek,
    Counts,
    Day,
    Digest,
    PastWeek,
    PlaceRatings,
    Quality,
    Watched,
    by_place,
    complaints_of,
    day_bounds,
    last_complete_week,
    load_of,
    mean_of,
    means,
    numbers,
    period_bounds,
    periods_until,
    rated_as,
    ratings_of,
    span_of,
    total,
    with_spikes,
    work_of,
)
from monitor.domain import Audience, Reason, Record, Role, SourceState, Taught
from monitor.replies.permission import quotable
from monitor.serp.first_pages import first_pages_of
from monitor.store import Extent, Pace, Store, Tally
from monitor.team.routes import EVERYTHING, Scope
from monitor.team.workdays import DAY, Workdays


@dataclass(frozen=True, slots=True)
class _Frame:
    """The week and the weeks before it, oldest first, over all brands and over our own."""

    first: date
    weeks: tuple[str, ...]
    moments: tuple[datetime, ...]  # at which they begin, and the last one ends
    days: tuple[datetime, ...]  # the midnights of a week, both ends included; of what is longer the ends alone
    watched: tuple[Watched, ...]
    all: Extent
    own: Extent

    @property
    def rivals(self) -> Extent:
        """The brands that are not our own."""
        return self.all.of(*(brand for brand in self.all.brands if brand not in self.own.brands))

    @property
    def before(self) -> Extent:
        """Our own brands, a week earlier."""
        return self.own.within(*self.moments[-3:-1])

    def each(self, extent: Extent) -> list[Extent]:
        """These brands in each of the weeks."""
        return [extent.within(*one) for one in pairwise(self.moments)]


@dataclass(frozen=True, slots=True)
class _Told:
    """How much was said: by brand in each week, and in each day of the last one; and how it was rated in each week."""

    weeks: tuple[Mapping[str, Counts], ...]
    days: tuple[Mapping[str, Counts], ...]
    rated: tuple[tuple[PlaceRatings, ...], ...]

    def usual_rating(self, brand: str) -> float | None:
        """What a brand's places are rated on the whole, in all these weeks."""
        return mean_of(one for week in self.rated for one in week if one.brand == brand)


async def weekly(store: Store, plan: Plan, week: str, *, now: datetime, scope: Scope = EVERYTHING) -> Digest:
    """Counts a week of the store; a chat is told of no mention that is kept from it."""
    frame = _frame(plan, week, scope)
    said = await _told(store, frame)
    tallies = await _tallies(store, frame, now)
    past = await _past(store, frame, said)
    states = await store.sources()
    start, end = frame.all.since, frame.all.until
    longer = span_of(frame.weeks[-1]) != "week"  # whoever is shown a month was not there when we began
    good, due = await store.visits(start, end, hidden=scope.hidden)
    stories = await store.week_stories(frame.own, past[-1].counts.mentions)
    return Digest(
        week=frame.weeks[-1],
        start=start,
        end=end,
        timezone=str(plan.zone),
        good=good,
        due=due,
        brands=await _brands(store, plan, frame, said, tallies),
        stories=stories,
        sources=tuple(
            states.get(source.id, SourceState(source.id)) for source in plan.enabled if source.id not in scope.hidden
        ),
        quality=await _quality(store, plan, frame, tallies),
        work=work_of(
            (tallies[brand].work for brand in frame.own.brands),
            speed=past[-1].speed,
            since_published=await store.speed(frame.own, Pace.SINCE_PUBLISHED),
        ),
        places=by_place(await store.works(frame.own, now)),
        latency=await store.speed(frame.own, Pace.DETECTION),
        complaints=complaints_of(await store.complaints(frame.own), await store.complaints(frame.before)),
        buyers=await store.buyers(frame.rivals),
        days=_days(frame, said),
        past=past,
        first_pages=await first_pages_of(store, plan, last_complete_week(end, plan.zone), scope.brands),
        unwatched=await (_unwatched(store, start, end, now) if longer else store.unwatched(start, end, now)),
        unwatched_before=await _unwatched(store, frame.before.since, frame.before.until, now),
        before=frame.before.until - frame.before.since,
        whole=now >= end,
        let_be=_numbers(stories.positive) - _numbers(quotable(stories.positive, plan)),
        aged=not due and await _aged(store, plan, end, now),
    )


def _numbers(records: Iterable[Record]) -> frozenset[int]:
    return frozenset(record.number for record in records)


async def _aged(store: Store, plan: Plan, end: datetime, now: datetime) -> bool:
    """Of a week before our first start there was never anything."""
    if end >= now - min(plan.retention, FOR_EVER):
        return False
    first = await store.first_read()
    return first is not None and first < end


async def _unwatched(store: Store, since: datetime, until: datetime, now: datetime) -> timedelta:
    """Of what was said before the first start only a part is known: what the sources still held."""
    first = await store.first_read() or since
    absent = max(min(first, until) - since, timedelta(0))
    return absent + await store.unwatched(since + absent, until, now)


def _frame(plan: Plan, week: str, scope: Scope) -> _Frame:
    start, end = period_bounds(week, plan.zone)
    weeks = periods_until(week, WEEKS, plan.zone)
    moments = *(period_bounds(one, plan.zone)[0] for one in weeks), end
    days = day_bounds(week, plan.zone) if span_of(week) == "week" else (start, end)
    seen = [brand for brand in plan.brands if scope.brands is None or brand.id in scope.brands]
    watched = tuple(Watched(brand.id, brand.name, brand.role) for brand in seen)
    whole = Extent(tuple(brand.id for brand in watched), start, end, scope.hidden)
    own = whole.of(*(brand.id for brand in watched if brand.role is Role.OWN))
    return _Frame(start.astimezone(plan.zone).date(), weeks, moments, days, watched, whole, own)


async def _told(store: Store, frame: _Frame) -> _Told:
    """The days of the week add up to it: each mention is counted once."""
    days = await store.counts(frame.all, frame.days)
    before = await store.counts(frame.all, frame.moments[:-1])
    week = {brand: total(day.get(brand, Counts()) for day in days) for brand in frame.all.brands}
    rated = [await store.place_ratings(one) for one in frame.each(frame.all)]
    return _Told((*before, week), days, tuple(rated))


async def _tallies(store: Store, frame: _Frame, now: datetime) -> Mapping[str, Tally]:
    """Of every brand, with how long its answers took."""
    found = await store.tallies(frame.all, now)
    speeds = await store.speeds(frame.all, Pace.ANSWER)
    published = await store.speeds(frame.all, Pace.SINCE_PUBLISHED)
    raised = await store.ratings_raised(frame.all)
    tallies = {}
    for brand in frame.all.brands:
        tally = found.get(brand, Tally())
        work = replace(
            tally.work,
            speed=speeds.get(brand),
            since_published=published.get(brand),
            raised=raised.get(brand, 0),
        )
        tallies[brand] = replace(tally, work=work)
    return tallies


async def _past(store: Store, frame: _Frame, said: _Told) -> tuple[PastWeek, ...]:
    own = frame.own.brands
    speeds = [await store.speed(one, Pace.ANSWER) for one in frame.each(frame.own)]
    counts = [_sum(week, own) for week in said.weeks]
    names = {one.id: one.name for one in frame.watched if one.id in own}
    ours = [[_named(one, names) for one in week if one.brand in own] for week in said.rated]
    ratings, rated = map(means, ours), map(numbers, ours)
    return tuple(PastWeek(*one) for one in zip(frame.weeks, counts, speeds, ratings, rated, strict=True))


def _named(rated: PlaceRatings, names: Mapping[str, str]) -> PlaceRatings:
    return replace(rated, source=rated_as(names[rated.brand], rated.source, len(names)))


async def _brands(
    store: Store, plan: Plan, frame: _Frame, said: _Told, tallies: Mapping[str, Tally]
) -> tuple[BrandWeek, ...]:
    alike = {source.id for source in plan.sources if source.watches_alike} - set(frame.all.hidden)
    stories = await store.story_counts(frame.all)
    voices = await store.voices(frame.all, alike) if frame.own.brands else {}  # a share of what we have no part in
    before, now = said.weeks[-2:]
    rated_before, rated = said.rated[-2:]
    return tuple(
        BrandWeek(
            brand=brand,
            counts=now[brand.id],
            previous=before.get(brand.id, Counts()),
            stories=stories.get(brand.id, 0),
            net_sentiment=now[brand.id].net_sentiment,
            voice=voices.get(brand.id, 0),
            voices=sum(voices.values()),
            work=tallies[brand.id].work,
            ratings=ratings_of(brand.id, rated, rated_before, said.usual_rating(brand.id)),
        )
        for brand in frame.watched
    )


async def _quality(store: Store, plan: Plan, frame: _Frame, tallies: Mapping[str, Tally]) -> Quality:
    """Of our own brands; competitors raise no alerts, and what raises none by now needs no muting."""
    own, extent, workdays = [tallies[brand] for brand in frame.own.brands], frame.own, Workdays.of(plan)
    length = extent.until.astimezone(plan.zone).date() - frame.first
    working = sum(workdays.is_working_day(frame.first + n * DAY) for n in range(length // DAY))
    taught = await store.taught()
    loud = {source.id for source in plan.sources if source.enabled and source.audience is not Audience.COMPANY}
    sent, busiest = await store.alerts_of(extent)
    return Quality(
        flagged=sum(one.flagged for one in own),
        right=sum(one.right for one in own),
        corrections=sum(one.corrections for one in own),
        alerts_sent=sent,
        dismissed={reason: sum(one.dismissed.get(reason, 0) for one in own) for reason in Reason},
        low_rated={reason: sum(one.low_rated.get(reason, 0) for one in own) for reason in Reason},
        brands=tuple(
            _brand_quality(brand, tallies[brand.id], taught) for brand in frame.watched if brand.role is Role.OWN
        ),
        load=load_of((one for one in await store.alerted(extent) if one.source in loud), busiest, working),
        asked=await store.overlooked(extent),
    )


def _brand_quality(brand: Watched, tally: Tally, taught: Mapping[str, Taught]) -> BrandQuality:
    return BrandQuality(brand, tally.flagged, tally.right, tally.sifted, taught.get(brand.id, Taught()))


def _days(frame: _Frame, said: _Told) -> tuple[Day, ...]:
    """A longer time is told as a whole, not day by day."""
    if span_of(frame.weeks[-1]) != "week":
        return ()
    own = frame.own.brands
    days = [Day(frame.first + n * DAY, _sum(day, own)) for n, day in enumerate(said.days)]
    return with_spikes(days, [_sum(week, own) for week in said.weeks[:-1]])


def _sum(counted: Mapping[str, Counts], brands: Iterable[str]) -> Counts:
    return total(counted.get(brand, Counts()) for brand in brands)
