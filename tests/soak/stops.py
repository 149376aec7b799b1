"""Tells the real program to stop in the middle of all it does: exit code 0 within ten seconds, nobody left behind.

    python tests/soak/stops.py [NAME ...]

Each case is tried three times: told once; told twice, which ends it at once; and killed, after which no child may live.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from kills import OLD
from telegram_server import GROUP, TelegramServer
from web_site import Reply, Site
from world import Program

from monitor.store import Store
from monitor.store.connection.engine import Database
from monitor.store.upkeep.schema import downgrade

STOP, AT_ONCE = 10.0, 2.0  # seconds
READY = 60.0  # seconds until it does what it is to be stopped in
ROWS = 20_000
AUTHOR = "a" * 60_000
ENDLESS = "".join(f"<item><title>{n}</title><author>{AUTHOR}</author></item>" for n in range(4))  # > 40 s to read
PLAN = """
language: ru
timezone: UTC
brands: [{{id: zubr, name: Зубр-Софт}}]
sources: [{sources}]
team: {{chats: [{{id: {group}}}]}}
http: {{allow_private_network: true, per_host: 100 per 1s, timeout: 60s}}
"""

Ready = Callable[[], bool]


@dataclass
class Stage:
    """What the program acts on."""

    folder: Path
    site: Site
    telegram: TelegramServer
    mailbox: Mailbox
    program: Program = field(init=False)

    def __post_init__(self) -> None:
        self.url = f"sqlite:///{self.folder / 'otklik.db'}"
        self.program = Program(self.folder, self.telegram, self.url)
        self.plan("")

    def plan(self, *sources: str) -> None:
        """What is watched."""
        written = PLAN.format(sources=", ".join(filter(None, sources)), group=GROUP)
        (self.folder / "sources.yaml").write_text(written, encoding="utf-8")

    def feed(self, reply: Reply) -> str:
        """A source that answers so."""
        return f'{{id: forum, kind: feed, url: "{self.site.serve("/rss", reply)}", every: 1s, max_age: 3650d}}'

    def children(self) -> int:
        """How many processes it has started."""
        return len(self.program.left_behind()) - 1


class Mailbox:
    """An IMAP server that takes calls and never says a word."""

    async def __aenter__(self) -> Mailbox:
        self.calls = 0
        self._server = await asyncio.start_server(self._silent, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _silent(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls += 1
        with suppress(ConnectionError):
            await reader.read()
        writer.close()


# ------------------------------------------------------------ what it is stopped in: the command, and when


async def starting(stage: Stage, seconds: float) -> tuple[Sequence[str], Ready]:
    """Imports, and the making of a database."""
    begun = time.monotonic()
    return ("run",), lambda: time.monotonic() > begun + seconds


async def migrating(stage: Stage) -> tuple[Sequence[str], Ready]:
    """A database of an earlier version."""
    await _filled(stage)
    database = Database.at(stage.url)
    async with database.migrating() as connection:
        await connection.run_sync(downgrade, OLD)
    await database.close()
    return ("run",), lambda: bool(list(stage.folder.glob("*.before-*")))


async def crawling(stage: Stage, *words: str) -> tuple[Sequence[str], Ready]:
    """A first pass over a site that never answers."""
    stage.plan(stage.feed(Reply(hang=True)))
    return words, lambda: bool(stage.site.asked("/rss"))


async def reading(stage: Stage, *words: str) -> tuple[Sequence[str], Ready]:
    """A page that takes a process of its own, and all of its time."""
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{ENDLESS}</channel></rss>'
    stage.plan(stage.feed(Reply(body=body.encode(), headers={"Content-Type": "application/rss+xml"})))
    return words, lambda: stage.children() > 0


async def mail(stage: Stage, *words: str) -> tuple[Sequence[str], Ready]:
    """A mail server that is silent."""
    address = f"imap://robot:word@127.0.0.1:{stage.mailbox.port}/INBOX"
    stage.plan(f'{{id: notices, kind: mail, url: "{address}", from: [reviews@platform.example]}}')
    return words, lambda: stage.mailbox.calls > 0


async def sending(stage: Stage, *words: str) -> tuple[Sequence[str], Ready]:
    """Telegram takes the message and says nothing."""
    await _filled(stage, 3, "--alert")
    stage.telegram.arm("hang", "sendMessage", times=99)
    return words, lambda: bool(stage.telegram.called("sendMessage"))


async def drawing(stage: Stage, *words: str) -> tuple[Sequence[str], Ready]:
    """The pictures of a digest."""
    await _filled(stage)
    return words, lambda: stage.children() > 0


async def importing(stage: Stage) -> tuple[Sequence[str], Ready]:
    """A long table."""
    begun = time.monotonic()
    _table(stage.folder / "long.csv", ROWS)
    return ("import", "long.csv", "--source", "file"), lambda: time.monotonic() > begun + 6


async def showing(stage: Stage, seconds: float) -> tuple[Sequence[str], Ready]:
    """The demonstration."""
    begun = time.monotonic()
    return ("demo",), lambda: time.monotonic() > begun + seconds


Case = Callable[[Stage], Awaitable[tuple[Sequence[str], Ready]]]
CASES: dict[str, Case] = {
    **{f"start-{seconds:g}": partial(starting, seconds=seconds) for seconds in (0.5, 1.0, 2.0, 4.0)},
    "migration": migrating,
    "first-crawl": lambda stage: crawling(stage, "run"),
    "crawl": lambda stage: crawling(stage, "crawl"),
    "try": lambda stage: crawling(stage, "try", "forum"),
    "parser-run": lambda stage: reading(stage, "run"),
    "parser-crawl": lambda stage: reading(stage, "crawl"),
    "imap-run": lambda stage: mail(stage, "run"),
    "imap-crawl": lambda stage: mail(stage, "crawl"),
    "send-run": lambda stage: sending(stage, "run"),
    "send-crawl": lambda stage: sending(stage, "crawl", "--send"),
    "digest": lambda stage: drawing(stage, "digest", "--format", "html", "-o", "digest.html"),
    "digest-send": lambda stage: drawing(stage, "digest", "--send"),
    "import": importing,
    **{f"demo-{seconds:g}": partial(showing, seconds=seconds) for seconds in (2.0, 6.0)},
}


async def _filled(stage: Stage, rows: int = 400, *more: str) -> None:
    _table(stage.folder / "said.csv", rows)
    process = await stage.program.start("import", "said.csv", "--source", "file", *more)
    assert await process.wait() == 0, stage.program.log.read_text(encoding="utf-8")


def _table(path: Path, rows: int) -> None:
    week = datetime.now(UTC) - timedelta(days=7)
    lines = ["url,text,rating,published"]
    for n in range(rows):
        text = f"Зубр-Софт обманывает и хамит {' '.join(f'слово{n}из{w}' for w in range(12))}"
        at = (week + timedelta(seconds=n)).isoformat()
        lines.append(f"https://otzyv.example/{n},{text},{2 if n % 2 else 5}/5,{at}")
    path.write_text("\n".join(lines), encoding="utf-8")


# ------------------------------------------------------------ how it is stopped


@asynccontextmanager
async def on_stage() -> AsyncIterator[Stage]:
    """Everything new."""
    async with AsyncExitStack() as stack:
        folder = _resolved(stack.enter_context(tempfile.TemporaryDirectory(prefix="otklik-stops-")))
        parts = [await stack.enter_async_context(one) for one in (Site(), TelegramServer(), Mailbox())]
        yield Stage(folder, *parts)


def _resolved(folder: str) -> Path:
    return Path(folder).resolve()


async def tried(case: Case, way: str) -> str:
    """What came of it, and how long it took; what is wrong begins with WRONG."""
    async with on_stage() as stage:
        words, ready = await case(stage)
        process = await stage.program.start(*words)
        end = time.monotonic() + READY
        while not ready() and process.returncode is None and time.monotonic() < end:  # noqa: ASYNC110  # nobody tells us
            await asyncio.sleep(0.005)
        if process.returncode is not None:
            return f"WRONG over before it could be told ({process.returncode})"
        begun = time.monotonic()
        code = await _ended(process, way)
        took = time.monotonic() - begun
        wrong = [] if code in _CODES[way] else [f"code {code}"]
        wrong += [f"{took:.1f} s"] if took > (STOP if way == "once" else AT_ONCE) else []
        await asyncio.sleep(0.3)
        wrong += [f"left behind: {left}"] if (left := stage.program.left_behind()) else []
        log = stage.program.log.read_text(encoding="utf-8")
        wrong += ["traceback: " + log[-1500:]] if "Traceback" in log else []
        wrong += await _in_doubt(stage)
        for orphan in stage.program.left_behind():
            with suppress(ProcessLookupError):
                os.kill(orphan, signal.SIGKILL)
        return "WRONG " + ", ".join(wrong) if wrong else f"{took:.1f} s"


_CODES = {"once": {0}, "twice": {0, -signal.SIGTERM, -signal.SIGINT, 130, 143}, "killed": {-signal.SIGKILL}}


async def _ended(process: Process, way: str) -> int:
    if way == "killed":
        process.kill()
    else:
        process.terminate()
    if way == "twice":
        await asyncio.sleep(0.3)
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
    try:
        return await asyncio.wait_for(process.wait(), STOP + 5)
    except TimeoutError:
        process.kill()
        return await process.wait()


async def _in_doubt(stage: Stage) -> list[str]:
    """At most one message of each chat."""
    if not (stage.folder / "otklik.db").exists():
        return []
    store = await Store.open(stage.url)
    flying = await store.in_the_air()
    await store.close()
    return [f"{len(flying)} messages in doubt"] if len(flying) > 1 else []


async def main() -> int:
    """Non-zero where something did not hold."""
    wrong = 0
    print(f"{'stopped in':16}{'told once':>14}{'told twice':>14}{'killed':>14}")
    for name in sys.argv[1:] or CASES:
        results = [await tried(CASES[name], way) for way in ("once", "twice", "killed")]
        wrong += sum(one.startswith("WRONG") for one in results)
        print(f"{name:16}" + "".join(f"{one:>14}" for one in results), flush=True)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
