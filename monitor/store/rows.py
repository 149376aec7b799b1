"""Rows become values at the door, and values rows."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar, get_args

from sqlalchemy import Row

from monitor import desk
from monitor.domain import (
    Cue,
    Doubt,
    Flag,
    Health,
    Hit,
    Item,
    Label,
    Link,
    Mention,
    Notice,
    Owed,
    Person,
    Reason,
    Record,
    Severity,
    SourceState,
    Status,
    Step,
    VisitStatus,
    Why,
)

N = TypeVar("N")
NOTICES: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Notice)}


def record(row: Row[Any]) -> Record:
    """A mention as it is listed and exported."""
    return Record(
        number=row.id,
        brand=row.brand,
        source=row.source,
        also=tuple(row.also),
        url=row.url,
        title=row.title,
        text=row.text,
        author=row.author,
        published=row.published,
        found=row.found,
        at=row.at,
        lang=row.lang,
        rating=row.rating,
        rating_text=row.rating_text,
        label=Label(row.label),
        score=row.score,
        flag=Flag(row.flag) if row.flag else None,
        why=Why(row.why),
        words=tuple(Cue(text, weight) for text, weight in row.words),
        severity=Severity(row.severity) if row.severity else None,
        story=row.story,
        status=Status(row.status),
        reason=Reason(row.reason) if row.reason else None,
        assignee=row.assignee,
        answered=row.answered,
        reply_url=row.reply_url,
        corrected=row.corrected,
        history=row.history,
        reasons=tuple(row.reasons),
        unsure=Doubt(row.unsure) if row.unsure else None,
        deadline=row.deadline,
        dated=row.dated,
        settled=row.settled,
        snoozed_until=row.snoozed_until,
    )


def hits(row: Row[Any]) -> tuple[Hit, ...]:
    """Where the brand is named."""
    return tuple(Hit(row.brand, start, end, text, in_title) for start, end, text, in_title in row.hits)


def steps(row: Row[Any]) -> tuple[Step, ...]:
    """The checklist and who did what of it."""
    return tuple(Step(text, done, by) for text, done, by in row.steps)


def step_list(found: tuple[Step, ...]) -> list[Any]:
    """The same, to be written."""
    return [[step.text, step.done, step.by] for step in found]


def item_columns(item: Item) -> dict[str, Any]:
    """What a mention says, to be written; who said it and when is told beside."""
    return {
        "url": item.url,
        "title": item.title,
        "text": item.text,
        "rating": item.rating,
        "rating_text": item.rating_text,
        "links": list(item.links),
    }


def tone_columns(mention: Mention) -> dict[str, Any]:
    """What we make of a mention, to be written; how it is labelled and flagged the team may have a word in."""
    tone = mention.sentiment
    return {
        "lang": mention.lang,
        "words": [[cue.text, cue.weight] for cue in tone.words],
        "hits": [[hit.start, hit.end, hit.text, hit.in_title] for hit in mention.hits],
        "risks": list(tone.risks),
        "reasons": list(tone.reasons),
        "unsure": tone.unsure.value if tone.unsure else None,
    }


def state(row: Row[Any]) -> desk.State:
    """Where the team's work on a mention stands."""
    return desk.State(
        label=Label(row.label),
        score=row.score,
        why=Why(row.why),
        status=Status(row.status),
        reason=Reason(row.reason) if row.reason else None,
        corrected=row.corrected,
        assignee=_person(row.assignee_id, row.assignee),
        taken_at=row.taken_at,
        pressed_by=row.pressed_by,
        pressed_at=row.pressed_at,
        answered=row.answered,
        reply_url=row.reply_url,
        asks_link=row.asks_link,
        asks_follow_up=row.asks_follow_up,
        follow_up=row.follow_up,
        snoozed_until=row.snoozed_until,
        snoozed_by=row.snoozed_by,
        promise=row.promise,
        promised_for=row.promised_for,
        complained=row.complained,
        settled=row.settled,
        steps=steps(row),
        before=_undo(row.before),
        told=row.severity is not None,
    )


def state_columns(now: desk.State) -> dict[str, Any]:
    """The same, to be written."""
    return {
        "label": now.label.value,
        "score": now.score,
        "why": now.why.value,
        "status": now.status.value,
        "reason": now.reason.value if now.reason else None,
        "corrected": now.corrected,
        "assignee_id": now.assignee.id if now.assignee else None,
        "assignee": now.assignee.name if now.assignee else None,
        "taken_at": now.taken_at,
        "pressed_by": now.pressed_by,
        "pressed_at": now.pressed_at,
        "answered": now.answered,
        "reply_url": now.reply_url,
        "asks_link": now.asks_link,
        "asks_follow_up": now.asks_follow_up,
        "follow_up": now.follow_up,
        "snoozed_until": now.snoozed_until,
        "snoozed_by": now.snoozed_by,
        "promise": now.promise,
        "promised_for": now.promised_for,
        "complained": now.complained,
        "settled": now.settled,
        "steps": step_list(now.steps),
        "before": _undo_list(now.before),
    }


def owed(row: Row[Any]) -> Owed:
    """A message that is owed or was sent."""
    return Owed(
        id=row.id,
        target=row.target,
        mention=row.mention_id,
        notice=notice(row.kind, row.notice) if row.notice else None,
        attempts=row.attempts,
        unsure=row.unsure,
        message=row.message,
        view=row.view,
        version=row.want,
        fallen_back=row.fallen_back,
    )


def notice(kind: str, written: str) -> Notice:
    """What a notice says."""
    found: Notice = notice_of(NOTICES[kind], written)
    return found


def notice_of(kind: type[N], written: str) -> N:
    """The same of one whose kind is known."""
    return kind(**{name: _frozen(value) for name, value in json.loads(written).items()})


def notice_text(said: Notice) -> str:
    """The same, to be written; the same notice is always the same text."""
    return json.dumps({one.name: getattr(said, one.name) for one in fields(said)}, ensure_ascii=False, sort_keys=True)


def source_state(row: Row[Any]) -> SourceState:
    """How a source was doing."""
    return SourceState(
        id=row.id,
        state=VisitStatus(row.state),
        first_success=row.first_success,
        last_success=row.last_success,
        failures=row.failures,
        error=row.error,
        next_visit=row.next_visit,
        config=row.config,
        reported=row.reported,
        health=Health(row.health),
        counts=tuple(row.counts),
        matched=row.matched,
    )


def link(row: Row[Any]) -> Link:
    """A page that a list named."""
    return Link(row.url, row.step, row.stamp, row.listed, row.history, row.read, row.failures)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _person(number: int | None, name: str | None) -> Person | None:
    return Person(number, name or "") if number is not None else None


def _undo(written: list[Any] | None) -> desk.Undo | None:
    if written is None:
        return None
    status, label, score, why, corrected, number, name, taken_at, *snooze = written
    until, by = snooze or (None, None)  # those written before anything could be put off have none
    return desk.Undo(
        status=Status(status),
        label=Label(label),
        score=score,
        why=Why(why),
        corrected=corrected,
        assignee=_person(number, name),
        taken_at=_moment(taken_at),
        snoozed_until=_moment(until),
        snoozed_by=by,
    )


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _undo_list(before: desk.Undo | None) -> list[Any] | None:
    if before is None:
        return None
    who = before.assignee
    return [
        before.status,
        before.label,
        before.score,
        before.why,
        before.corrected,
        who.id if who else None,
        who.name if who else None,
        before.taken_at.isoformat() if before.taken_at else None,
        before.snoozed_until.isoformat() if before.snoozed_until else None,
        before.snoozed_by,
    ]
