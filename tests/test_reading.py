"""Reading pages that may kill whoever reads them: apart, within a deadline and a memory limit."""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from monitor.domain import Item, Page, Request
from monitor.errors import DeliveryError, FetchError, MonitorError, ParseError
from monitor.reading.bounds import MOST
from monitor.reading.reader import Reader
from monitor.reading.suspicion import suspicious
from monitor.sources import FeedSource, ReviewsSource
from monitor.sources.base import SourceBase

NOW, ZONE = datetime(2026, 11, 24, 9, tzinfo=UTC), ZoneInfo("Europe/Minsk")
URL = "https://forum.example/rss"
FEED = FeedSource(id="forum", url=URL)
PAGE = ReviewsSource(id="otzyv", url=URL)


def rss(items: bytes) -> bytes:
    return b'<?xml version="1.0"?><rss version="2.0"><channel><title>Forum</title>' + items + b"</channel></rss>"


def entries(count: int, words: int = 30) -> bytes:
    """A feed with nothing wrong about it."""
    text = "Зубр-Софт снова сорвал сроки. ".encode() * words
    return rss(b"".join(b"<item><guid>%d</guid><description>%b</description></item>" % (n, text) for n in range(count)))


LARGE = entries(150)
AUTHOR = rss(b"<item><title>x</title><author>" + b"a" * 60_000 + b"</author></item>")
TRAPS = {
    "an author whose parsing takes the square of its length": lambda: AUTHOR,
    "attributes": lambda: rss(b"<item " + b" ".join(b"a%d='1'" % n for n in range(200_000)) + b"/>"),
    "a hundred thousand entries": lambda: entries(100_000, 0),
}


class Telling(SourceBase):
    """A source that says what its process knows of the environment."""

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        yield Item(self.id, page.url, text=" ".join(os.environ))


class Broken(SourceBase):
    """A source with a mistake of ours in it."""

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        yield Item(self.id, page.url, text=str(1 // len(page.url[:0])))


class Endless(SourceBase):
    """A source whose page never ends."""

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        while True:
            yield Request(page.url)


class Stuck(SourceBase):
    """A source over whose pages we think for ever."""

    begun: ClassVar[list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = []  # who hears of it

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        for loop, event in self.begun:
            loop.call_soon_threadsafe(event.set)
        self.begun.clear()
        while page.body:
            pass
        yield from ()


async def read(reader: Reader, body: bytes, source=FEED):
    return await reader.read(source, Page(URL, body), now=NOW, zone=ZONE)


async def refused(reader: Reader, body: bytes, source=FEED) -> ParseError:
    with pytest.raises(ParseError) as caught:
        await read(reader, body, source)
    return caught.value


@pytest.mark.long
async def test_a_large_page_read_apart_says_the_same():
    async with Reader() as reader:
        assert await read(reader, LARGE) == list(FEED.read(Page(URL, LARGE), now=NOW, zone=ZONE))
        first = reader._child
        assert first is not None
        await read(reader, LARGE)
        assert reader._child is first


async def test_small_good_pages_need_no_other_process():
    async with Reader() as reader:
        assert len(await read(reader, entries(20))) == 20
        assert reader._child is None


@pytest.mark.long
@pytest.mark.parametrize("trap", TRAPS)
async def test_what_a_page_does_to_its_reader_is_the_error_of_its_source_alone(trap):
    async with Reader(deadline=1.5) as reader:
        error = await refused(reader, TRAPS[trap]())
        assert error.key == "parse.too_slow"
        assert str(error).startswith(URL + ": ")
        reader._deadline = 60  # the next page may take as long as it does here
        assert len(await read(reader, LARGE)) == 150  # another process has taken over


@pytest.mark.long
async def test_small_pages_that_come_to_no_end_keep_no_other_page_waiting():
    async with Reader(enough=3) as reader:
        *stuck, good = await asyncio.gather(
            *(refused(reader, b"x", Stuck(id=name, kind="stuck")) for name in ("first", "second")),
            read(reader, entries(20)),
        )
        assert [error.key for error in stuck] == ["parse.too_slow"] * 2
        assert len(good) == len(await read(reader, entries(20))) == 20


async def test_nobody_waits_at_the_end_for_a_page_that_comes_to_none():
    begun = asyncio.Event()
    async with Reader() as reader:
        stuck = Stuck(id="stuck", kind="stuck")
        stuck.begun.append((asyncio.get_running_loop(), begun))
        endless = asyncio.create_task(refused(reader, b"x", stuck))
        await begun.wait()
        endless.cancel()
    for thread in threading.enumerate():
        if thread.name.startswith("reading"):
            thread.join(timeout=60)
            assert not thread.is_alive()


@pytest.mark.long
async def test_what_takes_more_memory_than_a_page_may_is_stopped():
    async with Reader(deadline=60) as reader:
        error = await refused(reader, b'{"version":1,"items":[' + b"[]," * 3_000_000)
        assert error.key == "parse.too_heavy"
        assert len(await read(reader, LARGE)) == 150


@pytest.mark.long
async def test_tens_of_thousands_of_levels_are_read_or_refused():
    async with Reader(deadline=60) as reader:
        assert (await refused(reader, rss(b"<a>" * 30_000))).key == "parse.no_feed"
        assert (
            await refused(reader, b"<div>" * 100_000 + b"<p itemscope itemprop=review>x", PAGE)
        ).key == "parse.no_reviews"
        assert (await refused(reader, b'{"version":1,"items":' + b"[" * 100_000)).key == "parse.json_broken"


@pytest.mark.long
async def test_a_source_that_took_long_once_is_read_apart_from_then_on():
    async with Reader() as reader:
        reader._slow.add(FEED.id)
        assert len(await read(reader, entries(2))) == 2
        assert reader._child is not None


@pytest.mark.long
async def test_what_is_wrong_with_a_page_is_told_from_the_other_process_too():
    async with Reader() as reader:
        error = await refused(reader, b"<html><body>" + b"x" * 200_000)
        assert (error.key, error.blanks["url"]) == ("parse.page_no_feed", URL)
        assert reader._child is not None


@pytest.mark.long
async def test_a_mistake_of_ours_arrives_with_its_place():
    async with Reader() as reader:
        with pytest.raises(RuntimeError, match=r"(?s)test_reading.*ZeroDivisionError"):
            await read(reader, LARGE, Broken(id="broken", kind="feed"))
        assert len(await read(reader, LARGE)) == 150


@pytest.mark.long
@pytest.mark.parametrize("body", [b"", LARGE], ids=["beside everything else", "apart"])
async def test_a_page_without_end_is_too_much(body):
    async with Reader() as reader:
        error = await refused(reader, body, Endless(id="endless", kind="feed"))
        assert (error.key, error.blanks["count"]) == ("parse.too_much", MOST)


@pytest.mark.long
@pytest.mark.parametrize(
    "more", [b"", LARGE[LARGE.index(b"<item>") : -len(b"</channel></rss>")]], ids=["here", "apart"]
)
async def test_a_key_that_a_site_repeats_in_its_links_is_in_no_address(more):
    link = b"<item><link>https://forum.example/s3cret?key=s3cret&amp;p=2</link><description>Words</description></item>"
    async with Reader(hide=lambda text: text.replace("s3cret", "***")) as reader:
        item, *_ = await read(reader, rss(link + more))
        assert item.url == "https://forum.example/s3cret?key=***&p=2"  # a variable may name a whole site
        assert not any("key=s3cret" in one for one in item.links)
        page = FeedSource(id="forum", url=URL, full_text=True)
        request, *_ = await read(reader, rss(link + more), page)
        assert (request.url, request.item.url) == ("https://forum.example/s3cret?key=s3cret&p=2", item.url)


async def test_what_is_wrong_with_a_page_is_told_without_the_key_it_was_asked_with():
    url = "https://s3cret.example/s3cret/rss"
    async with Reader(hide=lambda text: text.replace("s3cret", "***")) as reader:
        with pytest.raises(ParseError) as raised:
            await reader.read(FEED, Page(url, b"<html><body>no feed</body></html>"), now=NOW, zone=ZONE)
    assert "s3cret" not in f"{raised.value} {raised.value.blanks}"


@pytest.mark.long
async def test_the_other_process_knows_no_secret(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "42:secret")
    async with Reader() as reader:
        (item,) = await read(reader, LARGE, Telling(id="telling", kind="feed"))
        assert "TELEGRAM_BOT_TOKEN" not in item.text


@pytest.mark.long
def test_the_other_process_starts_without_what_only_this_one_needs():
    asked = "import sys, monitor.reading.child; print({'asyncio', 'structlog', 'httpx'} & {*sys.modules})"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603
    assert told.stdout == "set()\n"


@pytest.mark.long
async def test_a_process_without_work_ends_and_another_begins_when_there_is_some():
    async with Reader(idle=0.01) as reader:
        await read(reader, LARGE)
        first = reader._child
        assert first is not None
        await first._process.wait()
        assert len(await read(reader, LARGE)) == 150
        assert reader._child is not first


@pytest.mark.long
async def test_who_stops_waiting_leaves_no_process_behind():
    async with Reader() as reader:
        await read(reader, LARGE)
        process = reader._child._process
        waiting = asyncio.create_task(read(reader, AUTHOR))
        for _ in iter(reader._one.locked, True):  # until the question is asked
            await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert process.returncode is not None
        assert reader._child is None


@pytest.mark.long
async def test_a_process_that_somebody_killed_is_replaced():
    async with Reader() as reader:
        await read(reader, LARGE)
        reader._child._process.kill()
        assert (await refused(reader, LARGE)).key == "parse.too_heavy"
        assert len(await read(reader, LARGE)) == 150


@pytest.mark.parametrize(
    "error",
    [
        ParseError("parse.no_items", url=URL, selector=".x", instead=MonitorError("parse.instead", names=".y")),
        FetchError("fetch.wait", status=429, retry_after=timedelta(seconds=9), skipped=True, url=URL, until="10:00"),
        DeliveryError("telegram.busy", retry_after=timedelta(seconds=1), unsure=True, seconds=1),
        FetchError("fetch.elsewhere", url=URL, error=FetchError("fetch.missing", url=URL)),
    ],
)
def test_an_error_is_the_same_on_the_other_side(error: MonitorError):
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # ours
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert {**vars(copy), "blanks": None} == {**vars(error), "blanks": None}


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE r [<!ENTITY a "b">]><rss/>',
        b"\x1f\x8b" + b"packed",
        b"<a>" * 300,
        b"<li>x" * 1_001 + b"<p>y</p>",
        b'<p></p>"' * 4_500,
        b"<item " + b"a='1' " * 10_000 + b"/>",
        b"x" * 60_000,
        rss(b"<item><dc:creator>" + b"a" * 3_000 + b"</dc:creator></item>"),
        rss(b"<item><AUTHOR>a<b/>" + b"a" * 3_000 + b"</AUTHOR></item>"),
    ],
)
def test_a_small_page_that_looks_like_a_trap_is_told_at_a_glance(body):
    assert suspicious(body)


@pytest.mark.parametrize("body", [b"", entries(40), b"{}", b"<p>a<br>b" * 100, rss(b"<item><author/></item>")])
def test_an_honest_page_raises_no_suspicion(body):
    assert not suspicious(body)
