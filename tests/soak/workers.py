"""Three workers, a scheduler and a bot at one PostgreSQL; each is killed in turn while something new is said.

    python tests/soak/workers.py [--rounds 2] [--calm 40] [--seed 1]

No host may be asked too soon, no source visited twice in its period, nothing lost, and nothing told twice but where a
bot died with it in the air. The exit code is 1 where that did not hold. A visit that was late is followed by one at the
source's own moment, half of the period later at the soonest: on a slow machine most are late.
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
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from crowd import EVERY, HOSTS, Crowd
from databases import outcome, server_in
from invariants import broken
from telegram_server import TelegramServer
from web_site import Site
from world import CHATS, Program, copies

from monitor.store import Query, Store

ROLES = ("worker", "worker", "worker", "scheduler", "bot")
AWAKE = 180.0  # seconds until all have begun on a busy machine
MADE_GOOD = 90.0  # seconds until what a dead one left is done by others
A_MESSAGE = 4.0  # seconds more for each that waits already
STOP = 10.0  # seconds that an orderly end may take
SOONEST = EVERY / 2  # seconds from a visit that was late to the next one, see `due_again`
EARLY = 0.5  # seconds by which a visit may come sooner than that: clocks, and the start of its request


@dataclass
class Soak:
    """One run of all of it."""

    url: str
    crowd: Crowd
    telegram: TelegramServer
    program: Program
    chance: random.Random
    wrong: list[str] = field(default_factory=list)
    running: list[tuple[str, Process]] = field(default_factory=list)
    deaths: dict[str, list[float]] = field(default_factory=dict)
    unsure: int = 0

    async def run(self, rounds: int, calm: float) -> None:
        """Calm, then the kills, then the end."""
        for role in ROLES:
            self.running.append((role, await self._start(role)))
        self.wrong += [] if await self._until(self._all_read, AWAKE) else ["not all was read in time"]
        growing = asyncio.create_task(self._grow())
        begun = asyncio.get_running_loop().time()
        await asyncio.sleep(calm)
        self.wrong += [f"calm: {one}" for one in self._twice(begun, allowed=0)]
        visits = sum(len([at for at in times if at >= begun]) for _, times in self.crowd.visits())
        print(f"calm: {visits} visits in {calm:.0f} s, {visits / calm:.1f} a second", flush=True)
        for _ in range(rounds):
            for role in ("worker", "scheduler", "bot"):
                await self._killed(role)
        growing.cancel()
        await asyncio.gather(growing, return_exceptions=True)
        await self._finish()
        self.wrong += [
            f"whole run: {one}" for one in self._twice(begun, allowed=len(self.deaths.get("worker", ())) * 10)
        ]
        self.wrong += self.crowd.hurried()
        self.wrong += await self._stored()

    async def _start(self, role: str) -> Process:
        return await self.program.start("run", "--role", role, "--log-level", "info")

    async def _killed(self, role: str) -> None:
        """Another one takes its place a little later; what was said meanwhile has to come through."""
        place = self.chance.choice([n for n, (one, _) in enumerate(self.running) if one == role])
        await asyncio.sleep(self.chance.uniform(1, 4))
        _, process = self.running[place]
        if process.returncode is not None:
            self.wrong.append(f"a {role} ended by itself with {process.returncode}")
        else:
            process.kill()
        await process.wait()
        self.unsure += len(CHATS) if role == "bot" else 0
        before, begun = len(self.crowd.said), time.monotonic()
        for _ in range(3):
            self.crowd.grow()
        await asyncio.sleep(self.chance.uniform(0, 3))
        self.running[place] = role, await self._start(role)
        if not await self._until(lambda: self._all_told(before + 3), self._patience()):
            self.wrong.append(f"after the death of a {role} not all is told in time: {self._missing(before + 3)}")
        self.deaths.setdefault(role, []).append(time.monotonic() - begun)

    async def _grow(self) -> None:
        while True:
            await asyncio.sleep(self.chance.uniform(3, 8))
            self.crowd.grow()

    async def _finish(self) -> None:
        all_of_it = len(self.crowd.said)
        if not await self._until(lambda: self._all_told(all_of_it), self._patience()):
            self.wrong.append(f"never told: {self._missing(all_of_it)}")
        store, end = await Store.open(self.url), time.monotonic() + MADE_GOOD
        while (await store.owed_count() or await self._unread(store)) and time.monotonic() < end:  # noqa: ASYNC110  # nobody tells us
            await asyncio.sleep(1)
        await store.close()
        begun = time.monotonic()
        for _, process in self.running:
            process.send_signal(signal.SIGTERM)
        for role, process in self.running:
            try:
                code = await asyncio.wait_for(process.wait(), STOP)
            except TimeoutError:
                process.kill()
                code = await process.wait()
            self.wrong += [] if code == 0 else [f"the orderly end of a {role} took too long or failed: {code}"]
        print(f"stopped in {time.monotonic() - begun:.1f} s", flush=True)
        there = copies(self.telegram.calls)
        doubles = sum(count - 1 for count in there.values() if count > 1)
        if doubles > self.unsure:
            self.wrong.append(f"told twice: {doubles}, in the air at most {self.unsure}")
        wanted = {one.number for one in self.crowd.said if one.bad and not one.history}
        extra = [what for _, what in there if isinstance(what, int) and what not in wanted]
        self.wrong += [f"history or praise was alerted: {extra}"] if extra else []
        print(f"said {len(self.crowd.said)}, complaints {len(wanted)}, told twice {doubles}", flush=True)

    def _twice(self, since: float, *, allowed: int) -> list[str]:
        """Visits that were made once more: of those that a dead worker was making some may be."""
        found = []
        for source, times in self.crowd.visits():
            close = [b - a for a, b in pairwise(at for at in times if at >= since) if b - a < SOONEST - EARLY]
            found += [f"{source} again after {gap:.2f} s" for gap in close]
        return found if len(found) > allowed else []

    async def _stored(self) -> list[str]:
        store = await Store.open(self.url)
        wrong = await broken(store)
        missing = await self._unread(store)
        wrong += [f"never stored: {missing}"] if missing else []
        owed = await store.owed_count()
        await store.close()
        return wrong + ([f"still owed: {owed}"] if owed else [])

    async def _unread(self, store: Store) -> list[int]:
        """What is not stored; of praise nobody is told, so nobody has waited for it by then."""
        numbers = {int(one.title.split()[-1]) for one in await store.mentions(Query())}
        return [one.number for one in self.crowd.said if one.number not in numbers]

    def _all_read(self) -> bool:
        return len(list(self.crowd.visits())) == len(self.crowd.addresses) + len(self.crowd.lists)

    def _all_told(self, first: int) -> bool:
        return not self._missing(first)

    def _missing(self, first: int) -> list[int]:
        there = copies(self.telegram.calls)
        wanted = [one.number for one in self.crowd.said[:first] if one.bad and not one.history]
        return [number for number in wanted if any((chat, number) not in there for chat in CHATS)]

    def _patience(self) -> float:
        """A group takes twenty messages a minute."""
        return MADE_GOOD + A_MESSAGE * len(self._missing(len(self.crowd.said)))

    async def _until(self, done: Callable[[], bool], patience: float) -> bool:
        end = time.monotonic() + patience
        while not (found := done()) and time.monotonic() < end:  # noqa: ASYNC110  # nobody tells us
            await asyncio.sleep(0.1)
        return found


async def main() -> int:
    """Non-zero where something did not hold."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--calm", type=float, default=40)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked.add_argument("--keep", type=Path, help="a folder that stays")
    wanted = asked.parse_args()
    print(f"workers.py --rounds {wanted.rounds} --calm {wanted.calm} --seed {wanted.seed}", flush=True)
    chance = random.Random(wanted.seed)  # noqa: S311  # dice
    async with AsyncExitStack() as stack:
        temporary = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="otklik-workers-", ignore_cleanup_errors=True)
        )
        folder = (wanted.keep or Path(temporary)).resolve()
        server = server_in(Path(temporary))
        stack.callback(server.cleanup)
        sites = [await stack.enter_async_context(Site(f"127.0.2.{n + 1}")) for n in range(HOSTS + 1)]
        telegram = await stack.enter_async_context(TelegramServer())
        crowd = Crowd(sites, chance)
        (folder / "sources.yaml").write_text(crowd.plan(), encoding="utf-8")
        soak = Soak(server.get_uri(), crowd, telegram, Program(folder, telegram, server.get_uri()), chance)
        await soak.run(wanted.rounds, wanted.calm)
    for role, seconds in soak.deaths.items():
        print(f"{role:10} killed {len(seconds)} times, made good in {max(seconds):.0f} s at most")
    return outcome(soak.wrong, f"wrong: {len(soak.wrong)}")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
