"""How a command ends when it is told to: in order, and within ten seconds; at once when it is told twice.

See decision 0031: what is cut off loses nothing, for a kill loses nothing.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

import structlog

from monitor.process.garbage import considerate, stays
from monitor.process.start import INTERRUPTED

IN_ORDER = 8.5  # seconds for the end that everything comes to by itself; then it is cut off

Codes = Mapping[signal.Signals, int]  # what a command ends with by which signal
log = structlog.get_logger(__name__)

_CODES: Codes = {signal.SIGTERM: 0, signal.SIGINT: INTERRUPTED}


@contextmanager
def stoppable() -> Iterator[None]:
    """While a command is still loading, or has nothing to wait for, a signal ends it where it stands."""
    if not _in_charge():
        yield
        return
    told = list[int]()

    def leaving(number: int, _: FrameType | None) -> NoReturn:
        told.append(number)
        _leave()

    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, leaving)}
    if signal.getsignal(signal.SIGINT) not in {signal.SIG_IGN, None}:
        before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except Exception:
        if told:  # who was just being loaded (pydantic builds a model) takes our end for a failure of its own
            sys.exit(0)
        raise
    finally:
        for name, handler in before.items():
            if signal.getsignal(name) in {leaving, signal.default_int_handler}:
                signal.signal(name, handler)


def until_stopped(work: Coroutine[Any, Any, int], farewell: Callable[[], object]) -> int:
    """Runs a command to its end, or until somebody stops it: what it has begun to write is written or undone.

    Who is broken off by a person says `farewell`.
    """

    async def watched() -> int:
        running = asyncio.ensure_future(work)

        def stop(_: signal.Signals) -> None:
            running.cancel()

        with stopped_by(stop, _CODES) as came:
            try:
                return await running
            except asyncio.CancelledError:
                if not came:
                    raise
        if _CODES[came[0]] == INTERRUPTED:
            farewell()
        leave(_CODES[came[0]])

    return asyncio.run(watched())


@contextmanager
def stopped_by(stop: Callable[[signal.Signals], None], codes: Codes) -> Iterator[Sequence[signal.Signals]]:
    """The first of these signals asks for the end; the second one, whichever it is, is the system's own: at once.

    Where it came, the caller has to `leave` when all is ended that it has begun.
    """
    loop, came, last = asyncio.get_running_loop(), list[signal.Signals](), list[threading.Timer]()
    before = {name: signal.getsignal(name) for name in codes if _in_charge()}

    def asked(name: signal.Signals) -> None:
        if not came:
            came.append(name)
            for one in before:
                _forget(loop, one)
            last.append(_end_at_last(codes[name]))
            stop(name)

    for name in before:
        _listen(loop, name, asked)
    try:
        yield came
    finally:
        for timer in last:
            timer.cancel()
        for name, handler in before.items():
            _forget(loop, name)
            signal.signal(name, handler or signal.SIG_DFL)


@contextmanager
def serving() -> Iterator[asyncio.Event]:
    """Whoever serves until told to stop: SIGINT and SIGTERM set the event, and the process ends with what is inside.

    Whoever serves people waits neither for the garbage collector nor for threads that compute.
    """
    stop = asyncio.Event()
    considerate()
    stays()

    def told(name: signal.Signals) -> None:
        log.info("stopping", signal=name.name)
        stop.set()

    with stopped_by(told, {signal.SIGINT: 0, signal.SIGTERM: 0}) as came:
        yield stop
    if came:
        leave(0)


def leave(code: int) -> NoReturn:
    """All has ended in order; Python would still wait for threads, and clear up what the system clears up anyway."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _leave() -> NoReturn:
    _end_at_last(0)
    sys.exit(0)


def _end_at_last(code: int) -> threading.Timer:
    """Threads that wait for a server or a disk cannot be cancelled: what is not over by then is cut off."""
    for name in _CODES:
        signal.signal(name, signal.SIG_DFL)
    timer = threading.Timer(IN_ORDER, leave, (code,))
    timer.daemon = True
    timer.start()
    return timer


def _listen(loop: asyncio.AbstractEventLoop, name: signal.Signals, asked: Callable[[signal.Signals], None]) -> None:
    """The loop hears signals by itself, but on Windows."""
    try:
        loop.add_signal_handler(name, asked, name)
    except NotImplementedError:
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(asked, name))


def _forget(loop: asyncio.AbstractEventLoop, name: signal.Signals) -> None:
    with suppress(NotImplementedError):
        loop.remove_signal_handler(name)


def _in_charge() -> bool:
    """Signals come to the main thread alone."""
    return threading.current_thread() is threading.main_thread()
