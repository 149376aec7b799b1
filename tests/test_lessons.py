"""From a press to the next alert: what the team says is kept, taken back with an undo, and heeded by the next visit."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from lessons import texts
from store_values import ANNA, CHAT, NOW, answered, bring, item
from test_pipeline import FEED, FakeWeb, rss

from monitor.config.plan import Plan
from monitor.desk import Press, Raised
from monitor.domain import Action, Flag, Handed, Identified, Item, Label, Means, Severity, Taught, Why
from monitor.domain.targets import TERMINAL
from monitor.lessons import Lessons
from monitor.pipeline import Pipeline
from monitor.sentiment import Scorer
from monitor.sources.by_hand import imported, sent
from monitor.store import Query
from monitor.team.routes import Routes
from monitor.understanding import Understanding

pytestmark = pytest.mark.one_database

WORDS = {"брак": -3.5, "отказ": -3.5, "потеря": -3.5, "просрочка": -3.5}  # the team's own, and too eager
PLAN = {
    "language": "ru",
    "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
    "sources": [{"id": "forum", "kind": "feed", "url": FEED}],
    "lexicon": WORDS,
}
RAISED = Raised((CHAT,), Severity.P2, ("Ответить",), NOW + timedelta(days=7))
COMPLAINTS = texts("ru", negative=True)
UNWANTED = [text for text in texts("ru", negative=False) if Scorer(WORDS).score(text).label is Label.NEGATIVE]


class Forum:
    """A feed to which people write, and a team that presses buttons; an hour passes between visits."""

    def __init__(self, store, plan):
        self.store = store
        self.plan = Plan.model_validate(plan)
        self.web = FakeWeb({FEED: rss()})
        self.hours = itertools.count()
        understanding = Understanding(self.plan, Routes(self.plan, telegram=False))
        self.pipeline = Pipeline(store, self.web, understanding, lambda: NOW + timedelta(hours=next(self.hours)))
        self.written = itertools.count()

    async def says(self, *said):
        """What becomes of these texts, in their order."""
        self.web.pages[FEED] = rss(*((f"n{next(self.written)}", "Отзыв", text) for text in said))
        await self.pipeline.round(self.plan.sources)
        records = {record.text: record for record in await self.store.mentions(Query())}
        return [records[text] for text in said]

    async def press(self, action, records):
        for record in records:
            at = NOW + timedelta(hours=next(self.hours))
            assert (await self.store.act(record.number, Press(action, ANNA, at))).done


@pytest.fixture
async def forum(store):
    one = Forum(store, PLAN)
    await one.says()  # the first crawl is quiet
    return one


async def taught(forum):
    """A forum whose team has dismissed fourteen alerts and answered ten."""
    unwanted, complaints = await forum.says(*UNWANTED[:14]), await forum.says(*COMPLAINTS[:10])
    assert all(record.severity for record in (*unwanted, *complaints))
    await forum.press(Action.NOT_NEGATIVE, unwanted)
    await forum.press(Action.ANSWER, complaints)
    return unwanted, complaints


async def test_after_twenty_presses_what_resembles_the_dismissed_is_not_alerted_and_says_why(store, forum):
    await taught(forum)
    similar, complaint = UNWANTED[-1], COMPLAINTS[20]
    quiet, loud = await forum.says(similar, complaint)
    assert (quiet.flag, quiet.severity, quiet.why, quiet.sifted) == (Flag.NEGATIVE, None, Why.CORRECTION, True)
    assert (loud.flag, loud.severity is None, loud.why) == (Flag.NEGATIVE, False, Why.WORDS)
    owed = {one.mention for one in await store.owed(TERMINAL, NOW + timedelta(days=9), 100)}
    assert (quiet.number in owed, loud.number in owed) == (False, True)


async def test_once_all_is_undone_it_is_alerted_again(forum):
    unwanted, complaints = await taught(forum)
    (quiet,) = await forum.says(UNWANTED[-1])
    await forum.press(Action.UNDO, [*unwanted, *complaints])
    (loud,) = await forum.says(UNWANTED[-2])
    assert (quiet.severity, loud.severity is None, loud.why) == (None, False, Why.WORDS)
    assert (await forum.store.lessons(), await forum.store.taught()) == ((), {})


async def test_what_was_judged_before_stays_as_it_is(forum):
    (before,) = await forum.says(UNWANTED[-1])
    await taught(forum)
    assert await forum.store.record(before.number) == before


async def test_danger_is_alerted_whatever_was_taught(forum):
    await taught(forum)
    (risk,) = await forum.says(f"{UNWANTED[-1]} Подали на Зубр-Софт в суд за мошенничество.")
    assert (risk.flag, risk.severity) == (Flag.RISK, Severity.P1)


async def test_news_is_judged_as_before(store):
    press = {**PLAN, "sources": [{**PLAN["sources"][0], "audience": "press"}]}
    forum = Forum(store, press)
    await forum.says()
    for number, text in enumerate(UNWANTED[:3]):
        await bring(store, item(number, text=text))
        await store.act(number + 1, Press(Action.NOT_NEGATIVE, ANNA, NOW))
    (record,) = await forum.says(f"В цехе: {UNWANTED[0]}")
    assert (record.flag, record.why) == (None, Why.WORDS)


ROUNDABOUT = "С заявкой в Зубр-Софте опять карусель: из отдела {one} передали в отдел {other}."
CALM = "Заявку в Зубр-Софте закрыли, отдел {one} прислал акт, отдел {other} его подписал."
DEPARTMENTS = ("продаж", "внедрения", "обучения", "учёта", "закупок", "логистики", "кадров", "доставки")


def departments(sentence):
    return [sentence.format(one=a, other=b) for a, b in itertools.permutations(DEPARTMENTS, 2)]


async def asked_about(forum, count):
    """The team calls every roundabout a complaint; half of what it was asked about is one."""
    pairs = zip(departments(ROUNDABOUT)[:count], departments(CALM)[:count], strict=True)
    said = [text for pair in pairs for text in pair]
    await bring(forum.store, *(item(n, text=text) for n, text in enumerate(said)), score=0.0)
    for record in await forum.store.mentions(Query(limit=2 * count)):
        await answered(forum.store, record.number, negative="карусель" in record.text)


async def test_the_answers_to_fifty_questions_let_what_was_missed_be_told(forum):
    await asked_about(forum, 26)
    missed, calm = await forum.says(departments(ROUNDABOUT)[-1], departments(CALM)[-1])
    assert (missed.label, missed.flag, missed.severity) == (Label.NEGATIVE, Flag.NEGATIVE, Severity.P3)
    assert (missed.why, missed.learnt, missed.sifted) == (Why.CORRECTION, True, False)
    assert (calm.label, calm.flag, calm.severity) == (Label.NEUTRAL, None, None)


async def test_fewer_questions_raise_nothing(forum):
    await asked_about(forum, 24)
    (record,) = await forum.says(departments(ROUNDABOUT)[-1])
    assert (record.flag, record.severity) == (None, None)


async def test_what_was_there_before_us_raises_no_alert_whatever_was_asked(store, forum):
    await asked_about(forum, 26)
    late = Forum(store, {**PLAN, "sources": [{**PLAN["sources"][0], "id": "another"}]})
    (record,) = await late.says(departments(ROUNDABOUT)[-1])
    assert (record.history, record.flag) == (True, None)


async def test_what_one_of_the_team_sends_in_is_not_sifted_out(forum):
    await taught(forum)
    sent_in, imported_one = (Item("x", "", text=text) for text in (UNWANTED[-1], UNWANTED[-2]))
    for said, source in ((sent_in, sent()), (imported_one, imported("reviews"))):
        await forum.pipeline.take([Handed(Identified(said, (said.text,)), ("zubr",))], source, history=False)
    records = {record.text: record for record in await forum.store.mentions(Query(limit=2))}
    assert (records[sent_in.text].sifted, records[imported_one.text].sifted) == (False, True)


async def test_a_press_teaches_an_undo_takes_it_back_and_other_buttons_say_nothing(store):
    await bring(store, *(item(number) for number in range(6)))
    silent = (Action.TAKE, Action.NOT_ABOUT_US, Action.NO_REPLY)
    for number, action in enumerate((Action.NOT_NEGATIVE, Action.ANSWER, *silent), 1):
        await store.act(number, Press(action, ANNA, NOW))
    assert [(one.mention, one.negative, one.means) for one in await store.lessons()] == [
        (1, False, Means.PRESSED),
        (2, True, Means.PRESSED),
    ]
    assert await store.taught() == {"zubr": Taught(corrected=1, confirmed=1)}
    mark = await store.lessons_mark()
    for number in (1, 2, 4):
        await store.act(number, Press(Action.UNDO, ANNA, NOW))
    assert await store.lessons() == ()
    assert await store.lessons_mark() != mark


async def test_waking_what_was_put_off_takes_back_no_answer_of_before(store):
    await bring(store, item(0), score=-0.6)
    await store.act(1, Press(Action.ANSWER, ANNA, NOW))
    worse = item(0, text="Совсем другие слова: всё стало ещё хуже.")
    await bring(store, worse, score=-0.9, at=NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    assert (await store.act(1, Press(Action.SNOOZE, ANNA, later, until=later + timedelta(hours=1)))).done
    assert (await store.act(1, Press(Action.UNDO, ANNA, later))).done
    assert [lesson.negative for lesson in await store.lessons()] == [True]


async def test_a_lesson_knows_the_score_of_the_words_and_not_of_the_correction(store):
    await bring(store, item(), score=-0.6)
    await store.act(1, Press(Action.NOT_NEGATIVE, ANNA, NOW))
    (one,) = await store.lessons()
    assert (one.score, one.brand, one.text) == (-0.6, "zubr", item().text)


async def test_where_the_rating_decided_no_words_are_learnt(store):
    await bring(store, item(0, rating=0.25))
    await bring(store, item(1, rating=0.6))
    for number in (1, 2):
        await store.act(number, Press(Action.NOT_NEGATIVE, ANNA, NOW))
    await answered(store, 1, negative=True)
    assert [one.mention for one in await store.lessons()] == [2]


async def test_a_press_overrules_what_was_answered_before_and_an_undo_brings_it_back(store):
    await bring(store, item(0))
    await bring(store, item(1), score=0.0)
    await answered(store, 1, negative=True)
    await store.raise_missed(2, ANNA, NOW, RAISED)
    before = await store.lessons()
    for number in (1, 2):
        await store.act(number, Press(Action.NOT_NEGATIVE, ANNA, NOW))
    assert {(one.mention, one.means, one.negative) for one in await store.lessons()} == {
        (1, Means.ASKED, False),
        (1, Means.PRESSED, False),
        (2, Means.PRESSED, False),
    }
    for number in (1, 2):
        await store.act(number, Press(Action.UNDO, ANNA, NOW))
    assert await store.lessons() == before


async def test_what_is_learnt_is_worked_out_again_only_when_something_was_said_or_a_day_has_passed(store):
    await bring(store, item(0), item(1))
    await store.act(1, Press(Action.NOT_NEGATIVE, ANNA, NOW))
    lessons = Lessons(store)
    mark = await store.lessons_mark()
    first = await lessons.learnt(NOW, mark)
    assert await lessons.learnt(NOW + timedelta(hours=2), mark) is first
    assert (await lessons.learnt(NOW + timedelta(days=1), mark))["zubr"] is not first["zubr"]
    await store.act(1, Press(Action.UNDO, ANNA, NOW))
    assert await lessons.learnt(NOW + timedelta(days=1), await store.lessons_mark()) == {}
