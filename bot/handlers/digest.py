"""/digest: the last complete week."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.talk import say
from monitor.render.document import Document
from monitor.routes import Scope

Digests = Callable[[Scope], Awaitable[Document]]  # as far as a chat may see it


def router() -> Router:
    """The week in figures."""
    r = Router(name="digest")
    r.message.register(_digest, Command("digest"))
    return r


async def _digest(message: Message, digest: Digests, scope: Scope) -> None:
    await say(message, await digest(scope))
