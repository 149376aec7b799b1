"""Who an item is: whether it has been seen, where, and what it said then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Self

from sqlalchemy import Executable, Integer, Select, Text, bindparam, cast, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.authors import nameless
from monitor.domain import ChangeKind, Identified, Item, Mention
from monitor.identity import PRINT, content_of, left, shown_by, sought
from monitor.store.sql import GOES_ALONG, as_json, each, insert, pairs, portions, reserve
from monitor.store.tables import ITEM, ITEM_KEY, MENTION
from monitor.store.tables.mentions import Keeps
from monitor.store.values import Visit
from monitor.thinking import weighed

KEYS = 2_000  # in one statement, as one value

_PRINTS = (
    update(ITEM).where(ITEM.c.id == bindparam("number")).values(digest=bindparam("said"), shown_by=bindparam("shown"))
)


@dataclass(frozen=True, slots=True)
class Known:
    """An item as it is stored."""

    id: int
    source: str  # where it was first seen; only there it can be edited
    digest: str
    keeps: str = Keeps.ALL
    shown_by: str = ""  # a print of the keys by which that source showed it last
    mentions: dict[str, int] = field(default_factory=dict)  # by brand; empty where they were not asked for


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


async def known(connection: AsyncConnection, found: Iterable[Identified]) -> dict[str, Known]:
    """What is stored under the keys of these items."""
    return await _under(connection, (key for one in found for key in sought(one)))


async def recognised(connection: AsyncConnection, found: Sequence[Identified]) -> dict[str, Known]:
    """As much of it as decides what each item is: the strongest key tells nearly all that a page shows once more."""
    stored = await _under(connection, (key for one in found for key in one.keys[:1]))
    rest = (key for one in found if stored.keys().isdisjoint(one.keys[:1]) for key in sought(one)[1:])
    return stored | await _under(connection, rest)


def compared(
    source: str, found: Sequence[Identified], stored: Mapping[str, Known]
) -> list[tuple[ChangeKind, Known | None]]:
    """What each item is to us; the strongest key decides. A second item that is the same one edits nothing."""
    seen: set[int] = set()
    answers = []
    for one in found:
        was = _known_as(one, stored)
        answers.append((_kind(one, was, source, seen), was))
        if was:
            seen.add(was.id)
    return answers


def is_settled(source: str, one: Identified, kind: ChangeKind, was: Known | None) -> bool:
    """Whether the source shows an item as it showed it last: every key is stored, and it says the same."""
    return was is not None and kind is ChangeKind.KNOWN and was.source == source and was.shown_by == shown_by(one)


def unsettled(visit: Visit) -> Visit:
    """A visit without what it shows as it did last time, unless that may tell something of what else is shown."""
    told = visit.span is not None or visit.voices.may_answer([change.found.item for change, _ in visit.changes])
    if told:
        return visit
    return replace(visit, changes=[(change, said) for change, said in visit.changes if said or not change.settled])


class LookedUp:
    """What is stored of all that several visits brought, asked once; what was placed since then is asked anew."""

    def __init__(self, stored: Mapping[str, Known]) -> None:
        self._stored = stored
        self._placed: set[str | int] = set()  # keys, and numbers of items that were known

    @classmethod
    async def of(cls, connection: AsyncConnection, found: Iterable[Identified]) -> Self:
        """Looked up as late as possible: another visit may have brought the same since it was compared."""
        return cls(await known(connection, found))

    async def under(self, connection: AsyncConnection, found: Sequence[Identified]) -> Mapping[str, Known]:
        """What stands under the keys of these, which are about to be placed."""
        keys = {key for one in found for key in sought(one)}
        told = keys | {self._stored[key].id for key in keys if key in self._stored}
        stored = self._stored if self._placed.isdisjoint(told) else await known(connection, found)
        self._placed |= told.union(*map(left, found))
        return stored


async def place(connection: AsyncConnection, visit: Visit, looked_up: LookedUp) -> tuple[list[Placed], set[int]]:
    """Stores what is new of a visit; answers where everything is, and which numbers are new."""
    found = [change.found for change, _ in visit.changes]
    stored = await looked_up.under(connection, found)
    answers, fresh = await weighed(len(found), _sorted_out, visit.source, found, stored)
    numbers = await _store(connection, fresh, visit)
    placed = []
    for (change, mentions), (kind, was) in zip(visit.changes, answers, strict=True):
        item_id = was.id if was else next(numbers[key] for key in change.found.keys if key in numbers)
        again = was is None and fresh.get(change.found.keys) is not change.found
        unread = kind is ChangeKind.EDITED and change.kind is ChangeKind.KNOWN  # edited since: the next visit judges it
        now = ChangeKind.KNOWN if again or unread else kind
        placed.append(_placed(change.found, now, item_id, mentions, was.keeps if was else Keeps.ALL))
    await _note_keys(connection, placed, stored)
    await _note_prints(connection, visit, placed, answers)
    return placed, set(numbers.values())


def _placed(found: Identified, kind: ChangeKind, item_id: int, mentions: tuple[Mention, ...], keeps: str) -> Placed:
    """What has grown old is known again, and no more: neither an edit nor another brand brings it back."""
    if keeps == Keeps.NOTHING:
        return Placed(found, kind, item_id, ())
    if keeps == Keeps.ALL:
        return Placed(found, kind, item_id, mentions)
    said = nameless(found.item)
    return Placed(found, kind, item_id, tuple(replace(one, item=said) for one in mentions), unnamed=True)


def _sorted_out(
    source: str, found: Sequence[Identified], stored: Mapping[str, Known]
) -> tuple[list[tuple[ChangeKind, Known | None]], dict[tuple[str, ...], Identified]]:
    """What each is to us, and the new ones."""
    answers = compared(source, found, stored)
    return answers, _once(found, answers)


async def _under(connection: AsyncConnection, keys: Iterable[str]) -> dict[str, Known]:
    """The items of these keys, and the mentions they have."""
    stored: dict[str, Known] = {}
    items: dict[int, Known] = {}
    for part in portions(dict.fromkeys(keys), KEYS):
        rows = await connection.execute(_keyed(connection.dialect.name), {"keys": as_json(part)})
        for key, number, source, digest, keeps, shown, brand, mention in rows.all():  # at once: by turns is dearer
            item = items.get(number)
            if item is None:
                item = items[number] = Known(number, source, digest, keeps, shown)
            stored[key] = item
            if brand is not None:
                item.mentions[brand] = mention
    return stored


@lru_cache
def _keyed(dialect: str) -> Select[Any]:
    told = (ITEM.c.id, ITEM.c.source, ITEM.c.digest, ITEM.c.keeps, ITEM.c.shown_by, MENTION.c.brand, MENTION.c.id)
    joined = select(ITEM_KEY.c.key, *told).join(ITEM, ITEM.c.id == ITEM_KEY.c.item_id)
    with_mentions = joined.outerjoin(MENTION, MENTION.c.item_id == ITEM.c.id)
    return with_mentions.where(ITEM_KEY.c.key.in_(select(each(dialect, bindparam("keys", type_=Text())))))


def _known_as(found: Identified, stored: Mapping[str, Known]) -> Known | None:
    return next((stored[key] for key in sought(found) if key in stored), None)


def _kind(found: Identified, was: Known | None, source: str, seen: set[int]) -> ChangeKind:
    if was is None:
        return ChangeKind.NEW
    if was.id in seen or was.source != source or was.digest == content_of(found):
        return ChangeKind.KNOWN
    if found.item.position is not None:  # a search engine shows another part of the same page
        return ChangeKind.KNOWN
    return ChangeKind.EDITED


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


async def _store(
    connection: AsyncConnection, fresh: Mapping[tuple[str, ...], Identified], visit: Visit
) -> dict[str, int]:
    """The numbers of new items by each of their keys."""
    numbers: dict[str, int] = {}
    statement, same = _adding_items(connection.dialect.name), {"source": visit.source, "found": visit.at}
    for part in portions(fresh.values()):
        given = await reserve(connection, ITEM, len(part))
        prints = {str(number): content_of(one) + shown_by(one) for number, one in zip(given, part, strict=True)}
        await connection.execute(statement, same | {"prints": as_json(prints)})
        for number, one in zip(given, part, strict=True):
            numbers.update(dict.fromkeys(one.keys, number))
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


async def _note_prints(
    connection: AsyncConnection,
    visit: Visit,
    placed: Iterable[Placed],
    answers: Iterable[tuple[ChangeKind, Known | None]],
) -> None:
    """What an edited item says now, and by which keys its source shows it now."""
    changed = []
    for one, (_, was) in zip(placed, answers, strict=True):
        if was is not None and was.source == visit.source:
            digest = content_of(one.found) if one.kind is ChangeKind.EDITED else was.digest
            shown = shown_by(one.found)
            if (digest, shown) != (was.digest, was.shown_by):
                changed.append({"number": was.id, "said": digest, "shown": shown})
    if changed:
        await connection.execute(_PRINTS, changed)


@lru_cache
def _adding_items(dialect: str) -> Executable:
    """One value for all of them: a number, and behind it the two prints one after the other."""
    number, prints = pairs(dialect, bindparam("prints", type_=Text()))
    same = [bindparam(name, type_=ITEM.c[name].type) for name in ("source", "found")]
    keeps = literal(Keeps.ALL.value, Text())
    told = (cast(number, Integer), *same, keeps, func.substr(prints, 1, PRINT), func.substr(prints, PRINT + 1))
    names = ["id", "source", "found", "keeps", "digest", "shown_by"]
    return insert(dialect, ITEM).from_select(names, select(*told)).execution_options(**GOES_ALONG)


@lru_cache
def _adding_keys(dialect: str) -> Executable:
    key, number = pairs(dialect, bindparam("keys", type_=Text()))
    told = select(key, cast(number, Integer)).where(key.is_not(None))  # SQLite takes `on conflict` after a `where` only
    adding = insert(dialect, ITEM_KEY).from_select(["key", "item_id"], told).on_conflict_do_nothing()
    return adding.execution_options(**GOES_ALONG)
