"""What everybody says of a story for a while."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from monitor.domain import Owed, Record, Statement
from monitor.store import alerts, rows
from monitor.store.alerts import CARDS
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import put
from monitor.store.tables import HIGHEST, MENTION, OUTBOX, STATEMENT

HOLDS = timedelta(hours=72)
_MANY = 100  # copies of one text; whose they are, fewer tell

_NAME = re.compile(r"([sm])-?(\d{1,18})", re.IGNORECASE)


class Statements:
    """The verbs of what is agreed on."""

    _database: Database

    async def story(self, name: str) -> int | None:
        """The story that people name by its number or by that of one of its mentions: s-12, m-12."""
        match = _NAME.fullmatch(name.strip())
        if match is None or int(match[2]) > HIGHEST:
            return None
        column = MENTION.c.story if match[1].lower() == "s" else MENTION.c.id
        wanted = select(MENTION.c.story).where(column == int(match[2])).limit(1)
        async with self._database.reading() as connection:
            return await connection.scalar(wanted)

    async def told_by(self, story: int) -> tuple[Record, ...]:
        """The mentions of a story."""
        wanted = select(MENTION).where(MENTION.c.story == story).order_by(MENTION.c.id).limit(_MANY)
        async with self._database.reading() as connection:
            return tuple(rows.record(row) for row in await connection.execute(wanted))

    async def agree(self, story: int, text: str, who: str, now: datetime) -> Statement:
        """From now on, in place of what was agreed before."""
        agreed = Statement(story, text, who, now, now + HOLDS)
        row = {"story": story, "text": text, "who": who, "at": now, "until": agreed.until}
        async with self._database.writing() as connection:
            await put(connection, STATEMENT, [row])
        return agreed

    async def disagree(self, story: int, now: datetime) -> bool:
        """Whether there was something to end."""
        ours = STATEMENT.c.story == story
        async with self._database.writing() as connection:
            held = await connection.scalar(select(STATEMENT.c.until).where(ours))
            await connection.execute(delete(STATEMENT).where(ours))
        return held is not None and held > now

    async def agreed(self, story: int, now: datetime) -> Statement | None:
        """What holds for a story now."""
        wanted = select(STATEMENT).where(STATEMENT.c.story == story, STATEMENT.c.until > now)
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).first()
        return Statement(row.story, row.text, row.who, row.at, row.until) if row else None

    async def cards_of(self, story: int, left: Callable[..., bool]) -> tuple[Owed, ...]:
        """Every message that shows a mention of a story, but for those in chats that have left the file."""
        ours = OUTBOX.c.kind.in_(CARDS), OUTBOX.c.message.is_not(None), MENTION.c.story == story
        wanted = select(OUTBOX).join(MENTION, MENTION.c.id == OUTBOX.c.mention_id).where(*ours).order_by(OUTBOX.c.id)
        async with self._database.reading() as connection:
            cards = [rows.owed(row) for row in await connection.execute(wanted)]
            here = await alerts.present(connection, (card.target for card in cards), left)
        return tuple(card for card in cards if card.target in here)
