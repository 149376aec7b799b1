"""Kills the real program again and again, at random moments; in the end everything must have been told, and once.

    python tests/soak/kills.py [--kills 100] [--seed 1] [--postgres]

Doubles are allowed only where the fake Telegram knows that an answer was lost or that we died with the message in the
air, one for each such accident.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from databases import server_in
from sqlalchemy import delete, select, update
from telegram_server import GROUP, TelegramServer
from verdict import Life, Verdict
from web_site import Site
from world import ANNA, CHATS, Program, Web, arrived, chat_of, copies, says, told

from monitor.store import Store
from monitor.store.connection.engine import Database
from monitor.store.tables import META, OUTBOX, SOURCE
from monitor.store.upkeep.schema import downgrade

OLD = "0006"  # the schema that a migration starts from
PLACES = 2  # of the site
STOP = 10.0  # seconds that an orderly end may take
LAST = 300.0  # seconds until all is told, once nobody is killed any more; a group takes twenty messages a minute
AWAKE = 40.0  # seconds in which a busy machine has started it
MODES = {"start": 18, "run": 26, "air": 30, "crawl": 10, "send": 4, "migration": 12}


@dataclass
class Soak:
    """One run of all of it."""

    seed: int
    kills: int
    url: str
    web: Web
    telegram: TelegramServer
    program: Program
    lives: list[Life] = field(default_factory=list)
    weeks: list[int] = field(default_factory=list)  # at which call each digest fell due
    pressed: dict[str, int] = field(default_factory=dict)  # press -> complaint
    wrong: list[str] = field(default_factory=list)
    begun: bool = False  # both places were read: what is said from now on is no history

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  # dice, no secrets

    async def run(self) -> None:
        """All lives, and the last one that is allowed to end."""
        for number in range(self.kills):
            mode = await self._prepared(number)
            await self._live(mode)
            if number % 10 == 9:
                print(f"{number + 1} kills, {len(self.web.said)} things said, {self._sent()} messages", flush=True)
        await self._finish()
        verdict = Verdict(self.web, self.telegram, self.lives, self.weeks, self.pressed)
        self.wrong += [*verdict.told(), *await verdict.stored(self.url)]
        await asyncio.sleep(1)
        left = self.program.left_behind()
        self.wrong += [f"processes left behind: {left}"] if left else []
        print("\n".join([*verdict.table(), *(f"WRONG: {one}" for one in self.wrong)]))

    async def _prepared(self, number: int) -> str:
        """What this life is to die in, and what makes that likely."""
        if not self.lives:
            return "start"
        if (self.weeks and self._digests() < len(CHATS) and self.chance.random() < 0.6) or (
            number > self.kills // 8 and self.chance.random() < 0.15 and await self._week_is_due()
        ):
            return "digest"
        mode = self.chance.choices(list(MODES), list(MODES.values()))[0]
        if mode == "migration":
            await self._step_back()
        return mode

    async def _live(self, mode: str) -> None:
        life = Life(mode, len(self.telegram.calls))
        self._trouble()
        words = {"crawl": ("crawl",), "send": ("crawl", "--send")}.get(mode, ("run", "--log-level", "info"))
        begun = time.monotonic()
        process = await self.program.start(*words)
        growing = asyncio.create_task(self._grow())
        pressing = asyncio.create_task(self._press())
        await self._moment(mode, process)
        life.seconds = time.monotonic() - begun
        with suppress(ProcessLookupError):
            process.kill()
        code = await process.wait()
        if code not in {-signal.SIGKILL, 0} and not (code == 1 and mode == "send"):
            self.wrong.append(f"ended by itself with {code} in {mode}")
        for task in (growing, pressing):
            task.cancel()
        await asyncio.gather(growing, pressing, return_exceptions=True)
        await asyncio.sleep(0.05)  # what was on the wire arrives
        life.last = len(self.telegram.calls)
        self.lives.append(life)
        self.begun = self.begun or await self._both_read()

    async def _moment(self, mode: str, process: Process) -> None:
        """Returns when it is to die."""
        draw = self.chance.uniform
        match mode:
            case "start":
                await asyncio.sleep(draw(0.05, 2.5))
            case "air":
                before, wanted = self._sent(), self.chance.randint(1, 3)
                await self._until(lambda: self._sent() >= before + wanted, AWAKE)
                await asyncio.sleep(draw(0, 0.03))
            case "digest":
                drawing = self.chance.random() < 0.5
                await self._serving()
                await self._until(lambda: drawing and len(self.program.left_behind()) > 1, draw(0, 8))
                await asyncio.sleep(draw(0, 2))
            case "migration":
                await asyncio.sleep(draw(0.4, 4))
            case "crawl" | "send":
                with suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), draw(0.3, 6))
            case _:
                await self._serving()
                await asyncio.sleep(draw(0, 5))

    async def _serving(self) -> None:
        """Until it asks Telegram what there is: loading all it needs for that takes seconds."""
        before = len(self.telegram.called("getUpdates"))
        await self._until(lambda: len(self.telegram.called("getUpdates")) > before, AWAKE)

    async def _until(self, done: Callable[[], bool], patience: float) -> None:
        end = time.monotonic() + patience
        while not done() and time.monotonic() < end:  # noqa: ASYNC110  # nobody tells us
            await asyncio.sleep(0.004)

    def _trouble(self) -> None:
        """Up to three kinds of it in one life."""
        self.telegram.calm()
        for _ in range(self.chance.choice((0, 0, 1, 2, 3))):
            kind = self.chance.choice(("lost", "lost", 429, 500, 502, "hang"))
            method = self.chance.choice(("send*", "send*", "edit*", "getUpdates"))
            times = 1 if kind in {"lost", "hang"} else self.chance.randint(1, 2)
            self.telegram.arm(kind, method, times=times, retry_after=self.chance.randint(1, 3))

    async def _both_read(self) -> bool:
        store = await Store.open(self.url)
        states = (await store.sources()).values()
        await store.close()
        return len([one for one in states if one.first_success]) == PLACES

    async def _grow(self) -> None:
        if not self.begun:
            return
        for _ in range(self.chance.choice((0, 1, 1, 2, 3))):
            await asyncio.sleep(self.chance.uniform(0, 3))
            self.web.grow()

    async def _press(self) -> None:
        """Somebody takes a card of the group that nobody has pressed yet."""
        await asyncio.sleep(self.chance.uniform(0, 5))
        known = set(self.pressed.values())
        for message in self.telegram.messages(GROUP):
            numbers = [int(one) for one in message.text.partition("Случай ")[2].split()[:1] if one.isdigit()]
            if numbers and numbers[0] not in known and any("Беру" in word for row in message.buttons for word in row):
                self.pressed[await self.telegram.press(message, "Беру", user=ANNA)] = numbers[0]
                return

    def _sent(self) -> int:
        return sum(map(says, self.telegram.calls))

    def _digests(self) -> int:
        """To how many chats the latest week has come."""
        return len(
            {
                chat_of(call)
                for call in self.telegram.calls[self.weeks[-1] :]
                if arrived(call) and "digest" in told(call)
            }
        )

    async def _week_is_due(self) -> bool:
        """The last complete week is owed once more, as if it had never been; where a digest is under way it stays."""
        if self.weeks and self._digests() < len(CHATS):
            return True
        await (await Store.open(self.url)).close()
        database = Database.at(self.url)
        async with database.writing() as connection:
            seen = select(SOURCE.c.id).where(SOURCE.c.first_success.is_not(None))
            if (await connection.execute(seen)).first() is None:
                return False
            long_ago = datetime.now(UTC) - timedelta(days=30)
            await connection.execute(
                update(SOURCE).where(SOURCE.c.first_success.is_not(None)).values(first_success=long_ago)
            )
            await connection.execute(delete(OUTBOX).where(OUTBOX.c.kind.like("Digest%")))
            await connection.execute(delete(META).where(META.c.key == "digest_week"))
        await database.close()
        self.weeks.append(len(self.telegram.calls))
        return True

    async def _step_back(self) -> None:
        """As an earlier version left it."""
        await (await Store.open(self.url)).close()
        database = Database.at(self.url)
        async with database.migrating() as connection:
            await connection.run_sync(downgrade, OLD)
        await database.close()

    async def _finish(self) -> None:
        """Nobody is killed any more: all that is owed arrives, and the end is an orderly one."""
        self.telegram.calm()
        wanted = {one.number for one in self.web.said if one.bad and not one.history}
        process = await self.program.start("run", "--log-level", "info")

        def done() -> bool:
            there = copies(self.telegram.calls)
            pressed = all(press in self.telegram.toasts for press in self.pressed)
            return (
                pressed
                and all((chat, number) in there for chat in CHATS for number in wanted)
                and not self._week_waits()
            )

        end = time.monotonic() + LAST + 3 * len(wanted)
        await self._serving()
        await self._until(done, end - time.monotonic())
        while await self._owes() and time.monotonic() < end:  # noqa: ASYNC110  # nobody tells us
            await asyncio.sleep(1)
        await asyncio.sleep(3)  # whatever else there is
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        try:
            code = await asyncio.wait_for(process.wait(), STOP)
        except TimeoutError:
            process.kill()
            code = await process.wait()
        print(f"the last one ended with {code} after {time.monotonic() - begun:.1f} s")
        self.wrong += [] if code == 0 else [f"the orderly end took too long or failed: {code}"]

    async def _owes(self) -> bool:
        """What no chat is looked through for, such as a first summary: a pass that died leaves it due in 45 s."""
        store = await Store.open(self.url)
        owed = await store.owed_count()
        await store.close()
        return bool(owed)

    def _week_waits(self) -> bool:
        return bool(self.weeks) and self._digests() < len(CHATS)


@asynccontextmanager
async def database(folder: Path, *, postgres: bool) -> AsyncIterator[str]:
    """An empty one."""
    if not postgres:
        yield f"sqlite:///{folder / 'otklik.db'}"
        return
    server = server_in(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def main() -> int:
    """Non-zero where something did not hold."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked.add_argument("--postgres", action="store_true")
    asked.add_argument("--keep", type=Path, help="a folder that stays")
    wanted = asked.parse_args()
    print(f"kills.py --kills {wanted.kills} --seed {wanted.seed}{' --postgres' * wanted.postgres}", flush=True)
    with tempfile.TemporaryDirectory(prefix="otklik-kills-") as temporary:
        folder = (wanted.keep or Path(temporary)).resolve()
        async with Site() as site, TelegramServer() as telegram, database(folder, postgres=wanted.postgres) as url:
            web = Web(site, random.Random(wanted.seed))  # noqa: S311  # dice
            (folder / "sources.yaml").write_text(web.plan(), encoding="utf-8")
            soak = Soak(wanted.seed, wanted.kills, url, web, telegram, Program(folder, telegram, url))
            await soak.run()
    return int(bool(soak.wrong))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
