"""What is forbidden stays out: never asked, never stored, removed when a place is added, and counted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from fetching import Http, Names, fetch, only, refusal
from store_values import CHAT, NOW, TEXTS, bring, deliver, identified, item, visit
from web_site import Reply, Site, moved

from monitor import domain
from monitor.commands.asked import Written
from monitor.commands.opening import opened
from monitor.commands.reload import Reload
from monitor.config.load import load
from monitor.config.plan import Plan
from monitor.config.settings import Settings
from monitor.domain import Item, Link, Page, Removed, Request, SourceBroken, Validators, VisitStatus
from monitor.errors import FetchError, ForbiddenError
from monitor.fetch import Fetched, Fetcher
from monitor.harvest import gather
from monitor.identity import identify
from monitor.pipeline import Pipeline
from monitor.places.forbidden import Places
from monitor.reading.reader import Reader
from monitor.sources.base import SourceBase
from monitor.store import Query
from monitor.team.routes import Routes
from monitor.texts import LANGUAGES, Texts
from monitor.understanding import Understanding

BAD = Places(["bad.example", "@banned_channel"])
LATER = NOW + timedelta(days=400)
SAID = "Зубр-Софт снова сорвал сроки, поддержка хамит и не отвечает."
WAYS = {
    "address": {"url": "https://news.bad.example/1"},
    "source of the entry": {"links": ("https://bad.example/rss",)},
    "forward": {"links": ("@Banned_Channel",)},
    "link in a text": {"links": ("https://t.me/s/banned_channel/7",)},
    "name in a text": {"text": f"{SAID} Подробнее: bad.example/1."},
    "channel in a text": {"text": f"{SAID} Читайте @banned_channel"},
    "title": {"title": "bad.example пишет"},
    "author": {"author": "@banned_channel"},
    "guid": {"guid": "https://bad.example/?p=1"},
    "answer": {"replies": (domain.Reply("Ответили на bad.example"),)},
}


class Told(SourceBase):
    """A source that says what a test says."""

    kind: str = "feed"
    url: str = "https://forum.example/rss"
    items: tuple[Item, ...] = ()
    asks: tuple[str, ...] = ()

    def start(self, names):  # asks by address
        yield Request(self.url)

    def read(self, page, *, now, zone):  # says the same at any time
        yield from self.items if page.url == self.url else (said(url=page.url),)
        yield from (Request(url, depth=1) for url in self.asks if page.url == self.url)


class Web:
    """Serves every page but those that a fetcher would refuse."""

    async def get(self, request, *, source, validators=None):  # no page is ever unchanged
        if BAD.holds(request.url):
            raise ForbiddenError("fetch.forbidden_address", skipped=True, source=source.id)
        return Fetched(Page(request.url, b""), Validators(), 200)


def said(**changes):
    return replace(Item("forum", "https://forum.example/1", "О компании", SAID, guid="", published=NOW), **changes)


@pytest.fixture
def crawl(store):
    """One visit of a source under a plan that forbids the two places."""
    plan = Plan.model_validate(
        {
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [],
            "forbidden": ["bad.example", "@banned_channel"],
        }
    )
    understanding = Understanding(plan, Routes(plan, telegram=False))

    async def once(*items, **fields):
        source = Told(id="forum", items=items, **fields)
        (report,) = await Pipeline(store, Web(), understanding, lambda: NOW).round([source])
        return report

    return once


@pytest.mark.parametrize("way", WAYS)
async def test_what_comes_from_a_forbidden_place_or_leads_there_is_only_counted(store, crawl, way):
    good, bad = said(url="https://forum.example/2"), said(**WAYS[way])
    for _ in range(2):
        report = await crawl(good, bad)
        assert (report.status, report.items, report.error) == (VisitStatus.OK, 1, None)
    assert [record.url for record in await store.mentions(Query())] == ["https://forum.example/2"]
    assert await store.forbidden_count() == 1


async def test_a_link_to_a_forbidden_page_is_not_followed_and_is_no_failure(store, crawl):
    for _ in range(2):
        report = await crawl(asks=("https://bad.example/article", "https://forum.example/article"))
        assert (report.status, report.error) == (VisitStatus.OK, None)
    assert [record.url for record in await store.mentions(Query())] == ["https://forum.example/article"]
    assert await store.forbidden_count() == 1


@pytest.mark.parametrize("url", ["https://bad.example/rss", "imaps://a:b@imap.bad.example/INBOX"])
async def test_a_source_that_is_itself_forbidden_is_skipped_and_says_why(store, crawl, url):
    report = await crawl(url=url)
    assert report.status is VisitStatus.SKIPPED
    assert "forum" in report.error
    assert "bad.example" not in report.error
    assert (await store.source("forum")).state is VisitStatus.SKIPPED


@pytest.fixture
async def site():
    async with Site() as one:
        yield one


@pytest.fixture
def fetcher(site):
    """A fetcher for which bad.example and other.example stand on the test's site."""
    names = Names(bad_example=["127.0.0.1"], good_example=["127.0.0.1"])
    return Fetcher(Http(respect_robots=True), resolver=names, refuses=only("127.0.0.1"), forbids=BAD.holds)


async def test_a_forbidden_address_is_refused_before_anything_is_asked(site, fetcher):
    async with fetcher:
        error = await refusal(fetcher, f"http://www.BAD.example.:{site.port}/page")
    assert (type(error), error.skipped, site.seen) == (ForbiddenError, True, [])
    for language in LANGUAGES:
        assert "bad.example" not in Texts(language).error(error).lower()


async def test_a_redirect_into_a_forbidden_place_ends_there(site, fetcher):
    site.serve("/robots.txt", Reply(404))
    site.serve("/page", moved(f"http://bad.example:{site.port}/other"))
    site.serve("/other", Reply(body=b"secret"))
    async with fetcher:
        error = await refusal(fetcher, f"http://good.example:{site.port}/page")
        assert (type(error), error.skipped) == (ForbiddenError, True)
        for language in LANGUAGES:
            sentence = Texts(language).error(error)
            assert sentence.startswith(f"http://good.example:{site.port}/page: ")
            assert "bad.example" not in sentence
        assert [seen.path for seen in site.seen] == ["/robots.txt", "/page"]
        fetcher.adopt(Http())
        assert (await fetch(fetcher, f"http://good.example:{site.port}/page")).page.body == b"secret"


async def test_robots_rules_are_not_looked_for_in_a_forbidden_place(site, fetcher):
    site.serve("/robots.txt", moved(f"http://bad.example:{site.port}/rules"))
    site.serve("/rules", Reply(body=b""))
    async with fetcher:
        assert isinstance(await refusal(fetcher, f"http://good.example:{site.port}/page"), FetchError)
    assert "/rules" not in [seen.path for seen in site.seen]


async def test_an_article_behind_a_redirect_into_a_forbidden_place_is_counted(site, fetcher):
    site.serve("/robots.txt", Reply(404))
    site.serve("/rss", Reply(body=b"list"))
    site.serve("/go", moved(f"http://bad.example:{site.port}/x"))
    base = f"http://good.example:{site.port}"
    source = Told(id="forum", url=f"{base}/rss", asks=(f"{base}/go",))
    async with fetcher, Reader() as reader:
        harvest = await gather(source, fetcher, names=(), now=NOW, zone=ZoneInfo("UTC"), reader=reader)
    assert (harvest.error, harvest.items, len(harvest.dropped)) == (None, [], 1)


@pytest.mark.parametrize("way", [way for way in WAYS if "links" not in WAYS[way] and way != "answer"])
async def test_adding_a_place_removes_what_was_stored_of_it(store, way):
    good, bad = said(url="https://forum.example/2", text=TEXTS[0]), said(**WAYS[way])
    await bring(store, *identify([good, bad]), brands=("zubr", "kestrel"), source="forum")
    assert await store.forbid(BAD) == 1
    assert {record.url for record in await store.mentions(Query())} == {"https://forum.example/2"}
    assert await store.forbidden_count() == 1
    assert await store.forbid(BAD) == 0


async def test_what_was_removed_is_not_counted_again_when_it_is_met_again(store, crawl):
    bad = said(**WAYS["address"])
    await bring(store, *identify([bad]), source="forum")
    await store.forbid(BAD)
    await crawl(bad)
    assert await store.forbidden_count() == 1


async def test_an_earlier_text_that_leads_there_takes_its_mention_along(store):
    await bring(store, identified(item(), "u:x"))
    await bring(store, identified(item(text=f"{TEXTS[1]} bad.example"), "u:x"))
    await bring(store, identified(item(text=TEXTS[2]), "u:x"))
    assert await store.forbid(BAD) == 1
    assert await store.mentions(Query()) == ()
    assert await store.mentions(Query(search="менеджер")) == ()


async def test_items_about_nobody_are_removed_by_their_address_or_guid(store):
    by_guid = said(url="https://a.example/", text="Погода", guid="bad.example/2", addressed=False)
    met = [said(url="https://bad.example/1"), by_guid]
    await bring(store, *identify([*met, said(url="https://good.example/3")]), brands=(), source="forum")
    assert await store.forbid(BAD) == 2
    changes = await store.compare("forum", identify([said(url="https://good.example/3"), *met]))
    assert [change.kind for change in changes] == ["known", "new", "new"]


async def test_what_is_owed_is_dropped_and_a_card_that_was_sent_says_so(store):
    await bring(store, item(0, url="https://bad.example/1"))
    await deliver(store)
    await bring(store, item(1, url="https://bad.example/2"), item(2))
    await store.forbid(BAD)
    assert [owed.mention for owed in await store.owed(CHAT, NOW)] == [3]
    (card,) = await store.stale(CHAT)
    assert (card.message, card.mention, card.notice) == (100, None, Removed())


async def test_what_is_in_the_air_while_its_place_is_forbidden_is_edited_after_it_arrived(store):
    await bring(store, item(0, url="https://bad.example/1"))
    (owed,) = await store.owed(CHAT, NOW)
    await store.claim(owed.id)
    await store.forbid(BAD)
    await store.sent(owed.id, NOW, 100, owed.version)
    (card,) = await store.stale(CHAT)
    assert (card.message, card.notice) == (100, Removed())


async def test_a_copy_in_an_allowed_place_takes_the_card_over(store):
    await bring(
        store, item(0, url="https://bad.example/1"), identified(item(0, guid="other", url="https://b.example/"))
    )
    (owed,) = await store.owed(CHAT, NOW)
    assert owed.mention == 1
    await store.forbid(BAD)
    (owed,) = await store.owed(CHAT, NOW)
    assert owed.mention == 2
    assert (await store.alert(2)).copies == 0


async def test_what_a_forbidden_source_showed_stays_where_another_one_shows_it_too(store):
    await bring(store, item(0), item(1), source="bad")
    await bring(store, item(1, source="good"), source="good")
    assert await store.forbid(BAD, ["bad"]) == 1
    (record,) = await store.mentions(Query())
    assert (record.url, record.source, record.also) == (item(1).url, "good", ())


async def test_addresses_that_wait_and_sentences_that_name_the_place_are_forgotten(store):
    state = visit().state
    broken = SourceBroken("forum", "Причина:\nhttps://bad.example/rss: нет ответа", 3)
    waiting = {name: Link(f"https://{name}.example/page") for name in ("bad", "good")}
    named = replace(state, error="https://bad.example/rss: нет ответа")
    await store.keep(visit(state=named, links=waiting, notices=((CHAT, broken),)))
    await store.forbid(BAD)
    assert list(await store.waiting("reviews")) == ["good"]
    assert (await store.source("reviews")).error is None
    assert await store.owed_count() == 0


async def test_a_list_that_became_shorter_brings_nothing_back_and_takes_nothing_away(store):
    await bring(store, item(0), item(1, url="https://bad.example/1"))
    await store.forbid(BAD)
    assert await store.forbid(Places(["bad.example"])) == 0
    assert await store.forbid(Places()) == 0
    assert len(await store.mentions(Query())) == 1
    assert await store.forbidden_count() == 1


FILE = """
language: ru
brands: [{id: zubr, name: Зубр-Софт}]
sources: [{id: forum, kind: feed, url: "https://forum.example/rss"}]
"""


@pytest.fixture
async def house(tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(FILE, encoding="utf-8")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'otklik.db'}")
    async with opened(Written(path, load(path, {}), settings)) as one:
        await bring(one.store, item(0), item(1, url="https://bad.example/1"), item(2, url="https://worse.example/1"))
        yield one


async def test_a_running_program_removes_what_the_changed_file_forbids_and_tells_how_much(house, tmp_path):
    reload = Reload(house, due=lambda _: None)
    listed = tmp_path / "forbidden.txt"

    async def told():
        await reload.look()
        notices = [owed.notice for owed in await house.store.owed("terminal", LATER)]
        return [notice.text for notice in notices], len(await house.store.mentions(Query()))

    house.written.path.write_text(f"{FILE}forbidden: {{file: forbidden.txt}}\n", encoding="utf-8")
    refused, kept = await told()
    assert (len(refused), kept) == (1, 3)
    assert "forbidden.txt" in refused[0]
    listed.write_text("bad.example\n", encoding="utf-8")
    accepted, kept = await told()
    assert kept == 2
    assert accepted[-1] == "Убрано как запрещённое: 1"
    listed.write_text("bad.example\nworse.example\n", encoding="utf-8")
    accepted, kept = await told()
    assert (len(accepted), kept) == (5, 1)
    assert await told() == (accepted, kept)
    (source,) = house.live.plan.sources
    with pytest.raises(ForbiddenError):
        await house.fetcher.get(Request("https://worse.example/"), source=source, validators=None)


async def test_a_place_added_while_nothing_ran_is_removed_at_the_next_start(house, tmp_path):
    house.written.path.write_text(f"{FILE}forbidden: [bad.example]\n", encoding="utf-8")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'otklik.db'}")
    async with opened(Written(house.written.path, load(house.written.path, {}), settings)) as again:
        assert len(await again.store.mentions(Query())) == 2


async def test_an_edit_that_leads_to_a_forbidden_place_takes_the_mention_along(store, crawl):
    await crawl(said(guid="1"))
    assert len(await store.mentions(Query())) == 1
    await crawl(said(guid="1", links=("https://bad.example/",)))
    assert await store.mentions(Query()) == ()
    assert await store.forbidden_count() == 1


async def test_what_another_source_links_with_a_forbidden_place_stays_where_it_was_said_without_it(store, crawl):
    await bring(store, *identify([said()]), source="other")
    await crawl(said(links=("https://bad.example/",)))
    assert [record.source for record in await store.mentions(Query())] == ["other"]


async def test_whoever_brings_it_nothing_forbidden_gets_in(store):
    await store.forbid(BAD)
    bad = said(text="Зубр-Софт обсуждают в @banned_channel")
    kept = await bring(store, *identify([bad, said(url="https://forum.example/2")]), source="import")
    assert (kept.new, await store.forbidden_count()) == (1, 1)
    assert [record.url for record in await store.mentions(Query())] == ["https://forum.example/2"]


async def test_what_a_forbidden_place_showed_as_well_stays_and_forgets_that_it_did(store):
    await bring(store, identified(item(0), "u:good.example/1"))
    await bring(store, identified(item(0, source="other"), "u:good.example/1", "u:bad.example/1"), source="other")
    assert await store.forbid(BAD) == 0
    assert len(await store.mentions(Query())) == 1
    again = await store.compare("other", [identified(item(0), "u:bad.example/1")])
    assert [change.kind for change in again] == ["new"]


@pytest.mark.long
async def test_a_long_history_is_looked_through_to_its_end(store):
    many = [identified(item(n, text=f"Отзыв {n}", url=f"https://otzyv{n % 9}.example/{n}")) for n in range(1_200)]
    await bring(store, *many, history=True, targets=())
    assert await store.forbid(Places(["otzyv1.example"])) == 134
    assert len(await store.mentions(Query())) == 1_200 - 134
