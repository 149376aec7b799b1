"""/status: how the product is doing."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.heard import Heard
from monitor.render.standing import standing_page
from monitor.vitals.standing import standing


def router() -> Router:
    """Sources in trouble, what is owed, since when we run."""
    r = Router(name="status")
    r.message.register(_status, Command("status", ignore_case=True))
    return r


async def _status(_: Message, heard: Heard) -> None:
    found = await standing(heard.store, heard.plan, heard.now)
    await heard.answer(standing_page(found, heard.calendar))
