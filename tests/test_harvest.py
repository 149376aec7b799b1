"""Pages that lists name: read once, the newest first, and those that were there before us are history."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal

import pytest

from monitor.config.plan import Plan
from monitor.domain import FirstCrawl, Item, Link, Page, Request, Severity, Validators, VisitStatus
from monitor.domain.targets import TERMINAL
from monitor.errors import Cause, FetchError
from monitor.fetch import Fetched
from monitor.fetch.refusals import by_status
from monitor.harvest import Harvest, Memory, gather
from monitor.harvest.context import VisitContext
from monitor.harvest.listed import ListedPages, Named
from monitor.pipeline import Pipeline
from monitor.places.forbidden import Places
from monitor.reading.reader import Reader
from monitor.sources.articles import ArticlesSource
from monitor.sources.base import SourceBase
from monitor.sources.reviews import ReviewsSource
from monitor.store import Query
from monitor.team.routes import Routes
from monitor.understanding import Understanding

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LIST = "https://news.example/"
BAD = "Поддержка Зубр-Софта хамит и не отвечает, обманули с оплатой, ужас."
GOOD = "Зубр-Софт рассказал о планах на год."


CHALLENGE = "are you a human being?"


class Listing(SourceBase):
    """A page of lines: an address, its stamp, the day it was published; `*` before what the list tells whole."""

    kind: Literal["listing"] = "listing"
    url: str = LIST
    limit: int = 30

    @property
    def reads_lists(self):
        """Each line is a page."""
        return True

    def start(self, names):
        """The list."""
        return (Request(self.url),)

    def read(self, page, *, now, zone):
        """Lines, or the text of an article."""
        text = page.body.decode()
        if page.step == "article":
            yield replace(page.item, text=text) if page.item else Item(self.id, page.url, text=text)
            return
        for line in text.splitlines():
            path, stamp, day, *told = line.split(" ", 3)
            listed = datetime.fromisoformat(day).replace(tzinfo=UTC) if day != "-" else None
            item = Item(self.id, LIST + path, text=told[0]) if told else None
            yield Request(LIST + path, "article", once=stamp, listed=listed, depth=1, item=item)


class Web:
    """Serves bodies by path and remembers what was asked for; what is not there fails."""

    def __init__(self, *, missing=500, mark="etag", **pages):
        self.pages = pages
        self.mark = mark  # what its server says of a version; without one only the body tells
        self.asked = []
        self.missing = missing  # the status of what is not there

    async def get(self, request, *, source, validators=None):
        path = request.url.removeprefix(LIST)
        self.asked.append(path or "list")
        body = self.pages.get(path or "list")
        if body == CHALLENGE:
            raise FetchError("fetch.blocked", url=request.url, status=403, cause=Cause.BLOCKED)
        if body is None:
            raise by_status(self.missing, {}, b"", url=request.url, retry_after=None)
        seen = Validators(digest=body, **{self.mark: body} if self.mark else {})
        if validators is not None and body in {validators.etag, validators.modified, validators.digest}:
            return Fetched(None, seen, 304)
        return Fetched(Page(request.url, body.encode(), step=request.step, item=request.item), seen, 200)

    def articles(self):
        """What was asked for since the last look, but for the list."""
        asked, self.asked = [path for path in self.asked if path != "list"], []
        return asked


def plan(**changes):
    return Plan.model_validate(
        {"language": "ru", "brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": [], **changes}
    )


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def visit(store):
    clock = Clock()

    async def once(web, source=None, the_plan=None):
        chosen = the_plan or plan()
        understanding = Understanding(chosen, Routes(chosen, telegram=False))
        (report,) = await Pipeline(store, web, understanding, clock).round([source or Listing(id="news")])
        return report

    return once


async def summaries(store):
    owed = await store.owed(TERMINAL, NOW + timedelta(days=1))
    return [one.notice for one in owed if isinstance(one.notice, FirstCrawl)]


async def alerts(store):
    return [one.mention for one in await store.owed(TERMINAL, NOW + timedelta(days=1)) if one.mention]


async def test_a_page_of_a_list_is_read_once(visit):
    web = Web(list="a 1 -\nb 1 -", a=GOOD, b="О погоде")
    assert (await visit(web)).new == 2
    assert web.articles() == ["a", "b"]
    web.pages |= {"list": "c 1 -\na 1 -\nb 1 -", "c": GOOD + " И о новостях."}
    assert (await visit(web)).items == 1
    assert web.articles() == ["c"]


async def test_a_page_with_another_stamp_is_read_again(visit, store):
    web = Web(list="a 1 -", a=GOOD)
    await visit(web)
    web.pages |= {"list": "a 2 -", "a": BAD}
    await visit(web)
    (record,) = await store.mentions(Query())
    assert record.text == BAD
    assert await alerts(store) == [record.number]  # an edit that makes it negative raises its first alert


async def test_the_newest_are_read_first_and_the_rest_in_the_next_pass(visit):
    web = Web(
        list="old 1 2026-11-01\nnone 1 -\nnew 1 2026-11-20\nmid 1 2026-11-10", old="1", none="2", new="3", mid="4"
    )
    source = Listing(id="news", limit=2)
    await visit(web, source)
    assert web.articles() == ["new", "mid"]
    assert (await visit(web, source)).status == "ok"  # the list itself is unchanged, but two pages were read
    assert web.articles() == ["old", "none"]
    assert (await visit(web, source)).status == "unchanged"
    assert web.articles() == []


async def test_what_came_since_the_first_visit_is_read_before_the_many_pages_without_a_date_that_were_there(visit):
    source = Listing(id="news", limit=2)
    web = Web(list="\n".join(f"{n} s -" for n in range(6)), **{str(n): GOOD for n in range(6)}, new=BAD)
    await visit(web, source)
    assert web.articles() == ["0", "1"]
    web.pages["list"] += "\nnew s -"
    await visit(web, source)
    assert web.articles() == ["new", "2"]


async def test_what_was_listed_at_the_first_visit_is_history_whenever_it_is_read(visit, store):
    web = Web(list="a 1 2026-11-20\nb 1 2026-11-19", a=GOOD, b=BAD)
    source = Listing(id="news", limit=1)
    await visit(web, source)
    assert [(one.found, one.negative) for one in await summaries(store)] == [(1, 0)]
    web.pages |= {"list": "c 1 2026-11-24\n" + web.pages["list"], "c": "Зубр-Софт обманул клиента, ужас, хамы!"}
    await visit(web, source)
    (told,) = await alerts(store)
    assert (await store.record(told)).text == web.pages["c"]
    await visit(web, source)
    assert [(one.found, one.negative) for one in await summaries(store)] == [(2, 1)]  # the same message counts on
    assert await alerts(store) == [told]


async def test_an_article_without_a_date_is_as_old_as_its_teaser_says(visit, store):
    source = ArticlesSource.model_validate({"id": "news", "kind": "articles", "url": LIST, "select": {"link": "a"}})
    teaser = '<div><a href="{0}">{0}</a> <span class="date">{1}</span></div>'
    said = "<html><body><article><h1>Новость дня</h1><p>{0}</p><p>Подробностей пока нет.</p></article></body></html>"
    pages = {"n0": said.format(GOOD), "n1": said.format(BAD), "n2": said.format(f"Опять. {BAD}")}
    web = Web(list=teaser.format("n0", "24.11.2026"), **pages)
    await visit(web, source)
    web.pages["list"] += teaser.format("n1", "24.11.2019") + teaser.format("n2", "24.11.2026")
    await visit(web, source)
    told = {record.url: (record.published, record.severity) for record in await store.mentions(Query())}
    assert told[f"{LIST}n1"] == (datetime(2019, 11, 24, tzinfo=UTC), None)
    assert told[f"{LIST}n2"] == (datetime(2026, 11, 24, tzinfo=UTC), Severity.P2)


async def test_a_page_that_fails_is_tried_in_three_passes_and_spoils_nothing(visit):
    web = Web(list="a 1 -\nbroken 1 -", a=GOOD)
    report = await visit(web)
    assert (report.status, report.items, report.error) == ("ok", 1, None)
    assert web.articles() == ["a", "broken"]
    for _ in range(2):
        await visit(web)
        assert web.articles() == ["broken"]
    await visit(web)
    assert web.articles() == []


async def test_a_visit_stops_where_a_page_wants_to_see_a_human_being_and_goes_on_another_day(visit):
    web = Web(list="a 1 -\nb 1 -\nc 1 -", a=GOOD, b=CHALLENGE, c="О погоде")
    report = await visit(web)
    assert web.articles() == ["a", "b"]
    assert (report.items, "human" in report.error or "человек" in report.error) == (1, True)
    web.pages["b"] = "О ценах"
    assert (await visit(web)).items == 2
    assert web.articles() == ["b", "c"]


async def test_what_a_visit_that_stops_does_not_ask_for_stays_as_its_list_tells_it(visit, store):
    web = Web(list=f"a 1 -\nb 1 -\nc 1 - {GOOD}", a="О погоде", b=CHALLENGE, c="О планах Зубр-Софта подробно.")
    await visit(web)
    assert web.articles() == ["a", "b"]
    assert [record.text for record in await store.mentions(Query())] == [GOOD]
    web.pages["b"] = "О ценах"
    await visit(web)
    assert web.articles() == ["b"]


async def test_what_there_is_no_time_for_waits_for_the_next_visit():
    web, source = Web(a=GOOD), Listing(id="news")
    read = partial(Reader().read_new, source, now=NOW, zone=plan().zone)
    context, named = VisitContext(source, web, Memory(), read, Places(), None), Request(LIST + "a", "article", once="1")
    for until, asked in ((0.0, []), (float("inf"), ["a"])):
        await ListedPages(context, until).read({"a": Named(named, first_time=False)})
        assert (web.asked, context.harvest.links["a"].read) == (asked, bool(asked))


@pytest.mark.parametrize("told", ["", f" {GOOD}"])
async def test_a_page_in_a_forbidden_place_is_not_asked_for_and_what_its_list_tells_is_counted(visit, store, told):
    web = Web(list=f"a 1 -\nbad 1 -{told}", a="О погоде", bad=BAD)
    await visit(web, the_plan=plan(forbidden=["news.example/bad"]))
    assert web.articles() == ["a"]
    assert (await store.mentions(Query()), await store.forbidden_count()) == ((), 1)


async def test_where_no_page_of_a_list_can_be_read_the_reason_is_told(visit):
    report = await visit(Web(list="a 1 -\nb 1 -"))
    assert (report.status, report.items) == ("ok", 0)
    assert "(500)" in report.error


@pytest.mark.parametrize("status", [404, 410])
async def test_where_all_pages_of_a_list_are_gone_nobody_is_told_to_correct_them_in_the_file(visit, status):
    error = (await visit(Web(list="a 1 -\nb 1 -", missing=status))).error
    assert f"({status})" in error
    assert "sources.yaml" not in error


async def test_what_the_list_says_is_kept_where_the_page_cannot_be_read(visit, store):
    web = Web(list=f"broken 1 - {GOOD}\nfine 1 - Кратко о Зубр-Софте.", fine="Подробно о Зубр-Софте и его планах.")
    await visit(web)
    assert {record.text for record in await store.mentions(Query())} == {GOOD, web.pages["fine"]}
    await visit(web)
    web.pages["list"] = "new 1 - Новое\n" + web.pages["list"]
    web.pages["new"] = "Новое без имён"
    report = await visit(web)
    assert (report.items, report.new) == (3, 1)  # those whose pages were read are known, and no edits


async def test_what_only_the_list_says_of_a_brand_is_not_lost(visit, store):
    web = Web(list=f"page 1 - {GOOD}", page="Длинная статья, в которой имени нет, хотя лента его называет.")
    await visit(web)
    assert [record.text for record in await store.mentions(Query())] == [GOOD]


async def test_a_page_is_read_also_where_its_list_alone_raises_the_alert(visit, store):
    web = Web(list="first 1 -", first=GOOD)
    await visit(web)
    web.pages |= {"list": f"bad 1 - {BAD}\nfirst 1 -", "bad": f"{BAD} Зубр-Софт украл деньги, готовим иск в суд."}
    await visit(web)
    (told,) = await alerts(store)
    record = await store.record(told)
    assert (record.text, record.severity) == (web.pages["bad"], Severity.P1)


async def test_after_a_change_of_brands_the_pages_are_read_again_as_history(visit, store):
    web = Web(list="a 1 -", a="Кречет-Софт обманул клиентов, ужас!")
    await visit(web)
    both = [{"id": "zubr", "name": "Зубр-Софт"}, {"id": "krechet", "name": "Кречет-Софт"}]
    web.articles()
    await visit(web, the_plan=plan(brands=both))
    assert web.articles() == ["a"]
    (record,) = await store.mentions(Query())
    assert (record.brand, record.severity) == ("krechet", None)
    assert await alerts(store) == []


async def test_nothing_that_is_stored_of_a_visit_tells_its_address(store, tmp_path):
    web, source = Web(list="a 1 -", a="О погоде"), Listing(id="news", url=LIST, params={"token": "s3cret"})
    found = await gather(source, web, names=(), now=NOW, zone=UTC, reader=Reader(), memory=Memory())
    kept = [*found.validators, *found.links]
    assert len(kept) == 2
    assert not any("news.example" in key or "s3cret" in key for key in kept)


async def test_after_a_change_of_brands_a_long_list_is_read_again_in_several_passes(visit, store):
    web = Web(list="old 1 2026-11-18", old="О погоде", a="О погоде", b="Кречет-Софт обманул клиентов, ужас!")
    both = [{"id": "zubr", "name": "Зубр-Софт"}, {"id": "krechet", "name": "Кречет-Софт"}]
    source = Listing(id="news", limit=1)
    await visit(web, source)
    web.pages["list"] = "a 1 2026-11-20\nb 1 2026-11-19"
    await visit(web, source)
    await visit(web, source)
    assert web.articles() == ["old", "a", "b"]
    await visit(web, source, plan(brands=both))
    assert web.articles() == ["a"]
    await visit(web, source, plan(brands=both))
    assert web.articles() == ["b"]
    (record,) = await store.mentions(Query())
    assert (record.brand, record.severity) == ("krechet", None)


async def test_a_list_that_only_tries_remembers_nothing():
    source = Listing(id="news", limit=1)
    web = Web(list="a 1 -\nb 1 -", a="1", b="2")
    for _ in range(2):
        found = await gather(source, web, names=(), now=NOW, zone=UTC, reader=Reader(), memory=Memory())
        assert [item.text for item in found.items] == ["1"]


class Index(Listing):
    """A list of lists, as a sitemap index is."""

    kind: Literal["index"] = "index"

    def read(self, page, *, now, zone):
        """Each line of the index is a list."""
        if page.url == LIST:
            yield from (Request(LIST + name, depth=1) for name in page.body.decode().split())
        else:
            yield from super().read(page, now=now, zone=zone)


async def test_lists_are_looked_into_although_the_list_that_names_them_stays_the_same(visit):
    web, source = Web(list="news", news="a 1 -", a=GOOD), Index(id="index")
    await visit(web, source)
    web.pages |= {"news": "b 1 -\na 1 -", "b": GOOD + " Ещё."}
    web.asked.clear()
    assert (await visit(web, source)).new == 1
    assert web.asked == ["list", "news", "b"]
    await visit(web, source)
    assert web.asked == ["list", "news", "b", "list", "news"]


async def test_an_edit_on_a_further_page_is_seen_though_the_first_one_stays_the_same(visit, store):
    select = {"item": ".r", "text": "p", "author": "b", "date": "i", "next": "a"}
    source = ReviewsSource(id="forum", url=LIST, select=select, pages=2)
    first = '<div class="r"><p>Зубр-Софт рассказал о планах.</p></div><a href="2">дальше</a>'
    second = '<div class="r"><b>Анна</b><i>2026-11-20 10:07</i><p>Зубр-Софт внедрили.</p></div>'
    web = Web(**{"list": first, "2": second})
    await visit(web, source)
    as_it_was = await visit(web, source)
    assert (as_it_was.status, as_it_was.new) == (VisitStatus.UNCHANGED, 0)
    web.pages["2"] = second.replace("внедрили", "внедрили, а теперь молчат")
    assert (await visit(web, source)).status is VisitStatus.OK
    texts = [record.text for record in await store.mentions(Query())]
    assert sorted(texts) == ["Зубр-Софт внедрили, а теперь молчат.", "Зубр-Софт рассказал о планах."]


@pytest.mark.parametrize(("mark", "status"), [("etag", 304), ("modified", 304), ("", 200)])
async def test_a_page_that_may_lead_on_is_taken_for_the_same_only_where_its_server_says_so(visit, mark, status):
    source = ReviewsSource(id="forum", url=LIST, select={"item": ".r", "text": "p", "next": "a"}, pages=2)
    web = Web(list='<div class="r"><p>Зубр-Софт рассказал о планах.</p></div>', mark=mark)
    await visit(web, source)
    again = await visit(web, source)
    assert (again.status, again.http_status) == (VisitStatus.UNCHANGED, status)


async def test_a_further_page_that_failed_at_the_first_visit_is_history_when_it_is_read(visit, store):
    select = {"item": ".r", "text": "p", "next": "a"}
    source = ReviewsSource(id="forum", url=LIST, select=select, pages=2)
    web = Web(list='<div class="r"><p>Зубр-Софт рассказал о планах.</p></div><a href="2">дальше</a>')
    await visit(web, source)
    await visit(web, source)
    assert web.asked == ["list", "2"] * 2
    web.pages["2"] = f'<div class="r"><p>{BAD}</p></div>'
    await visit(web, source)
    assert await alerts(store) == []
    (told,) = await summaries(store)
    assert (told.found, told.negative) == (2, 1)
    web.pages["2"] += '<div class="r"><p>Зубр-Софт сорвал сроки, обманул и молчит.</p></div>'
    await visit(web, source)
    assert len(await alerts(store)) == 1
    assert len(await store.mentions(Query())) == 3


@pytest.mark.parametrize(
    "brought",
    [
        {"read": 1},
        {"error": FetchError("fetch.timeout", url=LIST)},
        {"items": [Item("list", LIST)]},
        {"links": {"a": Link(LIST)}},
        {"dropped": [Item("list", LIST)]},
        {"stands": {"Зубр-Софт отзывы"}},
    ],
    ids=lambda brought: next(iter(brought)),
)
def test_a_visit_found_all_as_it_was_only_where_it_brought_nothing(brought):
    assert Harvest(unchanged=2).stood
    assert not Harvest().stood
    assert not Harvest(unchanged=2, **brought).stood


def test_pages_show_everything_between_their_dates_only_where_all_were_read_in_order():
    newest = [Item("list", f"{LIST}/{n}", published=NOW - timedelta(days=n), dated=True) for n in range(3)]
    assert Harvest(newest).span == (NOW - timedelta(days=2), NOW)
    assert Harvest(newest[:2]).span is None
    assert Harvest(newest[::-1]).span is None
    assert Harvest([*newest, Item("list", f"{LIST}/x")]).span is None
    assert Harvest([*newest[:2], replace(newest[2], dated=False)]).span is None
    assert Harvest(newest, unchanged=1).span is None
    assert Harvest(newest, links={"a": Link(LIST)}).span is None
    assert Harvest(newest, error=FetchError("fetch.timeout", url=LIST)).span is None
