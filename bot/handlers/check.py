"""/check: whether sources.yaml and the environment are right, as `otklik check` says it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.heard import Heard
from monitor.render.proposal import lines_page


def router() -> Router:
    """The file as it is on the disk, not as it was when it was last taken up."""
    r = Router(name="check")
    r.message.register(_check, Command("check", ignore_case=True))
    return r


async def _check(_: Message, heard: Heard, check: Callable[[], Awaitable[Sequence[str]]]) -> None:
    await heard.answer(lines_page(await check(), heard.texts))
