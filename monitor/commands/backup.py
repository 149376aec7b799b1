"""`otklik backup`: a copy of the database while it runs."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from monitor.commands.asked import Written, now
from monitor.errors import StoreError
from monitor.store import Store
from monitor.store.backup import back_up
from monitor.texts import Texts


async def backup(written: Written, file: Path) -> int:
    """Says where the copy is and how large."""
    size = await back_up(written.settings.database_url, file)
    with suppress(StoreError):  # the copy is there, whether `status` can tell of it or not
        await _note(written.settings.database_url)
    said = Texts(written.loaded.plan.language)("cli.backed_up", file=file, megabytes=f"{max(size / 1e6, 0.1):.1f}")
    sys.stdout.write(f"{said}\n")
    return 0


async def _note(url: str) -> None:
    """For `status`; a database of another version is left as it is."""
    store = await Store.found(url)
    if store is not None:
        try:
            await store.note_backup(now())
        finally:
            await store.close()
