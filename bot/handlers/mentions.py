"""/mentions and /search: lists that are leafed through and narrowed in one message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import Leaf, Listing, Only, Show
from bot.listing import Wanted, counted_by, list_keys, list_page, words_in, words_of
from bot.pressed import Pressed
from bot.talk import say, targets, turn_page
from monitor.config.plan import Plan
from monitor.domain import Notice
from monitor.render.document import Document, line
from monitor.store import Store
from monitor.team.routes import Scope
from monitor.texts import Texts


def router() -> Router:
    """Both commands, their buttons, and the one under a summary."""
    r = Router(name="mentions")
    r.message.register(_mentions, Command("mentions", ignore_case=True))
    r.message.register(_search, Command("search", ignore_case=True))
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


async def seen(wanted: Wanted, pressed: Pressed) -> tuple[Document, InlineKeyboardMarkup | None]:
    """The same for whoever pressed."""
    return await listed(wanted, pressed.store, pressed.plan, pressed.texts, pressed.now)


async def _mentions(
    message: Message, *, store: Store, plan: Plan, texts: Texts, scope: Scope, clock: Callable[[], datetime]
) -> None:
    await say(message, *await listed(Wanted(Listing(), scope=scope), store, plan, texts, clock()))


async def _search(
    message: Message,
    *,
    command: CommandObject,
    store: Store,
    plan: Plan,
    texts: Texts,
    scope: Scope,
    clock: Callable[[], datetime],
) -> None:
    words = words_of(command.args or "")
    if not words:
        await say(message, Document((line(texts("lists.how")), line(texts("lists.how_place")))))
        return
    await say(message, *await listed(Wanted(Listing(), words, scope), store, plan, texts, clock()))


async def _turn(query: CallbackQuery, callback_data: Listing, pressed: Pressed) -> None:
    """The same message shows what was asked for; «Мои» are those of whoever asks first, also for who leafs on."""
    if not isinstance(query.message, Message):
        await pressed.say("bot.toast.stale")
        return
    await pressed.say()
    listing = callback_data
    if listing.only is Only.MINE and not listing.who:
        listing = listing.model_copy(update={"who": pressed.person.id})
    wanted = Wanted(listing, words_in(query.message.text or ""), pressed.scope)
    await turn_page(query.message, *await seen(wanted, pressed))


async def _leaf(query: CallbackQuery, callback_data: Leaf, pressed: Pressed) -> None:
    """A button of an older version."""
    await pressed.say()
    if isinstance(query.message, Message):
        wanted = Wanted(Listing(offset=callback_data.offset), scope=pressed.scope)
        await turn_page(query.message, *await seen(wanted, pressed))


async def _show(query: CallbackQuery, pressed: Pressed) -> None:
    """The list comes as a message of its own: the summary stays."""
    await pressed.say()
    if not isinstance(query.message, Message):
        return
    listing = counted_by(await _notice(query.message, pressed))
    await say(query.message, *await seen(Wanted(listing, scope=pressed.scope), pressed), reply=True)


async def _notice(message: Message, pressed: Pressed) -> Notice | None:
    """What a message of ours tells; one whose number we were never told, nothing."""
    for target in targets(message, pressed.plan):
        if owed := await pressed.store.card_at(target, message.message_id):
            return owed.notice
    return None
