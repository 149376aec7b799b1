"""/mentions and /search: lists that are leafed through and narrowed in one message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import Leaf, Listing, Only, Show
from bot.listing import Wanted, list_keys, list_page, words_in, words_of
from bot.talk import say, toast, turn_page
from monitor.config.plan import Plan
from monitor.domain import Person
from monitor.render.document import Document, line
from monitor.store import Store
from monitor.texts import Texts


def router() -> Router:
    """Both commands, their buttons, and the one under a summary."""
    r = Router(name="mentions")
    r.message.register(_mentions, Command("mentions"))
    r.message.register(_search, Command("search"))
    r.callback_query.register(_turn, Listing.filter())
    r.callback_query.register(_leaf, Leaf.filter())
    r.callback_query.register(_show, Show.filter())
    return r


async def listed(
    wanted: Wanted, store: Store, plan: Plan, texts: Texts, now: datetime
) -> tuple[Document, InlineKeyboardMarkup | None]:
    """A page and its buttons."""
    found = await store.mentions(wanted.query(plan, now))
    return list_page(found, wanted, plan, texts, now), list_keys(found, wanted, plan, texts)


async def _mentions(message: Message, store: Store, plan: Plan, texts: Texts, clock: Callable[[], datetime]) -> None:
    await say(message, *await listed(Wanted(Listing()), store, plan, texts, clock()))


async def _search(
    message: Message, *, command: CommandObject, store: Store, plan: Plan, texts: Texts, clock: Callable[[], datetime]
) -> None:
    words = words_of(command.args or "")
    if not words:
        await say(message, Document((line(texts("lists.how")), line(texts("lists.how_place")))))
        return
    await say(message, *await listed(Wanted(Listing(), words), store, plan, texts, clock()))


async def _turn(
    query: CallbackQuery,
    *,
    callback_data: Listing,
    bot: Bot,
    store: Store,
    plan: Plan,
    texts: Texts,
    person: Person,
    clock: Callable[[], datetime],
) -> None:
    """The same message shows what was asked for; «Мои» are those of whoever asks first, also for who leafs on."""
    if not isinstance(query.message, Message):
        await toast(bot, query, texts("bot.toast.stale"))
        return
    await toast(bot, query)
    listing = callback_data
    if listing.only is Only.MINE and not listing.who:
        listing = listing.model_copy(update={"who": person.id})
    elif listing.only is not Only.MINE:
        listing = listing.model_copy(update={"who": 0})
    wanted = Wanted(listing, words_in(query.message.text or ""))
    await turn_page(query.message, *await listed(wanted, store, plan, texts, clock()))


async def _leaf(
    query: CallbackQuery,
    *,
    callback_data: Leaf,
    bot: Bot,
    store: Store,
    plan: Plan,
    texts: Texts,
    clock: Callable[[], datetime],
) -> None:
    """A button of an older version."""
    await toast(bot, query)
    if isinstance(query.message, Message):
        wanted = Wanted(Listing(offset=max(callback_data.offset, 0)))
        await turn_page(query.message, *await listed(wanted, store, plan, texts, clock()))


async def _show(
    query: CallbackQuery,
    *,
    bot: Bot,
    store: Store,
    plan: Plan,
    texts: Texts,
    clock: Callable[[], datetime],
) -> None:
    """The list comes as a message of its own: the summary stays."""
    await toast(bot, query)
    if isinstance(query.message, Message):
        await say(query.message, *await listed(Wanted(Listing()), store, plan, texts, clock()), reply=True)
