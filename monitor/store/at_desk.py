"""At the desk: presses of the team, what its messages show, the questions it is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor import desk
from monitor.desk import Acted, Press
from monitor.domain import Action, Owed, Person, Question
from monitor.errors import StoreError
from monitor.store import alerts, rows
from monitor.store.alerts import CARDS, SENDING, SENT
from monitor.store.engine import Database
from monitor.store.mentions import events
from monitor.store.reading import alert_of
from monitor.store.sql import put
from monitor.store.tables import ASK, MENTION, OUTBOX
from monitor.store.teaching import note_press

UNTICK = "untick"  # the event of a tick that is taken away


class AtDesk:
    """The verbs of the team's work."""

    _database: Database

    async def act(
        self,
        number: int,
        action: Action,
        who: Person,
        now: datetime,
        *,
        step: int | None = None,
        text: str | None = None,
    ) -> Acted:
        """A press: its result, its place in the history, and every card of the mention to be edited."""
        press = Press(action, who, now, step, text)
        async with self._database.writing() as connection:
            row = (await connection.execute(select(MENTION).where(MENTION.c.id == number))).first()
            if row is None:
                raise StoreError("store.no_mention", id=f"m-{number}")
            result = desk.apply(rows.state(row), press)
            if result.outcome is desk.Outcome.DONE:
                await self._write(connection, row, press, result.state)
            return Acted(result.outcome, result.holder, await alert_of(connection, number))

    async def show(self, target: str, message: int, view: str) -> None:
        """What a message shows, to all who see it: the card or the checklist."""
        ours = OUTBOX.c.target == target, OUTBOX.c.message == message, OUTBOX.c.view != view
        async with self._database.writing() as connection:
            await connection.execute(update(OUTBOX).where(*ours).values(view=view, want=OUTBOX.c.want + 1))

    async def card_at(self, target: str, message: int) -> Owed | None:
        """What stands in this message of this chat."""
        ours = select(OUTBOX).where(OUTBOX.c.target == target, OUTBOX.c.message == message)
        async with self._database.reading() as connection:
            row = (await connection.execute(ours.order_by(OUTBOX.c.id.desc()))).first()
        return rows.owed(row) if row else None

    async def adopt(self, target: str, message: int, mention: int) -> Owed | None:
        """The card under a button whose number we were never told: the answer was lost, or is still on its way."""
        doubtful = or_(OUTBOX.c.state == SENDING, OUTBOX.c.state == SENT, OUTBOX.c.unsure > 0)
        card = OUTBOX.c.kind.in_(CARDS), OUTBOX.c.mention_id == mention
        ours = OUTBOX.c.target == target, *card, OUTBOX.c.message.is_(None), doubtful
        async with self._database.writing() as connection:
            found = (await connection.execute(select(OUTBOX.c.id, OUTBOX.c.state).where(*ours))).first()
            if found is not None:
                state = SENDING if found.state == SENDING else SENT  # what was pressed has arrived: no repeat
                changed = update(OUTBOX).where(OUTBOX.c.id == found.id).values(message=message, state=state)
                await connection.execute(changed)
        return await self.card_at(target, message)  # the number may have come meanwhile

    async def ask(self, target: str, prompt: int, question: Question) -> None:
        """Remembers a question, so that its answer is understood after a restart too."""
        asked = {"mention_id": question.mention, "person_id": question.person, "kind": question.kind}
        row = {"target": target, "prompt": prompt} | asked
        async with self._database.writing() as connection:
            await put(connection, ASK, [row])

    async def asked(self, target: str, prompt: int) -> Question | None:
        """The question that this message of ours puts."""
        ours = select(ASK).where(ASK.c.target == target, ASK.c.prompt == prompt)
        async with self._database.reading() as connection:
            row = (await connection.execute(ours)).first()
        return Question(row.mention_id, row.person_id, row.kind) if row else None

    async def _write(self, connection: AsyncConnection, row: Row[Any], press: Press, state: desk.State) -> None:
        changed = update(MENTION).where(MENTION.c.id == row.id).values(rows.state_columns(state))
        await connection.execute(changed)
        kind, detail = _event(press, state)
        await events(connection, kind, [row.id], press.at, who=press.who.name, detail=detail)
        await note_press(connection, row, press.action, press.at)
        await alerts.refresh(connection, [row.id])


def _event(press: Press, state: desk.State) -> tuple[str, str]:
    if press.action is Action.TICK and press.step is not None:
        step = state.steps[press.step]
        return (Action.TICK if step.done else UNTICK), step.text
    return press.action, press.text or ""
