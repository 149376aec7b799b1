"""A review that its author changes: told as the same one, with what it said before."""

from datetime import UTC, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

import pytest
from test_pipeline import PAGE, Clock, FakeWeb, plan, rss

from monitor.domain import Label
from monitor.domain.targets import TERMINAL
from monitor.pipeline import Pipeline
from monitor.render.card import card
from monitor.render.dates import Calendar
from monitor.store import Query
from monitor.team.routes import Routes
from monitor.texts import Texts
from monitor.understanding import Understanding

pytestmark = pytest.mark.one_database

PUBLISHED = datetime(2026, 11, 20, 7, 41, 12, tzinfo=UTC)
BAD = "Зубр-Софт: поддержка хамит и не отвечает, сроки сорвали."
BETTER = "Зубр-Софт: после жалобы всё исправили, поддержка извинилась. Спасибо."
REVIEWS = plan(
    sources=[
        {
            "id": "otzyv",
            "kind": "reviews",
            "url": PAGE,
            "brand": "zubr",
            "select": {"item": ".r", "text": "p", "author": "b", "date": "time", "rating": "i", "link": "a"},
        }
    ]
)


def review(rating, text=BAD, *, link="", author="Ольга", at=PUBLISHED):
    where = f'<a href="{escape(link)}">#</a>' if link else ""
    when = f"<time datetime='{at.isoformat()}'></time>" if at else "<time>вчера</time>"
    return f"<div class=r><b>{author}</b>{when}<i>{rating}</i><p>{text}</p>{where}</div>"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def crawl(store, clock):
    """Visits the sources an hour later each time."""

    async def visit(page, the_plan=REVIEWS):
        understanding = Understanding(the_plan, Routes(the_plan, telegram=False))
        web = FakeWeb({source.url: page for source in the_plan.sources})
        (report,) = await Pipeline(store, web, understanding, clock).round(the_plan.sources)
        clock.pass_by(hours=1)
        return report

    return visit


async def shown(store, clock, number=1):
    """The card of a mention as a reader sees it."""
    alert = await store.alert(number)
    drawn = card(alert, brand="Зубр-Софт", calendar=Calendar(Texts("ru"), ZoneInfo("Europe/Minsk"), clock()))
    return drawn.text


async def alerted(store, clock):
    return [one.mention for one in await store.owed(TERMINAL, clock(), 50) if one.mention]


async def test_better_words_and_rating_after_our_reply_are_shown_on_the_same_card(store, clock, crawl):
    await crawl(review(5, "Зубр-Софт: всё хорошо.", author="Иван", at=None))
    await crawl(review(2))
    (number,) = await alerted(store, clock)
    report = await crawl(review(4, BETTER))
    assert (report.new, report.mentions) == (0, 0)
    record, (earlier,) = await store.record(number), await store.earlier(number)
    assert (record.text, record.rating_text, record.label) == (BETTER, "4/5", Label.POSITIVE)
    assert (earlier.text, earlier.rating_text) == (BAD, "2/5")
    assert await alerted(store, clock) == [number]
    assert "Оценка изменилась: 2 → 4" in await shown(store, clock, number)
    assert "«Зубр-Софт: поддержка хамит" in await shown(store, clock, number)


async def test_a_rating_alone_that_falls_raises_the_first_alert(store, clock, crawl):
    mild = "Зубр-Софт: работаем с ними второй год."
    await crawl(review(4, mild))
    assert await alerted(store, clock) == []
    report = await crawl(review(1, mild))
    record = await store.record(1)
    assert (report.new, record.rating_text, record.label) == (0, "1/5", Label.NEGATIVE)
    assert await alerted(store, clock) == [1]
    assert "Оценка изменилась: 4 → 1" in await shown(store, clock)


async def test_what_an_edit_makes_urgent_is_to_be_answered_sooner(store, clock, crawl):
    other, mild = review(4, "Зубр-Софт: работаем второй год.", author="Иван"), "Зубр-Софт: отвечали медленно."
    await crawl(other)
    found, states = clock(), []
    for rating, text in ((2, mild), (1, BAD), (2, mild)):  # calmer again: what was promised stays
        await crawl(other + review(rating, text))
        record, alert = await store.record(2), await store.alert(2)
        states.append((record.severity, alert.record.deadline - found))
    assert states == [("p2", timedelta(hours=24)), ("p1", timedelta(hours=1 + 4)), ("p2", timedelta(hours=1 + 4))]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://otzyv.example/r/7", "https://otzyv.example/r/7?utm_source=mail&yclid=5"),
        ("https://otzyv.example/r/7", "http://www.otzyv.example/r/7/#comments"),
        ("https://otzyv.example/r?id=7&p=1", "https://OTZYV.example/r?p=1&id=7"),
    ],
)
async def test_an_edit_is_known_by_its_address_however_that_is_written(store, clock, crawl, before, after):
    await crawl(review(2, link=before, author="Ольга", at=None))
    report = await crawl(review(4, BETTER, link=after, author="Ольга К.", at=None))
    assert (report.items, report.new) == (1, 0)
    (record,) = await store.mentions(Query())
    assert (record.text, record.rating_text) == (BETTER, "4/5")
    assert len(await store.earlier(record.number)) == 1


async def test_an_edit_without_an_address_is_known_by_author_and_moment(store, clock, crawl):
    await crawl(review(2) + review(5, "Зубр-Софт: советую.", author="Иван"))
    report = await crawl(review(5, "Зубр-Софт: советую.", author="Иван") + review(3, BETTER))
    assert (report.items, report.new) == (2, 0)
    assert sorted(record.rating_text for record in await store.mentions(Query())) == ["3/5", "5/5"]


async def test_a_review_of_which_neither_address_nor_moment_is_known_is_told_by_its_beginning(store, clock, crawl):
    long = BAD + " Ждали неделю, писали в чат и на почту, звонили, обещали перезвонить и не перезвонили ни разу. " * 3
    await crawl(review(2, long, at=None))
    report = await crawl(review(4, long + "Дополнение: всё исправили.", at=None))
    assert report.new == 0
    (record,) = await store.mentions(Query())
    assert record.rating_text == "4/5"
    assert record.text.endswith("всё исправили.")


async def test_a_post_with_another_guid_and_the_same_address_is_an_edit(store, clock, crawl):
    feed = plan()
    first = ("7", "Зубр-Софт", BAD)
    await crawl(rss(first), feed)
    moved = rss(("7?utm_medium=rss", "Зубр-Софт", BETTER)).replace("<guid>7?utm_medium=rss", "<guid>post-7")
    report = await crawl(moved, feed)
    assert report.new == 0
    (record,) = await store.mentions(Query())
    assert record.text == BETTER
    assert [one.text for one in await store.earlier(record.number)] == [BAD]


async def test_what_only_moves_and_is_written_alike_is_no_edit(store, clock, crawl):
    await crawl(review(2, link="https://otzyv.example/r/7"))
    await crawl(review("2 из 5", f"<b>{BAD.replace('.', ' !')}</b>", link="http://www.otzyv.example/r/7#x"))
    assert await store.earlier(1) == ()
    assert len(await store.mentions(Query())) == 1
