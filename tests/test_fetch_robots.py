"""A good guest: what robots.txt forbids is not asked for."""

from __future__ import annotations

import asyncio
from time import perf_counter

import httpx
import pytest
from fetching import Hands, Http, fetch, refusal
from protego import Protego
from web_site import Reply, Site, endless, moved

from monitor.errors import FetchError
from monitor.fetch import Fetcher
from monitor.fetch.robots import Answer, Robots, ours
from monitor.fetch.wire import Way

POLITE = Http(respect_robots=True)


async def test_what_robots_txt_forbids_is_not_asked_for():
    async with Site() as site, Fetcher(POLITE) as fetcher:
        site.serve(
            "/robots.txt", Reply(body=b"User-agent: *\nDisallow: /private\nDisallow: /*?sort=\nAllow: /private/ok\n")
        )
        for path in ("/private/ok", "/open"):
            assert (await fetch(fetcher, site.serve(path, Reply()))).status == 200
        for path in ("/private/x", "/open?sort=new"):
            error = await refusal(fetcher, site.url(path))
            assert (error.key, error.skipped) == ("fetch.robots", True)
        assert [seen.path for seen in site.seen] == ["/robots.txt", "/private/ok", "/open"]


async def test_robots_txt_is_asked_for_once_in_a_few_hours():
    hands = Hands()
    async with Site() as site, Fetcher(POLITE, clock=hands.clock) as fetcher:
        url = site.serve("/page", Reply())
        for hours in (0, 1, 2, 3):
            hands.pass_by(hours=hours)
            await fetch(fetcher, url)
        assert len(site.asked("/robots.txt")) == 2


async def test_rules_that_were_asked_for_by_another_name_of_ours_are_not_those_of_this_one():
    async def asked(_: httpx.URL, __: Way) -> Answer:
        rules.forget()  # the file changes meanwhile
        return Answer(200, b"User-agent: Watch\nDisallow: /")

    rules = Robots(asked, Hands().clock)
    url = httpx.URL("https://site.example/page")
    assert await rules.delay(url, Way(), "Otklik/1.0") == 0
    with pytest.raises(FetchError, match="robots"):
        await rules.delay(url, Way(), "Watch/1.0")


async def test_a_redirect_to_what_robots_txt_forbids_is_not_followed():
    async with Site() as site, Fetcher(POLITE) as fetcher:
        site.serve("/robots.txt", Reply(body=b"User-agent: Otklik\nDisallow: /secret"))
        error = await refusal(fetcher, site.serve("/page", moved("/secret")))
        assert (error.key, error.skipped) == ("fetch.elsewhere", True)
        assert not site.asked("/secret")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_a_site_without_rules_allows_everything(status):
    async with Site() as site, Fetcher(POLITE) as fetcher:
        site.serve("/robots.txt", Reply(status, b"User-agent: *\nDisallow: /"))
        assert (await fetch(fetcher, site.serve("/page", Reply()))).status == 200


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_site_that_cannot_tell_its_rules_is_left_alone_for_now(status):
    hands = Hands()
    async with Site() as site, Fetcher(POLITE, clock=hands.clock) as fetcher:
        site.serve("/robots.txt", Reply(status), Reply(404))
        url = site.serve("/page", Reply())
        for _ in range(2):
            error = await refusal(fetcher, url)
            assert (error.key, error.status, error.skipped) == ("fetch.robots_unavailable", status, True)
        assert [seen.path for seen in site.seen] == ["/robots.txt"]
        hands.pass_by(minutes=1)
        assert (await fetch(fetcher, url)).status == 200


async def test_a_dead_site_fails_and_is_not_merely_skipped():
    async with Site() as site:
        url = site.url("/page")
    async with Fetcher(POLITE) as fetcher:
        error = await refusal(fetcher, url)
        assert (error.key, error.skipped) == ("fetch.unreachable", False)


async def test_robots_txt_is_followed_through_five_redirects_and_no_more():
    async with Site() as site, Fetcher(POLITE) as fetcher:
        site.serve("/robots.txt", moved("/1"))
        for hop in range(1, 5):
            site.serve(f"/{hop}", moved(f"/{hop + 1}"))
        site.serve("/5", Reply(body=b"User-agent: *\nDisallow: /"))
        assert (await refusal(fetcher, site.url("/page"))).key == "fetch.robots"
    async with Site() as site, Fetcher(POLITE) as fetcher:
        site.serve("/robots.txt", moved("/robots.txt"))
        assert (await fetch(fetcher, site.serve("/page", Reply()))).status == 200
        assert len(site.asked("/robots.txt")) == 6


async def test_an_endless_robots_txt_is_cut_but_its_first_half_megabyte_counts():
    rules = b"User-agent: *\n" + b"# filler\n" * 55_000 + b"Disallow: /private\n"
    assert len(rules) > 490_000
    async with Site() as site, Fetcher(POLITE) as fetcher:
        site.serve("/robots.txt", Reply(pieces=lambda: [rules, *(next(endless()) for _ in range(900))]))
        assert (await refusal(fetcher, site.url("/private"))).key == "fetch.robots"
        assert (await fetch(fetcher, site.serve("/page", Reply()))).status == 200
        assert site.sent < 10_000_000


async def test_large_rules_are_understood_too():
    rules = "User-agent: *\n" + "".join(f"Disallow: /old/{number}\n" for number in range(1000)) + "Disallow: /private\n"
    async with Site() as site, Fetcher(POLITE) as fetcher:
        site.serve("/robots.txt", Reply(body=rules.encode()))
        assert (await refusal(fetcher, site.url("/private"))).key == "fetch.robots"
        assert (await fetch(fetcher, site.serve("/page", Reply()))).status == 200


@pytest.mark.long
@pytest.mark.parametrize("lines", [b"\n", b"Disallow: /*ab\n"])
async def test_rules_that_take_long_to_read_keep_nobody_else_waiting(lines):
    longest, seen = 0.0, perf_counter()

    async def neighbour():
        nonlocal longest, seen
        while True:
            seen = perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, perf_counter() - seen)

    async with Site() as site, Fetcher(POLITE) as fetcher:
        site.serve("/robots.txt", Reply(body=b"User-agent: *\n" + lines * (500_000 // len(lines))))
        watching = asyncio.create_task(neighbour())
        begun = perf_counter()
        await fetch(fetcher, site.serve("/" + "a" * 8_000, Reply()))
        watching.cancel()
        assert longest < max(0.2, (perf_counter() - begun) / 2)


async def test_robots_txt_does_not_matter_where_the_team_says_so():
    async with Site() as site, Fetcher(Http(respect_robots=False)) as fetcher:
        site.serve("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /"))
        assert (await fetch(fetcher, site.serve("/page", Reply()))).status == 200
        assert not site.asked("/robots.txt")


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: otklik\nDisallow:", True),
        ("User-agent: Otklik\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: OTKLIK/2.0\nDisallow: /", False),
        ("User-agent: otk\nDisallow: /", True),
        ("User-agent: otklikbot\nDisallow: /", True),
        ("User-agent: other\nUser-agent: otklik # us\n\nDisallow: /", False),
        (
            "User-agent: otklik\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\nUser-agent: otklik\nDisallow: /p",
            False,
        ),
        ("User-agent: other\nSitemap: https://site.example/map\nUser-agent: otklik\nDisallow: /", False),
        ("Disallow: /", True),
        ("<html><body>Disallow: /</body></html>", True),
        ("", True),
    ],
)
def test_rules_are_taken_from_the_groups_that_name_us(text, free):
    rules = Protego.parse(ours(text, "otklik"))
    assert rules.can_fetch("https://site.example/page", "otklik") is free


def test_thousands_of_other_names_in_robots_txt_cost_nothing():
    others = "".join(f"User-agent: bot{number}\n" for number in range(20_000))
    assert ours(others + "Disallow: /a\n" * 20_000 + "User-agent: *\nDisallow: /b", "otklik").endswith(
        "*\nDisallow: /b"
    )
