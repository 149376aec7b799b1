"""Whose turn it is: whoever does what a person waits for goes before whoever crawls."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

MOMENT = 0.1  # seconds; what takes longer, such as a digest with pictures, holds nobody up any more
LATELY = 60.0  # seconds; whoever pressed a button soon presses another one

_in_hand: set[asyncio.Future[None]] = set()  # what is answered at once, each until it is dealt with or took too long
_waited_for: ContextVar[bool] = ContextVar("waited_for", default=False)
_last: float | None = None  # when something was asked that is answered at once, by the machine's own clock


@contextmanager
def somebody_waits() -> Iterator[None]:
    """What is done inside, by this task and those that it begins, is waited for by a person."""
    before = _waited_for.set(True)
    try:
        yield
    finally:
        _waited_for.reset(before)


def is_waited_for() -> bool:
    """Whether a person waits for what this task does."""
    return _waited_for.get()


@contextmanager
def at_once(moment: float = MOMENT) -> Iterator[None]:
    """A person waits for what is answered within a moment: so long whoever crawls begins nothing that would delay it.

    Python computes in one thread at once: a press would wait for every thread that computes, after each of its steps.
    """
    global _last  # noqa: PLW0603  # of the process, as are those in hand
    _last = monotonic()
    dealt_with = asyncio.get_running_loop().create_future()
    late = asyncio.get_running_loop().call_later(moment, _let_go, dealt_with)
    _in_hand.add(dealt_with)
    try:
        with somebody_waits():
            yield
    finally:
        late.cancel()
        _let_go(dealt_with)


def is_busy_desk() -> bool:
    """Whether somebody pressed a button so lately that the next press is likely."""
    return _last is not None and monotonic() - _last < LATELY


async def give_way() -> None:
    """Lets what is answered at once go first, but never for longer than a moment; for whoever begins something long."""
    if _goes_first():
        await asyncio.wait(tuple(_in_hand))


class Turns:
    """A lock: one at a time, in the order of asking, but those that somebody waits for first.

    Whoever crawls gives way to what is answered at once, even before that asks for its turn.
    """

    def __init__(self) -> None:
        self._taken = False
        self._first: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        await self._take()
        if _goes_first():
            self._pass_on()
            await give_way()
            await self._take()

    async def __aexit__(self, *_: object) -> None:
        self._pass_on()

    async def _take(self) -> None:
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

    def _pass_on(self) -> None:
        """The turn goes from hand to hand: nobody who comes in between can take it."""
        while waiting := self._first or self._others:
            turn = waiting.popleft()
            if not turn.cancelled():
                turn.set_result(None)
                return
        self._taken = False


def _goes_first() -> bool:
    """Whether somebody else's press is in hand."""
    return bool(_in_hand) and not _waited_for.get()


def _let_go(dealt_with: asyncio.Future[None]) -> None:
    _in_hand.discard(dealt_with)
    if not dealt_with.done():
        dealt_with.set_result(None)
