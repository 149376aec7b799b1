"""Kills a process that brings a database up to date, after each of the steps: `python tests/soak/steps.py`.

The database, SQLite or PostgreSQL, must be as it was before, to the last row, and go all the way up afterwards. The
exit code is 1 where it is not.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HOUSE / "tests"), str(HOUSE)]

import asyncpg  # noqa: E402  # found only after the line above
from databases import outcome, server_and_folder  # noqa: E402  # the same
from plausible import fill, lost, raw  # noqa: E402  # the same

from monitor.store import Store  # noqa: E402  # the same
from monitor.store.connection.engine import Database  # noqa: E402  # the same
from monitor.store.migrations import REVISIONS  # noqa: E402  # the same
from monitor.store.upkeep.schema import downgrade, upgrade  # noqa: E402  # the same

KILL = "--kill-after"  # the same program once more, to be killed


async def killed(url: str, step: str) -> None:
    """Takes the steps up to this one, and is no more."""
    database = Database.at(url)
    async with database.migrating() as connection:
        await connection.run_sync(upgrade, step)
        os.kill(os.getpid(), signal.SIGKILL)


async def survived(url: str, step: str) -> list[str]:
    """What a kill after this step has done to it."""
    await (await Store.open(url)).close()
    await _asked(url, lambda sync: downgrade(sync, REVISIONS[0]))
    await _asked(url, fill)
    before = await _asked(url, raw)
    process = await asyncio.create_subprocess_exec(sys.executable, __file__, KILL, step, url)
    found = [] if await process.wait() == -signal.SIGKILL else [f"{step}: it was not killed"]
    if await _asked(url, raw) != before:
        found.append(f"{step}: not as it was before")
    await (await Store.open(url)).close()
    if lost(before, await _asked(url, raw)):
        found.append(f"{step}: rows are lost afterwards")
    return found


async def _asked(url: str, question: Callable[[Any], Any]) -> Any:
    database = Database.at(url)
    try:
        async with database.migrating() as connection:
            return await connection.run_sync(question)
    finally:
        await database.close()


async def everywhere(server: str, folder: Path) -> list[str]:
    """Each step on each kind of database."""
    found = []
    connection: Any = await asyncpg.connect(server)
    for step in REVISIONS[1:]:
        await connection.execute(f"CREATE DATABASE after{step}")
        for url in (f"sqlite:///{folder}/{step}.db", server.replace("/postgres?", f"/after{step}?")):
            found += [f"{url.partition(':')[0]} {one}" for one in await survived(url, step)]
    await connection.close()
    return found


def main() -> int:
    """Says what was harmed, or that nothing was."""
    if KILL in sys.argv:
        _, _, step, url = sys.argv
        asyncio.run(killed(url, step))
    warnings.simplefilter("ignore")
    with server_and_folder() as (url, folder):
        found = asyncio.run(everywhere(url, folder))
    return outcome(found, f"kills: {2 * len(REVISIONS[1:])}, harmed: {len(found)}")


if __name__ == "__main__":
    sys.exit(main())
