"""How long somebody who presses a button waits for the answer while the product crawls."""

from __future__ import annotations

import asyncio
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from telegram_chats import Posted
from telegram_server import GROUP, TelegramServer

from benchmarks import product
from benchmarks.figures import Figure, at_most
from benchmarks.site import Place, open_apart
from benchmarks.stall import PATIENCE, keys_of
from benchmarks.world import ANNA, World, cpu_of, running, stopped, world

KEYS = (
    "Беру",
    "Отдать",
)  # others show something, which waits for the pace at which Telegram lets a group be written to
WITHIN = 100  # milliseconds, of 99 in 100
CARDS = 20
RESTING, CRAWLING = 15, 90  # seconds
BETWEEN = 0.3  # seconds from an answer to the next press
MOVING = 5.0  # seconds from one tenth of the feeds with news to the next
_TICK = 0.005  # seconds


@dataclass
class Waits:
    """How long each press waited for its answer, and how late our own clock came meanwhile; seconds."""

    took: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    cpu: float = 0.0  # of the product, for each second


async def measure() -> list[Figure]:
    """`otklik run` with a bot takes up 300 feeds of 40 items, then has 3 new ones in another tenth of them every five
    seconds; somebody takes mentions and gives them back, one after the other. By the clock, from the press at the Bot
    API to `answerCallbackQuery` there. The feeds are served by a process of their own, Telegram by the one that
    measures; how late that one's own clock came tells how far other work on the machine is in it."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as name:
        async with world(Path(name)) as around, open_apart(Place()) as site:
            around.storm(1)
            around.sources.append({"id": "storm", "kind": "feed", "url": around.sites[2].url("/storm"), "every": "5s"})
            around.write(around.plan())
            async with running(around) as process:
                resting, crawling = await _measured(around, site, process)
                await stopped(process)
    return _figures(resting, crawling)


async def _measured(around: World, site: Place, process: Process) -> tuple[Waits, Waits]:
    await around.telegram.wait(lambda: around.telegram.messages(GROUP), PATIENCE)
    around.storm(CARDS)
    await around.telegram.wait(lambda: _keys(around.telegram), PATIENCE)
    await asyncio.sleep(MOVING)
    resting = await _pressed(around, process, RESTING)
    feeds = product.plan(site.addresses)["sources"]
    assert isinstance(feeds, list)
    around.write(around.plan(sources=[*around.sources, *({**one, "every": "10s"} for one in feeds)]))
    moving = asyncio.create_task(_move(site))
    try:
        crawling = await _pressed(around, process, CRAWLING)
    finally:
        moving.cancel()
    return resting, crawling


async def _move(site: Place) -> None:
    for moves in count(1):
        await asyncio.sleep(MOVING)
        await site.become(moves)


async def _pressed(around: World, process: Process, seconds: float) -> Waits:
    """Presses one key after the other."""
    waits, telegram, until = Waits(), around.telegram, time.monotonic() + seconds
    before, watching = cpu_of(process), asyncio.create_task(_watch(waits.late))
    while time.monotonic() < until:
        keys = _keys(telegram)
        card, data = keys[len(waits.took) * 7 % len(keys)]
        pressed = telegram.clock()
        press = await telegram.press_data(card, data, user=ANNA)
        await telegram.wait(partial(telegram.toasts.__contains__, press), PATIENCE)
        waits.took.append(telegram.clock() - pressed)
        await asyncio.sleep(BETWEEN)
    waits.cpu = (cpu_of(process) - before) / seconds
    watching.cancel()
    return waits


def _keys(telegram: TelegramServer) -> list[tuple[Posted, str]]:
    return [(card, data) for card in telegram.messages(GROUP) for data in keys_of(card, KEYS)]


async def _watch(late: list[float]) -> None:
    while True:
        due = time.monotonic() + _TICK
        await asyncio.sleep(_TICK)
        late.append(time.monotonic() - due)


def _figures(resting: Waits, crawling: Waits) -> list[Figure]:
    share = f"{crawling.cpu:.0%} of a core; {len(crawling.took)} presses"
    return [
        at_most(
            "a press is answered while crawling, 99 of 100 within", WITHIN, _high(crawling.took), "ms", aside=share
        ),
        Figure("  half of them within", "", f"{_high(crawling.took, 50):.1f} ms"),
        Figure("  at rest, 99 of 100 within", "", f"{_high(resting.took):.1f} ms ({resting.cpu:.0%} of a core)"),
        Figure("  late came the clock of who measures, 99 of 100 within", "", f"{_high(crawling.late):.1f} ms"),
    ]


def _high(seconds: Sequence[float], part: int = 99) -> float:
    return sorted(seconds)[len(seconds) * part // 100] * 1000
