"""Questions to the team: what is asked about, what an answer does, and that nobody is asked twice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_values import live_of
from render_values import record
from store_values import ANNA, BORIS, CHAT, OTHER, TEXTS, answered, bring, deliver, item

from monitor.config.plan import Plan
from monitor.desk import Press, Raised
from monitor.domain import (
    LEAST,
    MOST,
    Action,
    Answered,
    Came,
    DigestDue,
    Flag,
    Label,
    Means,
    Owed,
    Questions,
    Reaction,
    Record,
    Said,
    Sentiment,
    Severity,
    Sitting,
    Status,
    Verdict,
    chosen,
)
from monitor.domain.questions import OF_ONE_SOURCE
from monitor.places.forbidden import Places
from monitor.schedule import Schedule
from monitor.sources.by_hand import MANUAL
from monitor.store import Store
from monitor.team.routes import Routes
from monitor.weekly.questions import owe_questions

WEEK = "2026-W48"
ALIKE = "telegram:-100800"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
RAISED = Raised((CHAT,), Severity.P2, ("Ответить",), NOW + timedelta(days=7))
PLAN = Plan.model_validate(
    {
        "language": "ru",
        "timezone": "Europe/Minsk",
        "brands": [
            {"id": "zubr", "name": "Зубр-Софт", "sites": ["zubr.example"], "replies": {"author": "Зубр-Софт"}},
            {"id": "kestrel", "name": "Kestrel Cloud"},
            {"id": "rival", "name": "Rival", "role": "competitor"},
        ],
        "sources": [
            {"id": "reviews", "kind": "reviews", "url": "https://otzyv.example/zubr", "brand": "zubr"},
            {"id": "forum", "kind": "feed", "url": "https://forum.example/rss"},
            {"id": "jobs", "kind": "feed", "url": "https://jobs.example/rss", "audience": "hr"},
            {"id": "news", "kind": "feed", "url": "https://news.example/rss", "audience": "press"},
        ],
        "team": {
            "chats": [
                {"id": -100500},
                {"id": -100800},
                {"id": -100600, "topic": 7, "brands": ["kestrel"], "audiences": ["hr"]},
            ]
        },
    }
)
ROUTES = Routes(PLAN, telegram=True)


async def said(store: Store, number: int, score: float = -0.2, *, brand: str = "zubr", **how: Any) -> None:
    """Somebody said something that was not flagged."""
    changes = {key: how.pop(key) for key in ("text", "url", "author", "rating", "source") if key in how}
    about = item(number, **changes)
    quiet = {"sentiment": Sentiment(Label.NEUTRAL, score), "verdict": how.pop("verdict", Verdict()), "steps": ()}
    await bring(store, about, brands=[brand], judged=quiet, source=about.source, **how)


async def asks(store: Store, target: str = CHAT, week: str = WEEK) -> bool:
    return await owe_questions(store, PLAN, target, week, MONDAY, scope=ROUTES.scope_of(target))


async def asked(store: Store, target: str = CHAT, message: int = 500) -> Owed:
    """The message, once it was sent."""
    (owed,) = [one for one in await store.owed(target, MONDAY) if isinstance(one.notice, Questions)]
    await store.claim(owed.id)
    await store.sent(owed.id, MONDAY, message, owed.version)
    found = await store.card_at(target, message)
    assert found is not None
    return found


async def mentions(store: Store, target: str = CHAT) -> tuple[int, ...]:
    """What a chat is asked about."""
    found = [one.notice for one in await store.owed(target, MONDAY) if isinstance(one.notice, Questions)]
    return found[0].mentions if found else ()


async def lessons(store: Store) -> list[tuple[int, bool, Means]]:
    return [(one.mention, one.negative, one.means) for one in await store.lessons()]


@pytest.fixture
async def three(store: Store) -> Store:
    """Three questions that a chat was sent."""
    for number in range(3):
        await said(store, number, -0.2 + number / 100)
    assert await asks(store)
    return store


async def press(store: Store, owed: Owed, place: int, what: Said, who: Any = ANNA) -> Reaction:
    raised = RAISED if what is Said.NEGATIVE else None
    return await store.answer_question(owed.id, place, what, who=who, now=MONDAY, raised=raised)


async def test_what_was_nearest_to_an_alert_is_asked_first(store: Store) -> None:
    for number, score in enumerate((0.2, -0.24, 0.0, 0.9)):
        await said(store, number, score)
    assert await asks(store)
    assert await mentions(store) == (2, 3, 1)


async def test_of_what_no_word_decides_accounts_are_asked_first(store: Store) -> None:
    texts = (
        "Вышла новая версия Зубр-Софта",
        "Полгода внедряем Зубр-Софт",
        "Kestrel opens an office",
        "Our Kestrel report",
    )
    for number, text in enumerate(texts):
        await said(store, number, 0.0, text=text)
    assert await asks(store)
    assert await mentions(store) == (4, 2, 3, 1)


async def test_nobody_is_asked_of_what_needs_no_question(store: Store) -> None:
    await said(store, 0, verdict=Verdict(Flag.NEGATIVE, Severity.P2))  # has a card
    await said(store, 1, rating=0.25)  # its stars have decided
    await said(store, 2, source="news")  # where the tone raises nothing
    await said(store, 3, url="https://zubr.example/blog/1")  # our own page
    await said(store, 4, author="«Зубр-Софт» (официально)")  # our own word
    await said(store, 5, brand="rival")
    await said(store, 6, source=MANUAL)  # whoever sent it in has judged it
    assert not await asks(store)
    assert await store.owed(CHAT, MONDAY) != ()  # the card of the first; no questions among them
    assert await mentions(store) == ()


async def test_nobody_is_asked_of_another_week_or_of_what_was_there_before_us(store: Store) -> None:
    await said(store, 0, at=NOW - timedelta(days=7))
    await said(store, 1, at=NOW, history=True)
    assert not await asks(store)
    assert await asks(store, week="2026-W47")


async def test_what_the_team_has_spoken_of_is_not_asked_of_again(store: Store) -> None:
    for number in range(3):
        await said(store, number)
    await answered(store, 1, negative=False)
    await store.raise_missed(2, ANNA, NOW, RAISED)
    assert await asks(store)
    assert await mentions(store) == (3,)


async def test_copies_are_one_question_and_none_where_one_of_them_was_told(store: Store) -> None:
    await said(store, 0, source="reviews")
    await said(store, 1, source="forum", text=TEXTS[0])
    await said(store, 2)
    await said(store, 3, source="forum", text=TEXTS[2])
    await store.raise_missed(3, ANNA, NOW, RAISED)
    assert await asks(store)
    (only,) = await mentions(store)
    assert only in {1, 2}


async def test_a_chat_is_asked_only_of_what_it_may_see_and_never_of_the_same_as_another(store: Store) -> None:
    await said(store, 0, source="jobs")  # employees, in a chat that is not theirs
    await said(store, 1, source="jobs", brand="kestrel")
    await said(store, 2, brand="kestrel", source="forum")
    await said(store, 3)
    assert await asks(store)
    assert await mentions(store) == (4, 3)
    assert await asks(store, OTHER)
    assert await mentions(store, OTHER) == (2,)


async def test_questions_are_owed_once_and_only_where_there_are_buttons(store: Store) -> None:
    await said(store, 0)
    assert not await asks(store, "terminal")
    assert not await asks(store, "mail:director@example.com")
    assert await asks(store)
    await said(store, 1)
    assert not await asks(store)
    assert await mentions(store) == (1,)


async def test_two_chats_that_see_the_same_are_asked_of_different_mentions(store: Store) -> None:
    for number in range(6):
        await said(store, number, -0.2 + number / 100)
    assert await asks(store)
    assert await mentions(store) == (1, 2, 3, 4, 5)
    assert await asks(store, ALIKE)
    assert await mentions(store, ALIKE) == (6,)
    assert not await asks(store, ALIKE, week="2026-W49")


async def test_questions_follow_the_digest_of_their_week_once(store: Store) -> None:
    await said(store, 0)
    schedule = Schedule(cast("Any", None), store, live_of(PLAN), lambda: MONDAY, wake=lambda: None)
    await schedule.owe_digest()
    await schedule.owe_digest()
    told = [one.notice for one in await store.owed(CHAT, MONDAY)]
    assert told == [DigestDue(WEEK), Questions(WEEK, (1,))]
    assert [one.notice for one in await store.owed(OTHER, MONDAY)] == [DigestDue(WEEK)]


async def test_questions_stay_what_they_were_when_they_were_owed(three: Store) -> None:
    before = await mentions(three)
    await said(three, 5, -0.25)
    assert await mentions(three) == before


async def test_an_answer_teaches_and_turns_the_message_on(three: Store) -> None:
    owed = await asked(three)
    assert (await three.sitting(owed.id)).alert == await three.alert(1)
    assert await press(three, owed, 0, Said.NEUTRAL) == Reaction(Came.DONE, 1, Said.NEUTRAL, "Анна")
    assert await lessons(three) == [(1, False, Means.ASKED)]
    now = await three.sitting(owed.id)
    assert (now.place, now.last) == (1, Answered(1, Said.NEUTRAL, "Анна"))
    (stale,) = await three.stale(CHAT)
    assert stale.id == owed.id
    assert await press(three, owed, 1, Said.SKIPPED, BORIS) == Reaction(Came.DONE, 2, Said.SKIPPED, "Борис")
    assert len(await lessons(three)) == 1


async def test_what_was_missed_raises_its_card_once_and_teaches_once(three: Store) -> None:
    owed = await asked(three)
    await press(three, owed, 0, Said.NEGATIVE)
    record = await three.record(1)
    assert record is not None
    assert (record.label, record.flag, record.severity) == (Label.NEGATIVE, Flag.NEGATIVE, Severity.P2)
    assert await lessons(three) == [(1, True, Means.ASKED)]
    assert await deliver(three, at=MONDAY, message=700) == [1]
    assert await press(three, owed, 0, Said.NEGATIVE, BORIS) == Reaction(Came.LATE, 1, Said.NEGATIVE, "Анна")
    assert await deliver(three, at=MONDAY, message=800) == []


async def test_two_who_answer_at_once_are_one_answer(three: Store) -> None:
    owed = await asked(three)
    both = await asyncio.gather(press(three, owed, 0, Said.NEUTRAL), press(three, owed, 0, Said.NEGATIVE, BORIS))
    assert sorted(one.came for one in both) == [Came.DONE, Came.LATE]
    (first,) = (one for one in both if one.came is Came.DONE)
    assert await lessons(three) == [(1, first.said is Said.NEGATIVE, Means.ASKED)]
    assert both[0].who == both[1].who == first.who


@pytest.mark.parametrize("action", [Action.NOT_ABOUT_US, Action.NO_REPLY, Action.TAKE])
async def test_what_was_settled_meanwhile_is_passed_over(three: Store, action: Action) -> None:
    owed = await asked(three)
    await three.act(1, Press(action, BORIS, MONDAY))
    assert (await three.sitting(owed.id)).place == 1
    assert await press(three, owed, 0, Said.NEGATIVE) == Reaction(Came.SETTLED, 1)
    assert await lessons(three) == []
    assert await press(three, owed, 0, Said.NEUTRAL) == Reaction(Came.SETTLED, 1)


async def test_what_is_forbidden_meanwhile_leaves_the_message(three: Store) -> None:
    owed = await asked(three)
    await three.forbid(Places(["otzyv.example/zubr/0"]))
    (stale,) = await three.stale(CHAT)
    assert stale.id == owed.id
    sitting = await three.sitting(owed.id)
    assert (sitting.place, sitting.total, sitting.alert) == (1, 3, await three.alert(2))
    assert await press(three, owed, 0, Said.NEUTRAL) == Reaction(Came.GONE, 1)
    assert await press(three, owed, 1, Said.NEUTRAL) == Reaction(Came.DONE, 2, Said.NEUTRAL, "Анна")


async def test_the_last_answer_can_be_taken_back_and_given_again(three: Store) -> None:
    owed = await asked(three)
    await press(three, owed, 0, Said.SKIPPED)
    await press(three, owed, 1, Said.NEUTRAL)
    assert await three.take_back_answer(owed.id, 0, BORIS, MONDAY) == Reaction(Came.LATE)
    assert (await three.take_back_answer(owed.id, 1, BORIS, MONDAY)).came is Came.DONE
    assert await lessons(three) == []
    assert (await three.sitting(owed.id)).place == 1
    await press(three, owed, 1, Said.NEGATIVE)
    assert await lessons(three) == [(2, True, Means.ASKED)]
    assert [one.kind for one in await three.events(2)][1:] == ["asked_neutral", "asked_undone", "negative"]


async def test_a_card_that_an_answer_raised_stays_when_the_answer_is_taken_back(three: Store) -> None:
    owed = await asked(three)
    await press(three, owed, 0, Said.NEGATIVE)
    await three.take_back_answer(owed.id, 0, ANNA, MONDAY)
    record = await three.record(1)
    assert record is not None
    assert (record.flag, record.status) == (Flag.NEGATIVE, Status.NEW)
    assert await lessons(three) == []
    assert await three.sitting(owed.id) == Sitting(3, (), 1, alert=await three.alert(2))
    assert (await three.act(1, Press(Action.NOT_NEGATIVE, ANNA, MONDAY))).done
    assert await lessons(three) == [(1, False, Means.PRESSED)]


async def test_a_message_is_through_when_all_is_answered(three: Store) -> None:
    owed = await asked(three)
    for place, what in enumerate((Said.NEGATIVE, Said.NEUTRAL, Said.SKIPPED)):
        await press(three, owed, place, what)
    sitting = await three.sitting(owed.id)
    assert sitting.alert is None
    assert [sitting.count(what) for what in (Said.NEGATIVE, Said.NEUTRAL, Said.SKIPPED)] == [1, 1, 1]


async def test_a_press_names_only_questions_of_its_own_chat(three: Store) -> None:
    owed = await asked(three)
    assert await three.questions_at([CHAT], 500, owed.id) == owed
    assert await three.questions_at([OTHER], 500, owed.id) is None
    assert await three.questions_at([CHAT], 501, owed.id) is None
    assert (await press(three, owed, 3, Said.NEUTRAL)).came is Came.GONE


async def test_a_press_tells_the_number_of_a_message_whose_answer_got_lost(three: Store) -> None:
    (owed,) = await three.owed(CHAT, MONDAY)
    await three.claim(owed.id)
    await three.retry(owed.id, MONDAY, unsure=True, error="lost")
    found = await three.questions_at([CHAT], 500, owed.id)
    assert found is not None
    assert found.message == 500
    assert await three.owed(CHAT, MONDAY) == ()  # it has arrived: nobody sends it again


near = st.lists(st.tuples(st.integers(1, 12), st.sampled_from("abcd")), max_size=40)


@given(near)
def test_questions_are_few_nearest_first_of_one_story_each_and_of_many_sources(said: Sequence[tuple[int, str]]) -> None:
    records = [record(number=n, story=story, source=s) for n, (story, s) in enumerate(said)]
    by_number = {one.number: one for one in records}
    found: list[Record] = [by_number[number] for number in chosen(records)]
    stories = {one.story for one in records}
    assert len({one.story for one in found}) == len(found) <= MOST
    assert len(found) >= min(len(stories), LEAST)
    for source in "abcd":
        mine = [one.number for one in found if one.source == source]
        assert len(mine) <= OF_ONE_SOURCE or len(found) <= LEAST
        assert mine == sorted(mine)
    if found:
        assert found[0] is records[0]
