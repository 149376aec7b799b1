"""Our questions to the team: which mentions were nearly flagged, what was answered to each, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor import desk
from monitor.desk import Press, Raised
from monitor.domain import (
    Action,
    Answered,
    Came,
    Owed,
    Person,
    Questions,
    Reaction,
    Record,
    Said,
    Sitting,
    Status,
    rating_decides,
)
from monitor.store import alerts, rows
from monitor.store.alerts import CARD
from monitor.store.at_desk import raise_card
from monitor.store.cards import alert_of, mention_row
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import portions
from monitor.store.mentions import events
from monitor.store.tables import EVENT, LESSON, MENTION, OUTBOX
from monitor.store.teaching import forget_asked, note_asked
from monitor.store.visible import visible

CONSIDERED = 200  # of the mentions nearest to the threshold
NEUTRAL, SKIPPED, TAKEN_BACK = "asked_neutral", "asked_skipped", "asked_undone"  # events; a complaint has one already

_KIND = Questions.__name__
_EVENTS = {Said.NEGATIVE: Action.NEGATIVE.value, Said.NEUTRAL: NEUTRAL, Said.SKIPPED: SKIPPED}
_UNSPOKEN = (
    MENTION.c.flag.is_(None),
    MENTION.c.status == Status.NEW.value,
    MENTION.c.reason.is_(None),
    ~MENTION.c.corrected,
)


class Asking:
    """The verbs of our questions."""

    _database: Database

    async def nearly_flagged(
        self,
        since: datetime,
        until: datetime,
        brands: Collection[str],
        *,
        hidden: Collection[str],
        below: float,
        within: float,
    ) -> tuple[Record, ...]:
        """Mentions of these brands that their words left unflagged, at most `within` from the threshold, nearest first.

        None that the team has spoken of, and none of a story that it was told or asked of.
        """
        distance = func.abs(MENTION.c.score - below)
        fresh = MENTION.c.at >= since, MENTION.c.at < until, MENTION.c.brand.in_(tuple(brands)), ~MENTION.c.history
        ours = *fresh, *_UNSPOKEN, ~_told_or_taught(), distance <= within
        nearest = select(MENTION).where(*ours).order_by(distance, MENTION.c.at.desc(), MENTION.c.id.desc())
        async with self._database.reading() as connection:
            seen = nearest.where(visible(connection.dialect.name, hidden)).limit(CONSIDERED)
            found = [rows.record(row) for row in await connection.execute(seen)]
            asked = await _stories_asked_of(connection) if found else frozenset()
        return tuple(one for one in found if not rating_decides(one.rating) and one.story not in asked)

    async def sitting(self, message: int) -> Sitting:
        """The questions of this message, as they stand now."""
        async with self._database.reading() as connection:
            return await _sitting(connection, *await _questions(connection, message))

    async def questions_at(self, targets: Iterable[str], number: int, message: int) -> Owed | None:
        """The questions under a button, if they stand in one of these; their number may be news to us."""
        async with self._database.writing() as connection:
            return await alerts.standing_at(connection, _KIND, targets, number, message)

    async def asked_about(self, message: int, place: int) -> Record | None:
        """The mention of one of these questions, where it is still there."""
        async with self._database.reading() as connection:
            questions, _ = await _questions(connection, message)
            row = await mention_row(connection, questions[place]) if 0 <= place < len(questions) else None
        return rows.record(row) if row else None

    async def answer_question(
        self, message: int, place: int, said: Said, *, who: Person, now: datetime, raised: Raised | None = None
    ) -> Reaction:
        """Of whoever pressed first: it teaches, raises the card that was missed, and turns the message on."""
        async with self._database.writing() as connection:
            questions, before = await _questions(connection, message)
            if not 0 <= place < len(questions):
                return Reaction(Came.GONE)
            number = questions[place]
            if place < len(before):
                return await _late(connection, number, before[place])
            row = await mention_row(connection, number)
            if row is not None and _is_open(row):
                await _note(connection, row, said, Press(Action.NEGATIVE, who, now), raised)
                reaction = Reaction(Came.DONE, number, said, who.name)
            else:
                said, reaction = Said.PASSED, _passed(row, number)
            between = (Said.PASSED,) * (place - len(before))
            await _turn(connection, message, (*before, *between, said))
            return reaction

    async def take_back_answer(self, message: int, place: int, who: Person, now: datetime) -> Reaction:
        """As if the last answer had never been given; a card that it raised stays, and is put away like any other."""
        async with self._database.writing() as connection:
            questions, said = await _questions(connection, message)
            if place != _last_place(said):
                return Reaction(Came.LATE)
            number = questions[place]
            await forget_asked(connection, number)
            if await mention_row(connection, number) is not None:
                await events(connection, TAKEN_BACK, [number], now, who=who.name)
            await _turn(connection, message, said[:place])
            return Reaction(Came.DONE, number, said[place], who.name)


async def pass_over(connection: AsyncConnection, numbers: Collection[int]) -> None:
    """These mentions are removed: no question shows their words any longer."""
    sent = select(OUTBOX.c.id, OUTBOX.c.notice).where(OUTBOX.c.kind == _KIND)
    asking = [row.id for row in await connection.execute(sent) if not _mentions(row.notice).isdisjoint(numbers)]
    await alerts.grow(connection, asking)


def _told_or_taught() -> ColumnElement[bool]:
    """Whether the team was told of the story, or spoke of it: its other mentions say the same."""
    other, lesson = MENTION.alias("other"), LESSON.alias("lesson")
    same = other.c.story == MENTION.c.story, other.c.brand == MENTION.c.brand
    told = exists().where(*same, other.c.flag.is_not(None))
    taught = exists().where(*same, lesson.c.mention_id == other.c.id)
    return told | taught


async def _stories_asked_of(connection: AsyncConnection) -> frozenset[int]:
    """By some message, answered or not."""
    wanted = select(OUTBOX.c.notice).where(OUTBOX.c.kind == _KIND)
    asked = {number for written in await connection.scalars(wanted) for number in _mentions(written)}
    stories: set[int] = set()
    for part in portions(asked):
        found = await connection.execute(select(MENTION.c.story).where(MENTION.c.id.in_(part)))
        stories.update(found.scalars())
    return frozenset(stories)


def _mentions(written: str) -> frozenset[int]:
    return frozenset(rows.notice_of(Questions, written).mentions)


async def _questions(connection: AsyncConnection, message: int) -> tuple[tuple[int, ...], tuple[Said, ...]]:
    row = (await connection.execute(select(OUTBOX.c.notice, OUTBOX.c.view).where(OUTBOX.c.id == message))).one()
    mentions = rows.notice_of(Questions, row.notice).mentions
    return mentions, () if row.view == CARD else tuple(Said(letter) for letter in row.view)


async def _turn(connection: AsyncConnection, message: int, said: Sequence[Said]) -> None:
    turned = {"view": "".join(said) or CARD, "want": OUTBOX.c.want + 1}
    await connection.execute(update(OUTBOX).where(OUTBOX.c.id == message).values(turned))


async def _sitting(connection: AsyncConnection, questions: Sequence[int], said: tuple[Said, ...]) -> Sitting:
    last = _last_place(said)
    answered = await _answered(connection, questions[last], said[last]) if last is not None else None
    for place in range(len(said), len(questions)):
        row = await mention_row(connection, questions[place])
        if row is not None and _is_open(row):
            alert = await alert_of(connection, questions[place])
            return Sitting(len(questions), said, place, last, answered, alert)
    return Sitting(len(questions), said, len(questions), last, answered)


def _last_place(said: Sequence[Said]) -> int | None:
    return next((place for place in reversed(range(len(said))) if said[place] is not Said.PASSED), None)


async def _answered(connection: AsyncConnection, number: int, said: Said) -> Answered:
    ours = EVENT.c.mention_id == number, EVENT.c.kind == _EVENTS[said]
    named = select(EVENT.c.who).where(*ours).order_by(EVENT.c.id.desc()).limit(1)
    return Answered(number, said, await connection.scalar(named) or "")


async def _late(connection: AsyncConnection, number: int, said: Said) -> Reaction:
    if said is Said.PASSED:
        return _passed(await mention_row(connection, number), number)
    return Reaction(Came.LATE, number, said, (await _answered(connection, number, said)).who)


def _passed(row: Row[Any] | None, number: int) -> Reaction:
    return Reaction(Came.GONE if row is None else Came.SETTLED, number)


def _is_open(row: Row[Any]) -> bool:
    """Whether the question is still one."""
    return row.flag is None and row.status == Status.NEW.value and row.reason is None and not row.corrected


async def _note(connection: AsyncConnection, row: Row[Any], said: Said, press: Press, raised: Raised | None) -> None:
    if said is Said.NEGATIVE and raised is not None:
        await raise_card(connection, row, press, desk.apply(rows.state(row), press).state, raised)
    else:
        await events(connection, _EVENTS[said], [row.id], press.at, who=press.who.name)
    if said is not Said.SKIPPED:
        await note_asked(connection, row, negative=said is Said.NEGATIVE, at=press.at)
