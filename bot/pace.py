"""How much Telegram lets one bot say: in each chat, and in all of them together."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

GROUP = ((20, 61.0), (5, 9.0))  # Telegram's 20 a minute, with a second for the road; the second spreads them out
PRIVATE = ((1, 1.05),)
OVERALL = ((30, 1.05),)
SPARE = 3  # of what a chat may hear in a minute is kept for whoever asks the bot something
_MINUTE = 60.0


class Pace:
    """Sends and edits of a chat share one allowance; answers to presses are free."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._overall = [_Window(*limit) for limit in OVERALL]
        self._chats: dict[int, list[_Window]] = {}
        self._silent: dict[int, float] = {}

    async def turn(self, chat: int, messages: int = 1, spare: int = 0) -> None:
        """Returns when so much may be said in this chat at once, and `spare` more within a minute; takes nothing."""
        while (pause := self._pause(chat, messages, spare)) > 0:
            await self._sleep(pause)

    async def take(self, chat: int, messages: int = 1) -> None:
        """Waits for the chat's turn and uses it; an album is as many messages as it has pictures."""
        await self.turn(chat, messages)
        now = self._clock()
        for window in self._windows(chat):
            window.take(now, messages)

    def silence(self, chat: int, seconds: float) -> None:
        """Telegram asked us to leave this chat alone for a while."""
        self._silent[chat] = self._clock() + seconds

    def _pause(self, chat: int, messages: int, spare: int) -> float:
        now = self._clock()
        pauses = (window.pause(now, messages + window.lasts(_MINUTE) * spare) for window in self._windows(chat))
        return max(self._silent.get(chat, now) - now, *pauses)

    def _windows(self, chat: int) -> list[_Window]:
        if chat not in self._chats:
            limits = GROUP if chat < 0 else PRIVATE  # groups and channels have negative numbers
            self._chats[chat] = [_Window(*limit) for limit in limits]
        return self._chats[chat] + self._overall


class _Window:
    """At most so many in any stretch of so many seconds."""

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque(maxlen=count)

    def lasts(self, seconds: float) -> bool:
        """Whether it is as long as that."""
        return self._seconds >= seconds

    def pause(self, now: float, messages: int) -> float:
        most = self._times.maxlen or 0
        over = len(self._times) + min(messages, most) - most
        return self._times[over - 1] + self._seconds - now if over > 0 else 0.0

    def take(self, now: float, messages: int) -> None:
        self._times.extend([now] * messages)
