"""First pages in the database: snapshots, verdicts, what was told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from first_page_values import NOW, QUERY, listing, plan_of
from store_values import ANNA, CHAT, OTHER, bring, deliver, item, visit

from monitor.desk import Press
from monitor.digest import PageVerdict
from monitor.domain import Action, Demand, EnteredFirstPage, Item, Label
from monitor.identity import identify
from monitor.places.forbidden import Places
from monitor.serp.first_pages import first_pages_of
from monitor.store import Query, Store

ASKED = ("first-page", QUERY)
WEEK = timedelta(days=7)
PAGE = "https://otzyv.example/zubr"


def result(position: int, url: str, **more: object) -> Item:
    said = Item("first-page", url, f"Страница {position}", "Зубр-Софт", query=QUERY, position=position, dated=False)
    return replace(said, **more)  # type: ignore[arg-type]  # names of it


async def seen(store: Store, *urls: str, at: datetime = NOW) -> None:
    results = tuple(result(n, url, published=NOW - WEEK) for n, url in enumerate(urls, 1))
    await store.keep(visit(source="first-page", at=at, results=results))


def verdict(url: str = PAGE, **more: object) -> PageVerdict:
    read = PageVerdict(url.removeprefix("https://"), "zubr", url, "Отзывы", Label.NEGATIVE, -0.5, NOW)
    return replace(read, **more)  # type: ignore[arg-type]  # names of it


async def test_every_look_at_a_first_page_stays(store):
    await seen(store, PAGE, at=NOW - WEEK)
    await seen(store, "https://zubr.example/", PAGE)
    assert await store.listed_at(["first-page"], NOW - WEEK, NOW + WEEK) == {ASKED: (NOW - WEEK, NOW)}
    assert await store.listed_at(["first-page"], NOW, NOW + WEEK) == {ASKED: (NOW,)}
    assert await store.listed_at(["other"], NOW - WEEK, NOW + WEEK) == {}
    listings = await store.listings(ASKED, [NOW, NOW + WEEK])
    shown = [(one.position, one.url, one.updated) for one in listings[NOW].results]
    assert shown == [(1, "https://zubr.example/", NOW - WEEK), (2, PAGE, NOW - WEEK)]
    before = await store.listed_before(ASKED, NOW)
    assert (before.at, [one.url for one in before.results]) == (NOW - WEEK, [PAGE])
    assert await store.listed_before(ASKED, NOW - WEEK) is None


async def test_a_first_page_that_has_not_changed_stands_as_it_stood(store):
    await seen(store, PAGE, at=NOW - WEEK)
    await store.keep(visit(source="first-page", at=NOW, stands={QUERY, "another"}))
    (at, *_) = (await store.listed_at(["first-page"], NOW, NOW + WEEK))[ASKED]
    assert [one.url for one in (await store.listings(ASKED, [at]))[at].results] == [PAGE]


async def test_how_often_people_search_stands_beside_what_they_see(store):
    """And a look at which nobody could be asked has no figure."""
    for at, count in ((NOW - WEEK, 900), (NOW, 2**40)):
        results, demand = (result(1, PAGE),), (Demand(QUERY, count), Demand("another", 1))
        await store.keep(visit(source="first-page", at=at, results=results, demand=demand))
    await seen(store, PAGE, at=NOW + WEEK)
    listings = await store.listings(ASKED, [NOW - WEEK, NOW, NOW + WEEK])
    assert [listings[at].demand for at in sorted(listings)] == [900, 2**40, None]


async def test_a_page_has_one_verdict_for_each_brand(store):
    await store.judge_page(verdict(read=False))
    await store.judge_page(verdict(label=Label.POSITIVE, updated=NOW, tries=2))
    await store.judge_page(verdict(brand="kestrel"))
    found = await store.page_verdicts("zubr", ["https://www.otzyv.example/zubr/", "https://unknown.example/"])
    assert found == {"otzyv.example/zubr": verdict(label=Label.POSITIVE, updated=NOW, tries=2)}


async def test_a_page_is_known_as_the_mention_that_it_is(store):
    await bring(store, identify([item(url=PAGE)])[0])
    (number,) = [record.number for record in await store.mentions(Query())]
    found = (await store.page_mentions("zubr", [PAGE, "https://other.example/"]))["otzyv.example/zubr"]
    assert (found.number, found.label, found.sources, found.spoken) == (number, Label.NEGATIVE, {"reviews"}, False)
    assert await store.page_mentions("kestrel", [PAGE]) == {}


@pytest.mark.parametrize("action", [Action.NOT_NEGATIVE, Action.NOT_ABOUT_US])
async def test_what_the_team_dismissed_harms_nobody(store, action):
    await bring(store, identify([item(url=PAGE)])[0])
    (number,) = [record.number for record in await store.mentions(Query())]
    await store.act(number, Press(action, ANNA, NOW))
    found = (await store.page_mentions("zubr", [PAGE]))["otzyv.example/zubr"]
    assert (found.label, found.spoken) == (Label.NEUTRAL, True)


async def test_an_entering_is_told_once_to_each_chat(store):
    notice, there = EnteredFirstPage("zubr", "yandex", QUERY, 4, None, "Отзывы", PAGE), listing([PAGE])
    assert await store.tell_entered(notice, there, [CHAT, OTHER], NOW) == 2
    assert await store.tell_entered(notice, there, [CHAT, OTHER], NOW) == 0
    await deliver(store)
    (owed,) = await store.owed(OTHER, NOW)
    assert owed.notice == notice


async def test_a_page_that_comes_and_goes_is_told_again_only_after_a_month(store):
    notice = EnteredFirstPage("zubr", "yandex", QUERY, 9, 11, "Отзывы", PAGE)
    assert await store.tell_entered(notice, listing([PAGE], NOW), [CHAT], NOW) == 1
    for days, told in ((2, 0), (29, 0), (31, 1), (33, 0)):
        at = NOW + timedelta(days=days)
        assert await store.tell_entered(notice, listing([PAGE], at), [CHAT], at) == told


async def test_another_page_is_told_beside_it(store):
    notice = EnteredFirstPage("zubr", "yandex", QUERY, 9, 11, "Отзывы", PAGE)
    await store.tell_entered(notice, listing([PAGE]), [CHAT], NOW)
    other = replace(notice, url=f"{PAGE}-2")
    assert await store.tell_entered(other, listing([PAGE]), [CHAT], NOW) == 1


async def test_a_page_that_enters_by_several_queries_at_once_is_told_of_once(store):
    notice = EnteredFirstPage("zubr", "yandex", QUERY, 9, 11, "Отзывы", PAGE, also=("Зубр-Софт",))
    await store.tell_entered(notice, listing([PAGE]), [CHAT], NOW)
    for query, days, told in (("Зубр", 0, 0), ("Зубр-Софт", 20, 0), ("Зубр 100%_", 2, 1)):
        at = NOW + timedelta(days=days)
        other = replace(notice, query=query, also=())
        assert await store.tell_entered(other, listing([PAGE], at, query=query), [CHAT], at) == told
    elsewhere = listing([PAGE], source="another-engine")
    assert await store.tell_entered(notice, elsewhere, [CHAT], NOW) == 1


async def test_what_people_bring_is_kept_once(store):
    brought = [listing([PAGE, "https://zubr.example/"], imported=True)]
    assert await store.import_listings(brought) == 2
    assert await store.import_listings(brought) == 0
    assert (await store.listings(ASKED, [NOW]))[NOW] == brought[0]


async def test_of_a_forbidden_place_nothing_stays_and_nothing_gets_in(store):
    await seen(store, PAGE, "https://zubr.example/")
    await store.judge_page(verdict())
    notice = EnteredFirstPage("zubr", "yandex", QUERY, 1, None, "Отзывы", PAGE)
    await store.tell_entered(notice, listing([PAGE]), [CHAT], NOW)
    await store.forbid(Places(["otzyv.example"]))
    await store.judge_page(verdict())
    await store.import_listings([listing([PAGE], NOW + WEEK)])
    assert [one.url for one in (await store.listings(ASKED, [NOW]))[NOW].results] == ["https://zubr.example/"]
    assert await store.page_verdicts("zubr", [PAGE]) == {}
    assert await store.owed(CHAT, NOW) == ()
    assert await store.listings(ASKED, [NOW + WEEK]) == {}


async def test_a_week_is_compared_with_how_it_began(store):
    plan, monday = plan_of(), NOW - timedelta(days=1)
    await seen(store, "https://zubr.example/", PAGE, at=NOW - WEEK)
    await seen(store, PAGE, "https://zubr.example/", at=monday)
    await seen(store, PAGE, "https://zubr.example/", at=NOW)
    await store.judge_page(verdict())
    (page,) = await first_pages_of(store, plan, "2026-W48")
    assert (page.engine, page.query, page.at, page.before) == ("yandex", QUERY, NOW, NOW - WEEK)
    first = page.places[0]
    assert (first.position, first.previous, first.label) == (1, 2, Label.NEGATIVE)
    assert [one.week for one in page.weeks] == ["2026-W47", "2026-W48"]
    (before,) = await first_pages_of(store, plan, "2026-W47")
    assert (before.at, before.before) == (NOW - WEEK, None)


async def test_two_looks_in_the_first_week_are_compared_with_each_other(store):
    await seen(store, PAGE, at=NOW)
    await seen(store, "https://zubr.example/", PAGE, at=NOW + timedelta(hours=1))
    (page,) = await first_pages_of(store, plan_of(), "2026-W48")
    assert (page.before, [place.previous for place in page.places]) == (NOW, [None, 1])


async def test_a_page_that_is_forgotten_while_a_digest_is_written_is_not_shown(store, monkeypatch):
    """It is read in two steps: when pages were seen, then how they stood."""
    own, listings = "https://zubr.example/", Store.listings

    async def listings_of_what_is_left(store: Store, *asked: object) -> object:
        await store.forbid(Places(["otzyv.example"]))
        return await listings(store, *asked)

    monkeypatch.setattr(Store, "listings", listings_of_what_is_left)
    await seen(store, PAGE, at=NOW)
    assert await first_pages_of(store, plan_of(), "2026-W48") == ()
    await store.forbid(Places([]))
    await seen(store, PAGE, at=NOW)
    assert await store.listed_before(ASKED, NOW + timedelta(hours=1)) is None
    await store.forbid(Places([]))
    await seen(store, PAGE, at=NOW)
    await seen(store, own, at=NOW + timedelta(hours=1))
    (page,) = await first_pages_of(store, plan_of(), "2026-W48")
    assert (page.at, page.before) == (NOW + timedelta(hours=1), None)


async def test_a_first_page_that_was_seen_long_ago_says_nothing_of_a_week(store):
    await seen(store, PAGE, at=NOW)
    assert await first_pages_of(store, plan_of(), "2026-W49") != ()
    assert await first_pages_of(store, plan_of(), "2026-W51") == ()
    assert await first_pages_of(store, plan_of(), "2026-W47") == ()


async def test_a_chat_of_other_brands_sees_no_first_page_of_ours(store):
    await seen(store, PAGE)
    assert await first_pages_of(store, plan_of(), "2026-W48", ("other",)) == ()
    assert len(await first_pages_of(store, plan_of(), "2026-W48", ("zubr",))) == 1
