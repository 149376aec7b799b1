"""The figures of a week once more: slowly, over whole mentions, straight from their definitions.

What the database counts must equal this. It shares no code with it but for the values and the bounds of weeks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from math import exp, factorial
from statistics import fmean, median, quantiles

from monitor.digest import (
    FEW,
    LISTED,
    TOP,
    Asked,
    BrandQuality,
    BrandWeek,
    Buyers,
    Complaint,
    Counts,
    Day,
    Digest,
    Load,
    PastWeek,
    PlaceWork,
    Quality,
    Rating,
    Speed,
    Stories,
    Watched,
    Work,
    week_bounds,
    week_of,
)
from monitor.domain import Flag, Label, Lesson, Reason, Record, Role, Severity, SourceState, Status, Taught, Why

WEEKS, PRIOR, LATEST = 8, 5, 50
MINUTE = timedelta(minutes=1)
URGENCY = {Severity.P1: 0, Severity.P2: 1, Severity.P3: 2, None: 3}


@dataclass(frozen=True)
class Change:
    """Another rating, seen after our answer."""

    mention: int
    at: datetime
    was: float | None
    now: float | None


def build(
    week: str,
    *,
    zone: tzinfo,
    brands: Sequence[Watched],
    mentions: Iterable[Record],
    sources: Iterable[SourceState],
    alike: Collection[str],
    coverage: tuple[int, int],
    alerts_sent: int,
    taught: Mapping[str, Taught] | None = None,
    unwatched: timedelta = timedelta(0),
    busiest: int = 0,
    workdays: int = 7,
    now: datetime | None = None,
    changes: Iterable[Change] = (),
    lessons: Iterable[Lesson] = (),
    hidden: Collection[str] = (),
    loud: Collection[str] | None = None,
    let_be: Callable[[Record], bool] = lambda _: False,
) -> Digest:
    """Counts a week; `mentions` reach as far back as the figures do, `busiest` are the alerts of the loudest chat.

    `loud` are the sources that still raise alerts; None: all.
    """
    start, end = week_bounds(week, zone)
    everything = tuple(mentions)
    names = {watched.id for watched in brands}
    own = {watched.id for watched in brands if watched.role is Role.OWN}
    shown = [one for one in everything if one.brand in names and not {one.source, *one.also} <= set(hidden)]
    about = [record for record in shown if record.reason is not Reason.NOT_ABOUT_US]
    ours = [record for record in about if record.brand in own]
    weeks = [_within(about, *bounds) for bounds in _weeks(start, zone)]
    this = weeks[-1]
    mine = [[record for record in one if record.brand in own] for one in weeks]
    moment, alike = now or end, set(alike) - set(hidden)
    voices = {watched.id: _voice(this, watched.id, alike) if own else 0 for watched in brands}
    seen = [one for one in sources if one.id not in hidden]
    numbers = {record.number: record for record in about}
    rises = Counter(numbers[number].brand for number in _risen(changes, start, end) if number in numbers)
    told = _stories(mine[-1], [record for record in ours if record.at < start], everything)
    return Digest(
        week=week_of(start, zone),
        start=start,
        end=end,
        timezone=str(zone),
        good=coverage[0],
        due=coverage[1],
        brands=tuple(
            BrandWeek(
                brand=watched,
                counts=_counts(rows := [r for r in this if r.brand == watched.id]),
                previous=_counts(before := [r for r in weeks[-2] if r.brand == watched.id]),
                stories=len({record.story for record in rows}),
                net_sentiment=_balance(rows),
                voice=voices[watched.id],
                voices=sum(voices.values()),
                work=replace(_work(rows, moment), raised=rises[watched.id]),
                ratings=tuple(_ratings(rows, before, [r for w in weeks for r in w if r.brand == watched.id])),
            )
            for watched in brands
        ),
        stories=told,
        sources=tuple(seen),
        quality=_quality(
            [r for r in _within(shown, start, end) if r.brand in own],
            brands=[watched for watched in brands if watched.role is Role.OWN],
            taught=taught or {},
            alerts_sent=alerts_sent,
            busiest=busiest,
            workdays=workdays,
            asked=_asked([x for x in lessons if x.brand in own], end, {r.number for r in shown}),
            loud=loud,
        ),
        work=replace(_work(mine[-1], moment), raised=sum(rises[brand] for brand in own)),
        places=_places(mine[-1], moment),
        latency=_speed((record.published, record.found) for record in mine[-1] if _freshly_found(record)),
        complaints=tuple(_complaints(mine[-1], mine[-2])),
        buyers=_buyers([record for record in this if record.brand not in own]),
        days=tuple(_days(start, zone, mine)),
        past=tuple(_past(start, zone, mine, {one.id: one.name for one in brands if one.id in own})),
        unwatched=unwatched,
        before=start - _weeks(start, zone)[-2][0],
        whole=moment >= end,
        let_be=frozenset(record.number for record in told.positive if let_be(record)),
    )


def _weeks(start: datetime, zone: tzinfo) -> list[tuple[datetime, datetime]]:
    monday = start.astimezone(zone).date()
    names = [(monday - timedelta(weeks=back)).isocalendar() for back in range(WEEKS - 1, -1, -1)]
    return [week_bounds(f"{year}-W{number}", zone) for year, number, _ in names]


def _within(records: Iterable[Record], start: datetime, end: datetime) -> list[Record]:
    return [record for record in records if start <= record.at < end]


def _counts(records: Sequence[Record]) -> Counts:
    labels = [record.label for record in records]
    return Counts(len(labels), labels.count(Label.NEGATIVE), labels.count(Label.NEUTRAL), labels.count(Label.POSITIVE))


def _balance(records: Sequence[Record]) -> float | None:
    good = sum(record.label is Label.POSITIVE for record in records)
    bad = sum(record.label is Label.NEGATIVE for record in records)
    return (good - bad) / (good + bad) if good + bad >= 5 else None


def _wanted(record: Record) -> bool:
    """What was there before us counts from when someone takes it; what is put away unseen was never taken."""
    taken = record.status in {Status.TAKEN, Status.ANSWERED} or record.assignee is not None
    return not record.history or taken


def _is_open(record: Record) -> bool:
    return record.status in {Status.NEW, Status.TAKEN}


def _places(records: Sequence[Record], now: datetime) -> tuple[PlaceWork, ...]:
    found = (
        PlaceWork(source, replace(_work((r for r in records if r.source == source), now), since_published=None))
        for source in sorted({record.source for record in records})
    )
    return tuple(sorted((one for one in found if one.work.due >= 3), key=lambda one: -one.work.due))


def _work(records: Iterable[Record], now: datetime) -> Work:
    due = [record for record in records if record.label is Label.NEGATIVE and _wanted(record)]
    answered = [record for record in due if record.status is Status.ANSWERED]
    late = [r for r in due if _is_open(r) and r.deadline is not None and r.deadline <= now]
    timed = [r for r in answered if r.deadline is not None]
    return Work(
        due=len(due),
        answered=len(answered),
        speed=_speed((r.at, r.answered) for r in answered if r.answered),
        since_published=_speed((r.published, r.answered) for r in answered if r.answered and r.published),
        timed=len(timed) + len(late),
        in_time=sum(bool(r.answered and r.deadline and r.answered <= r.deadline) for r in timed),
        settled=sum(record.settled is not None for record in due),
    )


def _speed(times: Iterable[tuple[datetime | None, datetime]]) -> Speed | None:
    minutes = [max((end - begin) / MINUTE, 0) for begin, end in times if begin is not None]
    if not minutes:
        return None
    p90 = quantiles(minutes, n=10, method="inclusive")[8] if len(minutes) > 1 else minutes[0]
    return Speed(median(minutes), p90, len(minutes))


def _freshly_found(record: Record) -> bool:
    """Found by us when it was new, and its date says when that was."""
    known = record.published is not None and record.dated and record.published < record.found
    return known and not record.history and record.at == record.found


def _ratings(rows: Iterable[Record], before: Iterable[Record], all_weeks: Iterable[Record]) -> Iterator[Rating]:
    now, earlier = _by_source(rows), _by_source(before)
    usual = [record.rating for record in all_weeks if record.rating is not None]
    for source, records in sorted(now.items()):
        values = [record.rating or 0.0 for record in records]
        yield Rating(
            source,
            fmean(values),
            len(values),
            previous=fmean([r.rating or 0.0 for r in earlier[source]]) if source in earlier else None,
            smoothed=(PRIOR * fmean(usual) + sum(values)) / (PRIOR + len(values)),
            unanswered=sum(r.label is Label.NEGATIVE and _wanted(r) and _is_open(r) for r in records),
        )


def _by_source(records: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        if record.rating is not None:
            found.setdefault(record.source, []).append(record)
    return found


def _voice(records: Iterable[Record], brand: str, alike: Collection[str]) -> int:
    seen = (r for r in records if r.brand == brand and any(source in alike for source in (r.source, *r.also)))
    return len({record.story for record in seen})


def _risen(changes: Iterable[Change], start: datetime, end: datetime) -> Iterator[int]:
    told: dict[int, list[Change]] = {}
    for change in changes:
        if start <= change.at < end:
            told.setdefault(change.mention, []).append(change)
    for number, ours in told.items():
        was, now = ours[0].was, ours[-1].now
        if was is not None and now is not None and now > was:
            yield number


def _stories(week: Sequence[Record], earlier: Sequence[Record], everything: Sequence[Record]) -> Stories:
    newest = sorted(week, key=lambda r: (r.at, r.number), reverse=True)
    alarming = _leading(r for r in newest if r.label is Label.NEGATIVE or r.flag is Flag.RISK)
    waiting = [r for r in alarming if _wanted(r) and _is_open(r)]
    urgent = [r for r in waiting if r.severity is Severity.P1]
    undone = _undone(earlier, everything)
    return Stories(
        mentions=len(newest),
        all=tuple(newest) if len(newest) < FEW else (),
        alarming=alarming[:LISTED],
        alarming_count=len(alarming),
        waiting=len(waiting),
        urgent=len(urgent),
        untaken=sum(r.status is Status.NEW for r in urgent),
        oldest=min(waiting, key=lambda r: (r.at, r.number), default=None),
        before_us=sum(r.history and r.status is Status.NEW for r in alarming),
        negative=_leading(r for r in newest if r.label is Label.NEGATIVE)[:TOP],
        positive=_leading(r for r in newest if r.label is Label.POSITIVE)[:TOP],
        backlog=len({(record.brand, record.story) for record in undone}),
        backlog_oldest=min(undone, key=lambda r: (r.at, r.number), default=None),
    )


def _buyers(theirs: Iterable[Record]) -> Buyers:
    asked = _leading(r for r in theirs if r.flag is Flag.QUESTION)
    return Buyers(len(asked), tuple(sorted(asked, key=lambda r: (r.at, r.number), reverse=True)[:TOP]))


def _leading(records: Iterable[Record]) -> tuple[Record, ...]:
    """One mention for each story, its most urgent, if it can be that with the card; the most urgent stories first."""
    ordered = sorted(records, key=lambda r: (URGENCY[r.severity], -abs(r.score), -r.at.timestamp(), -r.number))
    first: dict[tuple[str, str], Record] = {}
    for record in sorted(ordered, key=lambda r: (URGENCY[r.severity], r.story != r.number)):
        first.setdefault((record.brand, record.story), record)
    return tuple(sorted(first.values(), key=ordered.index))


def _undone(earlier: Sequence[Record], everything: Sequence[Record]) -> list[Record]:
    """Alerts of earlier weeks; whoever answered or put away one of a story has done something about it."""
    done = {(r.brand, r.story) for r in everything if r.severity and not _is_open(r)}
    return [r for r in earlier if r.severity and _is_open(r) and (r.brand, r.story) not in done]


def _quality(
    records: Sequence[Record],
    *,
    brands: Sequence[Watched],
    taught: Mapping[str, Taught],
    alerts_sent: int,
    busiest: int,
    workdays: int,
    asked: Asked,
    loud: Collection[str] | None,
) -> Quality:
    about = [record for record in records if record.reason is not Reason.NOT_ABOUT_US]
    flagged = [record for record in about if record.flag]
    low = [record for record in records if record.rating is not None and record.rating <= 0.25]
    return Quality(
        flagged=len(flagged),
        right=sum(not record.corrected for record in flagged),
        corrections=sum(record.corrected for record in about),
        alerts_sent=alerts_sent,
        dismissed={reason: sum(record.reason is reason for record in records) for reason in Reason},
        low_rated={reason: sum(record.reason is reason for record in low) for reason in Reason},
        brands=tuple(_brand_quality(watched, flagged, taught) for watched in brands),
        load=_load([one for one in records if loud is None or one.source in loud], busiest, workdays),
        asked=asked,
    )


def _brand_quality(watched: Watched, flagged: Iterable[Record], taught: Mapping[str, Taught]) -> BrandQuality:
    ours = [record for record in flagged if record.brand == watched.id]
    quiet = [r for r in ours if r.why is Why.CORRECTION and not r.corrected and r.severity is None]
    right = sum(not record.corrected for record in ours)
    return BrandQuality(watched, len(ours), right, len(quiet), taught.get(watched.id, Taught()))


def _load(records: Iterable[Record], busiest: int, workdays: int) -> Load:
    alerted = [record for record in records if record.severity is not None]
    raised = Counter(record.source for record in alerted)
    dismissed = Counter(record.source for record in alerted if record.status is Status.DISMISSED)
    source = max(raised, key=lambda one: (dismissed[one], raised[one], one), default="")
    return Load(busiest, workdays, source, raised[source], dismissed[source])


def _asked(lessons: Sequence[Lesson], end: datetime, shown: Collection[int]) -> Asked:
    before = [one for one in lessons if one.asked and one.at < end and one.mention in shown]
    last = sorted(before, key=lambda one: (one.at, one.mention), reverse=True)[:LATEST]
    return Asked(len(last), sum(one.negative for one in last))


def _complaints(records: Iterable[Record], previous: Iterable[Record]) -> Iterator[Complaint]:
    now, before = (
        Counter(reason for record in group if record.label is Label.NEGATIVE for reason in record.reasons)
        for group in (records, previous)
    )
    for reason in sorted({*now, *before}, key=lambda one: (-now[one], -before[one], one)):
        yield Complaint(reason, now[reason], before[reason])


def _days(start: datetime, zone: tzinfo, weeks: Sequence[Sequence[Record]]) -> Iterator[Day]:
    first = next((n for n, week in enumerate(weeks[:-1]) if week), len(weeks))
    before = weeks[first:-1]
    negative = sum(record.label is Label.NEGATIVE for week in before for record in week)
    usual = negative / (7 * len(before)) if len(before) >= 2 else None
    for n in range(7):
        day: date = start.astimezone(zone).date() + timedelta(days=n)
        counts = _counts([record for record in weeks[-1] if record.at.astimezone(zone).date() == day])
        yield Day(day, counts, spike=usual is not None and _is_rare(counts.negative, usual))


def _is_rare(count: int, usual: float) -> bool:
    """At least four, where chance brings so many less often than once in 200 days."""
    below = sum(exp(-usual) * usual**k / factorial(k) for k in range(min(count, 150)))
    return count >= 4 and 1 - below < 0.005


def _past(
    start: datetime, zone: tzinfo, weeks: Sequence[Sequence[Record]], names: Mapping[str, str]
) -> Iterator[PastWeek]:
    for (monday, _), records in zip(_weeks(start, zone), weeks, strict=True):
        answers = [r for r in records if r.label is Label.NEGATIVE and _wanted(r) and r.status is Status.ANSWERED]
        speed = _speed((r.at, r.answered) for r in answers if r.answered)
        places: dict[str, list[float]] = {}
        for record in records:
            if record.rating is not None:
                called = f"{names[record.brand]}, {record.source}" if len(names) > 1 else record.source
                places.setdefault(called, []).append(record.rating)
        ratings = {place: fmean(rated) for place, rated in places.items()}
        rated = {place: len(rated) for place, rated in places.items()}
        yield PastWeek(week_of(monday, zone), _counts(records), speed, ratings, rated)
