"""The route of a visit: what becomes of what a source says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.config.plan import Plan
from monitor.domain import (
    Change,
    ChangeKind,
    Flag,
    Handed,
    Identified,
    Item,
    Label,
    Page,
    Severity,
    SourceBroken,
    SourceRecovered,
    Status,
    StoryGrew,
    Validators,
    VisitStatus,
)
from monitor.domain.targets import TERMINAL
from monitor.errors import Cause, FetchError, StoreError
from monitor.fetch import Fetched
from monitor.identity import identify
from monitor.pipeline import Pipeline
from monitor.sources.by_hand import sent
from monitor.store import Query
from monitor.team.routes import Routes, Scope
from monitor.understanding import Understanding
from monitor.understanding.judging import portions

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FEED, PAGE = "https://forum.example/rss", "https://otzyv.example/zubr"


class FakeWeb:
    """Serves bodies by address, as the fetcher would; an error is raised."""

    def __init__(self, pages):
        self.pages = pages
        self.conditional = []

    async def get(self, request, *, source, validators=None):
        self.conditional.append(validators is not None)
        said = self.pages[request.url]
        if isinstance(said, Exception):
            raise said
        body = said.encode()
        seen = Validators(etag=str(hash(said)))
        if validators == seen:
            return Fetched(None, seen, 304)
        page = Page(request.url, body, {"content-type": "application/rss+xml"}, step=request.step, depth=request.depth)
        return Fetched(page, seen, 200)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def pass_by(self, **time):
        self.now += timedelta(**time)


def rss(*items):
    entries = "".join(
        f"<item><title>{title}</title><guid>{guid}</guid><link>https://forum.example/{guid}</link>"
        f"<description>{text}</description></item>"
        for guid, title, text in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Форум</title>{entries}</channel></rss>'


OLD = ("old", "Зубр-Софт и другие", "Выбираем систему учёта, смотрим на Зубр-Софт.")
BAD = ("bad", "Зубр-Софт снова сорвал сроки", "Ужасная поддержка Зубр-Софта хамит и не отвечает, обманули с оплатой.")
NOBODY = ("nobody", "Погода на неделю", "Обещают снег и ветер.")


def plan(**changes):
    return Plan.model_validate(
        {
            "language": "ru",
            "timezone": "Europe/Minsk",
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [{"id": "forum", "kind": "feed", "url": FEED}],
            **changes,
        }
    )


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def crawl(store, clock):
    """Visits all sources of a plan once."""

    async def visit(pages, the_plan=None, *, telegram=False):
        chosen = the_plan or plan()
        understanding = Understanding(chosen, Routes(chosen, telegram=telegram))
        pipeline = Pipeline(store, FakeWeb(pages), understanding, clock)
        return await pipeline.round(chosen.sources)

    return visit


async def owed(store, clock):
    return await store.owed(TERMINAL, clock(), 50)


async def test_the_first_crawl_is_quiet_and_summed_up_once(store, clock, crawl):
    (report,) = await crawl({FEED: rss(OLD, BAD, NOBODY)})
    assert (report.status, report.items, report.new, report.mentions, report.negative) == (VisitStatus.OK, 3, 3, 2, 1)
    (summary,) = await owed(store, clock)
    assert (summary.notice.found, summary.notice.negative, summary.mention) == (2, 1, None)
    assert all(record.severity is None for record in await store.mentions(Query()))


@pytest.mark.parametrize(
    ("lengths", "parts"),
    [((), [0]), ((10, 20, 10), [3]), ((30, 10, 1, 99, 99, 5, 5), [2, 1, 1, 1, 2]), ((500, 500), [1, 1])],
)
def test_what_says_very_much_about_us_is_judged_in_portions_so_that_others_get_their_turn(lengths, parts):
    items = [Item("forum", f"https://forum.example/{n}", text="x" * length) for n, length in enumerate(lengths)]
    changes = [Change(Identified(item, (item.url,)), ChangeKind.NEW) for item in items]
    cut = list(portions(changes, most=40))
    assert [len(some) for some in cut] == parts
    assert [one for some in cut for one in some] == changes


async def test_what_is_said_later_raises_an_alert_with_its_reason(store, clock, crawl):
    await crawl({FEED: rss(OLD)})
    clock.pass_by(hours=1)
    (report,) = await crawl({FEED: rss(BAD, OLD)})
    assert (report.new, report.mentions, report.negative) == (1, 1, 1)
    alert = next(one for one in await owed(store, clock) if one.mention)
    record = await store.record(alert.mention)
    assert (record.label, record.flag) == (Label.NEGATIVE, Flag.NEGATIVE)
    assert record.severity is Severity.P2
    assert {cue.text for cue in record.words} == {"Ужасная", "хамит", "обманули", "не отвечает", "сорвал сроки"}
    assert (await store.alert(alert.mention)).steps


async def test_where_something_was_taken_down_before_it_was_seen_nobody_complains(store, clock, crawl):
    await crawl({FEED: rss(OLD)})
    gone = "Сообщение удалено модератором за нарушение правил"
    clock.pass_by(hours=1)
    (report,) = await crawl({FEED: rss(("new", "Зубр-Софт: кто пробовал?", gone), OLD)})
    assert (report.new, report.mentions) == (1, 0)
    (report,) = await crawl({FEED: rss(("new", "Зубр-Софт: кто пробовал?", gone), OLD) + " "})
    assert (report.new, report.mentions) == (0, 0)


async def test_an_item_seen_again_is_nothing_new(store, clock, crawl):
    await crawl({FEED: rss(OLD)})
    (report,) = await crawl({FEED: rss(OLD) + " "})
    assert (report.items, report.new, report.mentions) == (1, 0, 0)


async def test_an_unchanged_page_is_not_read(store, clock, crawl):
    await crawl({FEED: rss(OLD)})
    (report,) = await crawl({FEED: rss(OLD)})
    assert (report.status, report.items, report.http_status) == (VisitStatus.UNCHANGED, 0, 304)


async def test_an_edit_that_turns_negative_raises_its_first_alert(store, clock, crawl):
    await crawl({FEED: rss(OLD)})
    clock.pass_by(hours=1)
    await crawl({FEED: rss(("old", OLD[1], BAD[2]))})
    (record,) = await store.mentions(Query())
    assert record.label is Label.NEGATIVE
    assert [earlier.text for earlier in await store.earlier(record.number)] == [OLD[2]]
    assert record.number in [one.mention for one in await owed(store, clock)]


async def test_a_broken_source_is_reported_once_and_once_more_when_it_works_again(store, clock, crawl):
    broken = FetchError("fetch.server", url=FEED, status_code=500, status=500)
    for _ in range(5):
        (report,) = await crawl({FEED: broken})
        clock.pass_by(hours=1)
    assert (report.status, report.http_status) == (VisitStatus.FAILED, 500)
    assert FEED in report.error
    (told,) = await owed(store, clock)
    assert isinstance(told.notice, SourceBroken)
    await crawl({FEED: rss()})
    assert [type(one.notice) for one in await owed(store, clock)] == [SourceBroken, SourceRecovered]


async def test_a_mail_box_that_lists_its_mails_and_gives_none_is_a_broken_source(store, clock, crawl):
    box, folder = "imaps://robot:pw@imap.example/INBOX", "imaps://imap.example/INBOX"
    the_plan = plan(sources=[{"id": "notices", "kind": "mail", "url": box}])
    mail = f"{folder};UIDVALIDITY=1/;UID=4"
    pages = {folder: '{"validity": 1, "uids": [4]}', mail: FetchError("fetch.mail_refused", cause=Cause.LOST, url=box)}
    for _ in range(5):
        (report,) = await crawl(pages, the_plan)
        clock.pass_by(hours=1)
    assert report.status is VisitStatus.FAILED
    (report,) = await crawl({**pages, mail: "From: a@b.example\nSubject: Kestrel\n\nЗубр-Софт опоздал."}, the_plan)
    assert (report.status, report.mentions) == (VisitStatus.OK, 1)
    told = [type(one.notice) for one in await owed(store, clock)]
    assert told[:2] == [SourceBroken, SourceRecovered]


async def test_a_source_that_fails_is_asked_ever_more_slowly_but_at_least_once_a_day(store, clock, crawl):
    pauses = []
    for _ in range(12):
        (report,) = await crawl({FEED: FetchError("fetch.server", url=FEED, status_code=500, status=500)})
        pauses.append(report.next_visit - clock())
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(days=1)


async def test_one_bad_source_never_stops_the_others(store, clock, crawl):
    two = plan(
        sources=[
            {"id": "bad", "kind": "feed", "url": "https://bad.example/rss"},
            {"id": "forum", "kind": "feed", "url": FEED},
        ]
    )
    reports = await crawl({"https://bad.example/rss": ZeroDivisionError("a surprise"), FEED: rss(OLD)}, two)
    assert [report.status for report in reports] == [VisitStatus.FAILED, VisitStatus.OK]
    assert "bad" in reports[0].error


class InTrouble:
    """A database that takes nothing of one source."""

    def __init__(self, store, source):
        self._store = store
        self._source = source

    def __getattr__(self, name):
        return getattr(self._store, name)

    async def keep(self, visit):
        if visit.source == self._source:
            raise StoreError("store.unreachable", place="otklik.db")
        return await self._store.keep(visit)


async def test_nor_does_one_whose_failure_the_database_does_not_take(store, clock):
    two = plan(
        sources=[{"id": name, "kind": "feed", "url": f"https://{name}.example/rss"} for name in ("bad", "forum")]
    )
    pages = {"https://bad.example/rss": ZeroDivisionError("a surprise"), "https://forum.example/rss": rss(OLD)}
    understanding = Understanding(two, Routes(two, telegram=False))
    reports = await Pipeline(InTrouble(store, "bad"), FakeWeb(pages), understanding, clock).round(two.sources)
    assert [report.status for report in reports] == [VisitStatus.FAILED, VisitStatus.OK]
    assert "otklik.db" in reports[0].error


async def test_a_new_brand_makes_history_of_what_was_already_there(store, clock, crawl):
    angry = ("angry", "Снова снег", "Ужасный снег, всё стоит, обманули с уборкой и не отвечают.")
    await crawl({FEED: rss(BAD, NOBODY, angry)})
    renamed = plan(brands=[{"id": "zubr", "name": "Зубр-Софт"}, {"id": "snow", "name": "снег"}])
    clock.pass_by(hours=1)
    await crawl({FEED: rss(BAD, NOBODY, angry)}, renamed)
    found = await store.mentions(Query(brand="snow"))
    assert {record.label for record in found} == {Label.NEUTRAL, Label.NEGATIVE}
    assert {(record.severity, record.status) for record in found} == {(None, Status.NEW)}
    assert [one for one in await owed(store, clock) if one.mention] == []


async def test_a_competitor_is_counted_and_never_alerted(store, clock, crawl):
    rival = plan(
        brands=[{"id": "own", "name": "Северный Склад"}, {"id": "zubr", "name": "Зубр-Софт", "role": "competitor"}]
    )
    await crawl({FEED: rss()}, rival)
    clock.pass_by(hours=1)
    await crawl({FEED: rss(BAD)}, rival)
    (record,) = await store.mentions(Query())
    assert (record.flag, record.severity) == (Flag.NEGATIVE, None)
    assert await owed(store, clock) == ()


async def test_who_looks_for_something_in_place_of_a_competitor_is_told_of_where_a_chat_asks_for_it(
    store, clock, crawl
):
    sales = plan(
        brands=[{"id": "own", "name": "Северный Склад"}, {"id": "zubr", "name": "Зубр-Софт", "role": "competitor"}],
        team={"chats": [{"id": -1}, {"id": -2, "brands": ["zubr"]}]},
    )
    asks = ("asks", "Ищем замену Зубр-Софту", "Зубр-Софт надоел: сбои и хамство поддержки. Ищем замену Зубр-Софту.")
    await crawl({FEED: rss()}, sales, telegram=True)
    clock.pass_by(hours=1)
    await crawl({FEED: rss(BAD, asks)}, sales, telegram=True)
    told = [one.mention for target in ("telegram:-1", "telegram:-2") for one in await store.owed(target, clock(), 50)]
    (number,) = filter(None, told)
    record = await store.record(number)
    assert (record.title, record.flag, record.severity) == (asks[1], Flag.QUESTION, Severity.P3)
    assert record.label is Label.NEGATIVE
    alert = await store.alert(number)
    assert "Ни о ком не говорить плохо" in [step.text for step in alert.steps]


@pytest.mark.parametrize("site", ["forum.example", "https://www.forum.example/bad"])
async def test_what_our_own_site_says_is_counted_and_never_alerted(store, clock, crawl, site):
    ours = plan(brands=[{"id": "zubr", "name": "Зубр-Софт", "sites": [site]}])
    await crawl({FEED: rss()}, ours)
    clock.pass_by(hours=1)
    (report,) = await crawl({FEED: rss(BAD)}, ours)
    (record,) = await store.mentions(Query())
    assert (report.mentions, record.label, record.flag, record.severity) == (1, Label.NEGATIVE, None, None)
    assert await owed(store, clock) == ()


@pytest.mark.parametrize("site", ["zubr.example", "forum.example/other", "rum.example"])
async def test_a_site_that_is_not_ours_is_alerted_as_ever(store, clock, crawl, site):
    ours = plan(brands=[{"id": "zubr", "name": "Зубр-Софт", "sites": [site]}])
    await crawl({FEED: rss()}, ours)
    clock.pass_by(hours=1)
    link = BAD[0], BAD[1], f"{BAD[2]} Подробно: https://{site}/"
    await crawl({FEED: rss(link)}, ours)
    assert [one.mention for one in await owed(store, clock)] == [1]


async def test_a_competitors_page_about_us_is_alerted(store, clock, crawl):
    rival = {"id": "rival", "name": "Северный Склад", "role": "competitor", "sites": ["forum.example"]}
    both = plan(brands=[{"id": "zubr", "name": "Зубр-Софт"}, rival])
    await crawl({FEED: rss()}, both)
    clock.pass_by(hours=1)
    await crawl({FEED: rss(BAD)}, both)
    assert [one.mention for one in await owed(store, clock)] == [1]


async def test_one_text_in_two_sources_is_one_alert_and_two_rows(store, clock, crawl):
    blog = "https://blog.example/rss"
    two = plan(sources=[{"id": "forum", "kind": "feed", "url": FEED}, {"id": "blog", "kind": "feed", "url": blog}])
    await crawl({FEED: rss(), blog: rss()}, two)
    clock.pass_by(hours=1)
    copy = ("copy", "Перепост", f"RT @forum: {BAD[2]} https://forum.example/bad")
    await crawl({FEED: rss(("bad", "Перепост", BAD[2])), blog: rss()}, two)
    await crawl(
        {FEED: rss(("bad", "Перепост", BAD[2])), blog: rss(copy).replace("forum.example/copy", "b.example/1")}, two
    )
    records = await store.mentions(Query())
    assert len(records) == 2
    assert len({record.story for record in records}) == 1
    alerts = [one for one in await owed(store, clock) if one.mention]
    assert len(alerts) == 1
    assert (await store.alert(alerts[0].mention)).copies == 1


def test_the_zone_of_the_plan_is_a_zone():
    assert plan().zone == ZoneInfo("Europe/Minsk")


def asking(*names):
    """A plan whose source asks for each name of the brand."""
    return plan(
        brands=[{"id": "zubr", "name": "Зубр-Софт", "aliases": list(names)}],
        sources=[{"id": "forum", "kind": "feed", "url": FEED + "?q={brand}"}],
    )


ASKED = FEED + "?q=%D0%97%D1%83%D0%B1%D1%80-%D0%A1%D0%BE%D1%84%D1%82"


async def test_what_only_a_new_spelling_brings_up_is_history(store, clock, crawl):
    await crawl({ASKED: rss(OLD)}, asking())
    clock.pass_by(hours=1)
    await crawl({ASKED: rss(OLD), FEED + "?q=Zubr": rss(OLD, BAD)}, asking("Zubr"))
    assert [record.severity for record in await store.mentions(Query())] == [None, None]
    fresh = ("fresh", "Зубр-Софт снова молчит", f"{BAD[2]} Третий день ждём ответа бухгалтерии.")
    clock.pass_by(hours=1)
    await crawl({ASKED: rss(OLD), FEED + "?q=Zubr": rss(OLD, BAD, fresh)}, asking("Zubr"))
    assert len([one for one in await owed(store, clock) if one.mention]) == 1


async def test_a_page_that_failed_at_the_first_crawl_holds_history_when_it_is_read(store, clock, crawl):
    other = FEED + "?q=Zubr"
    broken = FetchError("fetch.server", url=other, status_code=500, status=500)
    await crawl({ASKED: rss(OLD), other: broken}, asking("Zubr"))
    clock.pass_by(hours=1)
    await crawl({ASKED: rss(OLD), other: rss(BAD)}, asking("Zubr"))
    assert [one.mention for one in await owed(store, clock)] == [None]


# ---------------------------------------------------------------- what the file says goes with whatever is brought


async def test_a_chat_of_emergencies_hears_of_nothing_else_that_is_crawled_or_sent_by_hand(store, clock):
    chosen = plan(team={"chats": [{"id": -1}, {"id": -2, "severities": ["p1"]}]})
    web = FakeWeb({FEED: rss(OLD)})
    pipeline = Pipeline(store, web, Understanding(chosen, Routes(chosen, telegram=True)), clock)
    await pipeline.round(chosen.sources)
    clock.pass_by(hours=1)
    web.pages[FEED] = rss(OLD, BAD)
    await pipeline.round(chosen.sources)
    (found,) = identify([Item("manual", "https://otzyv.example/1", text="Зубр-Софт опять молчит, ужасная поддержка.")])
    await pipeline.take([Handed(found, ("zubr",))], sent(), history=False)
    told = {
        chat: [one.mention for one in await store.owed(chat, clock(), 50)] for chat in ("telegram:-1", "telegram:-2")
    }
    assert told == {"telegram:-1": [None, 2, 3], "telegram:-2": [None]}


@pytest.mark.parametrize(
    "given",
    [
        {"alerts": {"answer_within": {"p1": "1h"}}},
        {"sources": [{"id": "forum", "kind": "feed", "url": FEED, "answer_within": {"p1": "1h"}}]},
    ],
)
async def test_a_story_that_grows_is_to_be_answered_within_what_the_file_gives_an_emergency(store, clock, crawl, given):
    chosen = plan(**given)
    await crawl({FEED: rss(OLD)}, chosen)
    clock.pass_by(hours=1)
    await crawl({FEED: rss(OLD, *((f"copy{n}", *BAD[1:]) for n in range(5)))}, chosen)
    (number,) = [one.mention for one in await owed(store, clock) if one.mention]
    alert = await store.alert(number)
    assert (alert.record.severity, alert.record.deadline) == (Severity.P1, clock() + timedelta(hours=1))


@pytest.mark.parametrize("guid", ["bad", "another"])
async def test_a_complaint_that_news_showed_first_raises_its_alert_where_clients_are_heard(store, clock, crawl, guid):
    news, brief = "https://news.example/rss", ("bad", "Зубр-Софт", "Пишут о Зубр-Софте")
    chosen = plan(
        sources=[
            {"id": "news", "kind": "feed", "url": news, "audience": "press"},
            {"id": "forum", "kind": "feed", "url": FEED},
        ]
    )
    await crawl({news: rss(OLD), FEED: rss(OLD)}, chosen)
    clock.pass_by(hours=1)
    await crawl({news: rss(BAD if guid == "another" else brief), FEED: rss(OLD)}, chosen)
    assert not [one for one in await owed(store, clock) if one.mention]
    for _ in range(2):
        clock.pass_by(hours=1)
        await crawl({news: rss(BAD), FEED: rss((guid, *BAD[1:]))}, chosen)
    (number,) = [one.mention for one in await owed(store, clock) if one.mention]
    record = (await store.alert(number)).record
    assert (record.text, record.severity, record.flag) == (BAD[2], Severity.P2, Flag.NEGATIVE)
    assert (record.source, *record.also) == (("news", "forum") if guid == "bad" else ("forum",))
    assert record.id in [one.id for one in await store.mentions(Query(hidden=("news",)))]
    assert Scope(hidden=frozenset({"news"})).holds(record), "who was told of it finds it again"
    assert not Scope(hidden=frozenset({"news", "forum"})).holds(record)


async def test_a_story_that_reaches_a_source_of_news_is_told_once_more(store, clock, crawl):
    news = "https://news.example/rss"
    chosen = plan(
        sources=[
            {"id": "forum", "kind": "feed", "url": FEED},
            {"id": "news", "kind": "feed", "url": news, "audience": "press"},
        ]
    )
    await crawl({FEED: rss(OLD), news: rss(NOBODY)}, chosen)
    clock.pass_by(hours=1)
    await crawl({FEED: rss(OLD, BAD), news: rss(NOBODY)}, chosen)
    clock.pass_by(hours=1)
    await crawl({FEED: rss(OLD, BAD), news: rss(NOBODY, ("pressed", *BAD[1:]))}, chosen)
    grown = [one.notice for one in await owed(store, clock) if isinstance(one.notice, StoryGrew)]
    assert grown == [StoryGrew(2, 1, press=True)]


async def test_what_people_bring_grows_a_story_reaches_the_press_and_answers_as_what_is_crawled_does(store, clock):
    chosen = plan(
        alerts={"answer_within": {"p1": "1h"}},
        brands=[{"id": "zubr", "name": "Зубр-Софт", "replies": {"author": "Отдел заботы"}}],
        sources=[
            {"id": "forum", "kind": "feed", "url": FEED},
            {"id": "news", "kind": "feed", "url": "https://news.example/rss", "audience": "press"},
        ],
    )
    pipeline = Pipeline(store, FakeWeb({}), Understanding(chosen, Routes(chosen, telegram=False)), clock)

    async def bring(source, *items):
        await pipeline.take([Handed(one) for one in identify(items)], chosen.source(source), history=False)

    copies = [Item("forum", f"https://forum.example/{n}", *BAD[1:], thread=f"{n}") for n in range(5)]
    await bring("forum", *copies)
    alert = await store.alert(1)
    assert (alert.record.severity, alert.record.deadline) == (Severity.P1, clock() + timedelta(hours=1))
    await bring("news", Item("news", "https://news.example/1", *BAD[1:]))
    grown = [one.notice for one in await owed(store, clock) if isinstance(one.notice, StoryGrew)]
    assert grown == [StoryGrew(1, 5, press=True)]
    answer = Item("forum", "https://forum.example/a", text="Извините нас.", author="Отдел заботы", thread="0")
    await bring("forum", copies[0], answer)
    assert (await store.alert(1)).record.status is Status.ANSWERED


async def test_what_is_brought_quietly_alerts_nobody_also_where_it_makes_worse_what_we_know(store, clock, crawl):
    await crawl({FEED: rss(OLD)})
    clock.pass_by(hours=1)
    await crawl({FEED: rss(OLD, ("bad", "Зубр-Софт", "Ставим Зубр-Софт на днях."))})
    told = await owed(store, clock)
    pipeline = Pipeline(store, FakeWeb({}), Understanding(plan(), Routes(plan(), telegram=False)), clock)
    worse = identify([Item("forum", "https://forum.example/bad", *BAD[1:], guid="bad")])
    await pipeline.take([Handed(one) for one in worse], plan().source("forum"), history=True)
    (found, _) = await store.mentions(Query())
    assert (found.label, found.severity) == (Label.NEGATIVE, None)
    assert await owed(store, clock) == told


def guest(guid, site, text, author="Гость", at="Tue, 24 Nov 2026 09:07:00 GMT"):
    return (
        f"<item><title>Тема {guid}</title><guid>{guid}</guid><link>https://{site}/{guid}</link><author>{author}</author>"
        f"<pubDate>{at}</pubDate><description>{text}</description></item>"
    )


@pytest.mark.parametrize("author", ["Гость", "Анонимный пользователь", "A Google user", "[deleted]"])
async def test_guests_who_wrote_at_one_minute_on_two_sites_are_two_people(store, clock, crawl, author):
    other = "https://other.example/rss"
    both = plan(sources=[{"id": "forum", "kind": "feed", "url": FEED}, {"id": "other", "kind": "feed", "url": other}])
    await crawl({FEED: rss(OLD), other: rss(OLD)}, both)
    clock.pass_by(minutes=15)
    first = guest("1", "forum.example", "Зубр-Софт обманул с оплатой, поддержка хамит.", author)
    second = guest("2", "other.example", "У Зубр-Софта третий день лежит кабинет, никто не отвечает!", author)
    feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>Форум</title>{}</channel></rss>'
    await crawl({FEED: feed.format(first), other: feed.format(second)}, both)
    assert len([r for r in await store.mentions(Query()) if not r.history]) == 2
