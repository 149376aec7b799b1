"""How a command ends when it is told to: in order, and within ten seconds; at once when it is told twice.

See decision 0031: what is cut off loses nothing, for a kill loses nothing.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

IN_ORDER = 8.5  # seconds for the end that everything comes to by itself; then it is cut off
INTERRUPTED = 130  # the exit code of what a person broke off

Codes = Mapping[signal.Signals, int]  # what a command ends with by which signal
_CODES: Codes = {signal.SIGTERM: 0, signal.SIGINT: INTERRUPTED}


@contextmanager
def stoppable() -> Iterator[None]:
    """While a command is still loading, or has nothing to wait for, SIGTERM ends it where it stands."""
    if not _in_charge():
        yield
        return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is _leave:
            signal.signal(signal.SIGTERM, before)


def until_stopped(work: Coroutine[Any, Any, int]) -> int:
    """Runs a command to its end, or until somebody stops it: what it has begun to write is written or undone."""

    async def watched() -> int:
        running, told = asyncio.ensure_future(work), list[signal.Signals]()

        def stop(name: signal.Signals) -> None:
            told.append(name)
            running.cancel()

        with stopped_by(stop, _CODES):
            try:
                return await running
            except asyncio.CancelledError:
                if not told:
                    raise
        return 0  # never reached by whoever was told

    return asyncio.run(watched())


@contextmanager
def stopped_by(stop: Callable[[signal.Signals], None], codes: Codes) -> Iterator[None]:
    """The first of these signals asks for the end; the second one, whichever it is, is the system's own: at once.

    Whoever was asked and has ended all that is inside leaves the process too: Python would still wait for threads, and
    take its time to clear up what the system clears up anyway.
    """
    loop = asyncio.get_running_loop()
    before = {name: signal.getsignal(name) for name in codes if _in_charge()}

    came: list[signal.Signals] = []

    def asked(name: signal.Signals) -> None:
        came.append(name)
        for one in before:
            loop.remove_signal_handler(one)
        _end_at_last(codes[name])
        stop(name)

    for name in before:
        loop.add_signal_handler(name, asked, name)
    try:
        yield
    finally:
        for name, handler in before.items():
            if loop.remove_signal_handler(name):  # else it came, and whoever sends another one will not wait
                signal.signal(name, handler)
    if came:
        _leave_now(codes[came[0]])


def _leave(_: int, __: FrameType | None) -> NoReturn:
    _end_at_last(0)
    sys.exit(0)


def _end_at_last(code: int) -> None:
    """Threads that wait for a server or a disk cannot be cancelled, and Python waits for them."""
    for name in _CODES:
        signal.signal(name, signal.SIG_DFL)
    timer = threading.Timer(IN_ORDER, _leave_now, (code,))
    timer.daemon = True
    timer.start()


def _leave_now(code: int) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _in_charge() -> bool:
    """Signals come to the main thread alone."""
    return threading.current_thread() is threading.main_thread()
