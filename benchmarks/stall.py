"""The loop's longest stall, in a whole running product under more load than a team will ever give it."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from telegram_chats import Posted
from telegram_server import GROUP, PRIVATE

from benchmarks.figures import Figure, at_most
from benchmarks.world import ANNA, World, otklik, running, stopped, told, world

LONGEST, P99 = 50, 10  # milliseconds
STOP = 10  # seconds
CLOCK, OWN, ALL = 1, 2, 3  # how late a tick of the probe was: by the clock, by CPU of the loop, of all our threads
PATIENCE = 180  # seconds until something must have happened
TELL = 0.030  # seconds: what ran during longer stalls is named
KEYS = ("Беру", "Отдать", "Чек-лист", "Назад", "Проверить", "Ответить")  # of a card and its checklist
TOLD = 10  # of the longest
COMMANDS = (
    "/mentions",
    "/search накладные",
    "/sources",
    "/status",
    "/check",
    "/forms zubr",
    "/digest",
    "/duty",
    "/help",
)


@dataclass
class Phase:
    """What went on, and when."""

    name: str
    begun: float
    ended: float = 0.0


async def measure() -> list[Figure]:
    """All of the load, one kind after the other, with somebody pressing buttons meanwhile."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as name:
        folder = Path(name)
        phases: list[Phase] = []
        async with world(folder) as around:
            _written(around)
            await otklik(folder, "mentions")  # makes the tables, for which nobody has to wait a second time
            async with running(around, "-m", "benchmarks.probe", str(folder / "seen.json")) as process:
                pressing = asyncio.create_task(_press(around))
                try:
                    await _load(around, phases)
                finally:
                    pressing.cancel()
                took = await stopped(process)
        end = at_most("stopping in the middle of it, by the clock", STOP, took, "s")
        return [*_figures(_seen(folder / "seen.json", phases), phases), end]


def _seen(report: Path, phases: list[Phase]) -> dict[str, Any]:
    """What the probe wrote down; kept where OTKLIK_BENCH_KEEP says, for who wants to look closer."""
    seen: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    if where := os.environ.get("OTKLIK_BENCH_KEEP"):
        Path(where).write_text(json.dumps({**seen, "phases": [vars(phase) for phase in phases]}), encoding="utf-8")
    return seen


def _written(around: World) -> None:
    around.feeds(100, 40)
    around.large_feed()
    around.review_pages(10)
    around.articles(3, 20)
    around.first_page(10)
    around.storm(1)
    around.sources.append({"id": "storm", "kind": "feed", "url": around.sites[2].url("/storm"), "every": "5s"})
    around.write(around.plan())


async def _load(around: World, phases: list[Phase]) -> None:
    @asynccontextmanager
    async def phase(name: str) -> AsyncIterator[None]:
        phases.append(Phase(name, time.time()))
        yield
        phases[-1].ended = time.time()

    telegram = around.telegram
    async with phase("start and first crawl"):
        await telegram.wait(lambda: told(around, "Первый обход"), PATIENCE)
        await asyncio.sleep(5)  # articles are read for some time still
    async with phase("changed crawl"):
        around.move()
        await asyncio.sleep(25)
    async with phase("an import by another process"):
        await otklik(around.folder, "import", str(around.export(1_000)), "--source", "old")
    async with phase("a storm of 300 negatives"):
        around.storm(300)
        await asyncio.sleep(25)
    async with phase("what people ask for"):
        for command in COMMANDS:
            await _asked(around, partial(telegram.say, command, chat=PRIVATE, user=ANNA))
    around.feeds(1_900, 10, start=100, every="10m", sentences=3)
    plan = _large(around)
    async with phase("a file of 2,000 sources sent to the bot"):
        around.write(plan)
        data = (around.folder / "sources.yaml").read_bytes()
        around.write(around.plan(sources=around.sources[:117]))
        await _asked(around, lambda: telegram.send_file(data, "sources.yaml", chat=PRIVATE, user=ANNA))
    async with phase("that file taken up, its sources crawled"):
        before = _first_crawls(around)
        around.write(plan)
        await telegram.wait(lambda: _first_crawls(around) > before, PATIENCE)
        await asyncio.sleep(30)
    async with phase("the digest, with pictures and workbook"):
        await telegram.wait(lambda: any(one.document for one in telegram.messages(GROUP)), PATIENCE)
    async with phase("2,000 sources, little to do"):
        await asyncio.sleep(15)


def _first_crawls(around: World) -> int:
    """So many sources are not asked at once: each portion is summed up for itself."""
    return sum("Первый обход" in one.text for one in around.telegram.messages(GROUP))


def _large(around: World) -> dict[str, Any]:
    """With brands of many names, and a digest that is due soon."""
    plan: dict[str, Any] = around.plan()
    names = [f"Зубр {letter}{number}" for letter in "АБВГД" for number in range(100)]
    zubr, other = plan["brands"]
    more = [{"id": f"b{number}", "name": f"Пустельга{number}", "role": "competitor"} for number in range(20)]
    at = datetime.now(UTC) + timedelta(minutes=2, seconds=30)  # when these are crawled
    return plan | {
        "brands": [zubr | {"aliases": names}, other, *more],
        "digest": {"when": f"{at:%a %H:%M}".lower()},
    }


async def _press(around: World) -> None:
    """Somebody takes mentions, gives them back and ticks steps, five times a second."""
    pressed = 0
    while True:
        await asyncio.sleep(0.2)
        pressed += 1
        keys = [(card, data) for card in around.telegram.messages(GROUP) for data in keys_of(card)]
        if keys:
            card, data = keys[pressed * 7 % len(keys)]
            await around.telegram.press_data(card, data, user=ANNA)


def keys_of(card: Posted, words: tuple[str, ...] = KEYS) -> list[str]:
    """Of its buttons those that begin with one of these words; of all the ones that change it and nothing else."""
    rows = (card.markup or {}).get("inline_keyboard", [])
    return [key["callback_data"] for row in rows for key in row if key["text"].strip("☐☑ ").startswith(words)]


async def _asked(around: World, ask: Callable[[], Awaitable[object]], chat: int = PRIVATE) -> None:
    """Asks, and waits for an answer in that chat."""
    before = len(around.telegram.messages(chat))
    await ask()
    await around.telegram.wait(lambda: len(around.telegram.messages(chat)) > before, PATIENCE)


def _figures(seen: dict[str, Any], phases: list[Phase]) -> Iterator[Figure]:
    ticks = list(zip(*[iter(seen["ticks"])] * 4, strict=True))
    yield at_most("the loop's longest stall, by its own CPU", LONGEST, _longest(ticks, OWN), "ms")
    yield at_most("  99 of 100 are shorter than", P99, _high(ticks, OWN), "ms")
    beside = f"{_longest(ticks, ALL):.1f} ms, 99 of 100 {_high(ticks, ALL):.1f} ms"
    yield Figure("  with all that threads beside it took", "", beside)
    clock = f"{_longest(ticks, CLOCK):.1f} ms, 99 of 100 {_high(ticks, CLOCK):.1f} ms"
    yield Figure("  by the clock, neighbours on the machine included", "", clock)
    for phase in phases:
        of = [tick for tick in ticks if phase.begun <= tick[0] <= phase.ended]
        own = f"{_longest(of, OWN):.0f} ms, 99 of 100 {_high(of, OWN):.1f} ms"
        aside = f"with threads {_longest(of, ALL):.0f}, by the clock {_longest(of, CLOCK):.0f}"
        yield Figure(f"  {phase.name}", "", f"{own} ({aside}; {phase.ended - phase.begun:.0f} s)")
    longest = sorted((tick for tick in ticks if tick[ALL] > TELL), key=lambda tick: -tick[ALL])
    for tick in longest[:TOLD]:
        yield Figure(f"  {tick[ALL] * 1000:.0f} ms with threads, while", "", _blame(tick, seen["stacks"]))
    slow = [took * 1000 for _, took, _, _ in seen["collections"] if took > TELL]
    garbage = f"{len(slow)} times, {max(slow):.0f} ms by the clock at most" if slow else "never"
    yield Figure(f"  collecting garbage took over {TELL * 1000:.0f} ms", "", garbage)


def _longest(ticks: list[tuple[float, ...]], column: int) -> float:
    return max((tick[column] for tick in ticks), default=0.0) * 1000


def _high(ticks: list[tuple[float, ...]], column: int) -> float:
    values = sorted(tick[column] for tick in ticks)
    return values[len(values) * 99 // 100] * 1000 if values else 0.0


def _blame(tick: tuple[float, ...], stacks: list[tuple[float, float, list[str], list[list[str]]]]) -> str:
    """What the loop, and what the threads beside it, did when somebody had waited for long."""
    at, late = tick[:2]
    looked = [(mine, others) for when, _, mine, others in stacks if at - late <= when <= at]
    if not looked:
        return "nobody looked"
    mine, others = looked[0]
    return f"{_ours(mine)} | {', '.join(dict.fromkeys(map(_ours, others))) or 'no other thread'}"


def _ours(stack: list[str]) -> str:
    """The innermost line of ours."""
    named = [frame for frame in stack if frame.startswith(("monitor/", "bot/")) and "/command" not in frame]
    return (named or stack)[-1]
