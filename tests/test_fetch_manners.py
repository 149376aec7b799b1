"""A good guest: a pause for each host, and coming back only when the site said."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from fetching import Hands, Http, Names, Pace, fetch, refusal
from hypothesis import given
from hypothesis import strategies as st
from patience import until
from web_site import Reply, Seen, Site, moved

from monitor.domain import Hold
from monitor.errors import Cause
from monitor.fetch import Fetcher
from monitor.fetch.patience import LONGEST, asked_to_wait

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
POLITE = Http(respect_robots=True)


def paced(**gap: float) -> Http:
    """Settings with a pause for each host."""
    return Http(per_host=Pace(timedelta(**gap)))


# ---------------------------------------------------------------- pauses


async def test_starts_to_one_host_keep_their_distance_and_never_meet():
    hands, starts = Hands(), list[float]()

    def answer(_: Seen) -> Reply:
        starts.append(hands.moment_in_seconds())
        return Reply(after=0.03)

    async with Site() as site, Fetcher(paced(seconds=2), clock=hands.clock) as fetcher:
        urls = [site.serve(f"/{number}", answer) for number in range(5)]
        await asyncio.gather(*(fetch(fetcher, url) for url in urls))
        assert [after - before for before, after in pairwise(starts)] == [2] * 4
        assert site.at_once == 1


async def test_who_came_first_is_served_first():
    hands = Hands()
    async with Site() as site, Fetcher(paced(seconds=2), clock=hands.clock) as fetcher:
        urls = [site.serve(f"/{number}", Reply()) for number in range(6)]
        await asyncio.gather(*(fetch(fetcher, url) for url in urls))
        assert [site.url(seen.path) for seen in site.asked()] == urls
        assert hands.slept == [2.0] * 5


async def test_one_slow_host_delays_no_other():
    names = Names(slow_test=["127.0.0.1"], quick_test=["127.0.0.1"])
    async with Site() as site, Fetcher(Http(), resolver=names) as fetcher:
        site.serve("/hang", Reply(hang=True))
        site.serve("/page", Reply(body=b"x"))
        slow = asyncio.gather(*(refusal(fetcher, site.url("/hang", "slow.test")) for _ in range(20)))
        await site.reached("/hang")
        for _ in range(20):
            assert (await fetch(fetcher, site.url("/page", "quick.test"))).status == 200
        assert (len(site.asked("/hang")), slow.done()) == (1, False)
        slow.cancel()


async def test_no_more_than_ten_downloads_are_in_flight():
    names = Names(**{f"h{number}_test": ["127.0.0.1"] for number in range(30)})
    async with Site() as site, Fetcher(Http(), resolver=names) as fetcher:
        go_on = asyncio.Event()
        site.serve("/page", Reply(after=0.05, held=go_on))
        fetches = asyncio.gather(*(fetch(fetcher, site.url("/page", f"h{number}.test")) for number in range(30)))
        await until(lambda: site.at_once == 10)
        go_on.set()
        await fetches
        assert site.at_once == 10


@pytest.mark.long
async def test_waiting_for_the_turn_takes_nothing_from_the_time_of_a_request():
    http = Http(per_host=Pace(timedelta(seconds=4)), timeout=timedelta(seconds=3.5))
    async with Site() as site, Fetcher(http) as fetcher:
        url = site.serve("/page", Reply())
        answers = await asyncio.gather(fetch(fetcher, url), fetch(fetcher, url))
        assert [fetched.status for fetched in answers] == [200, 200]


async def test_a_redirect_waits_for_its_turn_too():
    hands = Hands()
    async with Site() as site, Fetcher(paced(seconds=2), clock=hands.clock) as fetcher:
        site.serve("/new", Reply())
        await fetch(fetcher, site.serve("/old", moved("/new")))
        assert hands.slept == [2.0]


@pytest.mark.parametrize(("delay", "pause"), [("7", 7.0), ("0.5", 2.0), ("86400", 60.0), ("nan", 2.0), ("-5", 2.0)])
async def test_a_crawl_delay_widens_the_pause_up_to_a_minute(delay, pause):
    hands = Hands()
    http = Http(per_host=Pace(timedelta(seconds=2)), respect_robots=True)
    async with Site() as site, Fetcher(http, clock=hands.clock) as fetcher:
        site.serve("/robots.txt", Reply(body=f"User-agent: *\nCrawl-delay: {delay}\nDisallow: /private".encode()))
        url = site.serve("/page", Reply())
        await fetch(fetcher, url)
        await fetch(fetcher, url)
        assert hands.slept == [pause]


@pytest.mark.long
async def test_hosts_that_nobody_asks_any_more_are_forgotten():
    hands = Hands()
    names = Names(**{f"h{number}_test": ["127.0.0.1"] for number in range(600)})
    async with Site() as site, Fetcher(paced(seconds=2), clock=hands.clock, resolver=names) as fetcher:
        site.serve("/page", Reply())
        for number in range(600):
            await fetch(fetcher, site.url("/page", f"h{number}.test"))
            hands.pass_by(seconds=1)
        assert len(fetcher._pacing._turns) < 300


# ---------------------------------------------------------------- Retry-After


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("header", ["120", format_datetime(NOW + timedelta(seconds=120), usegmt=True)])
async def test_a_page_that_asks_for_a_pause_is_not_asked_before(status, header):
    hands = Hands()
    async with Site() as site, Fetcher(Http(), clock=hands.clock, zone=ZoneInfo("Europe/Minsk")) as fetcher:
        url = site.serve("/page", Reply(status, b"slow down", {"Retry-After": header}), Reply())
        other = site.serve("/other", Reply())
        first = await refusal(fetcher, url)
        assert (first.status, first.retry_after, first.skipped) == (status, timedelta(seconds=120), False)
        hands.pass_by(seconds=100)
        waiting = await refusal(fetcher, f"{url}?q=other")
        assert (waiting.key, waiting.retry_after, waiting.skipped) == ("fetch.wait", timedelta(seconds=20), True)
        assert "2026-11-24 12:02" in str(waiting)
        assert len(site.seen) == 1
        assert (await fetch(fetcher, other)).status == 200
        hands.pass_by(seconds=20)
        assert (await fetch(fetcher, url)).status == 200


async def test_a_pause_outlives_a_restart():
    hands = Hands()
    async with Site() as site:
        url = site.serve("/page", Reply(429, headers={"Retry-After": "3600"}))
        async with Fetcher(Http(), clock=hands.clock) as fetcher:
            await refusal(fetcher, url)
            kept = fetcher.holds()
        assert list(kept.values()) == [Hold(NOW + timedelta(hours=1), Cause.WAIT)]
        async with Fetcher(Http(), clock=hands.clock, holds=kept) as again:
            assert (await refusal(again, url)).key == "fetch.wait"
        assert len(site.seen) == 1


async def test_a_pause_that_robots_txt_is_answered_with_holds_for_the_site():
    hands = Hands()
    async with Site() as site, Fetcher(POLITE, clock=hands.clock) as fetcher:
        site.serve("/robots.txt", Reply(503, headers={"Retry-After": "600"}))
        await refusal(fetcher, site.url("/page"))
        hands.pass_by(seconds=599)
        assert (await refusal(fetcher, site.url("/page"))).key == "fetch.wait"
        assert len(site.seen) == 1


@pytest.mark.parametrize("header", ["", "soon", "-5", "0", "1.5", "Mon, 23 Nov 2026 09:00:00 GMT", "٣", "99:99", "1e9"])
def test_a_pause_that_makes_no_sense_is_ignored(header):
    assert asked_to_wait(header, NOW) is None


@given(st.one_of(st.text(max_size=40), st.integers(0, 10**40).map(str), st.datetimes().map(format_datetime)))
def test_no_pause_is_longer_than_a_day(header):
    wait = asked_to_wait(header, NOW)
    assert wait is None or timedelta(0) < wait <= LONGEST


async def test_changed_settings_hold_from_the_next_request_on():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/page", Reply())
        await fetch(fetcher, url)
        fetcher.adopt(Http(user_agent="Zubr/2.0"))
        await fetch(fetcher, url)
        assert [seen.headers["user-agent"].partition("/")[0] for seen in site.asked()] == ["Otklik", "Zubr"]


async def test_a_changed_time_zone_is_that_of_the_next_sentence():
    async with Site() as site, Fetcher(Http(), clock=Hands().clock) as fetcher:
        url = site.serve("/page", Reply(429, headers={"Retry-After": "3600"}))
        await refusal(fetcher, url)
        assert "2026-11-24 10:00" in str(await refusal(fetcher, url))
        fetcher.adopt(Http(), zone=ZoneInfo("Asia/Vladivostok"))
        assert "2026-11-24 20:00" in str(await refusal(fetcher, url))


async def test_under_another_name_a_site_is_asked_anew_what_it_allows():
    async with Site() as site, Fetcher(POLITE) as fetcher:
        site.serve("/robots.txt", Reply(body=b"User-agent: Zubr\nDisallow: /page"))
        url = site.serve("/page", Reply())
        assert (await fetch(fetcher, url)).status == 200
        fetcher.adopt(Http(respect_robots=True, user_agent="Zubr/2.0"))
        assert (await refusal(fetcher, url)).key == "fetch.robots"
