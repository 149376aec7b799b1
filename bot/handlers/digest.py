"""/digest: the last complete week, or the one that is named."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.keyboard import praise_keys
from bot.talk import say
from monitor.domain import Record
from monitor.errors import ConfigError
from monitor.render.display import clean
from monitor.render.document import Document, line, shorten
from monitor.team.routes import Scope
from monitor.texts import Texts

Digests = Callable[[Scope, str], Awaitable[tuple[Document, tuple[Record, ...]]]]  # as far as a chat may see it
_SHOWN = 40  # characters of what is no week


def router() -> Router:
    """The week in figures."""
    r = Router(name="digest")
    r.message.register(_digest, Command("digest", ignore_case=True))
    return r


async def _digest(message: Message, command: CommandObject, digest: Digests, scope: Scope, texts: Texts) -> None:
    """With the praise whose authors may be asked."""
    try:
        words, praise = await digest(scope, shorten(clean(command.args or "").strip(), _SHOWN))
    except ConfigError as error:  # what was named is no week
        await say(message, Document((line(texts.error(error)),)))
        return
    await say(message, words, praise_keys(praise, texts))
