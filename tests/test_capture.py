"""What a linked page says, and with which manners it is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from live_values import live_of
from web_site import Reply, Site

from monitor.capture import Capture, Sent
from monitor.config.plan import Plan
from monitor.domain import Page, Wanted
from monitor.errors import FetchError
from monitor.fetch import Fetcher
from monitor.pipeline import Pipeline
from monitor.reading.reader import Reader
from monitor.sources import by_hand
from monitor.sources.linked import linked
from monitor.store import Query, Store

pytestmark = pytest.mark.one_database

GOLDEN = Path(__file__).parent / "sources" / "reviews"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}
SAID = "<title>Зубр-Софт сорвал сроки</title><meta name=description content='Хамят и молчат.'>"


def read(body: str | bytes, **headers: str) -> Any:
    data = body if isinstance(body, bytes) else body.encode()
    page = Page("https://site.example/1?utm_source=x", data, {"content-type": "text/html", **headers})
    return linked(page, by_hand.sent(), now=NOW, zone=ZoneInfo("Europe/Minsk"))


def test_a_page_says_its_title_and_summary_in_its_own_letters() -> None:
    item = read(f'<meta charset="windows-1251">{SAID}'.encode("cp1251"))
    assert (item.title, item.text, item.url) == (
        "Зубр-Софт сорвал сроки",
        "Хамят и молчат.",
        "https://site.example/1",
    )
    assert item.addressed


def test_a_page_with_several_reviews_is_read_as_an_article() -> None:
    two = ", ".join(f'{{"@type": "Review", "reviewBody": "{said}"}}' for said in ("Раз", "Два"))
    assert read(f'<script type="application/ld+json">[{two}]</script>{SAID}').text == "Хамят и молчат."


def test_a_link_to_one_post_of_a_topic_brings_that_post_wherever_it_leads_on_to() -> None:
    body = (GOLDEN / "posts-in-two-forms.html").read_bytes()
    asked = "https://site.example/threads/zubr.512/post-12?utm_source=tg"
    for url in ("https://site.example/threads/zubr.512/page-2", asked):
        item = linked(Page(url, body), by_hand.sent(), now=NOW, zone=ZoneInfo("Europe/Minsk"), asked=asked)
        assert item is not None
        assert (item.author, item.text[-9:]) == ("ann", "И у меня.")


def test_a_link_to_the_place_of_a_post_brings_that_post_and_takes_it_for_no_other_one_of_the_page() -> None:
    body, topic = (GOLDEN / "posts-of-a-topic.html").read_bytes(), "https://site.example/t/zubr/512"
    asked = f"{topic}#post_3"
    item = linked(Page(topic, body), by_hand.sent(), now=NOW, zone=ZoneInfo("Europe/Minsk"), asked=asked)
    assert item is not None
    assert (item.url, item.author, item.text, item.addressed) == (topic, "lev", "А у нас лежит.", False)


@pytest.mark.parametrize("body", ["", "<html></html>", "<title> </title>", "\x00\x01", "<" * 1000])
def test_a_page_without_words_is_none(body: str) -> None:
    assert read(body) is None


def test_what_is_no_page_is_none() -> None:
    assert read(b"%PDF-1.7 <title>x</title>", **{"content-type": "application/pdf"}) is None


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as one:
        one.serve("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /closed"))
        one.serve("/open", Reply(body=SAID.encode(), headers=HTML))
        one.serve("/closed", Reply(body=SAID.encode(), headers=HTML))
        yield one


async def sent(store: Store, text: str, link: str, *, private: bool, forbidden: tuple[str, ...] = ()) -> Any:
    plan = Plan.model_validate(
        {
            "forbidden": forbidden,
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [],
            "http": {"allow_private_network": private, "per_host": "50 per 1s"},
        }
    )
    live = live_of(plan, telegram=False)
    async with Fetcher(plan.http, zone=plan.zone) as fetcher:
        pipeline = Pipeline(store, fetcher, live.understanding, lambda: NOW)
        capture = Capture(store, live, lambda: NOW, pipeline=pipeline, fetcher=fetcher, reader=Reader())
        return await capture.take(Sent(text, link))


async def test_a_linked_page_is_asked_for_and_stored(store: Store, site: Site) -> None:
    captured = await sent(store, site.url("/open"), site.url("/open"), private=True)
    (alert,) = captured.alerts
    assert (alert.record.title, alert.record.flag, captured.fresh) == ("Зубр-Софт сорвал сроки", "negative", True)
    assert await store.sources() == {}


@pytest.mark.parametrize(("path", "private", "key"), [("/closed", True, "robots"), ("/open", False, "private")])
async def test_what_robots_forbid_and_what_is_private_is_left_alone(
    store: Store, site: Site, path: str, key: str, *, private: bool
) -> None:
    captured = await sent(store, site.url(path), site.url(path), private=private)
    assert isinstance(captured.trouble, FetchError)
    assert captured.trouble.key == f"fetch.{key}"
    assert await store.mentions(Query()) == ()


async def test_what_leads_to_a_forbidden_place_is_not_kept_and_whoever_sent_it_is_told(store: Store) -> None:
    text = "Зубр-Софт обманул, ужас, подробности у @banned_channel"
    captured = await sent(store, text, "", private=True, forbidden=("@banned_channel",))
    assert captured.trouble.key == "capture.forbidden"
    assert await store.mentions(Query()) == ()
    assert await store.forbidden_count() == 1


@pytest.mark.parametrize("gone", ["forgotten", "past"])
async def test_whoever_sends_what_was_removed_is_told_why_it_is_not_stored_again(store: Store, gone: str) -> None:
    text, link = "Зубр-Софт обманул, ужас.", "https://forum.example/t/1"
    (alert,) = (await sent(store, text, link, private=False)).alerts
    if gone == "forgotten":
        await store.forget(Wanted(url=link))
    else:
        await store.let_old_go(alert.record.found + timedelta(days=31))
    captured = await sent(store, text, link, private=False)
    assert captured.trouble.key == f"capture.{gone}"
    assert await store.mentions(Query()) == ()
