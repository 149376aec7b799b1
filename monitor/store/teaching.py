"""Teaching: what the team said of mentions, kept as long as they are, and taken back with an undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, desc, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.digest import Asked
from monitor.domain import Action, Flag, Label, Lesson, Means, Reason, Status, Taught, rating_decides, says
from monitor.store import rows
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import put
from monitor.store.tables import LESSON, MENTION
from monitor.store.weekly.extent import Extent

LATEST = 50  # answers to our questions that say how much we overlook

_PRESSED = LESSON.alias("pressed")
PRESSED = _PRESSED, and_(_PRESSED.c.mention_id == LESSON.c.mention_id, _PRESSED.c.means == Means.PRESSED.value)
SAID = func.coalesce(_PRESSED.c.negative, LESSON.c.negative)  # what was pressed on a card overrules all other answers
_ITS = MENTION.c.id == LESSON.c.mention_id  # looked up for each lesson: there are more mentions than lessons
_MARK = select(func.count(), func.max(LESSON.c.at), func.sum(LESSON.c.mention_id))
_SAID = [MENTION.c[name] for name in ("brand", "title", "text", "hits")]


async def mark(connection: AsyncConnection) -> str:
    """Another one when anything was said or taken back."""
    return ":".join(map(str, (await connection.execute(_MARK)).one()))


class Teaching:
    """The verbs of what the team taught us."""

    _database: Database

    async def lessons(self) -> tuple[Lesson, ...]:
        """All of them; what was pressed on a card overrules what was answered to a question about it."""
        wanted = select(LESSON, *_SAID).join(MENTION).order_by(LESSON.c.at, LESSON.c.mention_id, LESSON.c.means)
        async with self._database.reading() as connection:
            found = (await connection.execute(wanted)).all()
        return tuple(_overruled(found))

    async def lessons_mark(self) -> str:
        """Another one when anything was said or taken back."""
        async with self._database.reading() as connection:
            return await mark(connection)

    async def taught(self) -> dict[str, Taught]:
        """How much was taught about each brand; counted, for nobody wants the texts here."""
        asked = LESSON.c.means == Means.ASKED.value
        kinds = (and_(~asked, ~SAID), and_(~asked, SAID), asked, and_(asked, SAID))
        brand = select(MENTION.c.brand).where(_ITS).scalar_subquery().label("brand")
        counted = select(brand, *(func.count(case((kind, 1))) for kind in kinds))
        spoken = counted.select_from(LESSON.outerjoin(*PRESSED)).where(_stands())
        async with self._database.reading() as connection:
            found = await connection.execute(spoken.group_by(brand))
            return {brand: Taught(*numbers) for brand, *numbers in found}

    async def overlooked(self, extent: Extent) -> Asked:
        """What our last questions about unflagged mentions were answered."""
        wanted = select(SAID).select_from(LESSON.outerjoin(*PRESSED))
        last = wanted.where(LESSON.c.means == Means.ASKED.value, LESSON.c.at < extent.until)
        newest = last.order_by(desc(LESSON.c.at), desc(LESSON.c.mention_id)).limit(LATEST)
        async with self._database.reading() as connection:
            ours = exists(select(1).select_from(MENTION).where(_ITS, extent.shown(connection.dialect.name)))
            shown = newest.where(ours)
            answers = list(await connection.scalars(shown))
        return Asked(len(answers), sum(answers))


def _stands() -> ColumnElement[bool]:
    """Whether no press on its card overrules that it was picked."""
    return or_(LESSON.c.means != Means.PICKED.value, _PRESSED.c.mention_id.is_(None))


async def note_press(connection: AsyncConnection, row: Row[Any], action: Action, at: datetime) -> None:
    """What a press says is kept with it; whatever undoes the press takes it back."""
    if action is Action.UNDO and Status(row.status).is_open:
        return  # of a snooze, which said nothing
    if action in {Action.UNDO, Action.NEGATIVE}:
        if row.reason in {None, Reason.NOT_NEGATIVE}:  # an answer, or the correction; other dismissals said nothing
            await _forget(connection, row.id, Means.PRESSED)
        return
    negative = says(action, Flag(row.flag) if row.flag else None, row.rating)
    if negative is not None:
        await _note(connection, row, Means.PRESSED, negative=negative, at=at)


async def note_picked(connection: AsyncConnection, row: Row[Any], at: datetime) -> None:
    """Somebody came upon what we had missed; where a rating decided, words have nothing to learn."""
    if not rating_decides(row.rating) and row.label != Label.NEGATIVE:
        await _note(connection, row, Means.PICKED, negative=True, at=at)


async def note_asked(connection: AsyncConnection, row: Row[Any], *, negative: bool, at: datetime) -> None:
    """The answer to a question of ours; where a rating decides by now, words have nothing to learn."""
    if not rating_decides(row.rating):
        await _note(connection, row, Means.ASKED, negative=negative, at=at)


async def forget_asked(connection: AsyncConnection, number: int) -> None:
    """The answer was taken back."""
    await _forget(connection, number, Means.ASKED)


async def _note(connection: AsyncConnection, row: Row[Any], means: Means, *, negative: bool, at: datetime) -> None:
    said = {"mention_id": row.id, "means": means.value, "negative": negative, "score": row.score, "at": at}
    await put(connection, LESSON, [said])


async def _forget(connection: AsyncConnection, number: int, means: Means) -> None:
    await connection.execute(delete(LESSON).where(LESSON.c.mention_id == number, LESSON.c.means == means.value))


def _overruled(found: Sequence[Row[Any]]) -> Iterator[Lesson]:
    pressed = {row.mention_id: row.negative for row in found if row.means == Means.PRESSED}
    for row in found:
        if row.means == Means.PICKED and row.mention_id in pressed:
            continue
        yield Lesson(
            mention=row.mention_id,
            brand=row.brand,
            title=row.title,
            text=row.text,
            score=row.score,
            negative=pressed.get(row.mention_id, row.negative),
            means=Means(row.means),
            at=row.at,
            hits=rows.hits(row),
        )
