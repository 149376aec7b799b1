"""The first moment of the program: it can be told to stop while the rest is still loading."""

from __future__ import annotations

import runpy
import signal
import sys


def main() -> None:
    """`otklik`, the same as `python -m monitor`."""
    stop_when_told()
    runpy.run_module("monitor", run_name="__main__")


def stop_when_told() -> None:
    """Nothing has begun that would have to be ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
