"""Counts a week: each figure is defined once, here, and is the same in every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta, tzinfo
from statistics import fmean, median, quantiles
from types import MappingProxyType
from typing import Final

from monitor.digest.brand import BrandWeek, Counts, Rating, Speed, Watched, Work
from monitor.digest.load import load_of
from monitor.digest.quality import BrandQuality, Quality
from monitor.digest.stories import FEW, LISTED, TOP, Stories, leading, wanted
from monitor.digest.week import Complaint, Digest
from monitor.digest.weeks import week_bounds, week_of
from monitor.domain import Flag, Label, Reason, Record, Role, Severity, SourceState, Status, Taught

_FEW = 5  # tones below which a balance would be noise
_NOTHING: Final[Mapping[str, Taught]] = MappingProxyType({})


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
    taught: Mapping[str, Taught] = _NOTHING,
    unwatched: timedelta = timedelta(0),
    busiest: int = 0,
    workdays: int = 7,
) -> Digest:
    """Counts a week. `mentions` reach a week further back; `alike` are the sources that watch all brands alike.

    `busiest` are the alerts of the chat that got most, on so many `workdays`.
    """
    start, end = week_bounds(week, zone)
    before, _ = week_bounds(week_of(start - timedelta(days=3), zone), zone)
    known = {watched.id for watched in brands}
    ours = [record for record in mentions if record.brand in known]
    this = [record for record in ours if start <= record.at < end]
    about_us = [record for record in this if record.reason is not Reason.NOT_ABOUT_US]
    previous = [r for r in ours if before <= r.at < start and r.reason is not Reason.NOT_ABOUT_US]
    voices = {watched.id: _voice(about_us, watched.id, alike) for watched in brands}
    own = {watched.id for watched in brands if watched.role is Role.OWN}
    newest = sorted((r for r in about_us if r.brand in own), key=lambda r: (r.at, r.number), reverse=True)
    return Digest(
        week=week_of(start, zone),
        start=start,
        end=end,
        timezone=str(zone),
        good=coverage[0],
        due=coverage[1],
        brands=tuple(_brand_week(watched, about_us, previous, voices) for watched in brands),
        stories=_stories(newest),
        sources=tuple(sources),
        quality=replace(
            _quality([r for r in this if r.brand in own], alerts_sent),
            brands=tuple(_brand_quality(watched, about_us, taught) for watched in brands if watched.id in own),
            load=load_of([r for r in this if r.brand in own], busiest, workdays),
        ),
        work=_work([r for r in newest if r.label is Label.NEGATIVE]),
        unwatched=unwatched,
        complaints=tuple(_complaints(newest, [r for r in previous if r.brand in own])),
    )


def _brand_week(
    watched: Watched, mentions: Iterable[Record], previous: Iterable[Record], voices: dict[str, int]
) -> BrandWeek:
    rows = [record for record in mentions if record.brand == watched.id]
    counts = _counts(rows)
    toned = counts.positive + counts.negative
    return BrandWeek(
        brand=watched,
        counts=counts,
        previous=_counts(record for record in previous if record.brand == watched.id),
        stories=len({record.story for record in rows}),
        net_sentiment=(counts.positive - counts.negative) / toned if toned >= _FEW else None,
        voice=voices[watched.id],
        voices=sum(voices.values()),
        work=_work([record for record in rows if record.label is Label.NEGATIVE]),
        ratings=tuple(_ratings(rows)),
    )


def _work(negative: Iterable[Record]) -> Work:
    waiting = [record for record in negative if wanted(record)]
    answered = [record for record in waiting if record.status is Status.ANSWERED]
    return Work(due=len(waiting), answered=len(answered), speed=_speed(answered))


def _stories(newest: Sequence[Record]) -> Stories:
    alarming = leading(r for r in newest if r.label is Label.NEGATIVE or r.flag is Flag.RISK)
    waiting = [r for r in alarming if wanted(r) and r.status in {Status.NEW, Status.TAKEN}]
    urgent = [r for r in waiting if r.severity is Severity.P1]
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
        negative=leading(r for r in newest if r.label is Label.NEGATIVE)[:TOP],
        positive=leading(r for r in newest if r.label is Label.POSITIVE)[:TOP],
    )


def _counts(records: Iterable[Record]) -> Counts:
    labels = [record.label for record in records]
    tones = (labels.count(label) for label in (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE))
    return Counts(len(labels), *tones)


def _complaints(records: Iterable[Record], previous: Iterable[Record]) -> Iterator[Complaint]:
    """A mention counts once for each thing it complains about."""
    now, before = (
        Counter(reason for record in group if record.label is Label.NEGATIVE for reason in record.reasons)
        for group in (records, previous)
    )
    for reason in sorted(now | before, key=lambda reason: (-now[reason], -before[reason], reason)):
        yield Complaint(reason, now[reason], before[reason])


def _voice(records: Iterable[Record], brand: str, alike: Collection[str]) -> int:
    seen = (r for r in records if r.brand == brand and any(source in alike for source in (r.source, *r.also)))
    return len({record.story for record in seen})


def _speed(answered: Iterable[Record]) -> Speed | None:
    minutes = [max((r.answered - r.at) / timedelta(minutes=1), 0) for r in answered if r.answered]
    if not minutes:
        return None
    p90 = quantiles(minutes, n=10, method="inclusive")[8] if len(minutes) > 1 else minutes[0]
    return Speed(median(minutes), p90, len(minutes))


def _ratings(records: Iterable[Record]) -> Iterator[Rating]:
    by_source: dict[str, list[float]] = {}
    for record in records:
        if record.rating is not None:
            by_source.setdefault(record.source, []).append(record.rating)
    for source, values in sorted(by_source.items()):
        yield Rating(source, fmean(values), len(values))


def _quality(records: Sequence[Record], alerts_sent: int) -> Quality:
    about_us = [record for record in records if record.reason is not Reason.NOT_ABOUT_US]
    flagged = [record for record in about_us if record.flag]
    return Quality(
        flagged=len(flagged),
        right=sum(not record.corrected for record in flagged),
        corrections=sum(record.corrected for record in about_us),
        alerts_sent=alerts_sent,
        dismissed={reason: sum(record.reason is reason for record in records) for reason in Reason},
    )


def _brand_quality(watched: Watched, mentions: Iterable[Record], taught: Mapping[str, Taught]) -> BrandQuality:
    flagged = [record for record in mentions if record.brand == watched.id and record.flag]
    return BrandQuality(
        brand=watched,
        flagged=len(flagged),
        right=sum(not record.corrected for record in flagged),
        sifted=sum(record.sifted for record in flagged),
        taught=taught.get(watched.id, Taught()),
    )
