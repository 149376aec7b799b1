"""Articles and sitemaps: what no golden page can show."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain import Item, Page, Request
from monitor.errors import ParseError
from monitor.sources.articles import ArticlesSource
from monitor.sources.locations import MOST, locations
from monitor.sources.pages.article import ARTICLE
from monitor.sources.sitemap import DEEPEST, MOST_SITEMAPS, SitemapSource

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINSK = ZoneInfo("Europe/Minsk")
NEWS = ArticlesSource.model_validate(
    {"id": "news", "url": "https://vesti.example/news?q={brand}", "select": {"link": "a"}, "headers": {"X-Key": "1"}}
)
MAP = SitemapSource(id="map", url="https://vesti.example/sitemap.xml")
GOLDEN = Path(__file__).parent / "sources"
PAGE = (GOLDEN / "articles" / "article-json-ld.html").read_bytes()
SITEMAP = (GOLDEN / "sitemap" / "news.xml").read_bytes()


def read(source: ArticlesSource | SitemapSource, body: bytes, step: str = "", depth: int = 0) -> list[Item | Request]:
    return list(source.read(Page("https://vesti.example/page", body, step=step, depth=depth), now=NOW, zone=MINSK))


def asked(source: ArticlesSource | SitemapSource, body: bytes, depth: int = 0) -> list[Request]:
    return [thing for thing in read(source, body, depth=depth) if isinstance(thing, Request)]


def test_a_page_of_links_is_asked_for_once_for_each_name() -> None:
    assert [request.url.rpartition("=")[2] for request in NEWS.start(["Zubr", "Zubr Soft"])] == ["Zubr", "Zubr%20Soft"]


def test_headers_of_a_list_stay_on_its_site() -> None:
    requests = asked(NEWS, b"<a href='/n/1'>1</a> <a href='https://mir.example/2'>2</a>")
    assert [request.headers for request in requests] == [{"X-Key": "1"}, {}]


def test_what_a_list_dates_keeps_the_date_of_its_own_teaser() -> None:
    requests = asked(
        NEWS,
        "<div><a href='/n/1'>1</a><a href='/n/1'>more</a><time>22 ноября 2026</time></div>"
        "<div><a href='/n/2'>2</a></div><time>1 ноября 2026</time>".encode(),
    )
    assert [request.listed and request.listed.day for request in requests] == [21, None]


@pytest.mark.long
@pytest.mark.parametrize("body", [b" " * 60_000_000, b"<urlset>" + b"<b/>" * 1_100_000], ids=["blank", "elements"])
def test_a_packed_sitemap_that_goes_on_and_on_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError) as refused:
        read(MAP, gzip.compress(body, compresslevel=1))
    assert refused.value.key == "parse.large_sitemap"


def test_a_sitemap_of_more_addresses_than_sitemaps_hold_is_refused() -> None:
    with pytest.raises(ParseError) as refused:
        deque(locations(Page(MAP.url, b"https://vesti.example/1\n" * (MOST + 1))), maxlen=0)
    assert refused.value.key == "parse.large_sitemap"


def test_an_index_names_a_bounded_number_of_sitemaps_the_last_changed_first() -> None:
    entries = "".join(
        f"<sitemap><loc>/{hours}.xml</loc><lastmod>{NOW - timedelta(hours=hours)}</lastmod></sitemap>"
        for hours in range(MOST_SITEMAPS * 2, 0, -1)
    )
    requests = asked(MAP, f"<sitemapindex>{entries}</sitemapindex>".encode())
    assert [request.url for request in requests] == [
        f"https://vesti.example/{n}.xml" for n in range(1, MOST_SITEMAPS + 1)
    ]


def test_indexes_that_name_each_other_come_to_an_end() -> None:
    body = b"<sitemapindex><sitemap><loc>https://vesti.example/other.xml</loc></sitemap></sitemapindex>"
    assert len(asked(MAP, body, depth=DEEPEST - 1)) == 1
    assert asked(MAP, body, depth=DEEPEST) == []


def test_an_article_that_names_only_its_day_is_not_told_again_by_it() -> None:
    page = "<html><head><meta name='date' content='{}'></head><body><article><p>{}</p></article></body></html>"
    words = "The warehouse was closed for repairs, and nobody knows when it opens again."
    day, moment = (
        read(NEWS, page.format(date, words).encode(), step=ARTICLE)[0] for date in ("2026-11-20", "2026-11-20 10:01:07")
    )
    assert isinstance(day, Item)
    assert isinstance(moment, Item)
    assert (day.dated, moment.dated) == (False, True)


@pytest.mark.long
async def test_who_reads_no_articles_does_not_wait_for_their_reader() -> None:
    command = (sys.executable, "-c", "import sys, monitor.sources; sys.exit('trafilatura' in sys.modules)")
    done = await asyncio.to_thread(subprocess.run, command, check=False)
    assert done.returncode == 0


@pytest.mark.long
@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(PAGE)), st.binary(max_size=20))
def test_a_damaged_article_is_read_or_refused(place: int, noise: bytes) -> None:
    for body in (PAGE[:place] + noise, PAGE[:place] + noise + PAGE[place:]):
        with suppress(ParseError):
            read(NEWS, body, step=ARTICLE)


@pytest.mark.long
@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(SITEMAP)), st.binary(max_size=20))
def test_a_damaged_sitemap_is_read_or_refused(place: int, noise: bytes) -> None:
    for body in (SITEMAP[:place] + noise, SITEMAP[:place] + noise + SITEMAP[place:], gzip.compress(SITEMAP)[:place]):
        with suppress(ParseError):
            read(MAP, body)


@pytest.mark.parametrize(
    ("paragraph", "kept"),
    [
        ("<a href='/n/1'>«Зубр-Софт» сорвал запуск склада, клиент подал в суд</a>", 0),
        ("<a href='https://mir.example/1'>«Зубр-Софт» сорвал запуск склада, клиент подал в суд</a>", 1),
        ("<a href='/docs/1'>«Зубр-Софт» сорвал запуск склада, сказано в отчёте министерства.</a>", 1),
        ("Раньше <a href='/n/1'>«Зубр-Софт» сорвал запуск склада, клиент подал в суд</a>", 1),
    ],
)
def test_a_paragraph_that_is_only_the_title_of_another_article_is_left_out(paragraph: str, kept: int) -> None:
    said = "<p>В области собрали на 8% больше зерна, чем год назад, сообщили вчера в министерстве.</p>" * 3
    page = f"<html><body><article><h1>Урожай</h1>{said}<p>{paragraph}</p>{said}</article></body></html>"
    (one,) = read(NEWS, page.encode(), step=ARTICLE)
    assert isinstance(one, Item)
    assert one.text.count("Зубр") == kept
