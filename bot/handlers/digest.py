"""/digest: the last complete week, or the week, month or quarter that is named."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.heard import Heard
from bot.keyboard import praise_keys
from bot.monitor import Digests
from monitor.errors import ConfigError
from monitor.render.display import clean
from monitor.render.document import sentence, shorten

_SHOWN = 40  # characters of what is no week


def router() -> Router:
    """The week in figures."""
    r = Router(name="digest")
    r.message.register(_digest, Command("digest", ignore_case=True))
    return r


async def _digest(_: Message, command: CommandObject, digest: Digests, heard: Heard) -> None:
    """With the praise whose authors may be asked."""
    try:
        words, praise = await digest(heard.scope, shorten(clean(command.args or "").strip(), _SHOWN))
    except ConfigError as error:  # what was named is no week
        await heard.answer(sentence(heard.texts.error(error)))
        return
    await heard.answer(words, praise_keys(praise, heard.texts))
