"""The buttons of a card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.asking import ask
from bot.callbacks import Deed, Press, Tick
from bot.handlers.draft import offer_draft
from bot.handlers.exclude import offer_exclude
from bot.talk import shown, toast, told
from monitor.config.plan import Plan
from monitor.desk import Acted
from monitor.domain import Action, Person
from monitor.letters import colleagues
from monitor.store import Store
from monitor.texts import Texts

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
    r.callback_query.register(_press, Press.filter())
    r.callback_query.register(_tick, Tick.filter())
    return r


async def _press(
    query: CallbackQuery,
    *,
    callback_data: Press,
    bot: Bot,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """The outbox edits the card; whoever pressed sees at once what came of it."""
    number, deed = callback_data.mention, callback_data.deed
    owed = await shown(query, store, plan, number)
    if owed is None or owed.message is None:
        await toast(bot, query, texts("bot.toast.stale"))
        return
    if deed in VIEWS:
        nobody = deed is Deed.COLLEAGUES and not await _others(number, store, plan)
        await store.show(owed.target, owed.message, VIEWS[deed])
        wake()
        await toast(bot, query, texts("bot.toast.nobody") if nobody else "")
        return
    if deed is Deed.PROMISE:
        await toast(bot, query)
        await ask(bot, owed, person, store, texts=texts, kind="promise")
        return
    if deed is Deed.DRAFT:
        alert = await store.alert(number)
        said = await offer_draft(bot, owed, alert, store=store, plan=plan, person=person, texts=texts, now=clock())
        await toast(bot, query, said)
        return
    acted = await store.act(number, Action(deed), person, clock())
    wake()
    await toast(bot, query, told(acted, f"bot.toast.{_said(deed, acted)}", texts))
    if deed is Deed.ANSWER and acted.done:
        await ask(bot, owed, person, store, texts=texts, kind="link")
    if deed is Deed.NOT_ABOUT_US and acted.done:
        await offer_exclude(bot, owed, acted.alert, store=store, plan=plan, person=person, texts=texts, now=clock())


async def _tick(
    query: CallbackQuery,
    *,
    callback_data: Tick,
    bot: Bot,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """Makes of a step what the button showed; a step that is so already is left alone."""
    number, step = callback_data.mention, callback_data.step
    if await shown(query, store, plan, number) is None:
        await toast(bot, query, texts("bot.toast.stale"))
        return
    steps = (await store.alert(number)).steps
    key = "bot.toast.ticked" if callback_data.done else "bot.toast.unticked"
    said = texts(key)
    if 0 <= step < len(steps) and steps[step].done is not callback_data.done:
        said = told(await store.act(number, Action.TICK, person, clock(), step=step), key, texts)
    wake()
    await toast(bot, query, said)


async def _others(number: int, store: Store, plan: Plan) -> tuple[Person, ...]:
    record = await store.record(number)
    return await colleagues(store, plan, but=record.assignee if record else None)


def _said(deed: Deed, acted: Acted) -> str:
    marks = {Deed.COMPLAIN: acted.alert.complained, Deed.SETTLE: acted.alert.settled}
    return _UNMARKED[deed] if deed in marks and marks[deed] is None else deed
