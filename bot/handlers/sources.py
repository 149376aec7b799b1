"""/sources: how each source is doing, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.callbacks import Sources, Turn, button
from bot.pages import SOURCES, sources_page
from bot.pressed import Pressed
from bot.talk import say, turn_page
from monitor.config.plan import Plan
from monitor.render.document import Document
from monitor.store import Store
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


async def _sources(message: Message, store: Store, plan: Plan, texts: Texts, clock: Callable[[], datetime]) -> None:
    await say(message, *await _page(store, plan, texts, clock(), offset=0))


async def _turned(query: CallbackQuery, callback_data: Sources, pressed: Pressed) -> None:
    await pressed.say()
    if isinstance(query.message, Message):
        offset = max(callback_data.offset, 0)
        page = await _page(pressed.store, pressed.plan, pressed.texts, pressed.now, offset=offset)
        await turn_page(query.message, *page)


async def _page(
    store: Store, plan: Plan, texts: Texts, now: datetime, *, offset: int
) -> tuple[Document, InlineKeyboardMarkup | None]:
    start = offset if offset < len(plan.sources) else 0
    page = sources_page(plan, await store.sources(), texts, now=now, offset=start)
    row = ways(Turn.SHOW, start, len(plan.sources), SOURCES, texts)
    return page, InlineKeyboardMarkup(inline_keyboard=[row]) if row else None
