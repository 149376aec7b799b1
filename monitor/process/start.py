"""The first moment of the program: it can be told to stop, and says its version, while the rest is not yet loaded."""

# ruff: noqa: PLC0415  # it can be told to stop before that is loaded

from __future__ import annotations

import os
import runpy
import signal
import sys
from contextlib import suppress

INTERRUPTED = 130  # the exit code of what a person broke off


def main() -> None:
    """`otklik`, the same as `python -m monitor`."""
    begin()
    runpy.run_module("monitor", run_name="__main__")


def begin() -> None:
    """Nothing has begun that would have to be ended; and who asks for the version waits for nothing else."""
    _mind_the_closed()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else somebody wants it to be ignored
        signal.signal(signal.SIGINT, lambda *_: sys.exit(INTERRUPTED))
    if sys.argv[1:] == ["--version"]:
        with suppress(OSError):  # it cannot be printed: the rest knows what to say of that
            tell_version(asked=True)


def _mind_the_closed() -> None:
    """Who starts us may close what we read and write (`>&-`): it leads nowhere then, and no file gets its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  # open to the end


def tell_version(*, asked: bool) -> None:
    """`--version` says it and ends."""
    if asked:
        print(f"otklik {version()}", flush=True)
        sys.exit(0)


def version() -> str:
    """Of the installed package."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("otklik")
    except PackageNotFoundError:  # run from its folder
        return "unknown"
