"""Months of invented mentions with everything that may happen to one, written into a store as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from digest_reference import Change
from render_values import record

from monitor.domain import Cue, Flag, Label, Lesson, Means, Reason, Record, Severity, Status, Why
from monitor.store import Store
from monitor.store.connection.sql import portions
from monitor.store.tables import EVENT, ITEM, LESSON, MENTION, OUTBOX
from monitor.store.values import Lemmas
from monitor.store.words import forms

BRANDS = ("zubr", "kestrel", "sklad")
SOURCES = ("reviews", "news", "forum", "staff", "vc")
REASONS = ("support", "price", "deadlines", "quality")
STARS = (None, None, 0.0, 0.25, 0.5, 0.75, 1.0)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True)
class History:
    """What a store holds, as values."""

    mentions: tuple[Record, ...]
    changes: tuple[Change, ...] = ()
    answers: tuple[tuple[int, str, bool, datetime], ...] = ()  # mention, means, negative, when
    alerts: tuple[tuple[int, str, datetime], ...] = ()  # mention, target, when


def dice(seed: object) -> Random:
    """The same throws every time."""
    return Random(str(seed))  # noqa: S311  # nothing is kept secret by it


def invented(random: Random, moments: Sequence[datetime], count: int) -> History:
    """So many mentions, most of them within these moments, and some at the very moments."""
    mentions = tuple(_mention(random, number, moments) for number in range(1, count + 1))
    return History(
        mentions,
        tuple(_change(random, one) for one in mentions if random.random() < 0.1),
        tuple(_answers(random, mentions)),
        tuple(
            (one.number, f"telegram:{random.choice((-1, -2))}", one.at + random.randint(0, 9) * SECOND)
            for one in mentions
            if one.severity
        ),
    )


def lessons(history: History) -> tuple[Lesson, ...]:
    """What was said of each mention: a press on its card overrules what else was said."""
    known = {one.number: one for one in history.mentions}
    pressed = {number: negative for number, means, negative, _ in history.answers if means == "pressed"}
    return tuple(
        Lesson(number, known[number].brand, "", "", 0.0, pressed.get(number, negative), Means(means), at)
        for number, means, negative, at in history.answers
        if means != "picked" or number not in pressed
    )


async def fill(store: Store, history: History) -> None:
    """Writes it down as if it had been found, answered and edited."""
    async with store._database.writing() as connection:
        for part in portions(history.mentions, 200):
            items = [{"id": r.number, "source": r.source, "digest": str(r.number), "found": r.found} for r in part]
            await connection.execute(ITEM.insert(), items)
            await connection.execute(MENTION.insert(), [_row(one, store._lemmas) for one in part])
        for change in history.changes:
            told = f"{_stars(change.was)} → {_stars(change.now)}"
            row = {"mention_id": change.mention, "at": change.at, "kind": "rating_changed", "who": "", "detail": told}
            await connection.execute(EVENT.insert(), row)
        for number, means, negative, at in history.answers:
            said = {"mention_id": number, "means": means, "negative": negative, "score": 0.0, "at": at}
            await connection.execute(LESSON.insert(), said)
        for number, target, at in history.alerts:
            await connection.execute(OUTBOX.insert(), _alert(number, target, at))


def _mention(random: Random, number: int, moments: Sequence[datetime]) -> Record:
    """Everything independent of everything else, for a figure must hold whatever happened."""
    at = _moment(random, moments)
    history, label = random.random() < 0.2, random.choice(tuple(Label))
    status = random.choice(tuple(Status))
    reason = random.choice(tuple(Reason)) if status is Status.DISMISSED else None
    published = random.choice((None, at - random.randint(0, 9 * 86400) * SECOND, at, at + 3 * SECOND))
    late = random.random() < 0.1  # history that somebody was told of after all
    source = random.choice(SOURCES)
    return record(
        number=number,
        brand=random.choice(BRANDS),
        source=source,
        also=tuple(random.sample([one for one in SOURCES if one != source], random.choice((0, 0, 0, 1, 2)))),
        title=f"Запись {number}",
        text="",
        words=(Cue("сбой", -1.5),),
        published=at if late else published,
        dated=random.random() < 0.8,
        found=at + DAY if history or late else at,
        at=at,
        rating=random.choice(STARS),
        label=label,
        score=random.choice((-0.9, -0.6, -0.3, 0.0, 0.4, 0.9)),
        flag=random.choice((None, *Flag)),
        severity=None if history else random.choice((None, *Severity)),
        story=max(1, number - random.choice((0, 0, 0, 1, 2, 7))),
        status=status,
        reason=reason,
        assignee=None if status is Status.NEW else random.choice((None, "Анна")),
        answered=at + random.randint(-60, 200_000) * SECOND if status is Status.ANSWERED else None,
        corrected=random.random() < 0.2,
        why=random.choice(tuple(Why)),
        history=history,
        reasons=tuple(random.sample(REASONS, random.choice((0, 1, 2)))),
        deadline=random.choice((None, at + random.randint(0, 200_000) * SECOND)),
        settled=random.choice((None, None, at + DAY)),
    )


def _moment(random: Random, moments: Sequence[datetime]) -> datetime:
    if random.random() < 0.15:
        return random.choice(moments) + random.choice((-1, 0, 1)) * timedelta(microseconds=1)
    if random.random() < 0.05:  # one day was a bad one
        return moments[-4 % len(moments)] + random.randint(0, 82_000) * SECOND
    first, last = min(moments), max(moments)
    return first + random.randint(0, int((last - first) / SECOND)) * SECOND


def _change(random: Random, one: Record) -> Change:
    return Change(one.number, one.at + random.randint(0, 20) * DAY, random.choice(STARS), random.choice(STARS))


def _answers(random: Random, mentions: Iterable[Record]) -> Iterable[tuple[int, str, bool, datetime]]:
    for one in mentions:
        for means in random.sample(("pressed", "picked", "asked"), random.choice((0, 0, 0, 0, 1, 2, 3))):
            yield one.number, means, random.random() < 0.5, one.at + random.randint(0, 900_000) * SECOND


def _row(one: Record, lemmas: Lemmas) -> dict[str, Any]:
    names = (column.name for column in MENTION.columns)
    row = {name: getattr(one, name) for name in names if hasattr(one, name) and name != "id"}
    empty = {"hits": [], "risks": [], "steps": [], "links": [], "reply": "", "missing": 0}
    lists = {"also": list(one.also), "reasons": list(one.reasons), "words": [[w.text, w.weight] for w in one.words]}
    found = {"lemmas": forms(f"{one.title} {one.text}", lemmas), "assignee_id": 1 if one.assignee else None}
    return row | found | empty | lists | {"id": one.number, "item_id": one.number, "asks_link": False}


def _alert(number: int, target: str, at: datetime) -> dict[str, Any]:
    told = {"target": target, "kind": "alert", "mention_id": number, "key": f"alert:{number}:{target}"}
    times = {"created": at, "due_at": at, "order_at": at, "sent_at": at}
    return (
        told | times | {"state": "sent", "view": "card", "attempts": 0, "unsure": 0, "lost": 0, "want": 0, "shown": 0}
    )


def _stars(rating: float | None) -> str:
    return "—" if rating is None else f"{1 + rating * 4:g}/5"
