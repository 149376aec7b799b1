"""/mentions and /search: lists that are leafed through and narrowed in one message."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.acting import Acting
from bot.callbacks import Listing, Only, Show
from bot.heard import Heard
from bot.listing import Wanted, counted_by, list_keys, list_page, meant_by, words_in, words_of
from bot.pressed import Pressed
from bot.talk import say, turn_page
from monitor.render.document import Document, line


def router() -> Router:
    """Both commands, their buttons, and the one under a summary."""
    r = Router(name="mentions")
    r.message.register(_mentions, Command("mentions", ignore_case=True))
    r.message.register(_search, Command("search", ignore_case=True))
    r.callback_query.register(_turn, Listing.filter())
    r.callback_query.register(_show, Show.filter())
    return r


async def listed(wanted: Wanted, acting: Acting) -> tuple[Document, InlineKeyboardMarkup | None]:
    """A page and its buttons."""
    plan = acting.plan
    found = await acting.store.mentions(wanted.query(plan, acting.now))
    return list_page(found, wanted, plan, acting.calendar), list_keys(found, wanted, plan, acting.texts)


async def _mentions(_: Message, command: CommandObject, heard: Heard) -> None:
    listing, words = meant_by(command.args or "", heard.plan, heard.person.id)
    await heard.answer(*await listed(Wanted(listing, words, heard.scope), heard))


async def _search(_: Message, command: CommandObject, heard: Heard) -> None:
    words, texts = words_of(command.args or ""), heard.texts
    if not words:
        await heard.answer(Document((line(texts("lists.how")), line(texts("lists.how_place")))))
        return
    await heard.answer(*await listed(Wanted(Listing(), words, heard.scope), heard))


async def _turn(_: CallbackQuery, callback_data: Listing, pressed: Pressed) -> None:
    """The same message shows what was asked for; «Мои» are those of whoever asks first, also for who leafs on."""
    if pressed.page is None:
        await pressed.say("bot.toast.stale")
        return
    await pressed.say()
    listing = callback_data
    if listing.only is Only.MINE and not listing.who:
        listing = listing.model_copy(update={"who": pressed.person.id})
    wanted = Wanted(listing, words_in(pressed.page.text or ""), pressed.scope)
    await turn_page(pressed.page, *await listed(wanted, pressed))


async def _show(_: CallbackQuery, pressed: Pressed) -> None:
    """The list comes as a message of its own: the summary stays."""
    await pressed.say()
    if pressed.page is not None:
        wanted = Wanted(counted_by(pressed.under.notice if pressed.under else None), scope=pressed.scope)
        await say(pressed.page, *await listed(wanted, pressed), reply=True)
