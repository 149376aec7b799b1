"""Who an item is: whether it has been seen, where, and what it said then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.authors import nameless
from monitor.domain import ChangeKind, Identified, Item, Mention
from monitor.identity import content, left, sought
from monitor.store.sql import add, numbered, portions
from monitor.store.tables import ITEM, ITEM_KEY
from monitor.store.tables.mentions import Keeps
from monitor.store.values import Visit


@dataclass(frozen=True, slots=True)
class Known:
    """An item as it is stored."""

    id: int
    source: str  # where it was first seen; only there it can be edited
    digest: str
    keeps: str = Keeps.ALL


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
    keys = dict.fromkeys(key for one in found for key in sought(one))
    columns = (ITEM_KEY.c.key, ITEM.c.id, ITEM.c.source, ITEM.c.digest, ITEM.c.keeps)
    joined = select(*columns).join(ITEM, ITEM.c.id == ITEM_KEY.c.item_id)
    stored: dict[str, Known] = {}
    for part in portions(keys):
        rows = await connection.execute(joined.where(ITEM_KEY.c.key.in_(part)))
        stored |= {key: Known(*known) for key, *known in rows}
    return stored


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


async def place(connection: AsyncConnection, visit: Visit) -> tuple[list[Placed], set[int]]:
    """Stores what is new of a visit; answers where everything is, and which numbers are new.

    Looked up once more: another visit may have brought the same since it was compared.
    """
    found = [change.found for change, _ in visit.changes]
    stored = await known(connection, found)
    answers = compared(visit.source, found, stored)
    fresh = _once(found, answers)
    numbers = await _store(connection, fresh, visit)
    placed = []
    for (change, mentions), (kind, was) in zip(visit.changes, answers, strict=True):
        item_id = was.id if was else next(numbers[key] for key in change.found.keys if key in numbers)
        again = was is None and fresh.get(change.found.keys) is not change.found
        unread = kind is ChangeKind.EDITED and change.kind is ChangeKind.KNOWN  # edited since: the next visit judges it
        now = ChangeKind.KNOWN if again or unread else kind
        placed.append(_placed(change.found, now, item_id, mentions, was.keeps if was else Keeps.ALL))
    await _note_keys(connection, placed, stored)
    await _note_edits(connection, placed)
    return placed, set(numbers.values())


def _placed(found: Identified, kind: ChangeKind, item_id: int, mentions: tuple[Mention, ...], keeps: str) -> Placed:
    """What has grown old is known again, and no more: neither an edit nor another brand brings it back."""
    if keeps == Keeps.NOTHING:
        return Placed(found, kind, item_id, ())
    if keeps == Keeps.ALL:
        return Placed(found, kind, item_id, mentions)
    said = nameless(found.item)
    return Placed(found, kind, item_id, tuple(replace(one, item=said) for one in mentions), unnamed=True)


def _known_as(found: Identified, stored: Mapping[str, Known]) -> Known | None:
    return next((stored[key] for key in sought(found) if key in stored), None)


def _kind(found: Identified, was: Known | None, source: str, seen: set[int]) -> ChangeKind:
    if was is None:
        return ChangeKind.NEW
    if was.id in seen or was.source != source or was.digest == content(found.item):
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
    for part in portions(fresh.values()):
        rows = [{"source": visit.source, "digest": content(one.item), "found": visit.at} for one in part]
        for one, number in zip(part, await numbered(connection, ITEM, rows, told_by=["digest"]), strict=True):
            numbers.update(dict.fromkeys(one.keys, number))
    return numbers


async def _note_keys(connection: AsyncConnection, placed: Iterable[Placed], stored: Mapping[str, Known]) -> None:
    """Also further keys of an item that was known by another one."""
    fresh = [(key, one.item_id) for one in placed for key in left(one.found) if key not in stored]
    for part in portions(fresh):
        await add(connection, ITEM_KEY, [{"key": key, "item_id": number} for key, number in part])


async def _note_edits(connection: AsyncConnection, placed: Iterable[Placed]) -> None:
    edited = [
        {"number": one.item_id, "said": content(one.found.item)} for one in placed if one.kind is ChangeKind.EDITED
    ]
    if edited:
        statement = update(ITEM).where(ITEM.c.id == bindparam("number")).values(digest=bindparam("said"))
        await connection.execute(statement, edited)
