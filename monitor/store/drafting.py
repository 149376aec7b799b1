"""Drafts: which were offered, what people had checked, and what was said lately."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, insert, select

from monitor.store.connection.engine import Database
from monitor.store.mentions import events
from monitor.store.tables import DRAFT, EVENT, MENTION, REPLIED

OFFERED, CHECKED = "drafted", "draft_checked"  # the events
STANDS = timedelta(minutes=10)  # for so long a draft that was offered is still in sight
COMPARED = 20  # replies that a new one is compared with


class Drafting:
    """The verbs of drafts."""

    _database: Database

    async def offer(self, number: int, target: str, mark: str, who: str, now: datetime) -> bool:
        """False where the last draft in this chat is the same (`mark` tells it) and still in sight."""
        here = EVENT.c.mention_id == number, EVENT.c.kind == OFFERED, EVENT.c.detail.startswith(f"{target} ")
        last = select(EVENT.c.detail).where(*here, EVENT.c.at > now - STANDS).order_by(EVENT.c.id.desc()).limit(1)
        offered = f"{target} {mark}"
        async with self._database.writing() as connection:
            if await connection.scalar(last) == offered:
                return False
            await events(connection, OFFERED, [number], now, who=who, detail=offered)
        return True

    async def withdraw(self, number: int, target: str, mark: str, now: datetime) -> None:
        """It did not arrive: the next press offers it again."""
        ours = EVENT.c.mention_id == number, EVENT.c.kind == OFFERED, EVENT.c.detail == f"{target} {mark}"
        async with self._database.writing() as connection:
            await connection.execute(delete(EVENT).where(*ours, EVENT.c.at == now))

    async def checked(self, number: int, text: str, who: str, now: datetime) -> bool:
        """A reply that somebody had checked, kept with its place in the history; False: it was the last one, too."""
        row = {"mention_id": number, "at": now, "who": who, "text": text}
        last = select(DRAFT.c.text).where(DRAFT.c.mention_id == number).order_by(DRAFT.c.id.desc()).limit(1)
        async with self._database.writing() as connection:
            if await connection.scalar(last) == text:
                return False
            await connection.execute(insert(DRAFT), [row])
            await events(connection, CHECKED, [number], now, who=who)
        return True

    async def last_replies(self, number: int) -> tuple[str, ...]:
        """What was said of the same brand lately, published or checked; not of this mention itself."""
        brand = select(MENTION.c.brand).where(MENTION.c.id == number).scalar_subquery()
        others = MENTION.c.brand == brand, MENTION.c.id != number
        when = func.coalesce(MENTION.c.answered, MENTION.c.at)
        last = select(MENTION.c.id).where(*others, REPLIED).order_by(when.desc(), MENTION.c.id.desc()).limit(COMPARED)
        published = select(MENTION.c.reply, when).where(MENTION.c.id.in_(last))
        about = MENTION.c.id == DRAFT.c.mention_id, MENTION.c.brand + "" == brand, MENTION.c.id != number
        drafts = select(DRAFT.c.text, DRAFT.c.at).where(exists(select(1).select_from(MENTION).where(*about)))
        drafts = drafts.order_by(DRAFT.c.at.desc(), DRAFT.c.id.desc())
        async with self._database.reading() as connection:
            found = [
                *await connection.execute(published.order_by(when.desc(), MENTION.c.id.desc())),
                *await connection.execute(drafts.limit(COMPARED)),
            ]
        found.sort(key=lambda row: row[1], reverse=True)
        return tuple(row[0] for row in found[:COMPARED])
