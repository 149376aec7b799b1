"""Whose turn it is: whoever does what a person waits for goes before whoever crawls."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_waited_for: ContextVar[bool] = ContextVar("waited_for", default=False)


@contextmanager
def somebody_waits() -> Iterator[None]:
    """What is done inside, by this task and those that it begins, is waited for by a person."""
    before = _waited_for.set(True)
    try:
        yield
    finally:
        _waited_for.reset(before)


class Turns:
    """A lock: one at a time, in the order of asking, but those that somebody waits for first."""

    def __init__(self) -> None:
        self._taken = False
        self._first: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        if not self._taken:
            self._taken = True
            return
        queue = self._first if _waited_for.get() else self._others
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it was ours already
                self._pass_on()
            elif turn in queue:
                queue.remove(turn)
            raise

    async def __aexit__(self, *_: object) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        """The turn goes from hand to hand: nobody who comes in between can take it."""
        while waiting := self._first or self._others:
            turn = waiting.popleft()
            if not turn.cancelled():
                turn.set_result(None)
                return
        self._taken = False
