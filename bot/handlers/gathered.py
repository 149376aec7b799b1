"""The buttons of a message that tells many: take all of them after one question, or choose one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.callbacks import All, Page, Single, Together
from bot.talk import targets, toast
from monitor.config.plan import Plan
from monitor.domain import Owed, Person
from monitor.render.gathered import ASKS, LIST, one_by_one
from monitor.store import Store
from monitor.texts import Texts


def router() -> Router:
    """A press acts only on what its message tells; what the message shows is seen by all."""
    r = Router(name="gathered")
    r.callback_query.register(_all, Together.filter())
    r.callback_query.register(_page, Page.filter())
    r.callback_query.register(_single, Single.filter())
    return r


async def _all(
    query: CallbackQuery,
    *,
    callback_data: Together,
    bot: Bot,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """Asks once, then takes them in one go; a second person who presses finds nothing left."""
    owed = await _shown(query, store, plan, callback_data.message)
    if owed is None:
        await toast(bot, query, texts("bot.toast.stale"))
        return
    said = ""
    if callback_data.what is All.TAKE:
        taken = await store.take_all(owed.id, person, clock())
        said = texts("gathered.taken", n=taken) if taken else texts("gathered.nothing")
    await store.show_together(owed.id, ASKS if callback_data.what is All.ASK else LIST)
    wake()
    await toast(bot, query, said)


async def _page(
    query: CallbackQuery,
    *,
    callback_data: Page,
    bot: Bot,
    store: Store,
    plan: Plan,
    texts: Texts,
    wake: Callable[[], None],
) -> None:
    owed = await _shown(query, store, plan, callback_data.message)
    if owed is None:
        await toast(bot, query, texts("bot.toast.stale"))
        return
    await store.show_together(owed.id, one_by_one(callback_data.page))
    wake()
    await toast(bot, query)


async def _single(
    query: CallbackQuery,
    *,
    callback_data: Single,
    bot: Bot,
    store: Store,
    plan: Plan,
    texts: Texts,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """Its card comes as a message of its own; where it stands already, whoever pressed is told so."""
    owed = await _shown(query, store, plan, callback_data.message)
    if owed is None or not await store.told_in(owed.target, callback_data.mention):
        await toast(bot, query, texts("bot.toast.stale"))
        return
    standing = await store.show_card(callback_data.mention, owed.target, clock())
    wake()
    key = "gathered.coming" if standing is None else "gathered.standing"
    await toast(bot, query, texts(key, id=f"m-{callback_data.mention}"))


async def _shown(query: CallbackQuery, store: Store, plan: Plan, message: int) -> Owed | None:
    """The message under the button: a press cannot name what its chat may not see."""
    if query.message is None:
        return None
    return await store.gathered_at(targets(query.message, plan), query.message.message_id, message)
