"""Stores what is new of a visit, and finds the place of what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, Integer, Text, bindparam, cast, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import ChangeKind, Identified, Item, Mention
from monitor.identity import PRINT, content_of, left, shown_by, sought
from monitor.identity.authors import nameless
from monitor.process.offload import offload_large
from monitor.store.connection.sql import GOES_ALONG, as_json, insert, pairs, portions, reserve
from monitor.store.items import KEYS, Known, compared, known
from monitor.store.tables import ITEM, ITEM_KEY
from monitor.store.tables.mentions import Keeps
from monitor.store.values import Visit

_PRINTS = (
    update(ITEM).where(ITEM.c.id == bindparam("number")).values(digest=bindparam("said"), shown_by=bindparam("shown"))
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A change with its item in the database, and what it turned out to be there."""

    found: Identified
    kind: ChangeKind
    item_id: int
    mentions: tuple[Mention, ...]
    unnamed: bool = False  # who said it is no longer kept

    @property
    def item(self) -> Item:
        """What may be kept of it."""
        return nameless(self.found.item) if self.unnamed else self.found.item


@dataclass(frozen=True, slots=True)
class Placing:
    """Where everything of a visit is stored, and which numbers are new."""

    placed: Sequence[Placed]
    fresh: Set[int]


@dataclass(frozen=True, slots=True)
class _Told:
    """What each item of a visit is to us, and the new ones by their keys."""

    visit: Visit
    answers: Sequence[tuple[ChangeKind, Known | None]]
    fresh: Mapping[tuple[str, ...], Identified]


def unsettled(visit: Visit) -> Visit:
    """A visit without what it shows as it did last time, unless that may tell something of what else is shown."""
    told = visit.span is not None or visit.voices.may_answer([change.found.item for change, _ in visit.changes])
    if told:
        return visit
    return replace(visit, changes=[(change, said) for change, said in visit.changes if said or not change.settled])


async def place(connection: AsyncConnection, visits: Sequence[Visit]) -> list[Placing]:
    """Stores what is new of several visits, all at once; what two of them bring the later one finds stored.

    Looked up as late as possible: another visit may have brought the same since these were compared.
    """
    placings: list[Placing] = []
    while len(placings) < len(visits):
        rest = visits[len(placings) :]
        stored = await known(connection, (found for visit in rest for found in _found(visit)))
        placings += await _place(connection, _apart(rest, stored), stored)
    return placings


async def _place(connection: AsyncConnection, visits: Sequence[Visit], stored: Mapping[str, Known]) -> list[Placing]:
    amount = sum(len(visit.changes) for visit in visits)
    told = await offload_large(amount, lambda: [_sorted_out(visit, stored) for visit in visits])
    numbers = await _store(connection, told)
    placings = [_at_its_place(one, numbers) for one in told]
    await _note_keys(connection, (one for placing in placings for one in placing.placed), stored)
    if changed := [of_one for pair in zip(told, placings, strict=True) for of_one in _prints(*pair)]:
        await connection.execute(_PRINTS, changed)
    return placings


def _apart(visits: Sequence[Visit], stored: Mapping[str, Known]) -> Sequence[Visit]:
    """The first of them, as far as none brings what one before it brings as well."""
    taken: set[str | int] = set()
    for place, visit in enumerate(visits):
        brought: set[str | int] = set()
        for found in _found(visit):
            keys = sought(found)
            brought.update(keys, left(found), (stored[key].id for key in keys if key in stored))
        if not taken.isdisjoint(brought):
            return visits[:place]
        taken |= brought
    return visits


def _at_its_place(told: _Told, numbers: Mapping[str, int]) -> Placing:
    placed = []
    for (change, mentions), (kind, was) in zip(told.visit.changes, told.answers, strict=True):
        item_id = was.id if was else next(numbers[key] for key in change.found.keys if key in numbers)
        again = was is None and told.fresh.get(change.found.keys) is not change.found
        unread = kind is ChangeKind.EDITED and change.kind is ChangeKind.KNOWN  # edited since: the next visit judges it
        now = ChangeKind.KNOWN if again or unread else kind
        placed.append(_placed(change.found, now, item_id, mentions, was.keeps if was else Keeps.ALL))
    return Placing(placed, {numbers[first] for first, *_ in told.fresh})


def _placed(found: Identified, kind: ChangeKind, item_id: int, mentions: tuple[Mention, ...], keeps: str) -> Placed:
    """What has grown old is known again, and no more: neither an edit nor another brand brings it back."""
    if keeps == Keeps.NOTHING:
        return Placed(found, kind, item_id, ())
    if keeps == Keeps.ALL:
        return Placed(found, kind, item_id, mentions)
    said = nameless(found.item)
    return Placed(found, kind, item_id, tuple(replace(one, item=said) for one in mentions), unnamed=True)


def _sorted_out(visit: Visit, stored: Mapping[str, Known]) -> _Told:
    found = _found(visit)
    answers = compared(visit.source, found, stored)
    return _Told(visit, answers, _once(found, answers))


def _found(visit: Visit) -> list[Identified]:
    return [change.found for change, _ in visit.changes]


def _once(
    found: Sequence[Identified], answers: Sequence[tuple[ChangeKind, Known | None]]
) -> dict[tuple[str, ...], Identified]:
    """The new ones, and of two with a common key the first."""
    taken: set[str] = set()
    fresh: dict[tuple[str, ...], Identified] = {}
    for one, (_, was) in zip(found, answers, strict=True):
        if was is None and taken.isdisjoint(one.keys):
            fresh[one.keys] = one
            taken.update(one.keys)
    return fresh


async def _store(connection: AsyncConnection, told: Sequence[_Told]) -> dict[str, int]:
    """The numbers of new items by each of their keys."""
    given = iter(await reserve(connection, ITEM, sum(len(one.fresh) for one in told)))
    numbers: dict[str, int] = {}
    rows = []
    for one in told:
        for part in portions(one.fresh.values()):
            prints: dict[str, str] = {}
            for found in part:
                number = next(given)
                prints[str(number)] = content_of(found) + shown_by(found)
                numbers.update(dict.fromkeys(found.keys, number))
            rows.append({"source": one.visit.source, "prints": as_json(prints)})
    if rows:
        await connection.execute(_adding_items(connection.dialect.name), rows)
    return numbers


async def _note_keys(connection: AsyncConnection, placed: Iterable[Placed], stored: Mapping[str, Known]) -> None:
    """Also further keys of an item that was known by another one."""
    fresh: dict[str, int] = {}
    for one in placed:
        for key in left(one.found):
            if key not in stored:
                fresh.setdefault(key, one.item_id)
    for part in portions(fresh.items(), KEYS):
        await connection.execute(_adding_keys(connection.dialect.name), {"keys": as_json(dict(part))})


def _prints(told: _Told, placing: Placing) -> Iterator[dict[str, Any]]:
    """What an edited item says now, and by which keys its source shows it now."""
    for one, (_, was) in zip(placing.placed, told.answers, strict=True):
        if was is not None and was.source == told.visit.source:
            digest = content_of(one.found) if one.kind is ChangeKind.EDITED else was.digest
            shown = shown_by(one.found)
            if (digest, shown) != (was.digest, was.shown_by):
                yield {"number": was.id, "said": digest, "shown": shown}


@lru_cache
def _adding_items(dialect: str) -> Executable:
    """One value for all of them: a number, and behind it the two prints one after the other."""
    number, prints = pairs(dialect, bindparam("prints", type_=Text()))
    source = bindparam("source", type_=ITEM.c.source.type)
    keeps = literal(Keeps.ALL.value, Text())
    told = (cast(number, Integer), source, keeps, func.substr(prints, 1, PRINT), func.substr(prints, PRINT + 1))
    names = ["id", "source", "keeps", "digest", "shown_by"]
    return insert(dialect, ITEM).from_select(names, select(*told)).execution_options(**GOES_ALONG)


@lru_cache
def _adding_keys(dialect: str) -> Executable:
    key, number = pairs(dialect, bindparam("keys", type_=Text()))
    told = select(key, cast(number, Integer)).where(key.is_not(None))  # SQLite takes `on conflict` after a `where` only
    adding = insert(dialect, ITEM_KEY).from_select(["key", "item_id"], told).on_conflict_do_nothing()
    return adding.execution_options(**GOES_ALONG)
