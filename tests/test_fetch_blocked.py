"""A site that wants to see a human being: told from others, left alone for a day, whoever asks."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from fetching import Hands, Http, Names, fetch, refusal
from test_command_line import elsewhere, home, otklik, served  # noqa: F401  # fixtures
from web_site import Reply, Site, moved

from monitor.domain import Hold
from monitor.errors import Cause, StoreError
from monitor.fetch import Fetcher
from monitor.fetch.challenge import challenged, disguised
from monitor.texts import Texts

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HTML = {"content-type": "text/html; charset=utf-8"}
CHECK = "<html><title>Проверка</title><script src=/check.js></script><p>Подтвердите, что вы не робот</p></html>"
LONG = "<p>Внедрили за месяц, поддержка отвечает быстро, отчёты сходятся.</p>" * 30


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
@pytest.mark.parametrize("status", [200, 202, 401, 403, 405, 429, 503])
async def test_a_challenge_is_told_whatever_its_status(status, encoding):
    async with Site() as site, Fetcher(Http()) as fetcher:
        reply = Reply(status, CHECK.encode(encoding), {"Content-Type": "text/html"})
        error = await refusal(fetcher, site.serve("/page", reply))
        assert (error.key, error.cause, error.status, error.skipped) == ("fetch.blocked", Cause.BLOCKED, status, False)
        assert error.retry_after == DAY


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (HTML, "<title>Just a moment...</title><noscript>Enable JavaScript and cookies to continue</noscript>"),
        (HTML, "<title>Вы не робот?</title><form action='/checkcaptcha?key=1'><input type=submit></form>"),
        (HTML, "<h1>Доступ ограничен</h1>" + "<p>Обратитесь к владельцу сайта.</p>" * 20),
        (
            HTML,
            "<body>Our systems have detected unusual traffic from your computer network." + "<p>why" * 90 + "<form>",
        ),
        (HTML, "<script>window._cf_chl_opt={}</script><body></body>"),
        ({}, "<title>Pardon Our Interruption</title>"),
        (HTML, "<meta http-equiv=refresh content='0;/.well-known/sgcaptcha/?r=%2F'>"),
        (
            HTML,
            "<script src=/.within.website/x/cmd/anubis/static/js/main.mjs></script>"
            "<h1>Making sure you&#39;re not a bot!</h1>" + "<p>The administrator has set up Anubis.</p>" * 30,
        ),
        ({"content-type": "TEXT/HTML"}, "<h2>Are you a robot?</h2>"),
        ({**HTML, "cf-mitigated": "challenge"}, ""),
        ({"x-amzn-waf-action": "challenge"}, ""),
    ],
)
def test_a_small_page_that_only_asks_who_we_are_is_a_challenge(headers, body):
    assert disguised(headers, body.encode())


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (HTML, "<title>Отзывы</title>" + LONG + "<p>Сайт требует подтвердить, что вы не робот. Ужас!</p><form></form>"),
        (
            HTML,
            "<h1>Как пройти CAPTCHA</h1><p>Введите captcha и войдите.</p><form><div class=g-recaptcha></div></form>",
        ),
        (
            HTML,
            "<title>Вход</title><form><div class=smart-captcha></div><script src=//smartcaptcha.ru></script></form>",
        ),
        (HTML, "<h1>Зубр</h1><script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>" + LONG),
        (HTML, '<script type="application/ld+json">{"@context":"https://schema.org"}</script><h1>Вы не робот</h1>'),
        ({"content-type": "application/rss+xml"}, "<rss><title>Вы не робот</title></rss>"),
        ({"content-type": "application/json"}, '{"text": "checking your browser"}'),
        ({**HTML, "x-datadome": "protected"}, "<p>Отзывов пока нет.</p>"),
        (HTML, CHECK + "<p>слова</p>" * 30_000),
        (HTML, ""),
    ],
)
def test_a_page_with_something_to_say_is_none(headers, body):
    assert not disguised(headers, body.encode())


@pytest.mark.parametrize("begun", ["<h1>", "<title>", "<h1 ", "<h2><h1>"])
@pytest.mark.parametrize("end", ["", "</h1>"])
def test_headings_that_never_end_hold_nobody_up(begun, end):
    page = f"{begun * (60_000 // len(begun))}just a moment...{end}".encode()
    before = process_time()
    disguised({}, page)
    assert process_time() - before < 1


def test_a_guard_that_calls_its_challenge_a_login_is_known():
    assert challenged(401, HTML, b"<html><script src=/__qrator/qauth_utm_v2_xb.js></script></html>")


def test_a_login_is_no_challenge():
    assert not challenged(401, {"www-authenticate": "Basic"}, "Доступ ограничен".encode())
    assert not challenged(403, {}, b"<p>Sign in and solve the captcha</p>")
    assert not challenged(404, {}, CHECK.encode())


@pytest.mark.parametrize("place", ["/showcaptcha?retpath=%2Fpage", "/captcha/", "/captcha.php", "/antibot/check"])
async def test_a_redirect_to_a_challenge_is_one_and_is_not_followed(place):
    async with Site() as site, Fetcher(Http()) as fetcher:
        site.serve(place.partition("?")[0], Reply(body=b"solve me"))
        error = await refusal(fetcher, site.serve("/page", moved(place)))
        assert (error.key, error.cause) == ("fetch.blocked", Cause.BLOCKED)
        assert [seen.path for seen in site.seen] == ["/page"]


async def test_an_article_about_captchas_may_move():
    async with Site() as site, Fetcher(Http()) as fetcher:
        site.serve("/2026/captcha", Reply(body=b"how to solve them"))
        assert (await fetch(fetcher, site.serve("/captcha", moved("/2026/captcha")))).status == 200


async def test_a_blocked_page_is_not_asked_for_a_day_and_then_again():
    hands = Hands()
    names = Names(www_zubr_test=["127.0.0.1"], zubr_test=["127.0.0.1"], other_test=["127.0.0.1"])
    async with Site() as site, Fetcher(Http(), clock=hands.clock, resolver=names) as fetcher:
        site.serve("/page", Reply(200, CHECK.encode(), HTML), Reply())
        site.serve("/feed", Reply())
        await refusal(fetcher, site.url("/page", "www.zubr.test"))
        hands.pass_by(hours=23, minutes=59)
        for url in (site.url("/page", "www.zubr.test"), site.url("/page?page=2", "zubr.test")):
            error = await refusal(fetcher, url)
            assert (error.key, error.skipped, error.cause) == ("fetch.wait_blocked", True, Cause.BLOCKED)
            assert "2026-11-25 09:00" in Texts("ru").error(error)
        assert len(site.seen) == 1
        for host in ("www.zubr.test", "other.test"):
            assert (await fetch(fetcher, site.url("/feed", host))).status == 200
        hands.pass_by(minutes=1)
        assert (await fetch(fetcher, site.url("/page", "www.zubr.test"))).status == 200


async def test_a_short_pause_that_was_asked_for_too_does_not_shorten_the_day():
    hands = Hands()
    async with Site() as site, Fetcher(Http(), clock=hands.clock) as fetcher:
        url = site.serve("/page", Reply(429, CHECK.encode(), {"Retry-After": "60"}))
        await refusal(fetcher, url)
        hands.pass_by(hours=2)
        assert (await refusal(fetcher, url)).cause is Cause.BLOCKED


async def test_who_is_left_alone_is_remembered_before_anybody_hears_of_it():
    hands, kept = Hands(), []

    async def keep(holds):
        kept.append(dict(holds))

    async with Site() as site, Fetcher(Http(), clock=hands.clock, keep=keep) as fetcher:
        await refusal(fetcher, site.serve("/page", Reply(403, CHECK.encode())))
        assert [list(holds.values()) for holds in kept] == [[Hold(NOW + DAY, Cause.BLOCKED)]]
        assert not any("page" in spot for spot in kept[0])
    async with Site() as site, Fetcher(Http(), clock=hands.clock, keep=keep) as fetcher:
        site.serve("/robots.txt", Reply(404))
        await refusal(fetcher, site.serve("/page", Reply(503, headers={"Retry-After": "60"})))
        assert list(kept[-1].values()) == [Hold(NOW + timedelta(minutes=1), Cause.WAIT)]
    assert len(kept) == 2


async def test_what_could_not_be_remembered_is_tried_again_with_the_next_request():
    told = []

    async def keep(holds):
        told.append(len(holds))
        if len(told) == 1:
            raise StoreError("store.busy", place="otklik.db")

    names = Names(a_test=["127.0.0.1"], b_test=["127.0.0.1"])
    async with Site() as site, Fetcher(Http(), keep=keep, resolver=names) as fetcher:
        site.serve("/page", Reply(403, CHECK.encode()), Reply())
        assert (await refusal(fetcher, site.url("/page", "a.test"))).cause is Cause.BLOCKED
        await fetch(fetcher, site.url("/page", "b.test"))
    assert told == [1, 1]


async def test_a_login_and_a_page_that_is_gone_say_so():
    async with Site() as site, Fetcher(Http()) as fetcher:
        for status, cause in ((401, Cause.AUTH), (410, Cause.GONE), (404, None), (500, None)):
            assert (await refusal(fetcher, site.serve("/page", Reply(status)))).cause is cause
        assert (await refusal(fetcher, site.serve("/old", moved("/page")))).cause is None


async def test_whoever_asks_a_blocked_site_is_told_to_wait(otklik, served, home):  # noqa: F811  # fixtures
    served.serve("/rss", Reply(200, CHECK.encode(), HTML))
    first = json.loads((await elsewhere(otklik, "try", "forum", "--json")).stdout)
    assert (first["status"], (home / "otklik.db").exists()) == ("failed", False)
    crawled = json.loads((await elsewhere(otklik, "crawl", "forum", "--json")).stdout)["sources"][0]
    assert (crawled["status"], crawled["http_status"]) == ("failed", 200)
    asked = len(served.asked("/rss"))
    for command in (("crawl", "forum", "--json"), ("try", "forum", "--json"), ("check", "--online")):
        said = (await elsewhere(otklik, *command)).stdout
        assert "не запрашиваем" in said
    assert "skipped" in (await elsewhere(otklik, "crawl", "forum", "--json")).stdout
    assert len(served.asked("/rss")) == asked


async def test_a_challenge_that_a_look_meets_is_remembered_where_there_is_a_database(otklik, served):  # noqa: F811
    await elsewhere(otklik, "crawl", "forum")
    served.serve("/rss", Reply(503, CHECK.encode(), HTML))
    await elsewhere(otklik, "try", "forum")
    asked = len(served.asked("/rss"))
    assert "skipped" in (await elsewhere(otklik, "crawl", "forum", "--json")).stdout
    assert len(served.asked("/rss")) == asked
