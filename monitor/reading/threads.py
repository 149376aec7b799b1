"""The threads in which small pages are read. One that comes to no end is broken off, and others take its place."""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident
from typing import TypeVar

THREADS = 2  # more of them read no faster, and keep the loop waiting

T = TypeVar("T")


class BrokenOffError(BaseException):
    """Raised in the middle of work that nobody waits for any more; nothing on its way catches it."""


class Threads:
    """Do one thing each; whoever waits for one of them loses none of the time that its own work may take."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._room = asyncio.Semaphore(THREADS)
        self._pool = _begun()  # of our own: name servers that do not answer fill that of the loop
        self._at_work: set[int] = set()

    async def run(self, work: Callable[[], T]) -> T:
        """What comes of it; raises TimeoutError where that takes too long."""
        async with self._room:
            of_this: set[int] = set()  # the thread, while it works
            running = asyncio.get_running_loop().run_in_executor(self._pool, self._noted, work, of_this)
            try:
                async with asyncio.timeout(self._seconds):
                    return await running
            except TimeoutError:
                self._pool.shutdown(wait=False)  # what else is at work there goes on
                self._pool = _begun()
                _break_off(of_this)
                raise

    def close(self) -> None:
        """Nothing is waited for: Python ends no sooner than its threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        _break_off(self._at_work)

    def _noted(self, work: Callable[[], T], of_this: set[int]) -> T:
        thread = get_ident()
        of_this.add(thread)
        self._at_work.add(thread)
        try:
            return work()
        finally:
            of_this.discard(thread)
            self._at_work.discard(thread)


def _begun() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, "reading")


def _break_off(threads: set[int]) -> None:
    """Python has no other way to end a thread that computes; it ends with the next line of ours that it comes to."""
    for thread in tuple(threads):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(BrokenOffError))
