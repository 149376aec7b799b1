"""/status: how the product is doing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.talk import say
from monitor.config.plan import Plan
from monitor.render.dates import Calendar
from monitor.render.standing import standing_page
from monitor.store import Store
from monitor.texts import Texts
from monitor.vitals.standing import standing


def router() -> Router:
    """Sources in trouble, what is owed, since when we run."""
    r = Router(name="status")
    r.message.register(_status, Command("status", ignore_case=True))
    return r


async def _status(message: Message, store: Store, plan: Plan, texts: Texts, clock: Callable[[], datetime]) -> None:
    now = clock()
    await say(message, standing_page(await standing(store, plan, now), Calendar(texts, plan.zone, now)))
