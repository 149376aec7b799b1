"""What cannot be printed: whoever read it has gone, or there is no room for it."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress

from monitor.errors import ConfigError, because
from monitor.texts import Texts

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def broken_output(error: OSError, texts: Texts) -> int:
    """The exit code: 0 where a reader has seen enough, 1 with a sentence where there is no room; all else goes on."""
    if isinstance(error, BrokenPipeError):
        return _unheard()
    if error.errno not in _NO_ROOM:
        raise error
    _unheard()
    with suppress(OSError):
        from monitor.render.screen import say  # noqa: PLC0415  # `--help` needs no colours

        say(texts.error(ConfigError("cli.no_room", reason=because(error))), sys.stderr)
    return 1


def _unheard() -> int:
    """What is left of it goes nowhere, or Python would complain at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return 0
