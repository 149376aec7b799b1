"""`otklik backup`: a copy of the database while it runs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from monitor.commands.asked import Written, now
from monitor.commands.output import spare, write_json
from monitor.commands.waiting import waiting
from monitor.errors import StoreError
from monitor.render.phrase import number
from monitor.render.screen import say
from monitor.render.standing import MEGABYTE
from monitor.store import Store
from monitor.store.upkeep.backup import back_up

LEAST = 0.1  # megabytes that are told of


async def backup(written: Written, file: Path, *, as_json: bool) -> int:
    """Says where the copy is and how large."""
    texts = written.texts
    spare(written, file)
    with waiting(texts("cli.waiting.backup"), unseen=as_json):
        size = await back_up(written.settings.database_url, file)
    with suppress(StoreError):  # the copy is there, whether `status` can tell of it or not
        await _note(written.settings.database_url)
    if as_json:
        write_json({"file": str(file), "bytes": size})
        return 0
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
