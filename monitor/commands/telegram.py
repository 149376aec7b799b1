"""The one place where the monitor meets Telegram: the bot, loaded when a token asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import ModuleType
from typing import Any, NamedTuple

from monitor.config.plan import Plan
from monitor.config.settings import Settings
from monitor.demo.sign import Sign
from monitor.errors import MonitorError
from monitor.process.garbage import starting
from monitor.telling.channel import Channel


class Telegram(NamedTuple):
    """The bot's module, its connection, and the channel that the outbox sends through."""

    app: ModuleType
    bot: Any
    channel: Channel

    async def close(self) -> None:
        """Ends the connection."""
        await self.bot.session.close()


Connect = Callable[[], Coroutine[Any, Any, Telegram]]


async def connected(
    settings: Settings,
    plan: Callable[[], Plan],
    astray: Callable[[str], None] = lambda _: None,
    sign: Sign | None = None,
) -> Telegram:
    """Nothing is asked of Telegram yet; raises ConfigError for a token or an address that cannot be right.

    `astray` hears of topics that are closed; a demonstration bears a `sign`.
    """
    with starting():
        return await asyncio.to_thread(_connected, settings, plan, astray, sign)


async def bot_name(settings: Settings, plan: Plan) -> str:
    """What the bot of this token is called, after the @; raises ConfigError where Telegram knows no such token."""
    telegram = await connected(settings, lambda: plan)
    try:
        trouble: MonitorError | None = await telegram.app.introduce(telegram.bot)
        if trouble is not None:
            raise trouble
        return str((await telegram.bot.me()).username or "")
    finally:
        await telegram.close()


def _connected(
    settings: Settings, plan: Callable[[], Plan], astray: Callable[[str], None], sign: Sign | None
) -> Telegram:
    from bot import app  # noqa: PLC0415  # aiogram: a second and 50 MB, needed with a token only

    bot, channel = app.connect(settings, plan=plan, astray=astray, sign=sign)
    return Telegram(app, bot, channel)
