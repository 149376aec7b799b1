"""A disk of 2 MB that fills up in the middle of a crawl: said, waited for, then nothing is missing or repeated.

`python tests/soak/full_disk.py`, or as a part of `make soak`. Needs Linux and the right to mount (unshare -Urm).
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from telegram_server import GROUP, TelegramServer  # noqa: E402  # found by the line above
from web_site import Reply, Site  # noqa: E402  # the same

INSIDE = "--inside"
SOURCES, ITEMS, BALLAST = 12, 40, 3_000  # feeds, entries of each, letters of an entry
LAST = 999  # the entry that complains
SMALL, ROOMY = "2m", "40m"
FULL = 15  # seconds that the disk stays full after that was said
PATIENCE = 180.0
CALM = 40.0  # seconds after which nothing more may come
FILE = """
language: en
timezone: Europe/Minsk
brands: [{{id: zubr, name: Zubr Soft}}]
sources:
{sources}
team: {{chats: [{{id: {group}}}], users: [{{id: 11111111, name: Anna}}]}}
alerts: {{storm: 1000 in 1m}}
http: {{allow_private_network: true, per_host: 50 per 1s}}
"""
TOLD = re.compile(rf"About (\d+)-{LAST}\b")
PRAISE = "Zubr Soft keeps its promises and its support answers quickly. {words}"
COMPLAINT = "Case {number}. Zubr Soft is terrible: {words}: the support lied, it is a scam."


def feed(number: int, items: int) -> bytes:
    """A source: praise and ballast, and one complaint; only one harmless entry where there are no items yet."""
    entries = [entry(number, 0, PRAISE.format(words="As always."), day=1)]
    for item in range(1, items + 1):
        words = f"source{number} entry{item} " + " ".join(f"w{number}x{item}x{n}" for n in range(BALLAST // 12))
        entries.append(entry(number, item, PRAISE.format(words=words), day=2))
    if items:
        entries.append(
            entry(
                number,
                LAST,
                COMPLAINT.format(number=number, words=" ".join(f"c{number}y{n}" for n in range(40))),
                day=2,
            )
        )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>s</title>{"".join(entries)}</channel></rss>'.encode()
    )


def entry(number: int, item: int, text: str, *, day: int) -> str:
    address = f"https://example.com/{number}/{item}"
    return (
        f"<item><title>About {number}-{item}</title><link>{address}</link><guid>{address}</guid>"
        f"<pubDate>0{day} Nov 2026 10:00:00 +0000</pubDate><description>{text}</description></item>"
    )


class World:
    """A site, a Telegram, and a folder with a disk of its own."""

    def __init__(self, site: Site, telegram: TelegramServer, folder: Path, disk: Path) -> None:
        self.site, self.telegram, self.folder, self.disk = site, telegram, folder, disk
        self.log = folder / "log.txt"
        self.show(0)
        lines = "\n".join(
            f'  - {{id: s{n}, kind: feed, url: "{site.url(f"/{n}")}", every: 5s, max_age: 3650d}}'
            for n in range(SOURCES)
        )
        (folder / "sources.yaml").write_text(FILE.format(sources=lines, group=GROUP), encoding="utf-8")

    def show(self, items: int) -> None:
        """What the site shows from now on."""
        self.site.serve("/robots.txt", Reply(404))
        for number in range(SOURCES):
            self.site.serve(
                f"/{number}", Reply(body=feed(number, items), headers={"Content-Type": "application/rss+xml"})
            )

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
        token = {"TELEGRAM_BOT_TOKEN": self.telegram.token, "TELEGRAM_API_URL": self.telegram.url}
        database = {"DATABASE_URL": f"sqlite:///{self.disk / 'otklik.db'}"}
        return {**kept, **token, **database, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """`otklik run`."""
        with self.log.open("ab") as log:
            program = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "monitor", "run", "--log-level", "warning", "--log-format", "json"),
                cwd=self.folder,
                env=self.environment,
                stderr=log,
                stdout=asyncio.subprocess.DEVNULL,
            )
        try:
            yield program
        finally:
            with suppress(ProcessLookupError):
                program.kill()
            await program.wait()

    async def otklik(self, *words: str) -> tuple[int, str, str]:
        """One command to its end."""
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "monitor", *words),
            cwd=self.folder,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await program.communicate()
        return program.returncode or 0, out.decode(), err.decode()

    def said(self) -> list[dict[str, str]]:
        """The lines of the log."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [json.loads(line) if line.startswith("{") else {"event": line} for line in lines]

    def alerts(self) -> Counter[str]:
        """How often each complaint was told, on its own card or in a message with others."""
        texts = [message.text for message in self.telegram.messages(GROUP)]
        return Counter(f"s{number}" for text in texts for number in TOLD.findall(text))

    async def mentions(self) -> set[tuple[str, ...]]:
        code, out, err = await self.otklik("mentions", "--format", "jsonl")
        assert code == 0, err
        rows = [json.loads(line) for line in out.splitlines()]
        assert len(rows) == len({row["url"] for row in rows}), "a mention was stored twice"
        wanted = ("url", "title", "text", "label", "flag", "severity", "brand", "source")
        return {tuple(str(row[name]) for name in wanted) for row in rows}

    def remount(self, size: str) -> None:
        done("mount", "-o", f"remount,size={size}", str(self.disk))

    def fresh(self, size: str) -> None:
        """Another disk in place of the one before."""
        if self.disk.is_mount():
            done("umount", str(self.disk))
        done("mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(self.disk))
        self.log.unlink(missing_ok=True)


async def until(so: Callable[[], object], patience: float = PATIENCE) -> None:
    """Another process tells nobody."""
    end = time.monotonic() + patience
    while not so():
        assert time.monotonic() < end, "it took too long"
        await asyncio.sleep(0.2)


def troubles(world: World) -> list[str]:
    return [one["error"] for one in world.said() if one["event"] == "database in trouble"]


async def on_a_big_disk(world: World) -> set[tuple[str, ...]]:
    """What there is to be found."""
    world.fresh(ROOMY)
    world.show(0)
    assert (await world.otklik("crawl"))[0] == 0
    world.show(ITEMS)
    assert (await world.otklik("crawl"))[0] == 0
    return await world.mentions()


async def a_run_waits(world: World, wanted: set[tuple[str, ...]]) -> None:
    """`run` says so, waits, and goes on by itself."""
    world.fresh(SMALL)
    world.show(0)
    assert (await world.otklik("crawl"))[0] == 0
    async with world.running() as program:
        world.show(ITEMS)
        await until(lambda: troubles(world))
        visited, lines = len(world.site.asked()), len(world.said())
        await asyncio.sleep(FULL)
        again, more = len(world.site.asked()) - visited, world.said()[lines:]
        assert program.returncode is None, "it ended instead of waiting"
        assert len(troubles(world)) <= 2, troubles(world)
        assert all("disk is full" in one for one in troubles(world)), troubles(world)
        code, told, _ = await world.otklik("status", "--json")
        assert json.loads(told)["running"], "status says that it does not run"
        print(f"  full: status exits {code}, {again} requests and {len(more)} lines of log in {FULL} s")
        world.remount(ROOMY)
        freed = time.monotonic()
        await until(lambda: len(world.alerts()) == SOURCES)
        print(f"  all {SOURCES} complaints told {time.monotonic() - freed:.0f} s after room was made")
        await asyncio.sleep(CALM)
        program.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(program.wait(), 10) == 0
    assert [one for one in world.said() if one["event"] == "database works again"], world.said()
    assert set(world.alerts().values()) == {1}, world.alerts()
    found = await world.mentions()
    assert found == wanted, (len(found), len(wanted))
    others = [one for one in world.said() if one["event"] not in {"database in trouble", "database works again"}]
    print(f"  log: {len(world.said())} lines, others than the database's: {[one['event'] for one in others]}")


async def a_crawl_says_so(world: World, wanted: set[tuple[str, ...]]) -> None:
    """`crawl` says of each source why it failed; another one, when there is room, brings what is missing."""
    world.fresh(SMALL)
    world.telegram.messages(GROUP).clear()
    before = world.alerts()
    world.show(0)
    assert (await world.otklik("crawl"))[0] == 0
    world.show(ITEMS)
    code, out, err = await world.otklik("crawl", "--json", "--send")
    print(f"  crawl --send on the full disk: exit {code}, {err.strip()[:200]}")
    reports = json.loads(out)["sources"]
    failed = [one["error"] for one in reports if one["status"] == "failed"]
    assert failed, "nothing failed: the disk was not full"
    assert all("disk is full" in one for one in failed), failed
    world.remount(ROOMY)
    for _ in range(2):
        code, _, err = await world.otklik("crawl", "--send")
        assert code == 0, err
    told = world.alerts() - before
    assert told == Counter({f"s{n}": 1 for n in range(SOURCES)}), told
    assert await world.mentions() == wanted


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="otklik-") as name:
        folder, disk = Path(name), Path(name) / "disk"
        disk.mkdir()
        async with Site() as site, TelegramServer() as telegram:
            world = World(site, telegram, folder, disk)
            try:
                wanted = await on_a_big_disk(world)
                print(f"full disk: {len(wanted)} mentions to be found")
                await a_run_waits(world, wanted)
                await a_crawl_says_so(world, wanted)
            except BaseException:
                print(world.said(), world.alerts(), *sorted((one.name, one.stat().st_size) for one in disk.iterdir()))
                raise
            finally:
                done("umount", str(disk))
    print("full disk: nothing missing, nothing repeated")


def done(*words: str) -> None:
    """A command of the system."""
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603  # our own words


def may_mount() -> bool:
    probe = "mount -t tmpfs -o size=1m none /mnt"
    try:
        done("unshare", "-Urm", "sh", "-c", probe)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return False
    return True


if __name__ == "__main__":
    if INSIDE in sys.argv:
        asyncio.run(main())
    elif may_mount():
        os.execvp("unshare", ["unshare", "-Urm", sys.executable, __file__, INSIDE])  # noqa: S606, S607
    else:
        print("full disk: skipped, this machine allows no mount of our own (unshare -Urm)")
