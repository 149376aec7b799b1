"""/start and /help."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.pages import help_page
from bot.talk import say
from monitor.texts import Texts

COMMANDS = ("mentions", "sources", "status", "digest", "forms", "duty", "away", "help")  # in the order of the menu


def router() -> Router:
    """What the bot can do."""
    r = Router(name="help")
    r.message.register(_help, Command("start", "help"))
    return r


async def _help(message: Message, texts: Texts) -> None:
    await say(message, help_page(texts, COMMANDS))
