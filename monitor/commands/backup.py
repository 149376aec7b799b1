"""`otklik backup`: a copy of the database while it runs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from monitor.commands.asked import Written, now
from monitor.errors import StoreError
from monitor.render.phrase import number
from monitor.render.screen import say
from monitor.render.standing import MEGABYTE
from monitor.store import Store
from monitor.store.backup import back_up
from monitor.texts import Texts

LEAST = 0.1  # megabytes that are told of


async def backup(written: Written, file: Path) -> int:
    """Says where the copy is and how large."""
    size = await back_up(written.settings.database_url, file)
    with suppress(StoreError):  # the copy is there, whether `status` can tell of it or not
        await _note(written.settings.database_url)
    texts = Texts(written.loaded.plan.language)
    say(texts("cli.backed_up", file=file, megabytes=number(max(size / MEGABYTE, LEAST), texts)))
    return 0


async def _note(url: str) -> None:
    """For `status`; a database of another version is left as it is."""
    store = await Store.found(url)
    if store is not None:
        try:
            await store.note_backup(now())
        finally:
            await store.close()
