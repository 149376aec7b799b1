"""Commands that show what is stored: the latest mentions, the digest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.callbacks import Leaf, Show
from bot.pages import PAGE, mentions_page
from bot.talk import say, toast, turn_page
from monitor.config.plan import Plan
from monitor.render.document import Document
from monitor.store import Query, Store
from monitor.texts import Texts


def router() -> Router:
    """/mentions, /digest; and the button under a summary."""
    r = Router(name="lists")
    r.message.register(_mentions, Command("mentions"))
    r.callback_query.register(_leaf, Leaf.filter())
    r.callback_query.register(_show, Show.filter())
    r.message.register(_digest, Command("digest"))
    return r


async def _mentions(message: Message, store: Store, plan: Plan, texts: Texts, clock: Callable[[], datetime]) -> None:
    await say(message, *await _page(store, plan, texts, clock(), offset=0))


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
    """Leafs in the same message."""
    await toast(bot, query)
    if isinstance(query.message, Message):
        await turn_page(query.message, *await _page(store, plan, texts, clock(), offset=max(callback_data.offset, 0)))


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
        await say(query.message, *await _page(store, plan, texts, clock(), offset=0), reply=True)


async def _digest(message: Message, digest: Callable[[], Awaitable[Document]]) -> None:
    await say(message, await digest())


async def _page(
    store: Store, plan: Plan, texts: Texts, now: datetime, *, offset: int
) -> tuple[Document, InlineKeyboardMarkup | None]:
    """One page, and the buttons to those before and after it."""
    records = await store.mentions(Query(limit=PAGE + 1, offset=offset))
    page = mentions_page(records[:PAGE], plan, texts, now=now)
    ways = []
    if offset:
        ways.append(_way("newer", max(offset - PAGE, 0), texts))
    if len(records) > PAGE:
        ways.append(_way("older", offset + PAGE, texts))
    return page, InlineKeyboardMarkup(inline_keyboard=[ways]) if ways else None


def _way(direction: str, offset: int, texts: Texts) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=texts(f"bot.button.{direction}"), callback_data=Leaf(offset=offset).pack())
