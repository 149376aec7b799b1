"""What can be seen from here of a system that knows no signals, no limits of memory and no numbers of users."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from pathlib import Path

from monitor.commands.stopping import stopped_by

ROOT = Path(__file__).parent.parent
ABSENT = re.compile(
    r"^(?:import|from) (fcntl|grp|pty|pwd|resource|syslog|termios)\b", re.MULTILINE
)  # needed at the start


def test_no_module_needs_what_windows_does_not_have():
    code = [path for folder in ("monitor", "bot") for path in (ROOT / folder).rglob("*.py")]
    assert len(code) > 100
    assert [(path.name, found) for path in code for found in ABSENT.findall(path.read_text("utf-8"))] == []


async def test_it_stops_where_the_loop_hears_no_signals(monkeypatch):
    """As Windows' loop says."""
    loop, before = asyncio.get_running_loop(), [signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)]

    def unknown(*_: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(loop, "add_signal_handler", unknown)
    monkeypatch.setattr(loop, "remove_signal_handler", unknown)
    stop = asyncio.Event()
    with stopped_by(lambda _: stop.set(), {signal.SIGINT: 0, signal.SIGTERM: 0}):
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stop.wait(), 60)
    assert [signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)] == before
