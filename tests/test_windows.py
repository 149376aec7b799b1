"""What can be seen from here of a system that knows no signals, no limits of memory and no numbers of users."""

from __future__ import annotations

import ast
import asyncio
import os
import signal
from pathlib import Path

from monitor.commands.run import stopped_by_signals

ROOT = Path(__file__).parent.parent
ABSENT = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios"}  # modules that Windows does not have


def test_no_module_needs_what_windows_does_not_have():
    needed = set()
    for path in (one for folder in ("monitor", "bot") for one in (ROOT / folder).rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            needed |= {(path.name, name) for name in names if name in ABSENT}
    assert needed == set()


async def test_it_stops_where_the_loop_hears_no_signals(monkeypatch):
    """As Windows' loop says."""
    loop, before = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

    def unknown(*_: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(loop, "add_signal_handler", unknown)
    monkeypatch.setattr(loop, "remove_signal_handler", unknown)
    stop = asyncio.Event()
    with stopped_by_signals(stop.set):
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stop.wait(), 10)
    assert signal.getsignal(signal.SIGTERM) in {before, signal.SIG_DFL}
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
