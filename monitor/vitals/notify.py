"""Tells systemd how we are: a datagram to the socket it names (`Type=notify`, `WatchdogSec=`); elsewhere nothing."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

READY, ALIVE, STOPPING = "READY=1\nWATCHDOG=1", "WATCHDOG=1", "STOPPING=1"


def notify(state: str) -> None:
    """One word; systemd that does not listen is no trouble of ours."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as post:
        post.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        post.send(state.encode())
