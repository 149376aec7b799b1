"""Buttons that lead nowhere any more: of an older version, or forged."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.talk import toast
from monitor.texts import Texts


def router() -> Router:
    """Comes last: whatever press nobody else took."""
    r = Router(name="stale")
    r.callback_query.register(_stale)
    return r


async def _stale(query: CallbackQuery, bot: Bot, texts: Texts) -> None:
    await toast(bot, query, texts("bot.toast.stale"))
