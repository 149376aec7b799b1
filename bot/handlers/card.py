"""The buttons of a card."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.asking import ask
from bot.callbacks import Deed, Do, Mark, Tick
from bot.handlers.desk import day_to_come
from bot.handlers.draft import offer_draft
from bot.handlers.exclude import offer_exclude
from bot.pressed import Pressed
from monitor.desk import Acted, Outcome
from monitor.domain import Action, Owed, Person
from monitor.telling.letters import colleagues

VIEWS = {
    Deed.CHECKLIST: "checklist",
    Deed.MORE: "checklist_all",
    Deed.LATER: "later",
    Deed.COLLEAGUES: "colleagues",
    Deed.BACK: "card",
}
_UNMARKED = {Deed.COMPLAIN: "uncomplain", Deed.SETTLE: "unsettle"}  # what a second press comes to


def router() -> Router:
    """A press acts only on the mention that its message shows."""
    r = Router(name="card")
    r.callback_query.register(_press, Do.filter())
    r.callback_query.register(_tick, Tick.filter())
    r.callback_query.register(_mark, Mark.filter())
    return r


async def _press(_: CallbackQuery, callback_data: Do, pressed: Pressed) -> None:
    """The outbox edits the card; whoever pressed sees at once what came of it."""
    number, deed = callback_data.mention, callback_data.deed
    card = await pressed.card(number)
    if card is None:
        return
    if deed in VIEWS:
        await pressed.show(card, VIEWS[deed])
        nobody = deed is Deed.COLLEAGUES and not await _others(number, pressed)
        await pressed.say("bot.toast.nobody" if nobody else "")
    elif deed is Deed.PROMISE:
        await pressed.say()
        await ask(card, "promise", pressed, day_to_come(pressed.calendar))
    elif deed is Deed.DRAFT:
        await pressed.tell(await offer_draft(card, await pressed.store.alert(number), pressed))
    else:
        await _act(card, callback_data, pressed)


async def _act(card: Owed, wanted: Do, pressed: Pressed) -> None:
    deed = wanted.deed
    acted = await pressed.act(wanted.mention, Action(deed))
    await pressed.tell_what_came(acted, f"bot.toast.{_said(deed, acted)}")
    if deed is Deed.ANSWER and acted.done:
        await ask(card, "link", pressed)
    if deed is Deed.NOT_ABOUT_US and acted.done:
        await offer_exclude(card, acted.alert, pressed)


async def _tick(_: CallbackQuery, callback_data: Tick, pressed: Pressed) -> None:
    """Makes of a step what the button showed; a step that is so already is left alone."""
    key = "ticked" if callback_data.done else "unticked"
    await _make(callback_data, Action.TICK, f"bot.toast.{key}", pressed, step=callback_data.step)


async def _mark(_: CallbackQuery, callback_data: Mark, pressed: Pressed) -> None:
    """The same of what is noted beside the answer: two people who press at once both get it noted."""
    deed = callback_data.deed
    key = deed if callback_data.done else _UNMARKED[deed]
    await _make(callback_data, Action(deed), f"bot.toast.{key}", pressed)


async def _make(wanted: Tick | Mark, action: Action, key: str, pressed: Pressed, **how: int) -> None:
    """Whoever wants what is so already hears that it is."""
    if await pressed.card(wanted.mention) is None:
        return
    acted = await pressed.act(wanted.mention, action, done=wanted.done, **how)
    if acted.outcome is Outcome.SAME:
        await pressed.say(key)
    else:
        await pressed.tell_what_came(acted, key)


async def _others(number: int, pressed: Pressed) -> tuple[Person, ...]:
    record = await pressed.store.record(number)
    return await colleagues(pressed.store, pressed.plan, but=record.assignee if record else None)


def _said(deed: Deed, acted: Acted) -> str:
    marks = {Deed.COMPLAIN: acted.alert.complained, Deed.SETTLE: acted.alert.record.settled}
    return _UNMARKED[deed] if deed in marks and marks[deed] is None else deed
