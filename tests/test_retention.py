"""What is older than the team keeps it goes, and an old review that still stands on its page is never news again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from live_values import live_of, take_up
from store_values import ANNA, CHAT, NOW, TEXTS, bring, deliver, identified, item, mention, visit

from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.digest import Listing, Shown, last_complete_week
from monitor.domain import Action, ChangeKind, Demand, Item, Page, Reply, Request, Validators, VisitStatus
from monitor.errors import StoreError
from monitor.fetch import Fetched
from monitor.pipeline import Pipeline
from monitor.retention import Retention
from monitor.sources.base import SourceBase
from monitor.store import Query, Store
from monitor.team.routes import Routes
from monitor.understanding import Understanding
from monitor.weekly import weekly

DAY = timedelta(days=1)
ZUBR, KESTREL = {"id": "zubr", "name": "Зубр-Софт"}, {"id": "kestrel", "name": "Кестрел"}
OLD = NOW - 400 * DAY
PETER = "Пётр Иванов"


class Told(SourceBase):
    """A page that says what a test says."""

    kind: str = "feed"
    url: str = "https://forum.example/rss"
    items: tuple[Item, ...] = ()

    def start(self, names):  # one page
        yield Request(self.url)

    def read(self, page, *, now, zone):  # the same at any time
        yield from self.items


class Web:
    """Serves every page, never an unchanged one."""

    async def get(self, request, *, source, validators=None):  # whoever asks
        return Fetched(Page(request.url, b""), Validators(), 200)


def old(number: int = 0, **changes):
    """Said long ago."""
    return item(number, author=PETER, published=OLD, **changes)


async def work_off(store: Store, **keys) -> None:
    """A day's work."""
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": [], **keys})
    await Retention(store, live_of(plan), lambda: NOW).look()


async def urls(store: Store) -> set[str]:
    return {one.url for one in await store.mentions(Query())}


async def rows_of(store: Store, *names: str) -> str:
    from monitor.store.tables import METADATA  # noqa: PLC0415  # only here the tables themselves are looked at

    async with store._database.reading() as connection:
        return repr([(await connection.execute(METADATA.tables[name].select())).all() for name in names])


async def test_what_is_older_goes_with_all_that_hangs_on_it_and_the_rest_stays(store):
    await bring(store, old(), at=OLD)
    await bring(store, item(1), at=NOW - 300 * DAY)
    await deliver(store, at=OLD)
    (number,) = (one.number for one in await store.mentions(Query()) if one.author == PETER)
    await store.act(number, Press(Action.TAKE, ANNA, OLD))
    await store.checked(number, "Пётр, здравствуйте!", "Анна", OLD)
    await work_off(store, retention="365d")
    assert await urls(store) == {item(1).url}
    left = await rows_of(store, "mention", "event", "draft", "outbox", "mention_band", "lesson", "earlier")
    assert PETER not in left
    assert "Анна" not in left


async def test_an_old_review_on_its_page_is_never_found_anew_whatever_changes(store):
    await bring(store, old(), at=OLD)
    await deliver(store, at=OLD)
    await work_off(store, retention="365d")
    again, edited = old(), old(text="Зубр-Софт: стало ещё хуже, суд и штраф.", rating=0.0)
    for one, brands in ((again, ("zubr",)), (edited, ("zubr",)), (edited, ("zubr",)), (edited, ("zubr", "kestrel"))):
        kept = await bring(store, one, brands=brands)
        assert (kept.new, kept.mentions) == (0, 0)
    assert await store.owed(CHAT, NOW) == ()
    assert await urls(store) == set()
    (change,) = await store.compare("reviews", [identified(edited)])
    assert change.kind is ChangeKind.KNOWN


@pytest.mark.one_database
async def test_a_story_whose_first_mention_grew_old_goes_on_and_is_not_told_again(store):
    await bring(store, old(), at=OLD)
    await deliver(store, at=OLD)
    await bring(store, item(0, url="https://b.example/1", guid="b", author=""), at=OLD + 20 * DAY, source="b")
    await work_off(store, retention="390d")
    (left,) = await store.mentions(Query())
    assert left.story == left.number
    await bring(store, item(0, url="https://c.example/1", guid="c", author=""), at=OLD + 40 * DAY, source="c")
    assert {one.story for one in await store.mentions(Query())} == {left.story}
    assert await store.owed(CHAT, NOW) == ()


@pytest.mark.one_database
async def test_an_alert_that_nobody_was_told_of_waits_a_month_and_no_longer(store):
    await bring(store, old(), at=NOW - 380 * DAY)
    await work_off(store, retention="365d")
    assert len(await urls(store)) == 1
    await work_off(store, retention="340d")
    assert await urls(store) == set()


async def test_what_is_of_no_use_by_then_goes_too(store):
    shown = (Shown(1, "https://a.example/", "Зубр", "", None),)
    for at in (OLD, NOW):
        await store.import_listings([Listing("search", "зубр", at, shown)])
        await store.keep(visit(source=f"s{at.year}", at=at, demand=(Demand("зубр", 85),)))
        await store.note_gap(at - DAY, at, [CHAT])
        await store.take_duty(ANNA, at - DAY, at)
        await store.agree(at.year, "Говорим одно", "Анна", at)
    await deliver(store, at=NOW)
    await work_off(store, retention="180d")
    left = await rows_of(
        store, "search_result", "search_demand", "visit_counter", "gap", "shift", "statement", "outbox"
    )
    assert (f"datetime.datetime({OLD.year}, {OLD.month}" in left, "datetime.datetime(2026, 11" in left) == (False, True)


async def test_names_go_earlier_than_words_and_do_not_come_back(store):
    said = old(text=f"{TEXTS[0]} С уважением, Иванов Пётр", links=("https://vk.com/id7",))
    said = old(text=said.text, links=said.links, replies=(Reply("Пётр Иванов, извините!", official=True),))
    await bring(store, said, at=OLD)
    await deliver(store, at=OLD)
    (number,) = (one.number for one in await store.mentions(Query()))
    await store.checked(number, f"{PETER}, здравствуйте!", "Анна", OLD)
    await work_off(store, authors_for="180d")
    again = old(text=f"{said.text}. Дополнено.", links=said.links, replies=said.replies, rating=0.0)
    for one, brands in ((said, ("zubr",)), (again, ("zubr",)), (again, ("zubr", "kestrel")), (again, ("zubr",))):
        await bring(store, one, brands=brands)
        left = await rows_of(store, "mention", "earlier", "draft", "event", "outbox")
        assert [name for name in (PETER, "Иванов", "иванов", "vk.com/id7") if name in left] == []
    records = await store.mentions(Query())
    assert {(one.brand, one.author) for one in records} == {("zubr", ""), ("kestrel", "")}
    assert all(one.text.startswith(TEXTS[0]) and "Дополнено" in one.text for one in records)
    kinds = [event.kind for event in await store.events(number)]
    assert (kinds.count("edited"), kinds.count("answer_seen")) == (1, 1)


async def test_names_go_from_all_mentions_of_an_item_in_whichever_portions_they_come(store):
    await bring(store, old(50), at=OLD)
    for number in range(20):
        said = old(number, text=f"Слова номер {number} о чём-то своём и ни о чём больше")
        await bring(store, said, brands=("zubr", "kestrel"), at=OLD)
    await bring(store, old(50), brands=("zubr", "kestrel"), at=OLD + DAY)
    await work_off(store, authors_for="180d")
    records = await store.mentions(Query())
    assert (len(records), [one.number for one in records if one.author]) == (42, [])


@pytest.mark.one_database
async def test_young_names_stay(store):
    await bring(store, old(), at=NOW - 100 * DAY)
    await work_off(store, authors_for="180d")
    assert [one.author for one in await store.mentions(Query())] == [PETER]


@pytest.mark.one_database
async def test_words_that_another_brand_still_needs_go_together_with_it(store):
    await bring(store, old(), at=OLD)
    await deliver(store, at=OLD)
    (change,) = await store.compare("reviews", [identified(old())])
    late = [(change, (mention(old(), "kestrel"),))]
    await store.keep(visit(late, at=NOW - DAY, history=True))
    await work_off(store, retention="365d")
    assert len(await store.mentions(Query())) == 2


@pytest.mark.one_database
async def test_it_is_done_once_a_day_and_at_once_where_the_rule_changes(store):
    await bring(store, old(), at=OLD)
    await deliver(store, at=OLD)
    moment = NOW
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр"}], "sources": [], "retention": "401d"})
    live = live_of(plan)
    job = Retention(store, live, lambda: moment)
    await job.once_a_day()
    moment = NOW + 2 * DAY - timedelta(hours=25)
    await Retention(store, live, lambda: moment).once_a_day()
    assert len(await urls(store)) == 1
    moment = NOW + 2 * DAY
    await Retention(store, live, lambda: moment).once_a_day()
    assert await urls(store) == set()
    await bring(store, old(7, url="https://otzyv.example/7"), at=OLD + 5 * DAY)
    await deliver(store, at=OLD + 5 * DAY)
    take_up(live, plan.model_copy(update={"retention": 300 * DAY}))
    await job.look()
    assert await urls(store) == set()


async def test_it_is_done_also_where_the_clock_was_set_back(store):
    moment = NOW + 30 * DAY
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр"}], "sources": [], "retention": "300d"})
    job = Retention(store, live_of(plan), lambda: moment)
    await job.look()
    await bring(store, old(), at=OLD)
    await deliver(store, at=OLD)
    moment = NOW
    await job.look()
    assert await urls(store) == set()


@pytest.mark.one_database
async def test_what_a_database_in_trouble_keeps_goes_at_the_next_look(store, monkeypatch):
    await bring(store, old(), at=OLD)
    await deliver(store, at=OLD)
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр"}], "sources": [], "retention": "300d"})
    job = Retention(store, live_of(plan), lambda: NOW)

    async def refuses(_):
        raise StoreError("store.unreachable", place="otklik.db")

    with monkeypatch.context() as trouble:
        trouble.setattr(store, "let_old_go", refuses)
        await job.look()
    assert len(await urls(store)) == 1
    await job.look()
    assert await urls(store) == set()


@pytest.mark.one_database
async def test_a_page_with_an_old_review_is_crawled_after_a_change_of_brands_and_nothing_comes_of_it(store):
    said = Item(
        "forum", "https://forum.example/1", text="Зубр-Софт и Кестрел сорвали сроки, ужас.", guid="1", published=OLD
    )
    source = Told(id="forum", items=(said,))

    async def crawl(at, *brands):
        plan = Plan.model_validate({"brands": brands, "sources": []})
        understanding = Understanding(plan, Routes(plan, telegram=False))
        (report,) = await Pipeline(store, Web(), understanding, lambda: at).round([source])
        assert (report.status, report.error) == (VisitStatus.OK, None)
        return report

    assert (await crawl(OLD, ZUBR)).mentions == 1
    await work_off(store, retention="365d")
    for brands in ((ZUBR,), (ZUBR, KESTREL), (KESTREL,)):
        report = await crawl(NOW, *brands)
        assert (report.items, report.new, report.mentions) == (1, 0, 0)
    assert await urls(store) == set()
    assert [owed.mention for owed in await store.owed("terminal", NOW) if owed.mention] == []


@pytest.mark.one_database
async def test_the_digest_of_a_week_that_is_kept_does_not_change(store):
    for days in (400, 10, 9, 3):
        said = old(days, url=f"https://otzyv.example/{days}")
        await bring(store, said, at=NOW - days * DAY, history=days > 100)  # else it is missed in the backlog
    await deliver(store)
    plan = Plan.model_validate({"brands": [ZUBR], "sources": []})
    week = last_complete_week(NOW, plan.zone)
    before = await weekly(store, plan, week, now=NOW)
    await work_off(store, retention="90d")
    assert len(await urls(store)) == 3
    assert await weekly(store, plan, week, now=NOW) == before
