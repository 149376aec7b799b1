"""The company's answer on the page itself closes the mention, whoever wrote it, and is counted once."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.domain import Action, Page, Person, Status, Validators
from monitor.domain.targets import TERMINAL
from monitor.fetch import Fetched
from monitor.pipeline import Pipeline
from monitor.store import Query
from monitor.team.routes import Routes
from monitor.understanding import Understanding

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ANNA = Person(11, "Анна")
SELECT = {"item": ".review", "text": "p", "author": "b", "rating": "i", "reply": ".reply"}
PLAN = Plan.model_validate(
    {
        "language": "ru",
        "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
        "sources": [
            {"id": "otzyv", "kind": "reviews", "url": "https://otzyv.example/z", "brand": "zubr", "select": SELECT}
        ],
    }
)
OLD, BAD = ("Олег", 5, "Всё хорошо, внедрили вовремя."), ("Пётр", 1, "Обманули с оплатой, поддержка хамит.")
ANSWER = "Пётр, приносим извинения, деньги вернули сегодня. Анна, Зубр-Софт."


class Web:
    """A page of reviews, some with an answer."""

    def __init__(self):
        self.reviews = []

    async def get(self, request, *, source, validators=None):
        shown = "".join(
            f'<div class="review"><b>{author}</b><i>{rating}</i><p>{text}</p><div class="reply">{reply}</div></div>'
            for (author, rating, text), reply in self.reviews
        )
        return Fetched(Page(request.url, f"<html>{shown}</html>".encode()), Validators(etag=shown), 200)


@pytest.fixture
def show(store):
    web, hours = Web(), iter(range(100))

    async def visit(*reviews):
        web.reviews = [(review, reply) for review, reply in reviews]
        understanding, at = Understanding(PLAN, Routes(PLAN, telegram=False)), NOW + timedelta(hours=next(hours))
        await Pipeline(store, web, understanding, lambda: at).round(PLAN.sources)

    return visit


async def of(store, author):
    (record,) = [record for record in await store.mentions(Query()) if record.author == author]
    return record


async def test_an_answer_on_the_page_closes_the_mention_at_the_time_it_was_seen(store, show):
    await show((OLD, ""))
    await show((BAD, ""), (OLD, ""))
    assert (await of(store, "Пётр")).status is Status.NEW
    await show((BAD, ANSWER), (OLD, ""))
    record = await of(store, "Пётр")
    assert (record.status, record.answered, record.reply_url) == (
        Status.ANSWERED,
        NOW + timedelta(hours=2),
        "https://otzyv.example/z",
    )
    assert [event.kind for event in await store.events(record.number)] == ["found", "answer_seen"]


async def test_what_is_answered_when_it_is_found_is_told_and_needs_nobody(store, show):
    await show((OLD, ""))
    await show((BAD, ANSWER), (OLD, ""))
    record = await of(store, "Пётр")
    assert record.status is Status.ANSWERED
    assert [one.mention for one in await store.owed(TERMINAL, NOW + timedelta(days=1)) if one.mention] == [
        record.number
    ]


async def test_the_same_answer_closes_a_mention_once(store, show):
    await show((OLD, ""))
    await show((BAD, ANSWER), (OLD, ""))
    number = (await of(store, "Пётр")).number
    await store.act(number, Press(Action.UNDO, ANNA, NOW))
    await show((BAD, ANSWER), (OLD, ""))
    assert (await of(store, "Пётр")).status is Status.NEW
    await show((BAD, ANSWER + " Звоните."), (OLD, ""))
    assert (await of(store, "Пётр")).status is Status.ANSWERED


async def test_the_answer_that_is_seen_is_the_link_that_was_asked_for(store, show):
    await show((OLD, ""))
    await show((BAD, ""), (OLD, ""))
    number = (await of(store, "Пётр")).number
    await store.act(number, Press(Action.ANSWER, ANNA, NOW + timedelta(hours=1)))
    await show((BAD, ANSWER), (OLD, ""))
    record, alert = await of(store, "Пётр"), await store.alert(number)
    assert (record.answered, record.assignee) == (NOW + timedelta(hours=1), "Анна")
    assert (record.reply_url, alert.asks_link) == ("https://otzyv.example/z", False)


async def test_history_stays_as_it_is(store, show):
    await show((BAD, ANSWER))
    assert (await of(store, "Пётр")).status is Status.NEW
