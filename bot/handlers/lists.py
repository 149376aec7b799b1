"""Commands that show how things stand: the sources, the digest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.pages import sources_page
from bot.talk import say
from monitor.config.plan import Plan
from monitor.render.document import Document
from monitor.store import Store
from monitor.texts import Texts


def router() -> Router:
    """/sources and /digest."""
    r = Router(name="lists")
    r.message.register(_sources, Command("sources"))
    r.message.register(_digest, Command("digest"))
    return r


async def _sources(message: Message, store: Store, plan: Plan, texts: Texts, clock: Callable[[], datetime]) -> None:
    await say(message, sources_page(plan, await store.sources(), texts, now=clock()))


async def _digest(message: Message, digest: Callable[[], Awaitable[Document]]) -> None:
    await say(message, await digest())
