"""What a team does with a card beside taking and closing it: puts it off, hands it over, comes back, promises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.asking import Answer
from bot.callbacks import ComeBack, Give, PutOff
from bot.talk import say, shown, toast, told
from monitor.config.plan import Plan
from monitor.dates.ahead import day_ahead
from monitor.desk.later import morning, returned_at, snoozed_until
from monitor.domain import Action, Person, Question
from monitor.letters import colleagues
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, line
from monitor.store import Store
from monitor.texts import Texts
from monitor.workdays import Workdays

LONGEST_PROMISE = 200
_SHORTEST = 3  # letters of a promise that says something


def router() -> Router:
    """The buttons behind «Отложить», «Передать» and «Вернуться к этому?», and what was promised."""
    r = Router(name="desk")
    r.callback_query.register(_put_off, PutOff.filter())
    r.callback_query.register(_give, Give.filter())
    r.callback_query.register(_come_back, ComeBack.filter())
    r.message.register(_promised, Answer("promise"))
    return r


async def _put_off(
    query: CallbackQuery,
    *,
    callback_data: PutOff,
    bot: Bot,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """The card goes back to its own buttons and says until when."""
    number, now = callback_data.mention, clock()
    owed = await shown(query, store, plan, number)
    if owed is None or owed.message is None:
        await toast(bot, query, texts("bot.toast.stale"))
        return
    until = snoozed_until(callback_data.snooze, now, plan.zone)
    acted = await store.act(number, Action.SNOOZE, person, now, until=until)
    await store.show(owed.target, owed.message, "card")
    wake()
    at = Calendar(texts, plan.zone, now).moment(until)
    await toast(bot, query, told(acted, "bot.toast.snooze", texts, at=at))


async def _give(
    query: CallbackQuery,
    *,
    callback_data: Give,
    bot: Bot,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """Only to somebody of the team: a forged button names nobody else."""
    number = callback_data.mention
    owed = await shown(query, store, plan, number)
    colleague = next((one for one in await colleagues(store, plan) if one.id == callback_data.person), None)
    if owed is None or owed.message is None or colleague is None:
        await toast(bot, query, texts("bot.toast.stale"))
        return
    acted = await store.act(number, Action.HAND_OVER, person, clock(), to=colleague)
    await store.show(owed.target, owed.message, "card")
    wake()
    await toast(bot, query, told(acted, "bot.toast.give", texts))


async def _come_back(
    query: CallbackQuery,
    *,
    callback_data: ComeBack,
    bot: Bot,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """A reminder, on the morning of a day that the team works."""
    number, now = callback_data.mention, clock()
    if await shown(query, store, plan, number) is None:
        await toast(bot, query, texts("bot.toast.stale"))
        return
    until = returned_at(callback_data.when, now, Workdays.of(plan))
    acted = await store.act(number, Action.FOLLOW_UP, person, now, until=until)
    wake()
    at = Calendar(texts, plan.zone, now).moment(until) if until else ""
    await toast(bot, query, told(acted, f"bot.toast.{'come_back' if until else 'no_come_back'}", texts, at=at))


async def _promised(
    message: Message,
    *,
    question: Question,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """Words and a day; where one of them is missing the question stays."""
    now, said = clock(), clean(message.text or message.caption or "").strip()[:LONGEST_PROMISE]
    day = day_ahead(said, now.astimezone(plan.zone).date())
    if day is None or len(said) < _SHORTEST:
        key = "bot.promise.when" if day is None else "bot.promise.what"
        await say(message, Document((line(texts(key)),)), reply=True)
        return
    until = morning(day, plan.zone)
    acted = await store.act(question.mention, Action.PROMISE, person, now, text=said, until=until)
    wake()
    at = Calendar(texts, plan.zone, now).moment(until)
    await say(message, Document((line(told(acted, "bot.promise.saved", texts, at=at)),)), reply=True)
