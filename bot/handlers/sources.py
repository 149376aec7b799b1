"""/sources: how each source is doing, a page at a time."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.acting import Acting
from bot.callbacks import Sources, Turn, button
from bot.heard import Heard
from bot.keyboard import as_keys
from bot.pages import BROUGHT_WITHIN, SOURCES, sources_page
from bot.pressed import Pressed
from bot.talk import turn_page
from monitor.render.document import Document
from monitor.texts import Texts


def router() -> Router:
    """The command, and the pages of a long list."""
    r = Router(name="sources")
    r.message.register(_sources, Command("sources", ignore_case=True))
    r.callback_query.register(_turned, Sources.filter(F.turn == Turn.SHOW))
    return r


def ways(turn: Turn, offset: int, count: int, page: int, texts: Texts) -> list[InlineKeyboardButton]:
    """The buttons to the pages before and after one."""
    to = {}
    if offset > 0:
        to["back"] = max(offset - page, 0)
    if offset + page < count:
        to["further"] = offset + page
    return [button(texts(f"bot.button.{key}"), Sources(turn=turn, offset=place)) for key, place in to.items()]


async def _sources(_: Message, heard: Heard) -> None:
    await heard.answer(*await _page(heard, offset=0))


async def _turned(_: CallbackQuery, callback_data: Sources, pressed: Pressed) -> None:
    await pressed.say()
    if pressed.page is not None:
        await turn_page(pressed.page, *await _page(pressed, offset=max(callback_data.offset, 0)))


async def _page(acting: Acting, *, offset: int) -> tuple[Document, InlineKeyboardMarkup | None]:
    plan = acting.plan
    start = offset if offset < len(plan.sources) else 0
    states, brought = await acting.store.sources(), await acting.store.brought(acting.now - BROUGHT_WITHIN)
    page = sources_page(plan, states, brought, acting.calendar, start)
    return page, as_keys([ways(Turn.SHOW, start, len(plan.sources), SOURCES, acting.texts)])
