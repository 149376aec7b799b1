"""Tries another sources.yaml on the newest mentions: which it would not have found, of which it would alert."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import structlog

from monitor.config.plan import Plan
from monitor.domain import Item, Record, Rehearsed, Severity
from monitor.errors import StoreError
from monitor.process.offload import offload
from monitor.sources.base import SourceBase
from monitor.store import Query, Store
from monitor.understanding import About, Understanding

BACK = timedelta(days=90)
MOST = 200  # mentions
LETTERS = 200_000  # of all of them together: a few seconds on a slow core

_PORTION = 10  # mentions: others get their turn in between
_OF_ALERTS = ("negative_below", "severity", "noise")
_OF_A_SOURCE = ("kind", "brand", "audience", "weight", "lang", "max_age")
_SAME = ""

log = structlog.get_logger(__name__)

_Found = tuple[SourceBase, Item, About]  # by which source, as it reads it, and whom it is about


async def rehearsed(store: Store, now: Understanding, plan: Plan, at: datetime) -> Rehearsed | None:
    """None where nothing changed that has to do with what is found and told, or where there is nothing to try it on.

    A database in trouble keeps nobody from changing the file.
    """
    told = _telling(now.plan, plan) != _telling(plan, now.plan)
    if not told and _finding(now.plan, now.plan) == _finding(plan, now.plan):
        return None
    own = {brand.id for brand in now.plan.own} & {brand.id for brand in plan.brands}
    try:
        found = await store.mentions(Query(since=at - BACK, brands=own, limit=MOST))
    except StoreError as error:
        log.warning("sources.yaml not tried", error=str(error))
        return None
    if not found:
        return None
    then = await offload(now.under, plan)
    tried = [one for part in _portions(found) for one in await offload(_fates, now, then, part, told=told)]
    return _sorted_out(tried) if tried else None


def _fates(
    now: Understanding, then: Understanding, records: Sequence[Record], *, told: bool
) -> list[tuple[Record, str]]:
    """Without what the present file would not find either: a person sent it in, or an earlier file found it."""
    fates = ((record, _fate(now, then, record, told=told)) for record in records)
    return [(record, fate) for record, fate in fates if fate is not None]


def _fate(now: Understanding, then: Understanding, record: Record, *, told: bool) -> str | None:
    """Which field of what is tried it goes to; how it sounds is worked out only where that may have changed."""
    here, there = ([*_found(one, record)] for one in (now, then))
    if not here:
        return None
    if not there:
        return "unfound"
    if not told and [about for *_, about in here] == [about for *_, about in there]:
        return _SAME
    was, would = _severity(now, record, here), _severity(then, record, there)
    if was is None or would is None:
        return "silent" if was else "alarming" if would else _SAME
    if Severity.P1 not in {was, would} or was is would:
        return _SAME
    return "urgent" if would is Severity.P1 else "calmer"


def _found(understanding: Understanding, record: Record) -> Iterator[_Found]:
    for name in (record.source, *record.also):
        source, item = understanding.plan.source(name), _item(record, name)
        if source is None or not source.enabled or understanding.places.in_item(item):
            continue
        about = understanding.about(item, source)
        if record.brand in about:
            yield source, item, about


def _severity(understanding: Understanding, record: Record, found: Sequence[_Found]) -> Severity | None:
    """By the source that makes most of it."""
    made = (
        understanding.mention(item, source, record.brand, about, now=record.at, history=False).verdict.severity
        for source, item, about in found
    )
    return min(filter(None, made), default=None)


def _item(record: Record, source: str) -> Item:
    """As it came, as far as that is kept."""
    return Item(
        source=source,
        url=record.url,
        title=record.title,
        text=record.text,
        author=record.author,
        published=record.published,
        dated=record.dated,
        rating=record.rating,
        rating_text=record.rating_text,
    )


def _sorted_out(tried: Sequence[tuple[Record, str]]) -> Rehearsed:
    def fated(name: str) -> tuple[Record, ...]:
        return tuple(record for record, fate in tried if fate == name)

    return Rehearsed(len(tried), fated("unfound"), fated("silent"), fated("alarming"), fated("urgent"), fated("calmer"))


def _portions(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    letters = 0
    for begin in range(0, len(records), _PORTION):
        part = records[begin : begin + _PORTION]
        letters += sum(len(one.title) + len(one.text) for one in part)
        if begin and letters > LETTERS:
            return
        yield part


def _finding(plan: Plan, known: Plan) -> object:
    """A source that is new has nothing that it could be tried on."""
    read = {source.id for source in plan.enabled}
    return plan.brands, plan.places, [source.id in read for source in known.sources]


def _telling(plan: Plan, other: Plan) -> object:
    """What decides on the tone and on who is told, of what is in both."""
    sources = {one.id: [getattr(one, key) for key in _OF_A_SOURCE] for one in plan.sources if other.source(one.id)}
    brands = {one.id: (one.role, one.sites, one.replies) for one in plan.brands if other.brand(one.id)}
    alerts = [getattr(plan.alerts, name) for name in _OF_ALERTS]
    return plan.lexicon, plan.model, plan.team.chats, alerts, sources, brands
