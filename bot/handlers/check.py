"""/check: whether sources.yaml and the environment are right, as `otklik check` says it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.talk import say
from monitor.render.proposal import lines_page
from monitor.texts import Texts


def router() -> Router:
    """The file as it is on the disk, not as it was when it was last taken up."""
    r = Router(name="check")
    r.message.register(_check, Command("check", ignore_case=True))
    return r


async def _check(message: Message, *, texts: Texts, check: Callable[[], Awaitable[Sequence[str]]]) -> None:
    await say(message, lines_page(await check(), texts))
