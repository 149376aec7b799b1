"""Reviews that were taken down: told only where a page that stands in order left them out twice."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.config.plan import Plan
from monitor.domain import Page, Validators
from monitor.fetch import Fetched
from monitor.pipeline import Pipeline
from monitor.render.card import card
from monitor.render.dates import Calendar
from monitor.store import Query
from monitor.team.routes import Routes
from monitor.texts import Texts
from monitor.understanding import Understanding

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SELECT = {"item": ".review", "text": "p", "author": "b", "date": "time @datetime"}
PLAN = Plan.model_validate(
    {
        "language": "ru",
        "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
        "sources": [
            {"id": "otzyv", "kind": "reviews", "url": "https://otzyv.example/z", "brand": "zubr", "select": SELECT}
        ],
    }
)


class Web:
    """One page of reviews, by the day of November each was written on."""

    def __init__(self):
        self.days = []

    async def get(self, request, *, source, validators=None):
        reviews = "".join(
            f'<div class="review"><b>Автор {day}</b><time datetime="2026-11-{day:02}T10:00:07Z"></time>'
            f"<p>Отзыв дня {day} о внедрении и поддержке.</p></div>"
            for day in self.days
        )
        return Fetched(Page(request.url, f"<html>{reviews}</html>".encode()), Validators(etag=str(self.days)), 200)


@pytest.fixture
def show(store):
    web, times = Web(), iter(range(100))

    async def visit(*days):
        web.days = days
        pipeline = Pipeline(
            store, web, Understanding(PLAN, Routes(PLAN, telegram=False)), lambda: NOW + timedelta(hours=next(times))
        )
        await pipeline.round(PLAN.sources)
        return await gone(store)

    return visit


async def gone(store):
    records = await store.mentions(Query())
    return [int(record.author.split()[1]) for record in records if (await store.alert(record.number)).gone is not None]


async def test_what_is_left_out_twice_was_taken_down_and_its_card_says_so(store, show):
    assert await show(20, 18, 15, 10) == []
    assert await show(21, 20, 15, 10) == []
    assert await show(22, 21, 20, 15, 10) == [18]
    (record,) = [record for record in await store.mentions(Query()) if record.author == "Автор 18"]
    said = card(await store.alert(record.number), brand="Зубр-Софт", calendar=Calendar(Texts("ru"), UTC, NOW)).text
    assert "на странице этого больше не видно" in said
    assert [event.kind for event in await store.events(record.number)] == ["found", "gone"]


async def test_what_is_shown_again_is_back(store, show):
    for days in ((20, 18, 15, 10), (20, 15, 10), (21, 20, 15, 10)):
        await show(*days)
    assert await show(21, 20, 18, 15, 10) == []
    (record,) = [record for record in await store.mentions(Query()) if record.author == "Автор 18"]
    assert [event.kind for event in await store.events(record.number)] == ["found", "gone", "back"]


async def test_what_is_older_than_the_page_reaches_is_not_missed(show):
    await show(20, 18, 15, 10)
    for days in ((21, 20, 18, 15), (22, 21, 20, 18), (23, 22, 21, 20)):
        assert await show(*days) == []


async def test_a_page_that_stands_in_no_order_says_nothing_of_what_is_missing(show):
    await show(20, 10, 18, 15)
    for days in ((20, 10, 15), (15, 20, 10, 21)):
        assert await show(*days) == []
