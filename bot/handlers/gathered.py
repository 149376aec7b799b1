"""The buttons of a message that tells many: take all of them after one question, or choose one by one."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.callbacks import All, Lead, Page, Single, Together
from bot.pressed import Pressed
from bot.talk import point_to
from monitor.domain import Owed, Reminder
from monitor.render.document import sentence
from monitor.render.gathered import ASKS, LIST, one_by_one


def router() -> Router:
    """A press acts only on what its message tells; what the message shows is seen by all."""
    r = Router(name="gathered")
    r.callback_query.register(_all, Together.filter())
    r.callback_query.register(_page, Page.filter())
    r.callback_query.register(_single, Single.filter())
    r.callback_query.register(_lead, Lead.filter())
    return r


async def _all(_: CallbackQuery, callback_data: Together, pressed: Pressed) -> None:
    """Asks once, then takes them in one go; a second person who presses finds nothing left."""
    owed = await pressed.message(pressed.store.gathered_at, callback_data.message)
    if owed is None:
        return
    said, texts = "", pressed.texts
    if callback_data.what is All.TAKE:
        taken = await pressed.store.take_all(owed.id, pressed.person, pressed.now)
        said = texts("gathered.taken", n=taken) if taken else texts("gathered.nothing")
    await _turn(owed, ASKS if callback_data.what is All.ASK else LIST, pressed)
    await pressed.tell(said)


async def _page(_: CallbackQuery, callback_data: Page, pressed: Pressed) -> None:
    owed = await pressed.message(pressed.store.gathered_at, callback_data.message)
    if owed is not None:
        await _turn(owed, one_by_one(callback_data.page), pressed)
        await pressed.say()


async def _single(_: CallbackQuery, callback_data: Single, pressed: Pressed) -> None:
    """Its card comes as a message of its own; where it stands already, whoever pressed is told so."""
    owed = await pressed.message(pressed.store.gathered_at, callback_data.message)
    if owed is None:
        return
    if not await pressed.store.told_in(owed.target, callback_data.mention):
        await pressed.say("bot.toast.stale")
        return
    standing = await pressed.store.show_card(callback_data.mention, owed.target, pressed.now)
    pressed.wake()
    key = "gathered.coming" if standing is None else "gathered.standing"
    await pressed.say(key, id=f"m-{callback_data.mention}")


async def _lead(_: CallbackQuery, callback_data: Lead, pressed: Pressed) -> None:
    """Points to its card; where somebody deleted that, or it stands in no message of its own, it comes anew."""
    owed, number = pressed.under, callback_data.mention
    named = (owed.notice.mention, *owed.notice.also) if owed and isinstance(owed.notice, Reminder) else ()
    if owed is None or number not in named:
        await pressed.say("bot.toast.stale")
        return
    card, name = await pressed.store.show_card(number, owed.target, pressed.now), f"m-{number}"
    pressed.wake()
    await pressed.say("lists.here" if card else "gathered.coming", id=name)
    if card and card.message and pressed.page:
        await point_to(pressed.page, card.message, sentence(f"👆 {pressed.texts('lists.here_above', id=name)}"))


async def _turn(owed: Owed, view: str, pressed: Pressed) -> None:
    await pressed.store.show_together(owed.id, view)
    pressed.wake()
