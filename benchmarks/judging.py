"""What one page and one item cost, without web and database: reading, and deciding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from statistics import fmean
from time import process_time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup

from benchmarks import pages, product
from benchmarks.apart import Seen, apart, in_turn
from benchmarks.cycles import of
from benchmarks.feeds import document, told
from benchmarks.figures import Figure, middle
from benchmarks.site import day
from monitor.config.plan import Plan
from monitor.domain import Item, Page
from monitor.process.garbage import rarely
from monitor.sources import AnySource
from monitor.stories import fingerprint, wording
from monitor.team.routes import Routes
from monitor.understanding import Understanding

PAGE, MENTION, NOBODY = 3.0, 1.5, 0.05  # milliseconds
ITEMS = 300
PAGES = 24  # at the most: one takes as long as dozens of items
_URL = "https://shop.example/zubr"
_ZONE = ZoneInfo("UTC")
_Thing = TypeVar("_Thing")


async def measure(size: int = ITEMS) -> list[Figure]:
    """On average of many, when everything that is loaded once is loaded. A review page is a page of
    135 KB with 32 reviews, from bytes to items. A mention is all of deciding: whose name it is (`about`), tone, reason,
    severity, checklist and deadline (`mention`), and the signature by which copies are found (`wording`,
    `fingerprint`); of an item about nobody only the first is asked. Neither holds the words it is searched by, nor the
    database."""
    seen = (await in_turn({"otklik": partial(apart, judged, size=size)}))["otklik"]
    return list(judging_figures(seen))


def judging_figures(seen: Sequence[Seen]) -> Iterator[Figure]:
    """What is made of the measurements."""
    yield middle("a review page, schema.org", PAGE, of(seen, "marked"), "ms")
    yield middle("a review page, `select:`", PAGE, of(seen, "selected"), "ms")
    yield middle("  the oldest first, as in a topic, where it is asked what follows", None, of(seen, "topic"), "ms")
    yield middle("  bs4 alone, on lxml: parsing, and selecting the cards", None, of(seen, "bs4"), "ms")
    yield middle("a feed of 40 items, from bytes to items", None, of(seen, "feed"), "ms")
    yield middle("  `feedparser.parse` alone", None, of(seen, "feedparser"), "ms")
    yield middle("a mention", MENTION, of(seen, "mention"), "ms")
    for name in ("about", "judged", "signature"):
        yield middle(f"  {name}", None, of(seen, f"mention, {name}"), "ms")
    yield middle("an item about nobody", NOBODY, of(seen, "nobody"), "ms")


async def judged(size: int) -> Seen:
    """Milliseconds of CPU for one, by what; with the collector as `otklik run` sets it."""
    rarely()
    plan = Plan.model_validate(product.plan(["https://news.example/rss"], sources=_sources(), team=_TEAM))
    understanding = Understanding(plan, Routes(plan, telegram=True))
    feed, marked, selected = plan.sources
    return {**_read(feed, marked, selected, min(size, PAGES)), **_decided(understanding, feed, size)}


_TEAM = {"chats": [{"id": -100500}]}  # who is told, so that there is somebody to decide for


def _sources() -> list[Mapping[str, object]]:
    about: Mapping[str, object] = {"kind": "reviews", "url": _URL, "brand": "zubr"}
    return [
        {"id": "news", "kind": "feed", "url": "https://news.example/rss"},
        {"id": "marked", **about},
        {"id": "selected", **about, "select": pages.CARDS},
    ]


def _read(feed: AnySource, marked: AnySource, selected: AnySource, size: int) -> Seen:
    import feedparser  # noqa: PLC0415  # the product may do without

    shops = [pages.shop(f"shop-{number}") for number in range(size)]
    topics = [pages.shop(f"shop-{number}", newest_first=False) for number in range(size)]
    feeds = [document(number, range(40), "https://news.example", day()) for number in range(size)]

    def items(source: AnySource, kind: str) -> Callable[[bytes], int]:
        return lambda body: len(list(source.read(Page(_URL, body, {"content-type": kind}), now=day(), zone=_ZONE)))

    return {
        "marked": _each(items(marked, "text/html"), shops),
        "selected": _each(items(selected, "text/html"), shops),
        "topic": _each(items(selected, "text/html"), topics),
        "bs4": _each(lambda body: len(BeautifulSoup(body, "lxml").select(pages.CARDS["item"])), shops),
        "feed": _each(items(feed, "application/rss+xml"), feeds),
        "feedparser": _each(lambda body: len(feedparser.parse(body).entries), feeds),
    }


def _decided(understanding: Understanding, source: AnySource, size: int) -> Seen:
    items = list(_items(size * 20))
    named = [item for item, brand in items if brand][:size]
    nobody = [item for item, brand in items if not brand][:size]
    about = partial(understanding.about, source=source)
    places = [(item, about(item)) for item in named]
    now = day()

    def mention(told: tuple[Item, Mapping[str, Any]]) -> int:
        item, brands = told
        return len([understanding.mention(item, source, one, brands, now=now, history=False) for one in brands])

    seen = {
        "mention, about": _each(lambda item: len(about(item)), named),
        "mention, judged": _each(mention, places),
        "mention, signature": _each(lambda item: len(fingerprint(wording(item.title, item.text)).bands), named),
    }
    return {**seen, "mention": sum(seen.values()), "nobody": _each(lambda item: 1 - len(about(item)), nobody)}


def _items(count: int) -> Iterator[tuple[Item, str]]:
    """And who is named there."""
    for number in range(count):
        one = told(number % 100, number, day())
        url = f"https://news.example/{number}"
        yield Item("news", url, one.title, "\n".join(one.paragraphs), published=one.at), one.brand


def _each(does: Callable[[_Thing], int], things: Iterable[_Thing]) -> float:
    """Milliseconds for each, on average; the first third only warms up. Each has to give something."""
    took = []
    for thing in things:
        before = process_time()
        given = does(thing)
        took.append(process_time() - before)
        assert given, does
    return fmean(took[len(took) // 3 :]) * 1000
