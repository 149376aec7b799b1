"""Getting a page: what is asked, what comes back, what has not changed, where it leads."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from urllib.parse import quote, quote_plus

import pytest
from fetching import Http, Names, fetch, refusal, source
from web_site import Reply, Site, bomb, endless, moved, revalidated

from monitor.config.hidden import in_value
from monitor.domain import Request, Validators
from monitor.errors import FetchError
from monitor.fetch import Fetcher
from monitor.logs import Redaction
from monitor.texts import Texts


async def test_a_page_comes_back_with_its_address_headers_and_step():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/reviews", Reply(body="Зубр-Софт: «всё упало»".encode(), headers={"X-Kind": "Reviews"}))
        fetched = await fetcher.get(Request(url, step="next", depth=2), validators=None, source=source(url))
        assert fetched.page is not None
        assert (fetched.page.url, fetched.page.step, fetched.page.depth, fetched.status) == (url, "next", 2, 200)
        assert fetched.page.body.decode() == "Зубр-Софт: «всё упало»"
        assert fetched.page.headers["x-kind"] == "Reviews"


async def test_a_request_carries_our_name_its_headers_and_its_parameters():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/search", Reply())
        request = Request(url + "?lang=ru", headers={"X-Key": "ключ"}, params={"q": "Зубр-Софт отзывы"})
        await fetcher.get(request, validators=None, source=source(url))
        [seen] = site.asked()
        assert seen.headers["user-agent"] == "Otklik/0.1 (+https://otklik.example)"
        assert seen.headers["accept-encoding"] == "gzip, deflate"
        assert seen.headers["x-key"].encode("latin-1").decode() == "ключ"
        assert seen.query.startswith("lang=ru&q=%D0%97%D1%83%D0%B1%D1%80-")


async def test_an_address_arrives_as_it_was_written():
    async with Site() as site, Fetcher(Http()) as fetcher:
        site.serve("/a%2Fb", Reply())
        query = "x=%2B+1&empty=&flag&z=a%26b;c&s=%41%7e&list[]=1"  # signed by some sites to the letter
        await fetch(fetcher, site.url(f"/a%2Fb?{query}#top"))
        assert [(seen.path, seen.query) for seen in site.asked()] == [("/a%2Fb", query)]


async def test_a_page_that_has_not_changed_is_told_by_the_server():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/feed", revalidated(b"news", etag='"v1"', modified="Mon, 23 Nov 2026 10:00:00 GMT"))
        first = await fetch(fetcher, url)
        again = await fetch(fetcher, url, first.validators)
        assert (first.validators.etag, first.validators.modified) == ('"v1"', "Mon, 23 Nov 2026 10:00:00 GMT")
        assert (again.page, again.status, again.validators) == (None, 304, first.validators)


async def test_a_page_that_has_not_changed_is_known_by_its_body_where_the_server_does_not_tell():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/feed", Reply(body=b"news"), Reply(body=b"news"), Reply(body=b"other news"))
        first = await fetch(fetcher, url)
        again = await fetch(fetcher, url, first.validators)
        changed = await fetch(fetcher, url, again.validators)
        assert (again.page, again.status) == (None, 200)
        assert changed.page is not None
        assert changed.page.body == b"other news"


async def test_a_fresh_look_reads_the_page_whole_though_nothing_changed():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/feed", revalidated(b"news", etag='"v1"'))
        first = await fetch(fetcher, url)
        again = await fetcher.get(Request(url), validators=first.validators, source=source(url), fresh=True)
        assert again.page is not None
        assert again.validators == first.validators
        assert "if-none-match" not in site.asked()[-1].headers


async def test_a_validator_that_no_header_can_carry_is_not_sent():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/feed", Reply(body=b"news"))
        await fetch(fetcher, url, Validators(etag="a\r\nX-Evil: 1", modified="вчера"))
        assert not {"if-none-match", "if-modified-since", "x-evil"} & site.asked()[0].headers.keys()


async def test_an_unasked_304_is_no_page():
    async with Site() as site, Fetcher(Http()) as fetcher:
        error = await refusal(fetcher, site.serve("/feed", Reply(304)))
        assert (error.key, error.status) == ("fetch.status", 304)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed_and_its_target_is_the_address_of_the_page(status):
    async with Site() as site, Fetcher(Http()) as fetcher:
        site.serve("/new", Reply(body=b"here"))
        fetched = await fetch(fetcher, site.serve("/old", moved("new?x=1#part", status)))
        assert fetched.page is not None
        assert (fetched.page.url, fetched.page.body) == (site.url("/new?x=1"), b"here")


async def test_a_page_behind_a_redirect_is_asked_for_conditionally_too():
    async with Site() as site, Fetcher(Http()) as fetcher:
        site.serve("/new", revalidated(b"news", etag='"v1"'))
        url = site.serve("/old", moved("/new"))
        first = await fetch(fetcher, url)
        assert (await fetch(fetcher, url, first.validators)).status == 304


async def test_redirects_in_a_circle_end():
    async with Site() as site, Fetcher(Http()) as fetcher:
        error = await refusal(fetcher, site.serve("/round", moved("/round")))
        assert error.key == "fetch.redirects"
        assert len(site.asked()) == 11


async def test_a_site_that_leads_back_to_a_page_until_it_sees_its_cookie_is_read():
    async with Site() as site, Site() as other, Fetcher(Http()) as fetcher:
        there = Reply(302, headers={"Location": "/door", "Set-Cookie": "seen=1; Path=/; HttpOnly"})
        url = site.serve("/page", there, Reply(body=b"here"), moved(other.serve("/ad", Reply(body=b"bought"))))
        site.serve("/door", Reply(302, headers={"Location": "/page", "Set-Cookie": "who=2"}))
        fetched = await fetch(fetcher, url)
        assert fetched.page is not None
        assert fetched.page.body == b"here"
        assert [seen.headers.get("cookie") for seen in site.asked()] == [None, "seen=1", "seen=1; who=2"]
        await fetch(fetcher, url)
        assert not [seen for seen in (*site.asked()[3:], *other.asked()) if "cookie" in seen.headers]


async def test_a_cookie_of_one_site_is_not_told_to_another():
    async with Site() as site, Site() as other, Fetcher(Http()) as fetcher:
        to = other.serve("/page", Reply(body=b"here")).replace("127.0.0.1", "localhost")
        await fetch(fetcher, site.serve("/old", Reply(302, headers={"Location": to, "Set-Cookie": "who=1"})))
        assert "cookie" not in other.asked()[0].headers


async def test_a_configured_header_and_a_login_never_follow_to_another_site():
    async with Site() as site, Site() as other, Fetcher(Http()) as fetcher:
        secret = {"X-Api-Key": "key-42", "Cookie": "session=7"}
        other.serve("/stolen", Reply(body=b"x"))
        site.serve("/here", moved(other.url("/stolen")))
        url = site.serve("/start", moved("/here"))
        login = url.replace("http://", "http://anna:s%20cret@")
        fetched = await fetcher.get(
            Request(login, headers=secret), validators=None, source=source(login, headers=secret)
        )
        names = {"x-api-key", "cookie", "authorization"}
        assert [len(names & seen.headers.keys()) for seen in (*site.asked(), *other.asked())] == [3, 3, 0]
        assert site.asked()[0].headers["authorization"] == "Basic YW5uYTpzIGNyZXQ="
        assert fetched.page is not None
        assert fetched.page.url == other.url("/stolen")


async def test_a_link_to_another_site_gets_none_of_the_source_s_headers():
    async with Site() as site, Site() as other, Fetcher(Http()) as fetcher:
        secret = {"X-Api-Key": "key-42"}
        feed = source(site.url("/feed"), headers=secret)
        for place in (site, other):
            url = place.serve("/article", Reply(body=b"x"))
            await fetcher.get(Request(url, headers=secret, depth=1), validators=None, source=feed)
        assert site.asked()[0].headers["x-api-key"] == "key-42"
        assert "x-api-key" not in other.asked()[0].headers


async def test_cookies_are_not_kept():
    async with Site() as site, Fetcher(Http(), resolver=Names(site_test=["127.0.0.1"])) as fetcher:
        site.serve("/page", Reply(body=b"1", headers={"Set-Cookie": "who=1"}), Reply(body=b"2"))
        url = site.url("/page", "site.test")
        await fetch(fetcher, url)
        await fetch(fetcher, url)
        assert "cookie" not in site.asked()[1].headers


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (401, "fetch.unauthorized"),
        (403, "fetch.forbidden"),
        (404, "fetch.missing"),
        (410, "fetch.gone"),
        (429, "fetch.slow_down"),
        (418, "fetch.status"),
        (500, "fetch.server"),
        (503, "fetch.server"),
        (300, "fetch.status"),
    ],
)
async def test_every_refusal_has_its_own_sentence(status, key):
    async with Site() as site, Fetcher(Http()) as fetcher:
        error = await refusal(fetcher, site.serve("/page", Reply(status, b"no")))
        assert (error.key, error.status, error.skipped) == (key, status, False)
        for language in ("ru", "en"):
            assert Texts(language).error(error).startswith(site.url("/page") + ":")


async def test_what_lies_behind_a_redirect_is_told_from_the_address_the_team_knows():
    async with Site() as site, Fetcher(Http()) as fetcher:
        error = await refusal(fetcher, site.serve("/old", moved("/nowhere")))
        assert error.status == 404
        assert str(error).startswith(site.url("/old") + ":")
        assert site.url("/nowhere") in str(error)


async def test_no_sentence_shows_a_login_or_a_query():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.url("/page?key=s3cret").replace("http://", "http://anna:passw0rd@")
        for error in (await refusal(fetcher, url), await refusal(fetcher, "ftp://anna:passw0rd@h/?key=s3cret")):
            assert "s3cret" not in f"{error} {error.blanks}"
            assert "passw0rd" not in f"{error} {error.blanks}"


async def test_what_came_from_the_environment_is_shown_in_no_address_and_no_sentence():
    secret = "s3cret/of ours"
    hide = Redaction([secret]).text
    async with Site() as site, Fetcher(Http(), hide=hide) as fetcher:
        path = f"/rss/{quote(secret, safe='')}/feed"
        fetched = await fetch(fetcher, site.serve(path, Reply(body=b"x")) + f"?key={quote_plus(secret)}&page=2")
        assert fetched.page is not None
        assert fetched.page.url == site.url("/rss/***/feed?key=***&page=2")
        assert site.asked()[0].path == path
        site.serve(path, Reply(404))
        for url in (site.url(path), site.serve("/old", moved(path))):
            error = await refusal(fetcher, url)
            assert "s3cret" not in f"{error} {error.blanks}"


async def test_a_further_page_is_asked_for_with_what_its_address_hides_and_of_its_own_site_alone():
    async with Site() as site, Site() as other, Fetcher(Http(), hide=Redaction(["s3cret"]).text) as fetcher:
        first = site.serve("/of/s3cret/list", Reply(body=b"x")) + "?key=s3cret"
        fetched = await fetch(fetcher, first)
        assert fetched.page is not None
        following = Request(f"{fetched.page.url}&page=2", step="list", depth=1)
        again = await fetcher.get(following, validators=None, source=source(first))
        assert again.page is not None
        assert again.page.url == site.url("/of/***/list?key=***&page=2")
        assert (site.asked()[-1].path, site.asked()[-1].query) == ("/of/s3cret/list", "key=s3cret&page=2")
        led = other.serve("/of/***/list", Reply(body=b"x"))
        await fetcher.get(Request(f"{led}?key=***"), validators=None, source=source(first))
        assert other.asked()[0].query == "key=***"


async def test_a_site_that_is_named_by_a_variable_is_where_its_links_begin():
    async with Site() as site:
        for told in (site.url(""), f"127.0.0.1:{site.port}", str(site.port)):
            async with Fetcher(Http(), hide=Redaction(in_value(told)).text) as fetcher:
                fetched = await fetch(fetcher, site.serve("/news", Reply(body=b"x")) + "?page=2")
                assert fetched.page is not None
                assert fetched.page.url == site.url("/news?page=2")


@pytest.mark.parametrize("url", ["", "reviews", "ftp://site.example/", "http:///x", "file:///etc/hosts", "http://[::1"])
async def test_what_is_no_web_address_is_refused(url):
    async with Fetcher(Http()) as fetcher:
        assert (await refusal(fetcher, url)).key == "fetch.address"


@pytest.mark.parametrize("target", ["ftp://site.example/", "file:///etc/hosts", "javascript:alert(1)", "http://[::1"])
async def test_a_redirect_out_of_the_web_is_refused(target):
    async with Site() as site, Fetcher(Http()) as fetcher:
        assert (await refusal(fetcher, site.serve("/out", moved(target)))).key == "fetch.address"


async def test_a_header_that_would_forge_another_is_not_sent():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve("/page", Reply())
        with pytest.raises(FetchError) as caught:
            await fetcher.get(Request(url, headers={"X-A": "1\r\nX-B: 2"}), validators=None, source=source(url))
        assert caught.value.key == "fetch.request"
        assert not site.seen


async def test_connections_are_kept_and_a_broken_one_is_replaced():
    async with Site() as site, Fetcher(Http()) as fetcher:
        url = site.serve(
            "/page", Reply(body=b"1"), Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2"), Reply()
        )
        for _ in range(4):
            await fetch(fetcher, url)
        assert (len(site.asked()), site.connections) == (4, 2)


SLOW = Http(timeout=timedelta(milliseconds=300))


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        (Reply(hang=True), "fetch.timeout"),
        (Reply(pieces=lambda: endless(b"x" * 100_000)), "fetch.too_large"),
        (Reply(pieces=lambda: bomb(400), headers={"Content-Encoding": "gzip"}), "fetch.too_large"),
        (Reply(body=b"x" * 1_000_001), "fetch.too_large"),
        (Reply(body=b"x" * 1000, cut=500), "fetch.broken_off"),
        (Reply(pieces=lambda: [b"x" * 1000, b"y"], cut=1000), "fetch.broken_off"),
        (Reply(body=b"plain", headers={"Content-Encoding": "gzip"}), "fetch.damaged"),
        (Reply(body=b"?", headers={"Content-Encoding": "br"}), "fetch.encoding"),
        (Reply(raw=b""), "fetch.hung_up"),
        (Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "fetch.damaged"),
        (Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 200_000 + b"\r\n\r\n"), "fetch.damaged"),
    ],
)
async def test_every_trouble_on_the_way_has_its_own_sentence(reply, key):
    async with Site() as site, Fetcher(SLOW if reply.hang else Http()) as fetcher:
        error = await refusal(fetcher, site.serve("/page", reply))
        assert (error.key, error.skipped) == (key, False)
        assert str(error).startswith(site.url("/page") + ":")
        assert site.sent < 20_000_000


@pytest.mark.long
async def test_a_page_that_drips_is_given_up_after_the_whole_time():
    async with Site() as site, Fetcher(Http(timeout=timedelta(seconds=4))) as fetcher:
        site.serve("/late", Reply(after=1, status=302, headers={"Location": "/later"}))
        site.serve("/later", Reply(after=3.5, body=b"x"))
        error = await refusal(fetcher, site.url("/late"))
        assert "4 " in str(error)
        assert error.key == "fetch.elsewhere"


async def test_an_address_where_nobody_listens_is_told():
    async with Fetcher(Http()) as fetcher:
        assert (await refusal(fetcher, "http://127.0.0.1:9/")).key == "fetch.unreachable"


async def test_a_site_that_speaks_no_tls_is_told():
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ready\r\n")
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server, Fetcher(Http()) as fetcher:
        port = server.sockets[0].getsockname()[1]
        assert (await refusal(fetcher, f"https://127.0.0.1:{port}/")).key == "fetch.tls"
