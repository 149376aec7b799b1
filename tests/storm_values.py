"""Many complaints at once, none like another, and the time in which they come."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot_values import Seconds
from live_values import live_of
from store_values import CHAT, NOW, bring, item
from telegram_server import TelegramServer

from bot.app import connect
from bot.pace import Pace
from monitor.config.plan import Plan
from monitor.config.settings import Settings
from monitor.domain import Flag, Severity, Verdict
from monitor.store import Store
from monitor.team.pacing import Gate, gate
from monitor.telling.channel import Channel
from monitor.telling.letters import Letters
from monitor.telling.outbox import Outbox

P1, P2, P3 = Severity.P1, Severity.P2, Severity.P3
PLAN = Plan.model_validate(
    {"language": "en", "timezone": "Europe/Minsk", "brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": []}
)


async def said(
    store: Store, *numbers: int, severity: Severity = P2, at: datetime = NOW, targets: Sequence[str] = (CHAT,)
) -> None:
    """Different complaints; nothing of one is in another."""
    items = [item(n, text=" ".join(f"слово{n}из{word}" for word in range(9)), title=f"Отзыв {n}") for n in numbers]
    verdict = {"verdict": Verdict(Flag.NEGATIVE, severity)}
    await bring(store, *items, judged=verdict, at=at, targets=targets)


class Hands:
    """A clock that passes only while somebody waits, for the pace and for what is owed alike."""

    def __init__(self) -> None:
        self.seconds = Seconds()

    def now(self) -> datetime:
        """The moment."""
        return NOW + timedelta(seconds=self.seconds.now - 1000)

    def pass_(self, seconds: float) -> None:
        """Time goes by."""
        self.seconds.now += seconds


@asynccontextmanager
async def delivering(
    server: TelegramServer,
    store: Store,
    hands: Hands,
    *,
    chosen: Callable[[datetime], Gate] = lambda at: gate(PLAN, at),
    within: float | None = None,
    through: Callable[[Channel], Channel] = lambda channel: channel,
) -> AsyncIterator[Outbox]:
    """An outbox with the real limits and letters; `within` is how long it waits for an answer."""
    settings = Settings(token=server.token, api_url=server.url)
    bot, channel = connect(settings, plan=lambda: PLAN, pace=Pace(hands.seconds, hands.seconds.sleep))
    if within is not None:
        bot.session.timeout = within
    letters = Letters(store, live_of(PLAN))
    try:
        yield Outbox(store, {"telegram": through(channel)}, letters, hands.now, chosen)
    finally:
        await bot.session.close()
