"""Group commit: what several visits want of the database at the same moment is one transaction and one trip."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.process.priority import is_busy_desk, is_waited_for
from monitor.store.connection.driver import to_the_end
from monitor.store.connection.one_trip import in_one_trip

LINGER = 0.03  # seconds that a visit waits for others under way, which may soon want the same
ASKED = 400  # items of a group that only asks
WRITTEN = 120  # items of a group that writes; more would leave whoever reads pages without work meanwhile
BRIEFLY = 60  # items of it while people press buttons: so long a press may have to wait for what is written

R = TypeVar("R")
A = TypeVar("A")
Opened = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
Work = Callable[[AsyncConnection, Sequence[R]], Coroutine[Any, Any, Sequence[A]]]


class UnderWay:
    """How many visits are under way, and how many of them wait for the database."""

    def __init__(self) -> None:
        self._visits = 0
        self._waiting = 0
        self._watched: set[asyncio.Future[None]] = set()  # each done as soon as all wait

    @property
    def together(self) -> bool:
        """Whether somebody else may soon want the same."""
        return self._visits > 1

    @contextmanager
    def visit(self) -> Iterator[None]:
        """Around a visit."""
        self._visits += 1
        try:
            yield
        finally:
            self._visits -= 1
            self._look()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Around what a visit wants of the database."""
        self._waiting += 1
        self._look()
        try:
            yield
        finally:
            self._waiting -= 1

    async def gathered(self) -> None:
        """Until nobody is left whom waiting could bring, but for a moment only."""
        if self._waiting >= self._visits:
            return
        all_wait = asyncio.get_running_loop().create_future()
        self._watched.add(all_wait)
        try:
            await asyncio.wait([all_wait], timeout=LINGER)
        finally:
            self._watched.discard(all_wait)

    def _look(self) -> None:
        if self._waiting >= self._visits:
            for all_wait in self._watched:
                if not all_wait.done():
                    all_wait.set_result(None)


@dataclass(frozen=True, eq=False)
class _Errand(Generic[R, A]):
    request: R
    weight: int
    answer: asyncio.Future[A]

    def answered(self, answer: A | Exception) -> None:
        """Or what went wrong; nobody is left to hear it where the loop is at its end."""
        if self.answer.done():
            return
        if isinstance(answer, Exception):
            self.answer.set_exception(answer)
        else:
            self.answer.set_result(answer)


class Grouped(Generic[R, A]):
    """Does the same work for several visits in one go. What goes wrong with a group is done over, each by itself."""

    def __init__(
        self, opened: Opened, work: Work[R, A], under_way: UnderWay, most: int, *, briefly: int | None = None
    ) -> None:
        self._opened = opened
        self._work = work
        self._under_way = under_way
        self._most = most
        self._briefly = most if briefly is None else briefly  # while people press buttons
        self._ready: list[_Errand[R, A]] = []
        self._going: asyncio.Task[None] | None = None

    async def do(self, request: R, weight: int) -> A:
        """What comes of it. Whoever gives up while it is done waits for its end; it may be written all the same."""
        if is_waited_for() or not (self._ready or self._under_way.together):
            return await self._alone(request)
        errand: _Errand[R, A] = _Errand(request, weight, asyncio.get_running_loop().create_future())
        self._ready.append(errand)
        if self._going is None:
            self._going = asyncio.create_task(self._go())
        with self._under_way.waiting():
            return await to_the_end(errand.answer, leave=partial(self._left, errand))

    async def close(self) -> None:
        """Nobody is served any more: a connection that is still in use would keep its thread, and so the program."""
        if self._going is not None:
            self._going.cancel()
            await asyncio.wait([self._going])

    def _left(self, errand: _Errand[R, A]) -> bool:
        """Whether it need not be done."""
        if errand in self._ready:
            self._ready.remove(errand)
            return True
        return False

    async def _go(self) -> None:
        group: list[_Errand[R, A]] = []
        try:
            while self._ready:
                await self._under_way.gathered()
                if self._ready:  # else all of them have given up
                    await self._do(group)
                group.clear()
        finally:
            self._going = None
            for errand in (*group, *self._ready):
                errand.answer.cancel()
            self._ready.clear()

    async def _do(self, group: list[_Errand[R, A]]) -> None:
        """Whoever is ready by the time that the database is ours comes along."""
        answers: Sequence[A | Exception]
        try:
            async with self._opened() as connection:
                group += self._next()
                answers = await self._trip(connection, [errand.request for errand in group])
        except Exception as error:  # noqa: BLE001  # told to those whom it concerns
            if not group:  # nobody gets in
                group += self._ready
                self._ready.clear()
                answers = [error] * len(group)
            elif len(group) == 1:
                answers = [error]
            else:
                answers = [await self._by_itself(errand) for errand in group]
        for errand, answer in zip(group, answers, strict=True):
            errand.answered(answer)

    def _next(self) -> list[_Errand[R, A]]:
        weight, count, most = 0, 0, self._briefly if is_busy_desk() else self._most
        for errand in self._ready:
            weight += errand.weight
            if count and weight > most:
                break
            count += 1
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken

    async def _by_itself(self, errand: _Errand[R, A]) -> A | Exception:
        try:
            return await self._alone(errand.request)
        except Exception as error:  # noqa: BLE001  # the same
            return error

    async def _alone(self, request: R) -> A:
        async with self._opened() as connection:
            (answer,) = await self._trip(connection, [request])
        return answer

    async def _trip(self, connection: AsyncConnection, requests: Sequence[R]) -> Sequence[A]:
        return await in_one_trip(connection, lambda there: self._work(there, requests))
