"""Edits: the mention says what it says now, the earlier text is kept, and what got worse comes back to the team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor import desk
from monitor.domain import (
    ChangeKind,
    Item,
    Label,
    Mention,
    Nudge,
    RatingChanged,
    Reminder,
    Sentiment,
    Severity,
    Status,
    Step,
    Verdict,
)
from monitor.identity import content_of, shown_by
from monitor.store import alerts, batches, brought_back, copies, rows
from monitor.store.alerts import Flagged
from monitor.store.connection.sql import add, portions
from monitor.store.heard import Heard, Text
from monitor.store.mentions import Rows, events
from monitor.store.placing import Placed
from monitor.store.tables import EARLIER, ITEM, MENTION, OUTBOX
from monitor.store.values import Visit

EDITED, REOPENED, RATED, ELSEWHERE = "edited", "reopened", "rating_changed", "elsewhere"

NONE = "—"  # where there is no rating


@dataclass(frozen=True, slots=True)
class _Edit:
    """A mention as it stands, and what it says now; `mention` is None where the brand is no longer named."""

    row: Row[Any]
    item: Item
    mention: Mention | None


async def edit(connection: AsyncConnection, visit: Visit, placed: Iterable[Placed], heard: Heard) -> list[Flagged]:
    """Brings edited mentions up to date; answers with those that somebody must hear of for the first time."""
    edited = {one.item_id: one for one in placed if one.kind is ChangeKind.EDITED}
    edits = await _edits(connection, await _still_its(connection, visit, edited))
    told = await alerts.raised(connection, (one.row.story for one in edits))
    flagged = []
    for one in edits:
        again = one.row.story in told
        first = None if again else _first_alert(one, visit)
        late = _late_alert(one, visit) if again else None
        flagged += [owed for owed in (first, late) if owed]
        await _keep_earlier(connection, one.row, visit.at)
        await _tell_rating(connection, one, visit)
        await _write(connection, visit, one, first, heard(one.item))
    risen = [one for one in edits if _rose(one)]
    await batches.stand_out(connection, [one.row.id for one in risen])
    asking = [one for one in risen if _state(one).open]
    await brought_back.where_it_stood(connection, [one.row.id for one in asking], visit.at, visit.left)
    for one in asking:
        await _tell_urgent(connection, one, visit)
    await alerts.refresh(connection, [one.row.id for one in edits])
    return flagged


async def taken_up(
    connection: AsyncConnection, visit: Visit, placed: Iterable[Placed], known: Rows, heard: Heard
) -> list[Flagged]:
    """What was quiet where it was seen first, such as among news, and is flagged here: it is what is said here."""
    again = {one.item_id: one for one in placed if one.kind is ChangeKind.KNOWN and _is_new_here(one, visit, known)}
    flagged = []
    for one in await _edits(connection, again):
        first = _first_alert(one, visit) if _is_quiet(one) and not visit.history else None
        if first is None:
            continue
        flagged.append(first)
        if (one.row.title, one.row.text) != (one.item.title, one.item.text):
            await _keep_earlier_words(connection, one.row, visit.at)
        await _write(connection, visit, one, first, heard(one.item))
        found = again[one.row.item_id].found
        ours = {"source": visit.source, "digest": content_of(found), "shown_by": shown_by(found)}
        await connection.execute(update(ITEM).where(ITEM.c.id == one.row.item_id).values(ours))
        await events(connection, ELSEWHERE, [one.row.id], visit.at, detail=visit.source)
    await alerts.refresh(connection, [one.number for one in flagged])
    return flagged


def _is_new_here(one: Placed, visit: Visit, known: Rows) -> bool:
    if one.item.position is not None:  # a search engine shows a part of the same page
        return False
    rows = (known.get((one.item_id, mention.brand)) for mention in one.mentions if not mention.history)
    return any(row is not None and visit.source not in (row.source, *row.also) for row in rows)


def _is_quiet(one: _Edit) -> bool:
    """Whether the place may be why; what is flagged there may be too old, which only its date tells."""
    if one.row.flag is not None and one.item.published is None:
        return False
    return one.row.severity is None and one.row.status == Status.NEW and not one.row.corrected


async def _write(connection: AsyncConnection, visit: Visit, one: _Edit, first: Flagged | None, text: Text) -> None:
    row, state = one.row, _state(one)
    changed = {"lemmas": text.forms} | _said(one) | _judged(one, first, visit) | rows.state_columns(state)
    reopened = state.open and row.status == Status.ANSWERED
    if reopened and one.mention is not None and one.mention.deadline is not None:
        changed["deadline"] = one.mention.deadline  # the earlier one was kept, or is long over
    if _rose(one) and row.snoozed_until and row.snoozed_until > visit.at:
        changed["snoozed_until"] = visit.at  # a mild complaint was put off, no emergency: it comes back now
    await connection.execute(update(MENTION).where(MENTION.c.id == row.id).values(changed))
    await copies.remember(connection, row.id, text.bands)
    if reopened:
        await events(connection, REOPENED, [row.id], visit.at)


async def _still_its(connection: AsyncConnection, visit: Visit, edited: Mapping[int, Placed]) -> dict[int, Placed]:
    """Without what another source has taken up at the same moment."""
    still: dict[int, Placed] = {}
    for part in portions(edited):
        own = select(ITEM.c.id).where(ITEM.c.id.in_(part), ITEM.c.source == visit.source)
        still |= {number: edited[number] for number in await connection.scalars(own)}
    return still


async def _edits(connection: AsyncConnection, edited: Mapping[int, Placed]) -> list[_Edit]:
    found = []
    for part in portions(edited):
        for row in await connection.execute(select(MENTION).where(MENTION.c.item_id.in_(part)).order_by(MENTION.c.id)):
            one = edited[row.item_id]
            mention = next((m for m in one.mentions if m.brand == row.brand), None)
            found.append(_Edit(row, one.item, mention))
    return found


async def _keep_earlier(connection: AsyncConnection, row: Row[Any], at: datetime) -> None:
    await _keep_earlier_words(connection, row, at)
    await events(connection, EDITED, [row.id], at)


async def _keep_earlier_words(connection: AsyncConnection, row: Row[Any], at: datetime) -> None:
    was = {"mention_id": row.id, "at": at, "title": row.title, "text": row.text, "rating_text": row.rating_text}
    await add(connection, EARLIER, [was])


async def _tell_rating(connection: AsyncConnection, one: _Edit, visit: Visit) -> None:
    """Another rating after our answer is news, better or worse, wherever the card stands, or would be sent by now."""
    row, was, now, at = one.row, one.row.rating_text, one.item.rating_text, visit.at
    if row.rating == one.item.rating or not _is_answered(row):
        return
    await events(connection, RATED, [row.id], at, detail=f"{was or NONE} → {now or NONE}")
    stands = await alerts.standing(connection, row.id)
    here = await alerts.present(connection, stands, visit.left)
    now_here = visit.whom(row.brand, Severity(row.severity or Severity.P3)) if stands else ()
    for target in sorted(here) or now_here:
        key = f"rating:{row.id}:{was}:{now}:{at.isoformat()}:{target}"
        await alerts.owe_notice(connection, target, RatingChanged(row.id, was, now), at, key, mention=row.id)


async def _tell_urgent(connection: AsyncConnection, one: _Edit, visit: Visit) -> None:
    """Its card was read as something milder, and an edit calls nobody; where more is said of it now, that will do."""
    row = one.row
    wakes = row.snoozed_until is not None and row.snoozed_until > visit.at
    if wakes or (row.rating != one.item.rating and _is_answered(row)):
        return
    holder = ((row.assignee_id,), (row.assignee or "",)) if row.assignee_id is not None else ((), ())
    said = Reminder(row.id, Nudge.URGENT, *holder)
    cards = select(OUTBOX.c.target).where(OUTBOX.c.mention_id == row.id, alerts.KIND.in_(alerts.CARDS))
    there = await connection.scalars(cards.where(OUTBOX.c.state == alerts.SENT, OUTBOX.c.message.is_not(None)))
    for target in await alerts.present(connection, there, visit.left):
        key = f"urgent:{row.id}:{visit.at.isoformat()}:{target}"
        await alerts.owe_notice(connection, target, said, visit.at, key, mention=row.id)


def _is_answered(row: Row[Any]) -> bool:
    """Also where it came back to the team since."""
    return row.status == Status.ANSWERED or (bool(row.reply) and Status(row.status).is_open)


def _first_alert(one: _Edit, visit: Visit) -> Flagged | None:
    """What an edit makes negative is news, also of what was there before us; unless the team has put it away."""
    row, targets = one.row, visit.targets.get(one.row.brand, ())
    if one.mention is None or one.mention.verdict.severity is None or not targets:
        return None
    if row.status == Status.DISMISSED or _is_history(one):
        return None
    return _flagged(one, visit.whom(row.brand, one.mention.verdict.severity))


def _late_alert(one: _Edit, visit: Visit) -> Flagged | None:
    """Chats that want only what is urgent hear of what became so."""
    severity = one.mention.verdict.severity if one.mention else None
    if (
        severity is None
        or one.row.corrected
        or one.row.status == Status.DISMISSED
        or severity.value == one.row.severity
        or _is_history(one)
    ):
        return None
    return _flagged(one, visit.late(one.row.brand, severity))


def _flagged(one: _Edit, targets: tuple[str, ...]) -> Flagged:
    return Flagged(one.row.id, one.row.story, one.item.published, targets)


def _is_history(one: _Edit) -> bool:
    """Whether it was there before us and is as bad as it was: a counter or a comma may change every day."""
    row, flag = one.row, one.mention.verdict.flag if one.mention else None
    return bool(row.history) and row.flag == (flag.value if flag else None) and not _is_lower(row, one.item.rating)


def _state(one: _Edit) -> desk.State:
    """A correction by the team outlives an edit; an answered one that got worse is opened again."""
    state, mention = rows.state(one.row), one.mention
    if mention is None:
        return state
    tone = mention.sentiment
    if not state.steps:
        state = replace(state, steps=tuple(Step(step) for step in mention.steps))
    before = replace(state.before, label=tone.label, score=tone.score, why=tone.why) if state.before else None
    if state.corrected:
        return replace(state, before=before)
    judged = replace(state, label=tone.label, score=tone.score, why=tone.why, before=before)
    worse = _is_worse(one.row, tone, one.item.rating)
    return desk.reopened(judged) if state.status is Status.ANSWERED and worse else judged


def _is_worse(row: Row[Any], tone: Sentiment, rating: float | None) -> bool:
    return tone.label is Label.NEGATIVE and (_is_lower(row, rating) or tone.score < row.score)


def _is_lower(row: Row[Any], rating: float | None) -> bool:
    return rating is not None and row.rating is not None and rating < row.rating


def _rose(one: _Edit) -> bool:
    """Whether what it says now is urgent, and was not."""
    now = one.mention.verdict.severity if one.mention and not one.row.corrected and not _is_history(one) else None
    return now is Severity.P1 and one.row.severity != Severity.P1.value


def _said(one: _Edit) -> dict[str, Any]:
    item, row = one.item, one.row
    return rows.item_columns(item) | {
        "author": item.author or row.author,
        "published": row.published or item.published,
        "dated": row.dated if row.published else item.dated,
    }


def _severity(verdict: Verdict, row: Row[Any], visit: Visit) -> str | None:
    """An edit that nobody is told of leaves an alert that was raised as it was: it may come long after its review."""
    away = row.status == Status.DISMISSED and row.severity is None
    if verdict.flag is None or away:
        return None
    told: str | None = row.severity
    return verdict.severity.value if verdict.severity and visit.targets.get(row.brand) else told


def _judged(one: _Edit, first: Flagged | None, visit: Visit) -> dict[str, Any]:
    mention, row = one.mention, one.row
    if mention is None:
        return {"hits": []}
    columns = rows.tone_columns(mention)
    if not row.corrected:
        columns["flag"] = mention.verdict.flag.value if mention.verdict.flag else None
        columns["severity"] = row.severity if _is_history(one) else _severity(mention.verdict, row, visit)
        if row.deadline and mention.deadline:
            columns["deadline"] = min(row.deadline, mention.deadline)  # what became more urgent is answered sooner
    if first:
        columns |= {"history": False, "deadline": mention.deadline}
    return columns
