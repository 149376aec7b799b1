"""What a process of ours does first: it makes sure that it does not outlive the one that started it."""

from __future__ import annotations

import os
import signal
import sys

_WHEN_MY_PARENT_DIES = 1  # PR_SET_PDEATHSIG


def die_with_parent(parent: int) -> None:
    """From now on the kernel ends it with its parent, whatever it is doing.

    Elsewhere than on Linux it ends when it next reads what it is asked, or at the deadline that each sets itself.
    """
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415  # there is nothing to call elsewhere

    try:
        ctypes.CDLL(None).prctl(_WHEN_MY_PARENT_DIES, signal.SIGKILL)
    except (OSError, AttributeError):  # a system library without it
        return
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)
