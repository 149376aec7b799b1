"""/digest: the last complete week."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.keyboard import praise_keys
from bot.talk import say
from monitor.domain import Record
from monitor.render.document import Document
from monitor.team.routes import Scope
from monitor.texts import Texts

Digests = Callable[[Scope], Awaitable[tuple[Document, tuple[Record, ...]]]]  # as far as a chat may see it


def router() -> Router:
    """The week in figures."""
    r = Router(name="digest")
    r.message.register(_digest, Command("digest", ignore_case=True))
    return r


async def _digest(message: Message, digest: Digests, scope: Scope, texts: Texts) -> None:
    """With the praise whose authors may be asked."""
    words, praise = await digest(scope)
    await say(message, words, praise_keys(praise, texts))
