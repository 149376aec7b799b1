"""Mentions that a visit brought: stored once per item and brand, each in its story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, Integer, Row, Select, Text, bindparam, cast, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import ChangeKind, Item, Label, Mention, Status, Step
from monitor.process.offload import offload_large
from monitor.store import copies, rows
from monitor.store.alerts import Flagged
from monitor.store.connection.sql import GOES_ALONG, WIDE, as_json, each, insert, listed_numbers, portions, reserve
from monitor.store.copies import Said
from monitor.store.heard import Heard
from monitor.store.placing import Placed
from monitor.store.tables import EVENT, MENTION
from monitor.store.values import Visit
from monitor.stories import Wording

WEB = datetime(1991, 8, 6, tzinfo=UTC)  # what claims to be published before the first web page has no date
FOUND = "found"

_BRIEF = [MENTION.c[name] for name in ("id", "item_id", "brand", "source", "also", "story")]
_ADDED = MENTION.insert().execution_options(**GOES_ALONG)
Rows = Mapping[tuple[int, str], Row[Any]]  # by item and brand


@dataclass(frozen=True, slots=True)
class Stored:
    """A mention that a visit brought."""

    number: int
    story: int
    mention: Mention
    flagged: Flagged | None = None  # where somebody must hear of it
    copy: bool = False  # of a text that was told in an earlier visit

    @property
    def negative(self) -> bool:
        """Whether its tone is negative, flagged or not."""
        return self.mention.sentiment.label is Label.NEGATIVE


async def rows_of(connection: AsyncConnection, items: Iterable[int]) -> Rows:
    """The mentions that these items have, in brief."""
    found: dict[tuple[int, str], Row[Any]] = {}
    for part in portions(dict.fromkeys(items)):
        for row in await connection.execute(_of_items(connection.dialect.name), {"items": as_json(part)}):
            found[row.item_id, row.brand] = row
    return found


async def insert_mentions(
    connection: AsyncConnection, visit: Visit, placed: Sequence[Placed], known: Rows, heard: Heard
) -> list[Stored]:
    """Stores the mentions that are new; copies of one text get one story, and of those the first and richest leads."""
    new, texts = await offload_large(len(placed), _told, placed, known, visit, heard)
    if not new:
        return []
    stories = await copies.stories_of(connection, texts)
    numbers = await reserve(connection, MENTION, len(new))  # a story is called by the number of its first mention
    added = []
    for number, one, (_, mention) in zip(numbers, stories, new, strict=True):
        story = one.story or numbers[one.first]
        added.append(Stored(number, story, mention, _flagged(number, story, mention, visit), copy=bool(one.story)))
    for part in portions(zip(added, new, texts, strict=True), WIDE):
        await connection.execute(_ADDED, [_columns(one, item_id, visit, heard) for one, (item_id, _), _ in part])
        await copies.note(connection, {one.number: text.bands for one, _, text in part})
    await events(connection, FOUND, numbers, visit.at, detail=visit.source)
    return added


async def seen_elsewhere(connection: AsyncConnection, visit: Visit, placed: Iterable[Placed], known: Rows) -> None:
    """An item that another source shows as well stays one row; it says where else it stands."""
    again = {one.item_id for one in placed if one.kind is ChangeKind.KNOWN}
    changed = [
        {"number": row.id, "sources": [*row.also, visit.source]}
        for row in known.values()
        if row.item_id in again and visit.source != row.source and visit.source not in row.also
    ]
    if changed:
        statement = update(MENTION).where(MENTION.c.id == bindparam("number")).values(also=bindparam("sources"))
        await connection.execute(statement, changed)


async def events(
    connection: AsyncConnection,
    kind: str,
    numbers: Sequence[int],
    at: datetime,
    *,
    who: str = "",
    detail: str = "",
) -> None:
    """Notes in the history of these mentions what happened."""
    statement, same = _noting(connection.dialect.name), {"at": at, "kind": kind, "who": who, "detail": detail}
    for part in portions(numbers):
        await connection.execute(statement, same | {"numbers": as_json(part)})


def _told(
    placed: Iterable[Placed], known: Rows, visit: Visit, heard: Heard
) -> tuple[list[tuple[int, Mention]], list[Said]]:
    """What is new with its texts, in a thread: there may be thousands."""
    new = list(_new(placed, known))
    return new, [_said(mention, visit, heard) for _, mention in new]


def _new(placed: Iterable[Placed], known: Rows) -> Iterator[tuple[int, Mention]]:
    seen = set(known)
    for one in placed:
        for mention in one.mentions:
            if (one.item_id, mention.brand) not in seen:
                seen.add((one.item_id, mention.brand))
                yield one.item_id, mention


def _said(mention: Mention, visit: Visit, heard: Heard) -> Said:
    text = heard(mention.item)
    return Said(mention.brand, _at(mention, visit), text.wording, text.bands, _rank(mention.item, visit, text.wording))


def _at(mention: Mention, visit: Visit) -> datetime:
    """The date it counts by: when it was found, or, for what was there before us, when it was published."""
    published = mention.item.published
    if not _is_history(mention, visit) or published is None or published < WEB:
        return visit.at
    return min(published, visit.at)


def _rank(item: Item, visit: Visit, wording: Wording) -> tuple[datetime, int]:
    """By when it was published, and where that is the same, by how much it says."""
    known = item.published is not None and WEB <= item.published <= visit.at
    return (item.published if known and item.published else visit.at), -len(wording.words)


def _is_history(mention: Mention, visit: Visit) -> bool:
    return visit.history or mention.history


def _flagged(number: int, story: int, mention: Mention, visit: Visit) -> Flagged | None:
    targets = visit.targets.get(mention.brand, ())
    if not targets or mention.verdict.severity is None or _is_history(mention, visit):
        return None
    return Flagged(number, story, mention.item.published, visit.whom(mention.brand, mention.verdict.severity))


def _columns(one: Stored, item_id: int, visit: Visit, heard: Heard) -> dict[str, Any]:
    mention, told = one.mention, one.flagged is not None
    item, tone = mention.item, mention.sentiment
    severity = mention.verdict.severity if told else None
    return {
        "id": one.number,
        "item_id": item_id,
        "story": one.story,
        "lemmas": heard(item).forms,
        "brand": mention.brand,
        "source": visit.source,
        "also": [],
        "author": item.author,
        "published": item.published,
        "dated": item.dated,
        "found": visit.at,
        "at": _at(mention, visit),
        "label": tone.label.value,
        "score": tone.score,
        "flag": mention.verdict.flag.value if mention.verdict.flag else None,
        "why": tone.why.value,
        "severity": severity.value if severity else None,
        "missing": 0,
        "reply": "",
        "history": _is_history(mention, visit),
        "deadline": mention.deadline if told else None,
        "status": Status.NEW.value,
        "asks_link": False,
        "corrected": False,
        "steps": rows.step_list(tuple(Step(step) for step in mention.steps)),
        **rows.item_columns(item),
        **rows.tone_columns(mention),
    }


@lru_cache
def _of_items(dialect: str) -> Select[Any]:
    return select(*_BRIEF).where(MENTION.c.item_id.in_(listed_numbers(dialect, "items")))


@lru_cache
def _noting(dialect: str) -> Executable:
    number = cast(each(dialect, bindparam("numbers", type_=Text())), Integer)
    names = ("at", "kind", "who", "detail")
    told = select(number, *(bindparam(name, type_=EVENT.c[name].type) for name in names))
    return insert(dialect, EVENT).from_select(["mention_id", *names], told).execution_options(**GOES_ALONG)
