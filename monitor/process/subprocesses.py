"""Processes of our own: for what may die, takes the memory of many, or would keep everybody else waiting."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress

_PASSED = ("SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "MPLCONFIGDIR")
_PROGRAM = """
from monitor.process.parent_death import die_with_parent
die_with_parent({parent})
from {module} import main
main()
"""


async def start_module(module: str, **environment: str) -> Process:
    """Runs the `main` of this module; it knows nothing of our environment, hence no secret. Raises OSError."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", _PROGRAM.format(parent=os.getpid(), module=module)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=_system()
        | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), "PYTHONUTF8": "1"}
        | environment,
        start_new_session=True,  # Ctrl+C is for us to hear
    )


def _system() -> dict[str, str]:
    """Without its system folder no program starts on Windows; where passing files and caches go is no secret either."""
    return {name: os.environ[name] for name in _PASSED if name in os.environ}


async def end_module(process: Process) -> None:
    """Ends it, whatever it does, and reads what it still says: none stays behind."""
    with suppress(ProcessLookupError):
        process.kill()
    await process.communicate()
