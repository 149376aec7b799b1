"""What stands around the product while it is measured: sites, Telegram, a folder; all of it outside of its process."""

from __future__ import annotations

import asyncio
import csv
import io
import os
import resource
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import yaml
from telegram_server import GROUP, PRIVATE, TelegramServer
from web_site import Reply, Seen, Site, revalidated

from benchmarks import apart, pages

ANNA = {"id": PRIVATE, "is_bot": False, "first_name": "Anna"}
HOSTS = 8
STUBBORN = 120  # seconds until we stop waiting for an end
LARGE = 5_000_000  # bytes of one feed among the others
NEW, MOVING = 3, 3  # so many new items in each third feed, whenever the sites go on

Source = dict[str, object]


class World:
    """Sites that change when told to, and what a team writes into its file."""

    def __init__(self, sites: Sequence[Site], telegram: TelegramServer, folder: Path) -> None:
        self.sites = sites
        self.telegram = telegram
        self.folder = folder
        self.moves = 0
        self.sources: list[Source] = []
        for site in sites:
            site.serve("/robots.txt", Reply(404))

    def move(self) -> None:
        """Some feeds have something new from now on."""
        self.moves += 1

    def feeds(self, count: int, items: int, *, start: int = 0, every: str = "20s", sentences: int = 12) -> None:
        """Feeds of so many items each."""
        for number in range(start, start + count):
            self._feed(f"feed-{number}", number, items, every=every, sentences=sentences)

    def large_feed(self) -> None:
        """One of 5 MB: each of its 40 newest items is an article, and it goes back for years."""
        count = 2_000
        name, site = "large", self.sites[0]
        body = pages.feed(name, site.url(), range(count), sentences=25)
        assert len(body) > LARGE, len(body)
        self._add(name, "feed", site.serve(f"/{name}", Reply(body=body, headers=pages.RSS)), every="60s")

    def review_pages(self, count: int) -> None:
        """Half of them speak schema.org, half are to be selected from."""
        for number in range(count):
            marked, name, site = number % 2 == 0, f"reviews-{number}", self._site(number)
            body = pages.reviews(name, 180, marked=marked)
            more = {"brand": "zubr", **({} if marked else {"select": pages.CARDS})}
            self._add(name, "reviews", site.serve(f"/{name}", _kept(body, pages.HTML)), every="60s", **more)

    def articles(self, count: int, each: int) -> None:
        """Lists of links that lead to articles of 30 KB."""
        for number in range(count):
            name, site = f"journal-{number}", self._site(number)
            for one in range(each):
                path, brand = f"/{name}/{one}", "Зубр-Софт" if one % 3 == 0 else ""
                site.serve(path, _kept(pages.article(path, brand=brand), pages.HTML))
            page = site.serve(f"/{name}", _kept(pages.listing(name, each), pages.HTML))
            self._add(name, "articles", page, every="60s", select={"link": "h2 a @href"})

    def first_page(self, shown: int) -> None:
        """What a search engine shows of the brand."""
        site = self.sites[1]
        urls = [site.url(f"/found/{number}") for number in range(shown)]
        for url in urls:
            path = url.removeprefix(site.url(""))
            site.serve(path, _kept(pages.article(path, brand="Зубр-Софт"), pages.HTML))
        site.serve("/searx/search", Reply(body=pages.results(urls)))
        more = {"engine": "searxng", "query": "{brand} отзывы", "every": "60s"}
        self._add("first-page", "search", site.url("/searx"), **more)

    def storm(self, count: int) -> None:
        """A feed that has only bad news of us from now on."""
        site = self.sites[2]
        body = pages.feed("storm", site.url(), range(2_000, 2_000 + count), sentences=3, named=1, bad=1)
        site.serve("/storm", _kept(body, pages.RSS))

    def plan(self, **more: object) -> dict[str, object]:
        """The file of the team."""
        return {
            "language": "ru",
            "timezone": "UTC",
            "brands": [
                {"id": "zubr", "name": "Зубр-Софт", "aliases": ["Zubr-Soft", "Зубр Склад"]},
                {"id": "pustelga", "name": "Пустельга", "role": "competitor"},
            ],
            "sources": self.sources,
            "team": {"chats": [{"id": GROUP}], "users": [{"id": PRIVATE, "name": "Анна"}], "admins": [PRIVATE]},
            "http": {"allow_private_network": True, "per_host": "200 per 1s"},
            **more,
        }

    def write(self, plan: Mapping[str, object]) -> None:
        """As an editor does it."""
        written = self.folder / "sources.new"
        written.write_text(_yaml(plan), encoding="utf-8")
        written.rename(self.folder / "sources.yaml")

    def export(self, rows: int) -> Path:
        """A review export of another tool, to be imported."""
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(("url", "author", "date", "text", "rating"))
        for number in range(rows):
            told = pages.text(f"export {number}", 5, "Зубр-Софт", bad=number % 3 == 0)
            day = f"2026-{1 + number % 10:02}-{1 + number % 28:02}"
            writer.writerow((f"https://old.example/{number}", f"Author {number}", day, told, 1 + number % 5))
        path = self.folder / "export.csv"
        path.write_text(table.getvalue(), encoding="utf-8")
        return path

    def _feed(self, name: str, number: int, items: int, *, every: str, sentences: int) -> None:
        site = self._site(number)

        def answer(seen: Seen) -> Reply:
            moved = self.moves * NEW if number % MOVING == 0 else 0
            body = pages.feed(name, site.url(), range(moved, moved + items), sentences=sentences)
            return revalidated(body, etag=f'"{moved}"')(seen)

        site.serve(f"/{name}", answer)
        self._add(name, "feed", site.url(f"/{name}"), every=every)

    def _add(self, name: str, kind: str, url: str, **more: object) -> None:
        self.sources.append({"id": name, "kind": kind, "url": url, **more})

    def _site(self, number: int) -> Site:
        return self.sites[number % len(self.sites)]


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[World]:
    """Sites and a Telegram, until the measurement ends."""
    async with AsyncExitStack() as stack:
        sites = [await stack.enter_async_context(Site(f"127.0.0.{1 + number}")) for number in range(HOSTS)]
        telegram = await stack.enter_async_context(TelegramServer())
        yield World(sites, telegram, folder)


@asynccontextmanager
async def running(world: World, *program: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`otklik run`, or what runs it; killed at the end if it still runs."""
    words = program or ("-m", "monitor")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *words, "run", "--log-level", "warning"),
        cwd=world.folder,
        env=environment(world.telegram),
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def stopped(process: asyncio.subprocess.Process) -> float:
    """Asks it to end, and waits until it has; answers with the seconds that it took."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(STUBBORN):
        code = await process.wait()
    assert code == 0, code
    return time.monotonic() - begun


async def otklik(folder: Path, *words: str, said: bytes = b"") -> float:
    """One command to its end; answers with the seconds of CPU that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    await _ended(folder, "-m", "monitor", *words, said=said)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


async def loaded_by(folder: Path, *words: str, said: bytes = b"") -> list[str]:
    """The modules that a command has loaded when it ends."""
    told = await _ended(folder, "-X", "importtime", "-m", "monitor", *words, said=said)
    return [line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")]


async def _ended(folder: Path, *words: str, said: bytes) -> str:
    """What it wrote beside its answer."""
    pipe, program = asyncio.subprocess.PIPE, (sys.executable, *words)
    process = await asyncio.create_subprocess_exec(
        *program, cwd=folder, env=environment(), stdin=pipe, stdout=pipe, stderr=pipe
    )
    _, told = await process.communicate(said)
    assert process.returncode == 0, told.decode()
    return told.decode()


def environment(telegram: TelegramServer | None = None) -> dict[str, str]:
    """What the product may know of ours."""
    token = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url} if telegram else {}
    return {**apart.environment(), **token}


def told(world: World, *words: str) -> bool:
    """Whether the team's chat has a message with all of these words."""
    return any(all(word in one.text for word in words) for one in world.telegram.messages(GROUP))


def cpu_of(process: asyncio.subprocess.Process) -> float:
    """Seconds of CPU that a running process of ours took, without its children."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _kept(body: bytes, headers: dict[str, str]) -> Callable[[Seen], Reply]:
    """With a validator, as most pages have one."""

    def answer(seen: Seen) -> Reply:
        reply = revalidated(body, etag=f'"{len(body)}"')(seen)
        return Reply(reply.status, reply.body, {**headers, **reply.headers})

    return answer


def _yaml(plan: Mapping[str, Any]) -> str:
    return yaml.dump(dict(plan), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=200)
