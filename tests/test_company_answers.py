"""The company's answer where it is signed: in threads, below reviews, with the page's own date, and what follows."""

from datetime import UTC, datetime, timedelta
from html import escape
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from live_values import live_of
from store_values import CHAT, bring, item
from test_gathering import message, tell

from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.domain import Action, Page, Person, RatingChanged, Status, Validators
from monitor.domain.targets import TERMINAL
from monitor.fetch import Fetched
from monitor.pipeline import Pipeline
from monitor.render.card import card
from monitor.render.dates import Calendar
from monitor.store import Query
from monitor.team.routes import Routes
from monitor.telling.letters import Letters
from monitor.texts import Texts
from monitor.understanding import Understanding

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA = Person(11, "Анна")
URL = "https://otzyv.example/z"
SELECT = {
    "item": ".post",
    "text": ".said",
    "author": ".who",
    "date": ".when @datetime",
    "rating": ".stars",
    "reply": ".answer .words",
    "reply_author": ".answer .signed",
    "reply_date": ".answer time @datetime",
}
BAD, FINE = "Обманули с оплатой, поддержка хамит.", "Всё хорошо, внедрили вовремя."
SORRY = "Пётр, приносим извинения, деньги вернули сегодня."


def plan(author="Зубр-Софт", **changes):
    brand = {"id": "zubr", "name": "Зубр-Софт"} | ({"replies": {"author": author}} if author else {})
    source = {"id": "otzyv", "kind": "reviews", "url": URL, "brand": "zubr", "select": SELECT} | changes
    return Plan.model_validate({"language": "ru", "brands": [brand], "sources": [source]})


def answer(text=SORRY, signed="Зубр-Софт", at=None):
    when = f'<time datetime="{at.isoformat()}"></time>' if at else ""
    return f'<div class="answer"><b class="signed">{signed}</b>{when}<p class="words">{text}</p></div>'


def post(text=BAD, who="Пётр", *answers, at=None, stars=""):
    when = f'<i class="when" datetime="{at.isoformat()}"></i>' if at else ""
    body = f'<b class="who">{escape(who)}</b>{when}<i class="stars">{stars}</i><p class="said">{text}</p>'
    return f'<div class="post">{body}{"".join(answers)}</div>'


OLD = post(FINE, "Олег")


class Web:
    """One page, whatever is asked for."""

    page = ""

    async def get(self, request, *, source, validators=None):
        return Fetched(Page(request.url, f"<html>{self.page}</html>".encode()), Validators(etag=self.page), 200)


class Site:
    """A page that is visited once an hour."""

    def __init__(self, store, the_plan):
        self.store, self.plan, self.now, self.web = store, the_plan, NOW, Web()

    async def show(self, *posts):
        self.web.page, self.now = "".join(posts), self.now + HOUR
        understanding = Understanding(self.plan, Routes(self.plan, telegram=False))
        await Pipeline(self.store, self.web, understanding, lambda: self.now).round(self.plan.sources)

    async def of(self, author="Пётр"):
        (record,) = [one for one in await self.store.mentions(Query()) if one.author == author]
        return record

    async def happened(self):
        return [event.kind for event in await self.store.events((await self.of()).number)]

    async def owed(self, kind=object):
        return [one for one in await self.store.owed(TERMINAL, self.now) if isinstance(one.notice, kind)]

    async def deliver(self):
        for one in await self.store.owed(TERMINAL, self.now):
            await self.store.claim(one.id)
            await self.store.sent(one.id, self.now, one.id)


@pytest.fixture
def site(store):
    return Site(store, plan())


async def test_a_strangers_comment_closes_nothing_and_ours_among_them_does(site):
    await site.show(OLD)
    await site.show(OLD, post(BAD, "Пётр", answer("И у меня так.", "Сосед")))
    assert (await site.of()).status is Status.NEW
    await site.show(OLD, post(BAD, "Пётр", answer("И у меня так.", "Сосед"), answer()))
    assert (await site.of()).status is Status.ANSWERED


async def test_without_a_name_any_answer_counts(store):
    site = Site(store, plan(author=None))
    await site.show(OLD)
    await site.show(OLD, post(BAD, "Пётр", answer("Разберёмся.", "Дежурный")))
    assert (await site.of()).status is Status.ANSWERED


async def test_several_people_may_answer_for_the_company(store):
    site = Site(store, plan(author=["Зубр-Софт", "Анна Зуброва"]))
    await site.show(OLD)
    await site.show(OLD, post(BAD, "Пётр", answer(signed="АННА ЗУБРОВА")))
    assert (await site.of()).status is Status.ANSWERED


async def test_the_page_tells_when_the_company_answered(site):
    await site.show(OLD)
    await site.show(OLD, post(at=NOW))
    answered = site.now + timedelta(minutes=7)
    await site.show(OLD, post(BAD, "Пётр", answer(at=answered), at=NOW))
    assert (await site.of()).answered == answered


async def test_a_date_before_the_review_is_no_time_of_an_answer(site):
    await site.show(OLD)
    await site.show(OLD, post(BAD, "Пётр", answer(at=NOW - HOUR), at=NOW))
    assert (await site.of()).answered == site.now


@pytest.mark.parametrize("ago", [None, timedelta(minutes=20), -timedelta(minutes=20)])
async def test_the_teams_press_stays_unless_the_page_knows_of_an_earlier_answer(site, ago):
    await site.show(OLD)
    await site.show(OLD, post(at=NOW))
    pressed = site.now + timedelta(minutes=30)
    await site.store.act((await site.of()).number, Press(Action.ANSWER, ANNA, pressed))
    at = pressed - ago if ago else None
    await site.show(OLD, post(BAD, "Пётр", answer(at=at), at=NOW))
    record = await site.of()
    assert record.answered == (min(pressed, at) if at else pressed)
    assert (record.assignee, record.reply_url) == ("Анна", URL)


async def test_an_address_that_nobody_gave_is_filled_in(site):
    await site.show(OLD)
    await site.show(OLD, post())
    number = (await site.of()).number
    await site.store.act(number, Press(Action.ANSWER, ANNA, site.now))
    await site.store.act(number, Press(Action.NO_LINK, ANNA, site.now))
    await site.show(OLD, post(BAD, "Пётр", answer()))
    assert (await site.of()).reply_url == URL
    assert (await site.happened())[-1] == "answer_seen"


async def test_an_address_that_somebody_gave_stays(site):
    await site.show(OLD)
    await site.show(OLD, post())
    number, given = (await site.of()).number, "https://otzyv.example/z#answer-7"
    await site.store.act(number, Press(Action.ANSWER, ANNA, site.now))
    await site.store.act(number, Press(Action.LINK, ANNA, site.now, text=given))
    await site.show(OLD, post(BAD, "Пётр", answer()))
    assert (await site.of()).reply_url == given


async def test_what_the_company_writes_in_a_thread_answers_what_stands_before_it(site):
    await site.show(OLD)
    await site.show(OLD, post(at=NOW))
    ours = post("Зубр-Софт: обман исключён, " + SORRY, "Зубр-Софт (представитель)", at=site.now + HOUR / 2)
    await site.show(OLD, post(at=NOW), ours, post("Хамят и обманули, ужас.", "Ева", at=site.now + HOUR / 2 + HOUR / 4))
    record = await site.of()
    assert (record.status, record.answered, record.reply_url) == (Status.ANSWERED, site.now - HOUR / 2, URL)
    assert (await site.of("Ева")).status is Status.NEW
    own = await site.of("Зубр-Софт (представитель)")
    assert (own.severity, own.flag) == (None, None)


async def test_a_thread_is_told_by_what_its_posts_share(store):
    select = SELECT | {"link": "a @href", "thread": "h1"}
    site = Site(store, plan(select=select))
    title = "<h1>Зубр-Софт: отзывы</h1>"
    link = '<a href="/post/{}">#</a>'
    await site.show(title, OLD)
    await site.show(title, OLD, post(BAD + link.format(7)))
    await site.show(title, OLD, post(BAD + link.format(7)), post(SORRY + link.format(9), "Зубр-Софт"))
    record = await site.of()
    assert (record.status, record.reply_url) == (Status.ANSWERED, "https://otzyv.example/post/9")


async def test_what_the_team_took_back_is_closed_again_only_by_another_answer(site):
    ours = post(SORRY, "Зубр-Софт")
    await site.show(OLD)
    await site.show(OLD, post(), ours)
    await site.store.act((await site.of()).number, Press(Action.UNDO, ANNA, site.now))
    await site.show(OLD, post(), ours)
    assert (await site.of()).status is Status.NEW
    await site.show(OLD, post(), ours, post("Пётр, деньги у вас на счёте.", "Зубр-Софт"))
    assert (await site.of()).status is Status.ANSWERED


async def test_another_rating_after_our_answer_is_told_where_the_card_stands_once(site):
    await site.show(OLD)
    await site.show(OLD, post(stars="1", at=NOW))
    number = (await site.of()).number
    await site.deliver()
    await site.show(OLD, post(BAD, "Пётр", answer(), stars="1", at=NOW))
    for _ in range(2):
        await site.show(OLD, post(FINE, "Пётр", answer(), stars="4", at=NOW))
    assert [one.notice for one in await site.owed(RatingChanged)] == [RatingChanged(number, "1/5", "4/5")]
    (event,) = [one for one in await site.store.events(number) if one.kind == "rating_changed"]
    assert event.detail == "1/5 → 4/5"
    await site.show(OLD, post(BAD, "Пётр", answer(), stars="2", at=NOW))
    assert len(await site.owed(RatingChanged)) == 2
    assert (await site.of()).status is Status.NEW  # worse: it is back on the table


async def test_another_rating_is_told_also_where_the_card_has_come_back_to_the_team(site):
    await site.show(OLD)
    await site.show(OLD, post(FINE, "Пётр", answer(), stars="4", at=NOW))
    await site.show(OLD, post(BAD, "Пётр", answer(), stars="2", at=NOW))
    assert (await site.of()).status is Status.NEW
    await site.show(OLD, post(FINE, "Пётр", answer(), stars="5", at=NOW))
    changed = [one.detail for one in await site.store.events((await site.of()).number) if one.kind == "rating_changed"]
    assert changed == ["4/5 → 2/5", "2/5 → 5/5"]


async def test_a_rating_that_opens_the_card_again_says_until_when_to_answer(site):
    await site.show(OLD)
    await site.show(OLD, post(stars="2", at=NOW))
    await site.deliver()
    await site.show(OLD, post(BAD, "Пётр", answer(), stars="2", at=NOW))
    letters = Letters(site.store, live_of(site.plan, telegram=False))
    for stars, said, until in (("1", BAD, ["Ответить до 24.11, 17:00"]), ("5", FINE, [])):
        await site.show(OLD, post(said, "Пётр", answer(), stars=stars, at=NOW))
        changed = (await site.owed(RatingChanged))[-1]
        assert (await letters(changed, site.now)).document.text.splitlines()[1:] == until


async def test_a_rating_that_changes_without_an_answer_is_shown_on_the_card_alone(site):
    await site.show(OLD)
    await site.show(OLD, post(stars="1", at=NOW))
    await site.deliver()
    await site.show(OLD, post(stars="2", at=NOW))
    assert await site.owed(RatingChanged) == []
    assert "rating_changed" not in await site.happened()


async def test_an_answer_that_vanishes_is_told_in_the_history_alone(site):
    newest, *older = (post(FINE, f"Клиент {hours}", at=NOW - hours * HOUR) for hours in range(9))
    await site.show(newest, *older)
    await site.show(post(BAD, "Пётр", answer(), at=NOW + HOUR), newest, *older)
    for answers in ([], [], [answer()], [answer()]):
        await site.show(post(BAD, "Пётр", *answers, at=NOW + HOUR), newest, *older)
    assert (await site.of()).status is Status.ANSWERED
    assert await site.happened() == ["found", "answer_seen", "answer_gone", "answer_back"]


async def test_a_review_that_is_taken_down_after_our_answer_says_both_on_its_card(site):
    newest, *older = (post(FINE, f"Клиент {hours}", at=NOW - hours * HOUR) for hours in (-2, 1, 2, 3))
    await site.show(newest, *older)
    await site.show(newest, post(BAD, "Пётр", answer(), at=NOW), *older)
    for _ in range(2):
        await site.show(newest, *older)
    alert = await site.store.alert((await site.of()).number)
    shown = card(alert, brand="Зубр-Софт", calendar=Calendar(Texts("ru"), ZoneInfo("Europe/Minsk"), site.now)).text
    assert "Отвечено" in shown
    assert "на странице этого больше не видно" in shown


async def test_what_was_there_before_us_is_answered_once_somebody_has_taken_it(site):
    await site.show(post(at=NOW))
    await site.store.act((await site.of()).number, Press(Action.TAKE, ANNA, site.now))
    await site.show(post(BAD, "Пётр", answer(), at=NOW))
    assert (await site.of()).status is Status.ANSWERED


@pytest.mark.parametrize("order", [*permutations(("press", "seen", "edited"))], ids="-".join)
async def test_whatever_comes_first_the_answer_and_its_time_are_the_same(site, order):
    wrote = NOW + 2 * HOUR + timedelta(minutes=10)  # before anybody here does anything
    said, answers = BAD, ()
    await site.show(OLD)
    await site.show(OLD, post(said, "Пётр", at=NOW, stars="1"))
    number = (await site.of()).number
    for step in order:
        if step == "press":
            site.now += HOUR
            await site.store.act(number, Press(Action.ANSWER, ANNA, site.now))
            continue
        said, answers = (said, (answer(at=wrote),)) if step == "seen" else (f"{BAD} Это было в Минске.", answers)
        await site.show(OLD, post(said, "Пётр", *answers, at=NOW, stars="1"))
    record = await site.of()
    assert (record.status, record.answered, record.reply_url) == (Status.ANSWERED, wrote, URL)


async def test_a_rating_is_told_too_where_one_message_told_many(store):
    rated = {"rating": 0.0, "rating_text": "1/5"}
    await bring(store, *(item(n, **rated) for n in range(6)))
    for _ in range(2):
        await tell(store)
    counted = [n for n in range(1, 7) if await store.message_about(n, CHAT) == (await message(store)).message]
    number = counted[0]
    await store.act(number, Press(Action.ANSWER, ANNA, NOW + HOUR))
    better = item(number - 1, text=FINE, rating=0.75, rating_text="4/5")
    await bring(store, better, score=0.4, at=NOW + 2 * HOUR)
    notices = [one.notice for one in await store.owed(CHAT, NOW + 2 * HOUR)]
    assert RatingChanged(number, "1/5", "4/5") in notices
