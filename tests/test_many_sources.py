"""A pass over many sources: hosts take turns, and what is left of it is said honestly."""

import io
from types import SimpleNamespace

import pytest
from live_values import live_of
from rich.console import Console

from monitor.commands.crawl import _round
from monitor.commands.progress import CrawlProgress, left_in_words
from monitor.domain import Report, VisitStatus
from monitor.rounds.time_left import TimeLeft
from monitor.rounds.turns import home, hosts, in_turns
from monitor.sources.feed import FeedSource
from monitor.sources.search import SearchSource
from monitor.texts import LANGUAGES, Texts


def feeds(host, count):
    return [FeedSource(id=f"{host}-{number}", url=f"https://{host}/{number}") for number in range(count)]


def test_a_host_with_many_sources_is_asked_from_beginning_to_end():
    large, small = feeds("large.example", 90), [source for n in range(10) for source in feeds(f"s{n}.example", 1)]
    order = in_turns([*large, *small])
    assert sorted(source.id for source in order) == sorted(source.id for source in (*large, *small))
    assert [source.id for source in order if source in large] == [source.id for source in large]
    assert home(order[0]) == home(order[-1]) == "large.example"


def test_equal_hosts_alternate_in_the_order_of_the_file():
    order = in_turns([*feeds("a.example", 2), *feeds("b.example", 2), *feeds("c.example", 2)])
    assert [source.id[:1] + source.id[-1] for source in order] == ["a0", "b0", "c0", "a1", "b1", "c1"]


def test_a_source_may_begin_with_several_pages_and_one_without_an_address_has_no_host():
    asked = FeedSource(id="ask", url="https://news.example/rss?q={brand}")
    assert hosts(asked, ("Зубр", "Zubr")) == ["news.example", "news.example"]
    search = SearchSource(id="first", engine="searxng", query="{brand}", url="https://searx.example")
    assert home(search) == "searx.example"


def passing(gap=2.0, **hosts):
    """Sources by host, each with one page there."""
    return TimeLeft({f"{host}-{n}": [host] for host, count in hosts.items() for n in range(count)}, gap=gap, now=0.0)


def test_the_longest_queue_before_a_host_decides():
    left = passing(large=100, small=10)
    assert left.seconds(0.0) == 200
    for number in range(10):
        left.done(f"small-{number}", now=0.1 * number)
    assert left.seconds(1.0) == 200  # a tenth of all took a second, and yet


def test_where_we_ourselves_are_slow_the_average_decides():
    left = passing(gap=0.0, **{f"host{n}": 1 for n in range(100)})
    for number in range(10):
        left.done(f"host{number}-0", now=float(number))
    assert left.seconds(10.0) == pytest.approx(90)


def test_a_host_that_wants_longer_pauses_is_noticed():
    left = passing(slow=10, quick=90)
    left.done("slow-0", now=1.0)
    for number in range(90):
        left.done(f"quick-{number}", now=1.0 + number / 10)
    assert left.seconds(41.0) == pytest.approx(9 * 40)
    left.done("slow-1", now=61.0)
    assert left.seconds(62.0) == pytest.approx(8 * 60)


def test_at_the_end_nothing_is_left():
    left = passing(one=2)
    left.done("one-0", now=1.0)
    left.done("one-1", now=3.0)
    assert left.seconds(3.0) == 0


def live(language):
    return live_of({"language": language, "brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": []})


def shown(*, unseen, language="ru"):
    """What a crawl of three sources leaves on stderr."""
    screen = io.StringIO()
    sources = feeds("news.example", 3)
    err = Console(file=screen, force_terminal=True, width=80)
    with CrawlProgress(SimpleNamespace(live=live(language)), sources, err, unseen=unseen) as progress:
        for source in sources[:2]:
            progress.told(Report(source.id, VisitStatus.OK, items=9, new=5, mentions=2))
    return screen.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_tells_how_far_it_is_and_what_was_found(language):
    said = shown(unseen=False, language=language)
    assert "2/3" in said
    assert Texts(language)("cli.crawl.found", new="10", mentions="4") in said


def test_where_nobody_looks_there_is_no_bar():
    assert shown(unseen=True) == ""


class Visits:
    """Stands in for the pipeline."""

    async def round(self, sources, told):
        self.asked = [source.id for source in sources]
        return tuple(Report(name, VisitStatus.OK) for name in self.asked)


async def test_hosts_take_turns_and_the_reports_stand_in_the_order_of_the_file():
    sources, visits = [*feeds("a.example", 2), *feeds("b.example", 2)], Visits()
    reports = await _round(SimpleNamespace(pipeline=visits, live=live("ru")), sources, Console(), unseen=True)
    assert [report.source for report in reports] == [source.id for source in sources]
    assert visits.asked == ["a.example-0", "b.example-0", "a.example-1", "b.example-1"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_estimate_is_no_more_exact_than_it_can_be(language):
    said = [left_in_words(seconds, Texts(language)) for seconds in (0, 59.9, 60, 3600, 7300)]
    assert said[0] == said[1] != said[2]
    assert "1" in said[2]
    assert len(set(said)) == 4
