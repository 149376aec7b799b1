"""What is owed to whom: alerts of a story once, notices once, and cards that must be brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import FirstCrawl, Notice, Owed
from monitor.store import rows
from monitor.store.connection.sql import GOES_ALONG, add, as_json, insert, listed_numbers, portions
from monitor.store.tables import MENTION, MOVED, OUTBOX

# Kinds of rows: raised by us, or a card that somebody asked for; all others are notices.
ALERT, SHOWN = "alert", "shown"
CARDS = (ALERT, SHOWN)
OWED, SENDING, SENT, REFUSED, TOLD = "owed", "sending", "sent", "refused", "told"  # told: summed up in another message
GATHERED = "gathered"  # counted by the message of `batch`; told when `sent_at` says so
CARD = "card"
KIND, STATE = OUTBOX.c.kind + "", OUTBOX.c.state + ""  # of a mention's rows; else SQLite looks through all of a kind
_CARDS = update(OUTBOX).where(KIND.in_(CARDS), OUTBOX.c.state != GATHERED).values(want=OUTBOX.c.want + 1)
_BATCHES = select(OUTBOX.c.batch).where(STATE == GATHERED)
_MOVES = select(MOVED)
_SUMMARIES = (
    select(OUTBOX.c.id, OUTBOX.c.key, OUTBOX.c.state, OUTBOX.c.notice)
    .where(
        OUTBOX.c.kind == FirstCrawl.__name__,
        or_(
            OUTBOX.c.target == bindparam("its"),
            OUTBOX.c.target.in_(select(MOVED.c.new).where(MOVED.c.old == bindparam("its"))),
        ),
    )
    .order_by(OUTBOX.c.id.desc())
)
_COUNTED = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("number"))
    .values(notice=bindparam("said"), want=OUTBOX.c.want + 1)
    .execution_options(**GOES_ALONG)
)


@dataclass(frozen=True, slots=True)
class Flagged:
    """A mention that somebody must hear of."""

    number: int
    story: int
    published: datetime | None
    targets: tuple[str, ...]  # of them, those that have not heard of its story


async def raised(connection: AsyncConnection, stories: Iterable[int]) -> set[int]:
    """Which of these stories were alerted before."""
    return set(await _heard(connection, stories))


async def _heard(connection: AsyncConnection, stories: Iterable[int]) -> dict[int, set[str]]:
    """The targets of these stories' alerts."""
    found: dict[int, set[str]] = {}
    for part in portions(dict.fromkeys(stories)):
        told = await connection.execute(_alerted(connection.dialect.name), {"stories": as_json(part)})
        for story, target in told:
            found.setdefault(story, set()).add(target)
    return found


@lru_cache
def _alerted(dialect: str) -> Select[Any]:
    joined = select(MENTION.c.story, OUTBOX.c.target).join(OUTBOX, OUTBOX.c.mention_id == MENTION.c.id)
    return joined.where(KIND == ALERT, MENTION.c.story.in_(listed_numbers(dialect, "stories")))


async def raise_alerts(
    connection: AsyncConnection, flagged: Sequence[Flagged], now: datetime, *, begun: Collection[int] = ()
) -> None:
    """One alert for each story and target; the mention that leads the story carries it, where it is flagged.

    Each chat hears of what is its own: what employees said, and a chat of theirs was told, clients may say as well.
    Of stories that this visit has `begun` nobody can have heard.
    """
    heard = await _heard(connection, (one.story for one in flagged if one.story not in begun))
    moved = await addresses(connection) if flagged else {}
    owed = []
    for one in sorted(flagged, key=lambda one: one.number != one.story):
        has = {moved.get(target, target) for target in heard.get(one.story, ())}
        wanted = {moved.get(target, target): None for target in one.targets}
        if wanted:
            heard[one.story] = has | wanted.keys()
        owed += [_alert(one, target, f"alert:{one.story}:{target}", now) for target in wanted if target not in has]
    for part in portions(owed):
        await add(connection, OUTBOX, part)


async def owe_card(connection: AsyncConnection, one: Flagged, now: datetime) -> None:
    """A card for this very mention in each chat where it has none, whatever was told of its story."""
    moved = await addresses(connection)
    had = select(OUTBOX.c.target).where(OUTBOX.c.mention_id == one.number, OUTBOX.c.kind.in_(CARDS))
    there = set(await connection.scalars(had))
    for target in dict.fromkeys(moved.get(target, target) for target in one.targets):
        if target not in there:
            await add(connection, OUTBOX, [_alert(one, target, f"missed:{one.number}:{target}", now)])


async def owe_notice(
    connection: AsyncConnection,
    target: str,
    notice: Notice,
    now: datetime,
    key: str,
    *,
    mention: int | None = None,
    order_at: datetime | None = None,
) -> bool:
    """Once for a key, whoever asks again and by whichever address of the chat; gone with the mention it is about."""
    moved = await addresses(connection)
    here = moved.get(target, target)
    row = blank(here, type(notice).__name__, key, now) | {"mention_id": mention}
    others = {key.replace(target, old) for old in (here, *moved) if moved.get(old, old) == here} - {key}
    if others and (await connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.key.in_(others)))).first():
        return False
    row |= {"notice": rows.notice_text(notice), "order_at": order_at or now}
    statement = insert(connection.dialect.name, OUTBOX).on_conflict_do_nothing(index_elements=["key"])
    return await connection.scalar(statement.returning(OUTBOX.c.id), row) is not None


async def sum_up(
    connection: AsyncConnection, told: Mapping[str, FirstCrawl], key: str, *, now: datetime, due: datetime
) -> None:
    """Counts what was there before us into the message that tells it, or owes that message to each target."""
    for target, more in told.items():
        mine = f"{key}:{target}"
        if not await count_on(connection, target, more, mine) and await owe_notice(connection, target, more, now, mine):
            await connection.execute(update(OUTBOX).where(OUTBOX.c.key == mine).values(due_at=due))


async def count_on(connection: AsyncConnection, target: str, more: FirstCrawl, key: str) -> bool:
    """Adds to the summary of this key, or to the last one that told of these sources; False where there is none.

    One that was summed up itself, or that its chat refused, is left as it is.
    """
    for number, its, state, written in await connection.execute(_SUMMARIES, {"its": target}):
        was = rows.notice_of(FirstCrawl, written)
        if its == key or not set(more.sources).isdisjoint(was.sources):
            if state in {OWED, SENDING, SENT}:
                said = rows.notice_text(_together(was, more))
                await connection.execute(_COUNTED, {"number": number, "said": said})
            return True
    return False


async def standing(connection: AsyncConnection, number: int) -> tuple[str, ...]:
    """Where a mention was told, on its card or in a message with others."""
    told = or_(OUTBOX.c.state.in_((SENDING, SENT)), and_(OUTBOX.c.state == GATHERED, OUTBOX.c.sent_at.is_not(None)))
    ours = OUTBOX.c.kind.in_(CARDS), OUTBOX.c.mention_id == number, told
    found = await connection.execute(select(OUTBOX.c.target).where(*ours).order_by(OUTBOX.c.id))
    return tuple(dict.fromkeys(found.scalars()))


async def standing_at(
    connection: AsyncConnection, kind: str, targets: Iterable[str], number: int, message: int
) -> Owed | None:
    """The message of this kind under a button, if it stands in one of these chats; its number may be news to us."""
    ours = OUTBOX.c.id == message, OUTBOX.c.kind == kind, OUTBOX.c.target.in_(tuple(targets))
    row = (await connection.execute(select(OUTBOX).where(*ours))).first()
    if row is not None and row.message is None and (row.unsure or row.state in {SENDING, SENT}):
        row = await arrived(connection, row, number)
    return rows.owed(row) if row is not None and row.message == number else None


async def arrived(connection: AsyncConnection, row: Row[Any], number: int) -> Row[Any]:
    """Somebody pressed what stands in this message, so it is there: no repeat. One in the air its sender notes."""
    older = int(row.message is not None)  # another copy, which nobody has kept up to date
    known: dict[str, Any] = {"message": number, "want": OUTBOX.c.want + older}
    if row.state != SENDING:
        known |= {"state": SENT, "sent_at": row.sent_at or row.due_at}
    changed = update(OUTBOX).where(OUTBOX.c.id == row.id).values(known)
    return (await connection.execute(changed.returning(*OUTBOX.c))).one()


async def present(connection: AsyncConnection, targets: Iterable[str], left: Callable[..., bool]) -> set[str]:
    """Of these targets those whose chat stands in the file, by whichever of its addresses."""
    moved = await addresses(connection)
    now = {one: moved.get(one, one) for one in targets}
    return {one for one, here in now.items() if not left(*names(here, moved))}


async def refresh(connection: AsyncConnection, numbers: Collection[int]) -> None:
    """Every card of these mentions is to be edited, and every message that tells them together with others."""
    for part in portions(numbers):
        await connection.execute(_CARDS.where(OUTBOX.c.mention_id.in_(part)))
        await grow(connection, _BATCHES.where(OUTBOX.c.mention_id.in_(part)))


async def grow(connection: AsyncConnection, messages: Select[Any] | Collection[int]) -> None:
    """These messages show less than is known."""
    await connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(messages)).values(want=OUTBOX.c.want + 1))


async def refresh_stories(connection: AsyncConnection, stories: Collection[int]) -> None:
    """The cards of these stories count one copy more."""
    for part in portions(stories):
        members = select(MENTION.c.id).where(MENTION.c.story.in_(part))
        await connection.execute(_CARDS.where(OUTBOX.c.mention_id.in_(members)))


async def addresses(connection: AsyncConnection) -> Mapping[str, str]:
    """Targets that have moved, and where to."""
    return {row.old: row.new for row in await connection.execute(_MOVES)}


def names(here: str, moved: Mapping[str, str]) -> tuple[str, ...]:
    """All the addresses of a chat, the present one first: the file, or a row, may know it by an older one."""
    return (here, *(old for old, new in moved.items() if new == here))


def _together(one: FirstCrawl, other: FirstCrawl) -> FirstCrawl:
    return FirstCrawl(
        tuple(dict.fromkeys((*one.sources, *other.sources))),
        found=one.found + other.found,
        negative=one.negative + other.negative,
        unanswered=one.unanswered + other.unanswered,
    )


def _alert(one: Flagged, target: str, key: str, now: datetime) -> dict[str, Any]:
    """The oldest publication goes first; what claims to be of the future is of now."""
    order_at = min(one.published or now, now)
    return blank(target, ALERT, key, now) | {"mention_id": one.number, "order_at": order_at}


def blank(target: str, kind: str, key: str, now: datetime) -> dict[str, Any]:
    """A row of the outbox that nobody has tried to send."""
    return {
        "target": target,
        "kind": kind,
        "mention_id": None,
        "notice": None,
        "key": key,
        "state": OWED,
        "created": now,
        "due_at": now,
        "order_at": now,
        "attempts": 0,
        "unsure": 0,
        "lost": 0,
        "view": CARD,
        "want": 0,
        "shown": 0,
    }
