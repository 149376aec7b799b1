"""Collecting: what a source showed is compared with what is stored, and kept with all that follows from it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Change, ChangeKind, Hold, Identified, Link, SourceState
from monitor.errors import Cause
from monitor.places.forbidden import SIFTED, Places
from monitor.process.offload import offload, offload_large
from monitor.store import (
    alerts,
    answered,
    doubled,
    growth,
    pausing,
    retelling,
    teaching,
    unchanged,
    vanished,
    visited,
)
from monitor.store.connection.engine import Database
from monitor.store.connection.group_commit import Grouped, UnderWay
from monitor.store.connection.one_trip import in_one_trip
from monitor.store.edits import edit, taken_up
from monitor.store.heard import Heard
from monitor.store.items import Known, compared, is_settled, known, recognised
from monitor.store.mentions import Stored, insert_mentions, rows_of, seen_elsewhere
from monitor.store.meta import note, noted
from monitor.store.placing import Placing, place, unsettled
from monitor.store.removal import forbidding, forgetting, forgotten
from monitor.store.values import Kept, Lemmas, Met, Remembered, Unchanged, Visit

_HOLDS = "holds"


@dataclass(frozen=True, slots=True)
class _Shown:
    source: str
    found: Sequence[Identified]


@dataclass(frozen=True, slots=True)
class _Brought:
    visit: Visit
    heard: Heard


class Collecting:
    """The verbs of a visit."""

    _database: Database
    _lemmas: Lemmas
    _places: Places
    _under_way: UnderWay
    _meeting: Grouped[_Shown, Met]
    _keeping: Grouped[_Brought, Kept]

    def visiting(self) -> AbstractContextManager[None]:
        """Around a visit: what several of them want at the same moment is asked, and written, together."""
        return self._under_way.visit()

    async def source(self, source: str) -> SourceState:
        """What is remembered of a source; a fresh state where nothing is."""
        async with self._database.reading() as connection:
            return (await visited.some(connection, [source]))[source]

    async def sources(self) -> dict[str, SourceState]:
        """The same of all that were ever visited or are paused."""
        async with self._database.reading() as connection:
            return await pausing.states(connection)

    async def remembered(self, sources: Collection[str]) -> dict[str, Remembered]:
        """What the visits of these sources begin with."""
        async with self._database.reading() as connection:
            return await unchanged.remembered(connection, sources)

    async def waiting(self, source: str) -> dict[str, Link]:
        """Pages that a source's lists named and that are not read yet, by what tells them apart."""
        async with self._database.reading() as connection:
            return await visited.waiting(connection, source)

    async def links(self, source: str, keys: Collection[str]) -> dict[str, Link]:
        """Of these pages of its lists those that are remembered."""
        async with self._database.reading() as connection:
            return await visited.links(connection, source, keys)

    async def holds(self) -> dict[str, Hold]:
        """Sites that are left alone, until when and why."""
        async with self._database.reading() as connection:
            return await _held(connection)

    async def keep_holds(self, holds: Mapping[str, Hold], *, now: datetime) -> None:
        """Beside those that other processes keep; what is over is forgotten, and the longer of two counts."""
        async with self._database.writing() as connection:
            held = await _held(connection)
            longer = {site: hold for site, hold in holds.items() if site not in held or held[site].until <= hold.until}
            lasting = {site: hold for site, hold in (held | longer).items() if hold.until > now}
            kept = json.dumps({site: [hold.until.isoformat(), hold.cause] for site, hold in lasting.items()})
            await note(connection, _HOLDS, kept)

    async def met(self, source: str, found: Sequence[Identified]) -> Met:
        """What is remembered of a source by now, and what of these it shows for the first time."""
        return await self._meeting.do(_Shown(source, found), len(found))

    async def compare(self, source: str, found: Sequence[Identified]) -> tuple[Change, ...]:
        """New, edited or known: any one key is enough, the strongest decides."""
        if not found:
            return ()
        async with self._database.reading() as connection:
            return await in_one_trip(connection, partial(_compared, source=source, found=found))

    async def keep(self, visit: Visit) -> Kept:
        """Items, mentions, stories, what is owed and how the source is doing: written together, and twice is once."""
        heard = Heard(self._lemmas)
        if any(mentions for _, mentions in visit.changes):
            await offload(heard.all, (change.found.item for change, mentions in visit.changes if mentions))
        return await self._keeping.do(_Brought(visit, heard), len(visit.changes))

    async def keep_unchanged(self, visits: Sequence[Unchanged]) -> None:
        """That these visits found everything as it was: written together, and twice is once."""
        async with self._database.writing() as connection:
            await unchanged.note(connection, visits)

    @staticmethod
    async def _meet(connection: AsyncConnection, shown: Sequence[_Shown]) -> list[Met]:
        """Of all of them in as many questions as of one."""
        states = await visited.some(connection, [one.source for one in shown])
        new = [found for one in shown if states[one.source].first_success is None for found in one.found]
        old = [found for one in shown if states[one.source].first_success is not None for found in one.found]
        stored = await known(connection, new) | await recognised(connection, old)  # of a first visit most is new
        every = [await _changes(one.source, one.found, stored) for one in shown]
        fresh = [any(change.kind is not ChangeKind.KNOWN for change in changes) for changes in every]
        lessons = await teaching.mark(connection) if any(fresh) else ""
        met = zip(shown, every, fresh, strict=True)
        return [Met(states[one.source], changes, lessons if new else "") for one, changes, new in met]

    async def _keep_all(self, connection: AsyncConnection, brought: Sequence[_Brought]) -> list[Kept]:
        """Items all at once; what follows from them one after the other, for one may tell what another one tells."""
        marks = await forgotten.marks_of(connection)
        sifted = [await self._sifted(connection, one.visit, marks) for one in brought]
        visits = [visit for visit, _ in sifted]
        placings = await place(connection, visits)
        kept = [
            await self._keep(connection, visit, met, one.heard, placing)
            for (visit, met), one, placing in zip(sifted, brought, placings, strict=True)
        ]
        await visited.note(connection, visits)
        return kept

    async def _sifted(
        self, connection: AsyncConnection, visit: Visit, marks: forgotten.Marks | None
    ) -> tuple[Visit, Sequence[Identified]]:
        """A visit without what nobody may keep, and what of that was forgotten; and without what stands as it stood."""
        if visit.sifted != self._places.digest:  # the list has changed meanwhile, or nobody has looked
            visit = await offload_large(SIFTED * len(visit.changes), forbidding.sifted, visit, self._places)
        visit, met = await forgotten.sifted(connection, visit, marks)
        return unsettled(visit), met

    async def _keep(
        self, connection: AsyncConnection, visit: Visit, met: Sequence[Identified], heard: Heard, placing: Placing
    ) -> Kept:
        """All but how its source is doing."""
        kept = await self._keep_changes(connection, visit, heard, placing) if visit.changes else Kept()
        for target, notice in visit.notices:
            key = f"{type(notice).__name__}:{visit.source}:{visit.at.isoformat()}:{target}"
            await alerts.owe_notice(connection, target, notice, visit.at, key)
        if visit.before_us is not None and not await visited.took_place(connection, visit):
            one = visit.before_us
            await alerts.sum_up(connection, one.told, one.key, now=visit.at, due=one.due)
        await forbidding.turn_away(connection, visit.source, visit.dropped)
        await forgetting.turn_away(connection, visit.source, met)
        return replace(kept, forgotten=len(met))

    async def _keep_changes(self, connection: AsyncConnection, visit: Visit, heard: Heard, placing: Placing) -> Kept:
        placed, fresh = placing.placed, placing.fresh
        rows = await rows_of(connection, (one.item_id for one in placed if one.item_id not in fresh))
        worse = await edit(connection, visit, placed, heard)
        worse += await taken_up(connection, visit, placed, rows, heard)
        added = await insert_mentions(connection, visit, placed, rows, heard)
        await seen_elsewhere(connection, visit, placed, rows)
        await vanished.note(connection, visit, {one.item_id for one in placed})
        await answered.note(connection, visit, placed, self._places)
        await alerts.refresh_stories(connection, {one.story for one in added if one.copy})
        await retelling.tell(connection, visit, added)
        flagged = [*worse, *(one.flagged for one in added if one.flagged)]
        begun = {one.story for one in added if not one.copy}
        await alerts.raise_alerts(connection, flagged, visit.at, begun=begun)
        await doubled.refresh(connection, [one.number for one in flagged])
        edited = {one.item_id for one in placed if one.kind is ChangeKind.EDITED}
        grown = {one.story for one in added if one.number != one.story}
        grown |= {row.story for (item_id, _), row in rows.items() if item_id in edited}
        grown |= {one.story for one in worse}
        await growth.raise_urgency(connection, visit, grown)
        return _kept(len(fresh), added)


async def _compared(connection: AsyncConnection, source: str, found: Sequence[Identified]) -> tuple[Change, ...]:
    return await _changes(source, found, await recognised(connection, found))


async def _changes(source: str, found: Sequence[Identified], stored: Mapping[str, Known]) -> tuple[Change, ...]:
    answers = await offload_large(len(found), compared, source, found, stored)
    return tuple(
        Change(one, kind, was.id, was.mentions, was.quiet_until(source), settled=is_settled(source, one, kind, was))
        if was
        else Change(one, kind)
        for one, (kind, was) in zip(found, answers, strict=True)
    )


async def _held(connection: AsyncConnection) -> dict[str, Hold]:
    kept = json.loads(await noted(connection, _HOLDS) or "{}")
    return {site: Hold(datetime.fromisoformat(until), Cause(cause)) for site, (until, cause) in kept.items()}


def _kept(new: int, added: Sequence[Stored]) -> Kept:
    return Kept(new, len(added), sum(one.negative for one in added))
