"""One request at a time to each host, and a pause between their starts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from math import inf
from typing import Protocol

from monitor.fetch.clock import Clock

_FEW = 256  # hosts that are remembered without a look at whether they still matter


class Turn:
    """A host's pace; whoever holds it may ask the host."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.lock = asyncio.Lock()  # first come, first served
        self.users = 0
        self.last = -inf  # when it was asked last
        self._gap = 0.0

    async def pause(self, gap: float) -> None:
        """Waits until the last start is so many seconds ago."""
        self._gap = gap
        while (left := self.last + gap - self._clock.monotonic()) > 0:
            await self._clock.sleep(left)

    def started(self) -> None:
        """A request is on its way, or its answer begins: the later counts, for a site sees only when we arrive."""
        self.last = self._clock.monotonic()

    def asked(self, ago: float | None) -> None:
        """Somebody else asked this host so many seconds ago; None: nobody did."""
        if ago is not None:
            self.last = max(self.last, self._clock.monotonic() - ago)

    @property
    def over(self) -> bool:
        """Whether nobody needs to remember this host any more."""
        return not self.users and self.last + self._gap <= self._clock.monotonic()


class Turns(Protocol):
    """Who may ask a host: one process knows its own turns, several processes each other's."""

    def turn(self, host: str) -> AbstractAsyncContextManager[Turn]:
        """Waits until nobody else is asking this host."""


class Pacing:
    """The turns of all hosts that were asked lately, by this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turns: dict[str, Turn] = {}
        self._many = _FEW

    def turn(self, host: str) -> _Waiting:
        """Waits until nobody else is asking this host."""
        turn = self._turns.get(host)
        if turn is None:
            turn = self._turns[host] = Turn(self._clock)
        return _Waiting(turn, self._forget)

    def _forget(self) -> None:
        if len(self._turns) <= self._many:
            return
        self._turns = {host: turn for host, turn in self._turns.items() if not turn.over}
        self._many = max(_FEW, 2 * len(self._turns))


class _Waiting:
    """Whoever wants to ask a host, until it was asked. A generator for this costs every request ten times as much."""

    __slots__ = ("_forget", "_turn")

    def __init__(self, turn: Turn, forget: Callable[[], None]) -> None:
        self._turn = turn
        self._forget = forget

    async def __aenter__(self) -> Turn:
        self._turn.users += 1
        try:
            await self._turn.lock.acquire()
        except BaseException:
            self._left()
            raise
        return self._turn

    async def __aexit__(self, *_: object) -> None:
        self._turn.lock.release()
        self._left()

    def _left(self) -> None:
        self._turn.users -= 1
        self._forget()
