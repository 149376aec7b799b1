"""Answers of the company that stand on the page itself: whoever published them, the mention is answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor import desk
from monitor.domain import Item, Reply, Status
from monitor.identity.authors import hider
from monitor.places.forbidden import Places
from monitor.process.offload import offload_large
from monitor.store import alerts, rows
from monitor.store.connection.sql import portions
from monitor.store.mentions import events
from monitor.store.placing import Placed
from monitor.store.tables import EVENT, MENTION
from monitor.store.values import Visit
from monitor.voices import unheard

SEEN, GONE, BACK = "answer_seen", "answer_gone", "answer_back"  # the events

Answers = Mapping[tuple[int, str], Sequence[Reply]]  # by item and brand; of brands without names by ""


async def note(connection: AsyncConnection, visit: Visit, placed: Sequence[Placed], places: Places) -> None:
    """Keeps each answer once; an open mention that somebody was told of is closed by it, and its cards say so."""
    answers = await offload_large(len(placed), _answers, visit, placed, places)
    shown = {one.item_id: one.item for one in placed}
    for part in portions(dict.fromkeys(item_id for item_id, _ in answers)):
        found = await connection.execute(select(MENTION).where(MENTION.c.item_id.in_(part)))
        for row in found.all():
            new = unheard(_to(row, visit, answers), row.reply)
            if new:
                await _keep(connection, visit, row, new, shown[row.item_id])
    if visit.span is not None:
        await _note_gone(connection, visit, shown, answers)


def _answers(visit: Visit, placed: Sequence[Placed], places: Places) -> Answers:
    """What the visit shows below each item; what leads to a forbidden place is not kept."""
    items = [one.found.item for one in placed]
    found: dict[tuple[int, str], Sequence[Reply]] = {}
    for brand in (*visit.voices.names, ""):
        for place, replies in visit.voices.answers(items, brand, now=visit.at).items():
            allowed = [reply for reply in replies if not places.in_text(reply.text)]
            if allowed:
                found.setdefault((placed[place].item_id, brand), _as_kept(allowed, placed[place]))
    return found


def _as_kept(replies: Sequence[Reply], to: Placed) -> Sequence[Reply]:
    """Answers call people by their names."""
    hide = hider(to.found.item.author) if to.unnamed else str
    return [replace(reply, text=hide(reply.text)) for reply in replies]


def _to(row: Row[Any], visit: Visit, answers: Answers) -> Sequence[Reply]:
    return answers.get((row.item_id, row.brand if row.brand in visit.voices.names else ""), ())


async def _keep(connection: AsyncConnection, visit: Visit, row: Row[Any], new: Sequence[Reply], item: Item) -> None:
    """What was there before us stays as it is until somebody takes it."""
    first, state = new[0], rows.state(row)
    url = first.url or item.url
    quiet = row.history and state.status is Status.NEW
    after = state if quiet else desk.answered_in_public(state, visit.at, url, first.at)
    columns = {"reply": new[-1].text} | ({} if after == state else rows.state_columns(after))
    await connection.execute(update(MENTION).where(MENTION.c.id == row.id).values(columns))
    if after != state:
        await events(connection, SEEN, [row.id], visit.at, detail=url)
        await alerts.refresh(connection, [row.id])


async def _note_gone(connection: AsyncConnection, visit: Visit, shown: Collection[int], answers: Answers) -> None:
    """An answer that is no longer below its mention, or is there again: told in the history alone."""
    known = MENTION.c.source == visit.source, MENTION.c.reply != ""
    for part in portions(shown):
        found = (await connection.execute(select(MENTION).where(*known, MENTION.c.item_id.in_(part)))).all()
        last = await _last(connection, [row.id for row in found])
        here = {row.id for row in found if _to(row, visit, answers)}
        gone = [row.id for row in found if row.id not in here and last.get(row.id) != GONE]
        back = [number for number in here if last.get(number) == GONE]
        await events(connection, GONE, gone, visit.at)
        await events(connection, BACK, sorted(back), visit.at)


async def _last(connection: AsyncConnection, numbers: Collection[int]) -> Mapping[int, str]:
    """What was noted last of each mention's answer."""
    wanted = select(EVENT.c.mention_id, EVENT.c.kind).where(
        EVENT.c.mention_id.in_(numbers), EVENT.c.kind.in_((SEEN, GONE, BACK))
    )
    return {row.mention_id: row.kind for row in await connection.execute(wanted.order_by(EVENT.c.id))}
