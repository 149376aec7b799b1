"""The benchmark works: sites, sides and figures at a small size, in this process; no time is asserted."""

from __future__ import annotations

import inspect
import sqlite3
from contextlib import closing
from dataclasses import asdict

import feedparser
import pytest

from benchmarks import bare, cycles, judging, many_mentions, product, results
from benchmarks.archive import Archive
from benchmarks.feeds import document, told
from benchmarks.figures import ratio, times_less
from benchmarks.filling import fill
from benchmarks.rows import ROWS
from benchmarks.site import NEW, Place, day, open_here
from monitor.store import Store

SIZE = Place(feeds=4, items=4, hosts=2)


@pytest.mark.long
async def test_all_sides_read_the_same_site_and_nothing_is_missed():
    async with open_here(SIZE) as site:
        ours = await product.crawled(asdict(site))
        theirs = {side: await side(asdict(site)) for side in (bare.httpx_alone, bare.aiohttp_alone)}
        parsed = await bare.feedparser_alone(asdict(site))
    assert (ours["first, new"], ours["changed, new"], ours["unchanged, new"], ours["same, new"]) == (16, NEW, 0, 0)
    figures = [
        *cycles.unchanged_figures(
            {"otklik": [ours], "httpx": [theirs[bare.httpx_alone]], "aiohttp": [theirs[bare.aiohttp_alone]]}, SIZE
        ),
        *cycles.new_figures({"otklik": [ours], "feedparser": [parsed]}, SIZE),
    ]
    exact = {one.asked: one.holds for one in figures if one.asked.isdigit()}
    assert all(exact.values()), figures
    assert sum(one.asked.startswith("<=") for one in figures) == len(("unchanged", "new", "changed"))


@pytest.mark.parametrize("feed", range(3))
def test_what_a_feed_says_is_what_the_site_means(feed):
    read = feedparser.parse(document(feed, range(2), "http://127.0.0.1", day()))
    assert [entry.title for entry in read.entries] == [told(feed, number, day()).title for number in (1, 0)]


def test_moves_touch_one_tenth_after_the_other():
    site = Place(feeds=20)
    assert [site.numbers(feed, 2)[0] for feed in range(5)] == [NEW, NEW, NEW, NEW, 0]


async def test_reading_and_deciding_are_measured_for_what_they_are():
    seen = await judging.judged(size=3)
    assert {"marked", "selected", "mention", "nobody"} <= seen.keys()


@pytest.mark.long
async def test_each_question_to_many_mentions_is_answered(tmp_path):
    url, size = f"sqlite:///{tmp_path / 'few.db'}", 30
    await fill(url, Archive(size).rows())
    figures = await many_mentions.answered("SQLite", url, size)
    assert len(figures) == len(many_mentions.questions(size)) + len(("export", "retention"))
    await (await Store.open(f"sqlite:///{tmp_path / 'none.db'}")).close()
    assert statistics(tmp_path / "few.db") == statistics(tmp_path / "none.db") != set()  # by which it is asked


def statistics(file):
    with closing(sqlite3.connect(file)) as connection:
        return set(connection.execute("SELECT tbl, idx, stat FROM sqlite_stat1"))


def test_the_page_of_results_says_how_each_row_is_measured_and_what_does_not_hold():
    said = list(results.page({name: [ratio("what", 0.5, [0.6], [1.0])] for name in ROWS}))
    assert said.count("| what | <= 0.5 | 0.60 (0.60 s against 1.00 s) | **no** |") == len(ROWS)
    assert all(inspect.getdoc(row).splitlines()[0] in "\n".join(said) for row in ROWS.values())


def test_a_row_that_is_not_run_stays_as_it_was_measured_last():
    first, second, *_ = ROWS
    before = "\n".join(results.page({name: [ratio("old", 0.5, [0.6], [1.0])] for name in (first, second)}))
    said = "\n".join(results.page({first: [ratio("new", 0.5, [0.1], [1.0])]}, before))
    assert said.count(f"## {first}\n") == said.count(f"## {second}\n") == 1
    assert said.count("| new |") == said.count("| old |") == 1
    assert results._ROW.findall(said)[1] == results._ROW.findall(before)[1]


@pytest.mark.parametrize(("measured", "holds"), [([9.0, 10.0, 30.0], True), ([9.0, 9.9, 30.0], False)])
def test_the_middle_of_the_runs_decides(measured, holds):
    assert times_less("what", 10, [1.0] * 3, measured).holds is holds
