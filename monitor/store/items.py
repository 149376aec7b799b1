"""Who an item is: whether it has been seen, where, and what it said then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Text, and_, bindparam, case, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import ChangeKind, Identified, Status
from monitor.identity import content_of, shown_by, sought
from monitor.store.connection.sql import as_json, each, portions
from monitor.store.tables import ITEM, ITEM_KEY, MENTION
from monitor.store.tables.mentions import Keeps

KEYS = 2_000  # in one statement, as one value


@dataclass(frozen=True, slots=True)
class Known:
    """An item as it is stored."""

    id: int
    source: str  # where it was first seen; only there it can be edited
    digest: str
    keeps: str = Keeps.ALL
    shown_by: str = ""  # a print of the keys by which that source showed it last
    mentions: dict[str, int] = field(default_factory=dict)  # by brand; empty where they were not asked for
    quiet: dict[str, Collection[str]] = field(default_factory=dict)  # of them, those nobody was told of: seen where

    def quiet_until(self, source: str) -> tuple[str, ...]:
        """The brands of these, where a source shows it for the first time."""
        return tuple(brand for brand, seen in self.quiet.items() if source not in seen)


async def known(connection: AsyncConnection, found: Iterable[Identified]) -> dict[str, Known]:
    """What is stored under the keys of these items."""
    return await _under(connection, (key for one in found for key in sought(one)))


async def recognised(connection: AsyncConnection, found: Sequence[Identified]) -> dict[str, Known]:
    """As much of it as decides what each item is: the strongest key tells nearly all that a page shows once more."""
    stored = await _under(connection, (key for one in found for key in one.keys[:1]))
    before = ((one, stored.get(one.keys[0])) for one in found)
    rest = (key for one, was in before if was is None or _is_edit(one, was) for key in sought(one)[1:])
    return stored | await _under(connection, rest)


def compared(
    source: str, found: Sequence[Identified], stored: Mapping[str, Known]
) -> list[tuple[ChangeKind, Known | None]]:
    """What each item is to us. A second item that is the same one edits nothing."""
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


async def _under(connection: AsyncConnection, keys: Iterable[str]) -> dict[str, Known]:
    """The items of these keys, and the mentions they have."""
    stored: dict[str, Known] = {}
    items: dict[int, Known] = {}
    for part in portions(dict.fromkeys(keys), KEYS):
        rows = await connection.execute(_keyed(connection.dialect.name), {"keys": as_json(part)})
        for key, number, source, digest, keeps, shown, brand, mention, first, also in rows.all():  # by turns is dearer
            item = items.get(number)
            if item is None:
                item = items[number] = Known(number, source, digest, keeps, shown)
            stored[key] = item
            if brand is not None:
                item.mentions[brand] = mention
                if also is not None:
                    item.quiet[brand] = (first, *also)
    return stored


@lru_cache
def _keyed(dialect: str) -> Select[Any]:
    told = (ITEM.c.id, ITEM.c.source, ITEM.c.digest, ITEM.c.keeps, ITEM.c.shown_by, MENTION.c.brand, MENTION.c.id)
    quiet = and_(MENTION.c.severity.is_(None), MENTION.c.status == Status.NEW.value, ~MENTION.c.corrected)
    seen = MENTION.c.source, case((quiet, MENTION.c.also))
    joined = select(ITEM_KEY.c.key, *told, *seen).join(ITEM, ITEM.c.id == ITEM_KEY.c.item_id)
    with_mentions = joined.outerjoin(MENTION, MENTION.c.item_id == ITEM.c.id)
    return with_mentions.where(ITEM_KEY.c.key.in_(select(each(dialect, bindparam("keys", type_=Text())))))


def _known_as(found: Identified, stored: Mapping[str, Known]) -> Known | None:
    """The strongest key decides; but what its source shows word for word under another one is no edit of this."""
    under = (stored[key] for key in sought(found) if key in stored)
    strongest = next(under, None)
    if strongest is None or not _is_edit(found, strongest):
        return strongest
    return next((one for one in under if one.source == strongest.source and not _is_edit(found, one)), strongest)


def _is_edit(found: Identified, was: Known) -> bool:
    """Whether the same source says something else here; what came from another one counts as it stands there."""
    return was.source == found.item.source and was.digest != content_of(found)


def _kind(found: Identified, was: Known | None, source: str, seen: set[int]) -> ChangeKind:
    if was is None:
        return ChangeKind.NEW
    if was.id in seen or was.source != source or was.digest == content_of(found):
        return ChangeKind.KNOWN
    if found.item.position is not None:  # a search engine shows another part of the same page
        return ChangeKind.KNOWN
    return ChangeKind.EDITED
