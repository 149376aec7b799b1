"""`otklik backup`: a copy of the database while it runs."""

from __future__ import annotations

import sys
from pathlib import Path

from monitor.commands.asked import Written
from monitor.store.backup import back_up
from monitor.texts import Texts


async def backup(written: Written, file: Path) -> int:
    """Says where the copy is and how large."""
    size = await back_up(written.settings.database_url, file)
    said = Texts(written.loaded.plan.language)("cli.backed_up", file=file, megabytes=f"{max(size / 1e6, 0.1):.1f}")
    sys.stdout.write(f"{said}\n")
    return 0
