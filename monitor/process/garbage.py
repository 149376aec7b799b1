"""When the garbage collector works: it stops everything meanwhile, the longer the more it has to look through."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# A collection of the youngest after so many new objects, of the younger after ten of those, of all after a thousand of
# these: what we make is mostly gone by itself when nobody needs it any more, and whole collections find little.
_RARELY = 2_000, 10, 1_000
_TURN = 0.0005  # seconds that a thread may compute while the loop waits: Python's own five add up with every thread


@contextmanager
def starting() -> Iterator[None]:
    """While modules are loaded hardly anything becomes garbage, and all would be looked through again and again."""
    gc.disable()
    try:
        yield
    finally:
        stays()
        gc.enable()


def stays() -> None:
    """What is there now is there for good, for the most part, and is never looked through again."""
    gc.freeze()


def rarely() -> None:
    """Whoever visits thousands of sources would look through all of them again and again, and find nothing."""
    gc.set_threshold(*_RARELY)


def considerate() -> None:
    """Whoever serves people waits neither for the collector nor for threads that compute, but for moments."""
    rarely()
    sys.setswitchinterval(_TURN)
