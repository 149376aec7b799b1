"""Dies at each transaction of a whole story, just before its commit and just after it, and looks what came of it.

python tests/soak/commits.py [--every 1] [--postgres]
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from itertools import product
from pathlib import Path
from typing import Any

import structlog
from databases import command, server_in
from dying import Death, World
from dying_story import lead

from monitor.store import Store

Fresh = Callable[[], Awaitable[str]]  # an empty database


async def main() -> int:
    """Non-zero where something did not hold."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--every", type=int, default=1, help="only each n-th transaction")
    asked.add_argument("--postgres", action="store_true")
    wanted = asked.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="otklik-commits-") as folder:
        if not wanted.postgres:
            return await _all(await _files(Path(folder)), wanted.every)
        server = server_in(Path(folder))
        try:
            return await _all(await _databases(server.get_uri()), wanted.every)
        finally:
            server.cleanup()


async def _all(fresh: Fresh, every: int) -> int:
    whole, count, _ = await _lived(fresh)
    wrong = 0
    for number, side in product(range(1, count + 1, every), ("before", "after")):
        try:
            outcome, _, world = await _lived(fresh, [(number, side)])
        except Exception as error:  # noqa: BLE001  # one death must not hide what is wrong with the others
            complaint = f"the next life ended with {error!r}"
        else:
            differences = [key for key in whole if outcome[key] != whole[key]]
            complaint = " ".join(filter(None, (*outcome["wrong"], *map(str, differences), str(world.repeats() or ""))))
        if complaint:
            wrong += 1
            print(f"WRONG: death {side} the commit of transaction {number}: {complaint}", flush=True)
    print(f"{count} transactions, a death at every {every}. of them before and after its commit: {wrong} wrong")
    return int(bool(wrong))


async def _lived(fresh: Fresh, deaths: Iterable[Death] = ()) -> tuple[dict[str, Any], int, World]:
    world = World(await fresh())
    count = await world.run(lead, deaths)
    return await world.outcome(), count, world


async def _files(folder: Path) -> Fresh:
    blank, used = folder / "blank.db", folder / "used.db"
    await (await Store.open(f"sqlite:///{blank}")).close()

    async def fresh() -> str:
        for rest in (used, *(used.with_name(f"used.db-{end}") for end in ("wal", "shm"))):
            rest.unlink(missing_ok=True)
        shutil.copyfile(blank, used)
        return f"sqlite:///{used}"

    return fresh


async def _databases(server: str) -> Fresh:
    def at(name: str) -> str:
        return server.replace("/postgres?", f"/{name}?")

    await command(server, "CREATE DATABASE blank")
    await (await Store.open(at("blank"))).close()

    async def fresh() -> str:
        await command(server, "DROP DATABASE IF EXISTS used WITH (FORCE)")
        await command(server, "CREATE DATABASE used TEMPLATE blank")
        return at("used")

    return fresh


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
