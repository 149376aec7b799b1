"""/digest: the last complete week."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.talk import say
from monitor.render.document import Document


def router() -> Router:
    """The week in figures."""
    r = Router(name="digest")
    r.message.register(_digest, Command("digest"))
    return r


async def _digest(message: Message, digest: Callable[[], Awaitable[Document]]) -> None:
    await say(message, await digest())
