"""A real `otklik run` and what its database suffers: locked, read-only, removed, damaged, restarted, and a second run.

`python tests/soak/database.py`, or as a part of `make soak`. What needs a mount of our own is skipped where none is
allowed.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import sys
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from full_disk import INSIDE, ROOMY, SOURCES, World, done, may_mount, troubles, until

sys.path[:0] = [str(Path(__file__).parents[1])]

from telegram_server import GROUP, TelegramServer  # noqa: E402  # found by the line above
from web_site import Site  # noqa: E402  # the same

FEW, LONG = 3, 25  # entries of each source; seconds that a trouble lasts
ANNA = {"id": 11111111, "is_bot": False, "first_name": "Anna"}

Suffering = Callable[[World], Awaitable[None]]


async def watched(world: World) -> None:
    """What every story begins with: the quiet first crawl."""
    world.fresh(ROOMY)
    world.telegram.messages(GROUP).clear()
    world.show(0)
    code, _, err = await world.otklik("crawl")
    assert code == 0, err


async def all_told(world: World, so_far: int) -> None:
    """Every complaint once."""
    await until(lambda: len(world.alerts()) == SOURCES)
    await asyncio.sleep(5)
    assert set(world.alerts().values()) == {so_far}, world.alerts()


async def a_second_run_stops(world: World) -> None:
    """It says who was first; when that one is killed, the next begins at once."""
    async with world.running() as first:
        await until(lambda: world.telegram.called("getUpdates"))
        calls, begun = len(world.telegram.calls), time.monotonic()
        code, _, err = await world.otklik("run")
        assert (code, len(err.splitlines()), str(first.pid) in err) == (2, 1, True), err
        assert not {"getMe", "deleteWebhook"} & {call.method for call in world.telegram.calls[calls:]}
        print(f"  a second run: exit {code} after {time.monotonic() - begun:.1f} s: {err.strip()}")
        first.kill()
        await first.wait()
        assert '"running": false' in (await world.otklik("status", "--json"))[1]
        polls = len(world.telegram.called("getUpdates"))
    async with world.running() as second:
        await until(lambda: len(world.telegram.called("getUpdates")) > polls)
        assert '"running": true' in (await world.otklik("status", "--json"))[1]
        second.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(second.wait(), 10) == 0


async def crawls_beside(world: World) -> None:
    """`run` and two `crawl --send` find and send the same at the same time: each complaint is told once."""
    async with world.running() as program:
        await until(lambda: world.telegram.called("getUpdates"))
        world.show(FEW)
        crawls = await asyncio.gather(*(world.otklik("crawl", "--send") for _ in range(2)))
        assert [code for code, _, _ in crawls] == [0, 0], crawls
        await all_told(world, 1)
        program.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(program.wait(), 10) == 0


async def locked_for_long(world: World) -> None:
    """Another program keeps the database; a press is answered, and everything comes when it lets go."""
    async with world.running() as program:
        await until(lambda: world.telegram.called("getUpdates"))
        with closing(sqlite3.connect(world.disk / "otklik.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            world.show(FEW)
            await until(lambda: troubles(world))
            await asyncio.sleep(LONG)
            other.execute("ROLLBACK")
        assert len(troubles(world)) == 1, troubles(world)
        await all_told(world, 1)
        card = next(one for one in world.telegram.messages(GROUP) if "Case" in one.text and one.markup)
        with closing(sqlite3.connect(world.disk / "otklik.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            begun = time.monotonic()
            toast = await world.telegram.press(card, "Take", user=ANNA)
            await world.telegram.wait(lambda: toast in world.telegram.toasts, 40)
            print(f"  a press while locked: {time.monotonic() - begun:.1f} s: {world.telegram.toasts[toast]['text']}")
            stopping = time.monotonic()
            program.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(program.wait(), 30)
            assert code == 0
            print(f"  stopped while locked: exit {code} after {time.monotonic() - stopping:.1f} s")
            other.execute("ROLLBACK")


async def read_only(world: World) -> None:
    """A disk that lets nobody write is said at the start."""
    done("mount", "-o", "remount,ro", str(world.disk))
    for command in ("run", "crawl", "status"):
        code, _, err = await world.otklik(command)
        assert (code, "may not read or write" in err, len(err.splitlines())) == (2, True, 1), (command, code, err)
    print(f"  read-only: {err.strip()}")


async def removed(world: World) -> None:
    """Nothing that is written now would ever be found again."""
    async with world.running() as program:
        await until(lambda: world.telegram.called("getUpdates"))
        (world.disk / "otklik.db").unlink()
        await ended(world, program, "removed or replaced")


async def damaged(world: World) -> None:
    """It ends with a sentence, and nothing more is written."""
    async with world.running() as program:
        await until(lambda: world.telegram.called("getUpdates"))
        path = world.disk / "otklik.db"
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (path.stat().st_size - 4096))
        world.show(FEW)
        await ended(world, program, "damaged")


async def ended(world: World, program: asyncio.subprocess.Process, words: str) -> None:
    begun = time.monotonic()
    code = await asyncio.wait_for(program.wait(), 60)
    last = world.said()[-1]["event"]
    assert (code, words in last, any("Traceback" in one["event"] for one in world.said())) == (1, True, False), (
        code,
        world.said(),
    )
    print(f"  {words}: exit {code} after {time.monotonic() - begun:.1f} s: {last}")


async def few_files(world: World) -> None:
    """The system opens no more files for us."""
    async with world.running() as program:
        await until(lambda: world.telegram.called("getUpdates"))
        soft, hard = resource.prlimit(program.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(program.pid, resource.RLIMIT_NOFILE, (12, hard))
        world.show(FEW)
        await asyncio.sleep(LONG)
        assert program.returncode is None, world.said()
        resource.prlimit(program.pid, resource.RLIMIT_NOFILE, (soft, hard))
        await all_told(world, 1)
        print(f"  no more files: {len(world.said())} lines of log, {troubles(world)}")


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="otklik-") as name:
        folder, disk = Path(name), Path(name) / "disk"
        disk.mkdir()
        stories: tuple[Suffering, ...] = (
            a_second_run_stops,
            crawls_beside,
            locked_for_long,
            read_only,
            few_files,
            removed,
            damaged,
        )
        chosen = [one for one in stories if one.__name__ in sys.argv] or stories
        for story in chosen:
            async with Site() as site, TelegramServer() as telegram:
                world = World(site, telegram, folder, disk)
                print(f"{story.__name__}: {story.__doc__}")
                try:
                    await watched(world)
                    await story(world)
                except BaseException:
                    print(world.said()[-8:], world.alerts())
                    raise
                finally:
                    done("umount", str(disk))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if INSIDE in sys.argv:
        asyncio.run(main())
    elif may_mount():
        os.execvp("unshare", ["unshare", "-Urm", sys.executable, __file__, INSIDE, *sys.argv[1:]])  # noqa: S606, S607
    else:
        print("database faults: skipped, this machine allows no mount of our own (unshare -Urm)")
