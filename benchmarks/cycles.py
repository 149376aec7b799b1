"""What a cycle costs, beside bare libraries that get the same bytes from the same site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial

from benchmarks import bare, product
from benchmarks.apart import Seen, apart, in_turn
from benchmarks.figures import Figure, exactly, ratio
from benchmarks.site import NEW, Place, open_apart

NOTHING_NEW, ALL_NEW, SOME_NEW = 0.45, 0.25, 0.2  # of what the bare library takes

Measured = Mapping[str, Sequence[Seen]]


async def unchanged(size: Place = Place()) -> list[Figure]:  # noqa: B008  # a frozen value
    """A resident product whose 300 feeds answer 304, on average of two cycles, after one in which the database folds in
    what the first crawl wrote; beside it bare clients that fetch the same addresses conditionally, their connections
    open already."""
    sides = {"otklik": product.crawled, "httpx": bare.httpx_alone, "aiohttp": bare.aiohttp_alone}
    async with open_apart(size) as site:
        seen = await in_turn({name: partial(apart, side, place=asdict(site)) for name, side in sides.items()})
    return list(unchanged_figures(seen, size))


async def new(size: Place = Place()) -> list[Figure]:  # noqa: B008  # a frozen value
    """A resident product that reads 300 feeds of 40 items for the first time, then with 3 new items in each tenth
    feed: fetching, reading, comparing, judging, keeping. Beside it `feedparser.parse` alone, of bytes at hand: of all
    feeds, then of the changed ones."""
    sides = {"otklik": product.crawled, "feedparser": bare.feedparser_alone}
    async with open_apart(size) as site:
        seen = await in_turn({name: partial(apart, side, place=asdict(site)) for name, side in sides.items()})
    return list(new_figures(seen, size))


def unchanged_figures(seen: Measured, size: Place) -> Iterator[Figure]:
    """What is made of the measurements."""
    resting = resting_of(seen["otklik"])
    what = f"{size.feeds} feeds, nothing changed: otklik / bare httpx"
    yield ratio(what, NOTHING_NEW, resting, of(seen["httpx"], "unchanged"))
    yield ratio("  otklik / bare aiohttp", None, resting, of(seen["aiohttp"], "unchanged"))
    same = of(seen["otklik"], "same")
    yield ratio("  the same bytes again with 200: otklik / bare httpx", None, same, of(seen["httpx"], "same"))
    yield ratio("  the same bytes again with 200: otklik / bare aiohttp", None, same, of(seen["aiohttp"], "same"))
    yield from flawless(seen["otklik"])


def new_figures(seen: Measured, size: Place) -> Iterator[Figure]:
    """What is made of the measurements."""
    ours, theirs = seen["otklik"], seen["feedparser"]
    everything, tenth = f"{size.feeds} x {size.items} items, all new", f"{NEW} of {size.items} new in each tenth feed"
    yield ratio(f"{everything}: otklik / feedparser alone", ALL_NEW, of(ours, "first"), of(theirs, "first"))
    yield exactly("  of which new", size.feeds * size.items, of(ours, "first, new"))
    yield exactly("  of which mentions", size.named(range(size.feeds), 0), of(ours, "first, mentions"))
    changed = of(ours, "changed"), of(theirs, "changed")
    yield ratio(f"{tenth}, all visited: otklik / feedparser alone on the changed", SOME_NEW, *changed)
    yield exactly("  of which new", NEW * len(size.moved(1)), of(ours, "changed, new"))
    yield exactly("  of which mentions", size.named(size.moved(1), 1, newest=NEW), of(ours, "changed, mentions"))
    alone = of(ours, "changed alone"), of(theirs, "changed alone")
    yield ratio("  the changed feeds alone visited: otklik / feedparser alone on them", None, *alone)
    yield from flawless(ours)


def flawless(ours: Sequence[Seen]) -> Iterator[Figure]:
    """A visit that fails is quick; said only where there is one."""
    failed = [value for one in ours for name, value in one.items() if name.endswith(", failed")]
    if any(failed):
        yield exactly("  visits that failed", 0, failed)


def of(seen: Sequence[Seen], name: str) -> list[float]:
    """One figure, run by run."""
    return [one[name] for one in seen]


def resting_of(ours: Sequence[Seen]) -> list[float]:
    """The cycles in which nothing was new, on average."""
    return [(one["unchanged"] + one["unchanged again"]) / 2 for one in ours]
