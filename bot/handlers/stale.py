"""Buttons that lead nowhere any more: of an older version, or forged."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.pressed import Pressed


def router() -> Router:
    """Comes last: whatever press nobody else took."""
    r = Router(name="stale")
    r.callback_query.register(_stale)
    return r


async def _stale(_: CallbackQuery, pressed: Pressed) -> None:
    await pressed.say("bot.toast.stale")
