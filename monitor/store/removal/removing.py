"""Removing mentions: whoever is told of them hears that they are gone, and what is left of a story goes on without."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Text, and_, cast, delete, func, literal, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Reminder, Removed
from monitor.store import alerts, batches, rows
from monitor.store.alerts import CARD, CARDS, SENDING, SENT, TOLD
from monitor.store.asking import pass_over
from monitor.store.connection.sql import portions
from monitor.store.tables import ITEM, ITEM_KEY, MENTION, OUTBOX, SOURCE, STATEMENT

Noted = Callable[[AsyncConnection, Sequence[int]], Awaitable[None]]


async def remove_items(connection: AsyncConnection, items: Iterable[int], farewell: Removed, noted: Noted) -> int:
    """Deletes items with all that hangs on them; `noted` is asked before, while their keys are still there."""
    removed = 0
    for part in portions(items):
        numbers = (await connection.scalars(select(MENTION.c.id).where(MENTION.c.item_id.in_(part)))).all()
        await let_go(connection, numbers, farewell)
        await noted(connection, part)
        await connection.execute(delete(MENTION).where(MENTION.c.item_id.in_(part)))
        await connection.execute(delete(ITEM).where(ITEM.c.id.in_(part)))
        await batches.drop_empty(connection)
        removed += len(part)
    return removed


async def let_go(connection: AsyncConnection, numbers: Sequence[int], farewell: Removed | None) -> None:
    """A copy elsewhere takes card and story over; where there is none, a card that was sent bids farewell.

    Without a farewell it stays as it is: what grew old was read long ago.
    """
    await _remind_of_the_others(connection, numbers)
    told = select(OUTBOX.c.id, OUTBOX.c.kind, OUTBOX.c.state, MENTION.c.story).join(MENTION)
    messages = (await connection.execute(told.where(OUTBOX.c.mention_id.in_(numbers)))).all()
    cards = [message for message in messages if message.kind in CARDS]
    stories = set(await connection.scalars(select(MENTION.c.story).where(MENTION.c.id.in_(numbers))))
    if farewell is not None:
        await alerts.refresh(connection, numbers)
    heirs = await _heirs(connection, stories, numbers)
    for card in cards:
        if card.story in heirs:
            taken_over = {"mention_id": heirs[card.story], "want": OUTBOX.c.want + 1}
            await connection.execute(update(OUTBOX).where(OUTBOX.c.id == card.id).values(taken_over))
    if farewell is not None:
        alone = [card.id for card in cards if card.story not in heirs and card.state in {SENT, SENDING}]
        in_the_air = [one.id for one in messages if one.kind not in CARDS and one.state == SENDING]
        await owe_removal_notice(connection, [*alone, *in_the_air], farewell)
    await _lead(connection, {story: heir for story, heir in heirs.items() if story in set(numbers)})
    await connection.execute(delete(STATEMENT).where(STATEMENT.c.story.in_(stories - heirs.keys())))
    if farewell is not None:
        await alerts.refresh_stories(connection, {heirs.get(story, story) for story in stories})
        await pass_over(connection, numbers)


async def _remind_of_the_others(connection: AsyncConnection, gone: Collection[int]) -> None:
    """A reminder of several mentions at once goes on without these, whichever of them it is owed for."""
    theirs = OUTBOX.c.mention_id.in_(gone), OUTBOX.c.kind == Reminder.__name__
    summed_up = select(OUTBOX.c.batch).where(*theirs, OUTBOX.c.state == TOLD)
    wanted = select(OUTBOX.c.id, OUTBOX.c.notice).where(or_(and_(*theirs), OUTBOX.c.id.in_(summed_up)))
    for row in (await connection.execute(wanted)).all():
        said = rows.notice_of(Reminder, row.notice)
        first, *others = [one for one in (said.mention, *said.also) if one not in gone] or [0]
        if first and (first, *others) != (said.mention, *said.also):
            said = replace(said, mention=first, also=tuple(others))
            changed = {"mention_id": first, "notice": rows.notice_text(said), "want": OUTBOX.c.want + 1}
            await connection.execute(update(OUTBOX).where(OUTBOX.c.id == row.id).values(changed))


async def owe_removal_notice(connection: AsyncConnection, messages: Collection[int], farewell: Removed) -> None:
    """These messages say from now on that what they told was removed."""
    said = {"kind": type(farewell).__name__, "notice": rows.notice_text(farewell), "view": CARD, "error": None}
    key = literal("removed:") + cast(OUTBOX.c.id, Text())  # the one of before may hold an address
    changed = said | {"mention_id": None, "want": OUTBOX.c.want + 1, "key": key}
    for part in portions(messages):
        await connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(part)).values(changed))


async def clear_errors(connection: AsyncConnection, names: Callable[[str], bool]) -> None:
    """Empties the complaints about sources and messages that name what goes."""
    for table in (SOURCE, OUTBOX):
        said = (await connection.execute(select(table.c.id, table.c.error).where(table.c.error > ""))).all()
        for part in portions(row.id for row in said if names(row.error)):
            await connection.execute(update(table).where(table.c.id.in_(part)).values(error=None))


def words_of(notice: str) -> Iterator[str]:
    """All that a notice says."""
    for value in json.loads(notice).values():
        yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))


async def keys_of(connection: AsyncConnection, items: Sequence[int]) -> Mapping[int, list[str]]:
    """The keys by which these items are known."""
    keys: dict[int, list[str]] = {}
    wanted = select(ITEM_KEY.c.item_id, ITEM_KEY.c.key).where(ITEM_KEY.c.item_id.in_(items))
    for item, key in await connection.execute(wanted):
        keys.setdefault(item, []).append(key)
    return keys


async def overwrite(connection: AsyncConnection) -> None:
    """What this connection deletes from now on is overwritten, and not only left to be overwritten some day."""
    if connection.dialect.name == "sqlite":
        await connection.execute(text("PRAGMA secure_delete = ON"))


async def _heirs(connection: AsyncConnection, stories: Collection[int], gone: Sequence[int]) -> Mapping[int, int]:
    """What leads each of these stories from now on; none where nothing is left of it."""
    found: dict[int, int] = {}
    for part in portions(stories):
        wanted = select(MENTION.c.story, func.min(MENTION.c.id).label("first")).group_by(MENTION.c.story)
        wanted = wanted.where(MENTION.c.story.in_(part), MENTION.c.id.not_in(gone))
        found.update((row.story, row.first) for row in await connection.execute(wanted))
    return found


async def _lead(connection: AsyncConnection, heirs: Mapping[int, int]) -> None:
    """A story is called by the number of its first mention, and so is what was agreed on it."""
    for story, heir in heirs.items():
        for table in (MENTION, STATEMENT):
            await connection.execute(update(table).where(table.c.story == story).values(story=heir))
