"""The pages of first pages are read once, and what enters is told: with a site that answers, and a real fetcher."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from live_values import live_of
from web_site import Reply, Site

from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.digest import FirstPage, Listing, Shown
from monitor.domain import Action, EnteredFirstPage, Label, Owed, Person
from monitor.domain.targets import TERMINAL
from monitor.errors import StoreError
from monitor.fetch import Fetcher
from monitor.pipeline import Pipeline
from monitor.reading.reader import Reader
from monitor.serp import FirstPageWatch
from monitor.serp.first_pages import first_pages_of
from monitor.serp.page_reading import TRIES
from monitor.store import Query, Store
from monitor.telling.letters import Letters

pytestmark = pytest.mark.one_database

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
HTML = {"Content-Type": "text/html; charset=utf-8"}
ANNA = Person(11, "Анна")
BAD = "Зубр-Софт обманул нас и сорвал все сроки, поддержка хамит. Ужасная компания, не рекомендую никому."
FINE = "Зубр-Софт внедрил систему за месяц. Отличная поддержка, всем рекомендую, очень довольны."
PLAIN = "Зубр-Софт основан в 2010 году в Минске. В компании двести сотрудников и три офиса."


def article(text: str, changed: str = "2025-03-12", title: str = "О компании Зубр-Софт") -> Reply:
    """A page with its dates."""
    said = {"@type": "Article", "headline": title, "datePublished": "2020-01-01", "dateModified": changed}
    head = f"<title>{title}</title><script type='application/ld+json'>{json.dumps(said)}</script>"
    body = f"<article><h1>{title}</h1><p>{text}</p><p>{PLAIN}</p></article>"
    return Reply(body=f"<html><head>{head}</head><body>{body}</body></html>".encode(), headers=HTML)


class World:
    """A SearXNG, the pages it shows, and the product before them."""

    def __init__(self, site: Site, store: Store) -> None:
        self.site, self.store, self.now = site, store, START
        search = {"id": "first-page", "kind": "search", "engine": "searxng", "query": "{brand} отзывы"}
        self.plan = Plan.model_validate(
            {
                "language": "ru",
                "timezone": "Europe/Minsk",
                "brands": [
                    {"id": "zubr", "name": "Зубр-Софт", "sites": [f"127.0.0.1:{site.port}/our"]},
                    {"id": "k", "name": "Пустельга", "role": "competitor", "sites": [f"127.0.0.1:{site.port}/rival"]},
                ],
                "sources": [search | {"url": site.url("/searx"), "allow_private_network": True}],
                "http": {"allow_private_network": True, "per_host": "1000 per 1s"},
            }
        )
        self.adopt(self.plan)

    def adopt(self, plan: Plan) -> None:
        """From now on with this file."""
        self.plan = plan
        self.live = live_of(plan, telegram=False)

    def show(self, *paths: str, title: str = "Зубр-Софт") -> None:
        """From now on the engine shows these pages."""
        results = [
            {"url": self.site.url(path), "title": f"{title}, № {place}", "content": ""}
            for place, path in enumerate(paths, 1)
        ]
        self.site.serve("/searx/search", Reply(body=json.dumps({"results": results}).encode()))

    async def pass_by(
        self, *, visit: bool = True, private: bool = True, reader: Reader | None = None, pages: int = 40
    ) -> None:
        """A visit of the search, and a look at what it brought."""
        if visit:
            await self.visit()
        plan = self.plan if private else self.plan.model_copy(update={"http": type(self.plan.http)()})
        async with Fetcher(plan.http) as fetcher, reader or Reader() as reading:
            watch = self.watch(fetcher, reading, pages)
            await watch.look()

    def watch(self, fetcher: Fetcher, reader: Reader, pages: int = 40) -> FirstPageWatch:
        """Whoever looks at what visits brought."""
        return FirstPageWatch(self.store, self.live, lambda: self.now, fetcher=fetcher, reader=reader, pages=pages)

    async def visit(self) -> None:
        """A visit of the search alone."""
        async with Fetcher(self.plan.http) as fetcher, Reader() as reading:
            pipeline = Pipeline(self.store, fetcher, self.live.understanding, lambda: self.now, reading)
            (report,) = await pipeline.round(self.plan.sources)
        assert report.status.value in {"ok", "unchanged"}, report.error

    async def page(self) -> FirstPage:
        """As the digest of this week shows it."""
        (page,) = await first_pages_of(self.store, self.plan, "2026-W48")
        return page

    async def told(self) -> list[Owed]:
        """What is owed of first pages."""
        owed = await self.store.owed(TERMINAL, self.now)
        return [one for one in owed if isinstance(one.notice, EnteredFirstPage)]

    def asked(self, path: str) -> int:
        """How often a page was asked for."""
        return len(self.site.asked(path))


@pytest.fixture
async def world(store: Store) -> AsyncIterator[World]:
    async with Site() as site:
        site.serve("/robots.txt", Reply(404))
        site.serve("/bad", article(BAD))
        site.serve("/good", article(FINE))
        site.serve("/plain", article(PLAIN))
        site.serve("/our", article(PLAIN, "2025-09-01"))
        yield World(site, store)


def labels(page: FirstPage) -> list[str]:
    return [place.owner.value if place.owner else place.label.value for place in page.places]


async def test_each_page_is_read_once_and_judged_by_what_it_says(world):
    world.show("/bad", "/our", "/rival", "/good", "/plain")
    await world.pass_by()
    world.now += DAY
    await world.pass_by()
    page = await world.page()
    assert labels(page) == ["negative", "own", "competitor", "positive", "neutral"]
    assert [world.asked(path) for path in ("/bad", "/our", "/rival", "/good", "/plain")] == [1, 1, 0, 1, 1]
    assert page.engine == "searxng"
    assert 0.3 < page.negative_share < 0.4
    assert page.owned == 2


async def test_a_page_tells_when_it_was_changed_last(world):
    world.site.serve(
        "/bad",
        Reply(
            body=f"<title>Зубр-Софт</title><p>{BAD}</p>".encode(),
            headers=HTML | {"Last-Modified": "Tue, 03 Feb 2026 10:00:00 GMT"},
        ),
    )
    world.show("/good", "/bad", "/our")
    await world.pass_by()
    assert [f"{place.updated:%Y-%m-%d}" for place in (await world.page()).places] == [
        "2025-03-11",  # midnight of Minsk
        "2026-02-03",
        "2025-08-31",
    ]


async def test_our_own_pages_are_looked_at_again_after_a_week_for_their_dates(world):
    world.show("/our", "/good")
    await world.pass_by()
    world.site.serve("/our", article(PLAIN, "2026-11-30"))
    world.now += 8 * DAY
    await world.pass_by()
    (page,) = await first_pages_of(world.store, world.plan, "2026-W49")
    assert (world.asked("/our"), world.asked("/good")) == (2, 1)
    assert page.places[0].updated == datetime(2026, 11, 29, 21, tzinfo=UTC)


@pytest.mark.parametrize(("mean", "label"), [("1.9", "negative"), ("4.6", "positive")])
async def test_a_mean_rating_decides_over_words(world, mean, label):
    rated = {"@type": "Organization", "name": "ООО «Зубр Софт»", "aggregateRating": {"ratingValue": mean}}
    words = BAD if label == "positive" else FINE
    head = f"<title>Зубр-Софт: отзывы</title><script type='application/ld+json'>{json.dumps(rated)}</script>"
    world.site.serve("/rated", Reply(body=f"{head}<article><p>{words}</p></article>".encode(), headers=HTML))
    world.show("/rated")
    await world.pass_by()
    assert labels(await world.page()) == [label]


async def test_a_page_that_does_not_name_us_says_nothing_of_us(world):
    world.site.serve("/zoo", Reply(body=b"<title>Zoo</title><p>Awful scam, avoid it, terrible.</p>", headers=HTML))
    world.show("/zoo", title="Zoo")
    await world.pass_by()
    assert labels(await world.page()) == ["neutral"]


async def test_a_page_that_cannot_be_read_is_judged_by_its_snippet_and_tried_a_few_times(world):
    world.site.serve("/closed", Reply(500))
    world.show("/closed", title="Зубр-Софт – обман, ужас, не рекомендую")
    await world.pass_by()
    for _ in range(TRIES + 2):
        await world.pass_by(visit=False)
        world.now += DAY
    (place,) = (await world.page()).places
    assert (place.label, place.read, world.asked("/closed")) == (Label.NEGATIVE, False, TRIES)


async def test_a_page_that_can_be_read_at_last_is_judged_by_its_words(world):
    world.site.serve("/late", Reply(500), article(FINE))
    world.show("/late", title="Зубр-Софт – обман, ужас, не рекомендую")
    await world.pass_by()
    world.now += DAY
    await world.pass_by(visit=False)
    (place,) = (await world.page()).places
    assert (place.label, place.read) == (Label.POSITIVE, True)


async def test_the_network_of_the_engine_is_closed_to_the_pages_that_it_shows(world):
    world.show("/bad")
    await world.pass_by(private=False)
    assert world.asked("/bad") == 0
    assert [place.read for place in (await world.page()).places] == [False]


async def test_what_robots_txt_forbids_is_left_alone(world):
    world.site.serve("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /bad"))
    world.show("/bad")
    await world.pass_by()
    assert world.asked("/bad") == 0


async def test_a_negative_page_that_enters_is_told_at_once_with_what_could_overtake_it(world):
    world.show("/plain", "/our")
    await world.pass_by()
    assert await world.told() == []
    world.show("/plain", "/bad", "/our")
    world.now += 7 * DAY
    await world.pass_by()
    await world.pass_by(visit=False)
    (owed,) = await world.told()
    notice = owed.notice
    assert isinstance(notice, EnteredFirstPage)
    assert (notice.position, notice.previous, notice.refresh_position) == (2, None, 3)
    assert (notice.url, notice.refresh) == (world.site.url("/bad"), world.site.url("/our"))
    letter = await Letters(world.store, world.live)(owed, world.now)
    assert letter.document.text.startswith(
        "🔻 В первой десятке SearXNG по запросу «Зубр-Софт отзывы» – негативная страница, 2-е место"
    )
    assert "Ниже, на 3-м месте: Зубр-Софт, № 3 (обновлена 1 сентября 2025)" in letter.document.text


async def test_the_first_snapshot_is_quiet_also_after_a_restart(world):
    world.show("/bad", "/our")
    await world.pass_by()
    await world.pass_by(visit=False)
    world.now += 7 * DAY
    await world.pass_by()
    assert await world.told() == []


async def test_a_page_that_swings_about_the_tenth_place_is_told_once(world):
    others = [f"/{n}" for n in range(10)]
    world.show(*others, "/bad")
    await world.pass_by()
    for round_ in range(3):
        world.show("/bad", *others[:9])
        world.now += DAY
        await world.pass_by()
        world.show(*others, "/bad")
        world.now += DAY
        await world.pass_by()
        assert len(await world.told()) == 1, round_
    (owed,) = await world.told()
    assert owed.notice.previous == 11


async def test_what_enters_the_first_page_of_an_old_snapshot_is_left_to_the_digest(world):
    world.site.serve("/late", Reply(500), article(BAD))
    world.show("/plain")
    await world.pass_by()
    world.show("/late", "/plain", title="Страница")
    world.now += DAY
    await world.pass_by()
    world.now += DAY
    await world.pass_by(visit=False)
    assert labels(await world.page()) == ["negative", "neutral"]
    assert await world.told() == []


async def test_what_the_team_says_is_not_negative_is_neutral_on_the_first_page(world):
    world.show("/bad", "/our", title="Зубр-Софт – ужас, обман")
    await world.pass_by()
    (record, *_) = [one for one in await world.store.mentions(Query()) if one.url.endswith("/bad")]
    assert labels(await world.page()) == ["negative", "own"]
    await world.store.act(record.number, Press(Action.NOT_NEGATIVE, ANNA, world.now))
    (bad, _) = (await world.page()).places
    assert (bad.label, bad.mention) == (Label.NEUTRAL, record.number)


async def test_a_page_that_has_its_card_is_told_of_under_it(world):
    world.show("/plain", "/our")
    await world.pass_by()
    world.show("/bad", "/plain", title="Зубр-Софт – ужас, обман")
    world.now += 7 * DAY
    await world.pass_by()
    owed = [one for one in await world.store.owed(TERMINAL, world.now) if one.mention is not None]
    card, notice = owed
    assert (card.notice, card.mention) == (None, notice.mention)
    await world.store.claim(card.id)
    await world.store.sent(card.id, world.now, 77)
    letter = await Letters(world.store, world.live)(notice, world.now)
    assert letter.under == 77


async def test_a_page_that_breaks_its_reading_holds_up_no_other(world):
    class Broken(Reader):
        async def read(self, source: Any, page: Any, **how: Any) -> Any:
            if page.url.endswith("/bad"):
                raise RuntimeError("a page that nobody thought of")
            return await super().read(source, page, **how)

    world.show("/bad", "/good")
    await world.pass_by(reader=Broken())
    await world.pass_by(visit=False)
    bad, good = (await world.page()).places
    assert (bad.label, bad.read, good.label) == (Label.NEUTRAL, False, Label.POSITIVE)
    assert world.asked("/bad") == 1


class Busy:
    """A database that is in trouble when the first page is to be noted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._troubles = 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def judge_page(self, verdict: Any) -> None:
        """Once in vain."""
        if self._troubles:
            self._troubles -= 1
            raise StoreError("store.unreachable", place="otklik.db")
        await self._store.judge_page(verdict)


async def test_a_page_that_the_database_did_not_take_is_read_in_the_next_round(world):
    world.show("/bad")
    world.store = Busy(world.store)
    with pytest.raises(StoreError):
        await world.pass_by()
    await world.pass_by(visit=False)
    (bad,) = (await world.page()).places
    assert (bad.label, bad.read) == (Label.NEGATIVE, True)


async def test_more_pages_than_one_round_reads_are_read_in_the_next_ones(world):
    paths = [f"/page{n}" for n in range(7)]
    for path in paths:
        world.site.serve(path, article(FINE))
    world.show(*paths)
    await world.pass_by(pages=0)
    async with Fetcher(world.plan.http) as fetcher, Reader() as reader:
        watch = world.watch(fetcher, reader, 3)
        for read in (3, 6, 7, 7):
            await watch.look()
            assert [world.asked(path) for path in paths] == [1] * read + [0] * (7 - read)


async def test_the_best_places_are_read_first_and_the_digest_keeps_the_order_of_the_file(world):
    search = world.plan.sources[0]
    plan = world.plan.model_copy(update={"sources": (search.model_copy(update={"id": "z"}), search)})
    world.adopt(plan)
    for path in "abcdef":
        world.site.serve(f"/{path}", article(FINE))
    for source, query, paths in (("first-page", "отзывы", "ab"), ("z", "отзывы", "cd"), ("z", "жалобы", "ef")):
        results = tuple(Shown(n, world.site.url(f"/{path}"), "Зубр-Софт") for n, path in enumerate(paths, 1))
        await world.store.import_listings([Listing(source, query, world.now, results, imported=True)])
    await world.pass_by(visit=False, pages=3)
    assert [path for path in "abcdef" if world.asked(f"/{path}")] == ["a", "c", "e"]
    pages = await first_pages_of(world.store, plan, "2026-W48")
    assert [(page.source, page.query) for page in pages] == [
        ("z", "жалобы"),
        ("z", "отзывы"),
        ("first-page", "отзывы"),
    ]


async def test_while_nothing_was_visited_it_rests_for_an_hour(world):
    world.site.serve("/late", Reply(500), article(FINE))
    world.show("/late")
    await world.pass_by()
    async with Fetcher(world.plan.http) as fetcher, Reader() as pages:
        watch = world.watch(fetcher, pages)
        world.now += DAY - timedelta(minutes=10)
        await watch.look()
        world.now += timedelta(minutes=20)
        await watch.look()
        assert world.asked("/late") == 1
        world.now += timedelta(hours=1)
        await watch.look()
        assert world.asked("/late") == 2


async def test_a_page_that_enters_by_several_queries_is_one_message(world):
    search = world.plan.sources[0].model_copy(update={"query": ("{brand}", "{brand} отзывы")})
    world.adopt(world.plan.model_copy(update={"sources": (search,)}))
    world.show("/plain", "/our")
    await world.pass_by()
    world.show("/bad", "/plain", "/our")
    world.now += 7 * DAY
    await world.pass_by()
    (owed,) = await world.told()
    assert (owed.notice.query, owed.notice.also) == ("Зубр-Софт", ("Зубр-Софт отзывы",))
    letter = await Letters(world.store, world.live)(owed, world.now)
    assert "Вошла и по другим запросам: «Зубр-Софт отзывы»." in letter.document.text


@pytest.mark.parametrize(
    ("below", "said"),
    [
        (("/our",), "Обновите её"),
        (("/good",), "Страница не ваша"),
        (("/rival",), "Ниже нет страницы"),
    ],
)
async def test_what_to_do_depends_on_whose_page_stands_below(world, below, said):
    world.show(*below)
    await world.pass_by()
    world.show("/bad", *below)
    world.now += 7 * DAY
    await world.pass_by()
    (owed,) = await world.told()
    letter = await Letters(world.store, world.live)(owed, world.now)
    assert said in letter.document.text


async def test_a_look_that_an_engine_cut_short_brings_nobody_in(world):
    whole = ["/bad", "/our", *(f"/{n}" for n in range(8))]
    world.show(*whole)
    await world.pass_by()
    world.show(*whole[1:4])
    world.now += DAY
    await world.pass_by()
    world.show(*whole)
    world.now += DAY
    await world.pass_by()
    assert await world.told() == []
    world.show("/worse", *whole[:9])
    world.site.serve("/worse", article(BAD))
    world.now += DAY
    await world.pass_by()
    assert [owed.notice.url for owed in await world.told()] == [world.site.url("/worse")]


async def test_places_of_another_service_are_read_and_tell_nobody_unless_asked(world):
    def places(*paths: str, quiet: bool) -> Listing:
        results = tuple(Shown(n, world.site.url(path), "Зубр-Софт") for n, path in enumerate(paths, 1))
        return Listing("first-page", "Зубр-Софт отзывы", world.now, results, imported=quiet)

    await world.store.import_listings([places("/plain", "/our", quiet=True)])
    world.now += timedelta(hours=1)
    await world.store.import_listings([places("/bad", "/plain", "/our", quiet=True)])
    await world.pass_by(visit=False)
    assert labels(await world.page()) == ["negative", "neutral", "own"]
    assert await world.told() == []
    world.site.serve("/worse", article(BAD))
    world.now += timedelta(hours=1)
    await world.store.import_listings([places("/worse", "/bad", "/our", quiet=False)])
    await world.pass_by(visit=False)
    assert [owed.notice.position for owed in await world.told()] == [1]


async def test_the_time_before_us_that_people_bring_is_read_for_the_digest(world):
    for weeks, path in ((5, "/bad"), (1, "/good")):
        at = START - timedelta(weeks=weeks)
        shown = (Shown(1, world.site.url(path), "Зубр-Софт"),)
        await world.store.import_listings([Listing("first-page", "Зубр-Софт отзывы", at, shown, imported=True)])
    await world.pass_by(visit=False)
    (page,) = await first_pages_of(world.store, world.plan, "2026-W47")
    assert [(week.week, week.places[0].label.value) for week in page.weeks] == [
        ("2026-W43", "negative"),
        ("2026-W47", "positive"),
    ]


async def test_what_enters_between_two_rounds_is_told_though_a_later_visit_saw_it_too(world):
    world.show("/plain", "/our")
    await world.pass_by()
    world.show("/plain", "/bad", "/our")
    for _ in range(3):
        world.now += timedelta(minutes=1)
        await world.visit()
    await world.pass_by(visit=False)
    await world.pass_by()
    (owed,) = await world.told()
    assert (owed.notice.position, owed.notice.previous) == (2, None)


async def test_what_has_left_again_is_told_nobody(world):
    world.show("/plain", "/our")
    await world.pass_by()
    world.show("/plain", "/bad", "/our")
    world.now += timedelta(minutes=1)
    await world.visit()
    world.show("/plain", "/our")
    world.now += timedelta(minutes=1)
    await world.pass_by()
    assert await world.told() == []
