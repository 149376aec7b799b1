"""At the desk: presses of the team, what its messages show, the questions it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, and_, bindparam, desc, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor import desk
from monitor.desk import Acted, Press, Raised, Result
from monitor.domain import Action, Flag, Nudge, Owed, Person, Question, Reminder, Step
from monitor.store import alerts, rows
from monitor.store.alerts import ALERT, CARDS, SENDING, SENT, Flagged
from monitor.store.batches import ALERTED
from monitor.store.cards import alert_of, present
from monitor.store.connection.engine import Database
from monitor.store.connection.one_trip import in_one_trip
from monitor.store.connection.sql import put
from monitor.store.mentions import events
from monitor.store.meta import note, noted
from monitor.store.tables import ASK, MENTION, OUTBOX
from monitor.store.teaching import note_picked, note_press

_PRESSES, _REMEMBERED = "presses", 100  # as many as Telegram tells at once: more cannot come again
UNTICK = "untick"  # the event of a tick that is taken away
UNCOMPLAIN, UNSETTLE, NO_FOLLOW_UP = "uncomplain", "unsettle", "no_follow_up"


class AtDesk:
    """The verbs of the team's work."""

    _database: Database

    async def act(self, number: int, press: Press, left: Callable[..., bool] = lambda *_: False) -> Acted:
        """What a press comes to: its result, its place in the history, and every card of the mention to be edited.

        One that comes again by its id, for we died before we could confirm it, changes nothing and is answered alike.
        Whoever is given it is called in each chat that has its card, but for those that have `left` the file.
        """
        async with self._database.writing() as connection:
            return await in_one_trip(connection, partial(_pressed, number=number, press=press, left=left))

    async def raise_missed(self, number: int, who: Person, now: datetime, raised: Raised) -> Acted:
        """«Это негатив»: a card for what nobody was told of, in every chat that wants the like; and a lesson."""
        press = Press(Action.NEGATIVE, who, now)
        async with self._database.writing() as connection:
            return await in_one_trip(connection, partial(_raised, number=number, press=press, raised=raised))

    async def colleagues(self) -> tuple[Person, ...]:
        """Whoever had a mention, by the names they had last; the team may have written nobody into its file."""
        had = MENTION.c.assignee_id.is_not(None), MENTION.c.taken_at.is_not(None)
        people = select(MENTION.c.assignee_id).where(*had).distinct().order_by(MENTION.c.assignee_id)
        named = select(MENTION.c.assignee).where(MENTION.c.assignee_id == bindparam("person"), *had)
        latest = named.order_by(desc(MENTION.c.taken_at)).limit(1)
        async with self._database.reading() as connection:
            numbers = (await connection.scalars(people)).all()
            names = [await connection.scalar(latest, {"person": number}) for number in numbers]
        return tuple(Person(number, name or "") for number, name in zip(numbers, names, strict=True))

    async def show(self, target: str, message: int, view: str) -> None:
        """What a message shows, to all who see it: the card or the checklist."""
        ours = OUTBOX.c.target == target, OUTBOX.c.message == message, OUTBOX.c.view != view
        async with self._database.writing() as connection:
            await connection.execute(update(OUTBOX).where(*ours).values(view=view, want=OUTBOX.c.want + 1))

    async def card_at(self, target: str, message: int) -> Owed | None:
        """What stands in this message of this chat."""
        async with self._database.reading() as connection:
            return await _card_at(connection, target, message)

    async def under(self, here: str, targets: Sequence[str], message: int) -> tuple[Owed | None, tuple[str, ...]]:
        """What stands in a message whose button was pressed, sent to one of these; all the addresses of its chat."""

        async def work(connection: AsyncConnection) -> tuple[Owed | None, tuple[str, ...]]:
            names = alerts.names(here, await alerts.addresses(connection))
            for target in targets:
                owed = await _card_at(connection, target, message)
                if owed is not None:
                    return owed, names
            return None, names

        async with self._database.reading() as connection:
            return await in_one_trip(connection, work)

    async def adopt(self, target: str, message: int, mention: int) -> Owed | None:
        """The card under a button whose number we were never told: the answer was lost, or is still on its way.

        Where it came twice, whichever copy people press is the one that is kept up to date.
        """
        unknown = OUTBOX.c.message.is_(None), or_(OUTBOX.c.state.in_((SENDING, SENT)), OUTBOX.c.unsure > 0)
        twice = OUTBOX.c.message.is_not(None), OUTBOX.c.state == SENT, OUTBOX.c.unsure > 0
        ours = OUTBOX.c.target == target, OUTBOX.c.kind.in_(CARDS), OUTBOX.c.mention_id == mention
        async with self._database.writing() as connection:
            wanted = select(OUTBOX).where(*ours, or_(and_(*unknown), and_(*twice)))
            found = (await connection.execute(wanted)).first()
            if found is not None:
                await alerts.arrived(connection, found, message)
                if found.state not in {SENDING, SENT} and found.kind == ALERT:
                    await events(connection, ALERTED, [mention], found.due_at, detail=target)
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


async def _pressed(connection: AsyncConnection, number: int, press: Press, left: Callable[..., bool]) -> Acted:
    row = await present(connection, number)
    if press.id and press.id in await _presses(connection):
        again = Result(rows.state(row), desk.Outcome.DONE)
        return Acted(again.outcome, again.holder, await alert_of(connection, number))
    result = desk.apply(rows.state(row), press)
    if result.outcome is desk.Outcome.DONE:
        await write(connection, row, press, result.state)
        if press.to is not None and press.to.id != press.who.id:
            await _call(connection, row.id, press, press.to, left)
        if press.id:
            await _remember(connection, press.id)
    return Acted(result.outcome, result.holder, await alert_of(connection, number))


async def _raised(connection: AsyncConnection, number: int, press: Press, raised: Raised) -> Acted:
    row = await present(connection, number)
    result = desk.apply(rows.state(row), press)
    if result.outcome is desk.Outcome.DONE:
        await raise_card(connection, row, press, result.state, raised)
        if not row.corrected:
            await note_picked(connection, row, press.at)
    return Acted(result.outcome, result.holder, await alert_of(connection, number))


async def write(
    connection: AsyncConnection,
    row: Row[Any],
    press: Press,
    state: desk.State,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """What a press made of a mention, its place in the history, and what it teaches."""
    columns = {**rows.state_columns(state), **more}
    await connection.execute(update(MENTION).where(MENTION.c.id == row.id).values(columns))
    kind, detail = _event(press, state)
    await events(connection, kind, [row.id], press.at, who=press.who.name, detail=detail)
    await note_press(connection, row, press.action, press.at)
    await alerts.refresh(connection, [row.id])


async def raise_card(
    connection: AsyncConnection, row: Row[Any], press: Press, state: desk.State, raised: Raised
) -> None:
    """A card for what was missed. One that was put away before keeps its card, its urgency and its deadline."""
    more: dict[str, Any] = {"flag": row.flag or Flag.NEGATIVE.value}
    if row.severity is None:
        state = state if state.steps else replace(state, steps=tuple(Step(step) for step in raised.steps))
        more |= {"severity": raised.severity.value, "deadline": raised.deadline}
    await write(connection, row, press, state, more)
    await alerts.owe_card(connection, Flagged(row.id, row.story, row.published, raised.targets), press.at)


async def _card_at(connection: AsyncConnection, target: str, message: int) -> Owed | None:
    ours = select(OUTBOX).where(OUTBOX.c.target == target, OUTBOX.c.message == message)
    row = (await connection.execute(ours.order_by(OUTBOX.c.id.desc()))).first()
    return rows.owed(row) if row else None


async def _presses(connection: AsyncConnection) -> list[str]:
    return list(json.loads(await noted(connection, _PRESSES) or "[]"))


async def _remember(connection: AsyncConnection, press_id: str) -> None:
    last = [*await _presses(connection), press_id][-_REMEMBERED:]
    await note(connection, _PRESSES, json.dumps(last))


async def _call(
    connection: AsyncConnection, number: int, press: Press, colleague: Person, left: Callable[..., bool]
) -> None:
    """Whoever is given a mention hears of it where its card stands."""
    handed = Reminder(number, Nudge.HANDED, (colleague.id,), (colleague.name,), press.who.name)
    cards = select(OUTBOX.c.target).where(OUTBOX.c.mention_id == number, OUTBOX.c.message.is_not(None))
    for target in await alerts.present(connection, await connection.scalars(cards), left):
        key = f"handed:{number}:{colleague.id}:{press.at.isoformat()}:{target}"
        await alerts.owe_notice(connection, target, handed, press.at, key, mention=number)


def _event(press: Press, state: desk.State) -> tuple[str, str]:
    match press.action:
        case Action.TICK if press.step is not None:
            step = state.steps[press.step]
            return (Action.TICK if step.done else UNTICK), step.text
        case Action.HAND_OVER if press.to is not None:
            return press.action, press.to.name
        case Action.COMPLAIN if state.complained is None:
            return UNCOMPLAIN, ""
        case Action.SETTLE if state.settled is None:
            return UNSETTLE, ""
        case Action.FOLLOW_UP if press.until is None:
            return NO_FOLLOW_UP, ""
    return press.action, press.text or ""
