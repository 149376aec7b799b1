"""What nobody catches is logged like all else: hooks that cost nothing until something is wrong."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType


def catch_all() -> None:
    """What nobody catches, in any thread, and what Python warns of is logged like all else, not printed as it is."""
    log = logging.getLogger(__name__)

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("uncaught", exc_info=(kind, error, trace))

    def in_thread(given: threading.ExceptHookArgs) -> None:
        error = given.exc_value or given.exc_type()
        log.critical("uncaught in a thread", exc_info=(given.exc_type, error, given.exc_traceback))

    def ignored(given: sys.UnraisableHookArgs) -> None:
        error = given.exc_value or given.exc_type()
        log.error("uncaught while cleaning up", exc_info=(given.exc_type, error, given.exc_traceback))

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, in_thread, ignored
    logging.captureWarnings(capture=True)
