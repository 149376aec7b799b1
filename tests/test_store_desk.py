"""The team's presses survive everything, and all who see a card see what came of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from invariants import broken
from store_values import ANNA, BORIS, CHAT, NOW, OTHER, bring, deliver, item

from monitor.desk import Outcome, Press, Raised
from monitor.domain import (
    Action,
    Flag,
    Label,
    Means,
    Nudge,
    Person,
    Question,
    Reason,
    Reminder,
    Severity,
    Status,
    Step,
    Why,
)
from monitor.errors import StoreError
from monitor.store import Query
from monitor.texts import LANGUAGES, Texts

LATER = NOW + timedelta(minutes=1)


async def test_a_press_is_stored_with_its_place_in_the_history(store):
    await bring(store, item())
    acted = await store.act(1, Press(Action.TAKE, ANNA, NOW))
    assert (acted.done, acted.who, acted.alert) == (True, "Анна", await store.alert(1))
    assert (acted.alert.record.status, acted.alert.record.assignee) == (Status.TAKEN, "Анна")
    assert acted.alert.taken_at == NOW
    event = (await store.events(1))[-1]
    assert (event.at, event.kind, event.who) == (NOW, "take", "Анна")


async def test_two_who_press_at_once_get_one_result_and_both_see_it(store):
    await bring(store, item())
    both = await asyncio.gather(*(store.act(1, Press(Action.TAKE, who, NOW)) for who in (ANNA, BORIS)))
    assert sorted(acted.outcome for acted in both) == [Outcome.DONE, Outcome.OTHERS]
    assert len({acted.who for acted in both}) == 1
    assert [event.kind for event in await store.events(1)] == ["found", "take"]


async def test_a_press_that_does_nothing_leaves_no_trace(store):
    await bring(store, item())
    await deliver(store)
    before = await store.events(1)
    acted = await store.act(1, Press(Action.UNDO, ANNA, NOW))
    assert (acted.outcome, acted.who) == (Outcome.NOTHING, "")
    assert (await store.events(1), await store.stale(CHAT)) == (before, ())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.DONE])
def test_whoever_pressed_is_told_why_nothing_came_of_it(language, outcome):
    assert "m-7" in Texts(language)(f"desk.{outcome}", id="m-7", who="Анна")


async def test_every_card_of_a_mention_is_brought_up_to_date(store):
    await bring(store, item(), targets=(CHAT, OTHER))
    await deliver(store)
    await deliver(store, target=OTHER)
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    assert [[one.mention for one in await store.stale(target)] for target in (CHAT, OTHER)] == [[1], [1]]


async def test_ticks_are_kept_with_who_ticked(store):
    await bring(store, item())
    await store.act(1, Press(Action.TICK, BORIS, NOW, step=1))
    assert (await store.alert(1)).steps == (Step("Проверить"), Step("Ответить", done=True, by="Борис"))
    await store.act(1, Press(Action.TICK, ANNA, LATER, step=1))
    told = [(event.kind, event.who, event.detail) for event in await store.events(1)]
    assert told[1:] == [("tick", "Борис", "Ответить"), ("untick", "Анна", "Ответить")]


async def test_an_answer_and_its_link_are_kept(store):
    await bring(store, item())
    assert (await store.act(1, Press(Action.ANSWER, ANNA, NOW))).alert.asks_link
    acted = await store.act(1, Press(Action.LINK, BORIS, LATER, text="https://otzyv.example/1#reply"))
    record = acted.alert.record
    assert (record.answered, record.reply_url, acted.alert.asks_link) == (NOW, "https://otzyv.example/1#reply", False)


async def test_a_correction_can_be_undone_also_by_somebody_else_and_later(store):
    await bring(store, item())
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    before = await store.record(1)
    dismissed = (await store.act(1, Press(Action.NOT_NEGATIVE, ANNA, NOW))).alert.record
    assert (dismissed.label, dismissed.why, dismissed.corrected) == (Label.NEUTRAL, Why.CORRECTION, True)
    assert (dismissed.reason, dismissed.flag) == (Reason.NOT_NEGATIVE, before.flag)
    assert (await store.act(1, Press(Action.UNDO, BORIS, LATER))).alert.record == before


async def test_what_is_not_about_us_is_still_listed(store):
    await bring(store, item())
    await store.act(1, Press(Action.NOT_ABOUT_US, ANNA, NOW))
    assert len(await store.mentions(Query(status=Status.DISMISSED))) == 1


async def test_a_mention_that_is_not_there_is_said_so(store):
    with pytest.raises(StoreError, match="m-9"):
        await store.act(9, Press(Action.TAKE, ANNA, NOW))
    with pytest.raises(StoreError, match="m-9"):
        await store.alert(9)
    assert await store.record(9) is None
    with pytest.raises(StoreError, match="no such mention") as told:
        await store.alert(int("9" * 18))
    assert (told.value.key, store.trouble) == ("store.no_mention", None)


async def test_a_message_shows_the_checklist_to_all_who_see_it(store):
    await bring(store, item())
    await deliver(store)
    await store.show(CHAT, 100, "checklist")
    (stale,) = await store.stale(CHAT)
    assert stale.view == "checklist"
    await store.edited(stale.id, stale.version, NOW)
    await store.show(CHAT, 100, "checklist")
    assert await store.stale(CHAT) == ()


async def test_a_message_is_known_by_its_chat_and_number(store):
    await bring(store, item(0))
    await bring(store, item(1))
    await deliver(store)
    assert [(await store.card_at(CHAT, number)).mention for number in (100, 101)] == [1, 2]
    assert await store.card_at(CHAT, 102) is None
    assert await store.card_at(OTHER, 100) is None


async def test_a_question_is_remembered(store):
    await bring(store, item())
    for _ in range(2):
        await store.ask(CHAT, 7, Question(1, ANNA.id))
    assert await store.asked(CHAT, 7) == Question(1, ANNA.id)
    assert await store.asked(CHAT, 8) is None
    assert await store.asked(OTHER, 7) is None


RAISED = Raised((CHAT,), Severity.P2, ("Проверить", "Ответить"), NOW + timedelta(days=1))


async def test_what_was_missed_gets_its_card_its_deadline_and_a_lesson(store):
    await bring(store, item(), score=0.4)
    acted = await store.raise_missed(1, ANNA, NOW, RAISED)
    record = acted.alert.record
    assert (record.label, record.score, record.why, record.corrected) == (Label.NEGATIVE, -0.5, Why.CORRECTION, True)
    assert (record.flag, record.severity, record.status) == (Flag.NEGATIVE, Severity.P2, Status.NEW)
    assert (acted.alert.record.deadline, len(acted.alert.steps)) == (RAISED.deadline, 2)
    assert [owed.mention for owed in await store.owed(CHAT, NOW)] == [1]
    assert [(lesson.mention, lesson.negative, lesson.means) for lesson in await store.lessons()] == [
        (1, True, Means.PICKED)
    ]
    assert [(event.kind, event.who) for event in await store.events(1)][1:] == [("negative", "Анна")]


async def test_two_who_call_it_negative_at_once_raise_one_card(store):
    await bring(store, item(), score=0.4)
    both = await asyncio.gather(*(store.raise_missed(1, who, NOW, RAISED) for who in (ANNA, BORIS)))
    assert sorted(acted.outcome for acted in both) == [Outcome.DONE, Outcome.SAME]
    assert len(await store.owed(CHAT, NOW)) == 1


async def test_a_copy_of_what_was_told_gets_a_card_of_its_own_when_somebody_asks_for_it(store):
    said = item(text="Зубр-Софт теряет заявки, " * 9)
    await bring(store, said)
    await bring(store, replace(said, url="https://other.example/7", guid="g7", source="news"), source="news", score=0.4)
    assert len(await deliver(store)) == 1
    await store.raise_missed(2, ANNA, NOW, RAISED)
    assert await deliver(store, message=200) == [2]


async def test_a_dismissed_card_that_is_negative_after_all_is_the_same_card_again(store):
    await bring(store, item())
    await deliver(store)
    before = await store.record(1)
    await store.act(1, Press(Action.NOT_NEGATIVE, ANNA, NOW))
    acted = await store.raise_missed(1, BORIS, LATER, RAISED)
    assert acted.alert.record == before
    assert await store.owed(CHAT, LATER) == ()
    assert await store.lessons() == ()


async def test_a_good_rating_teaches_the_words_nothing(store):
    await bring(store, item(rating=1.0, rating_text="5/5"), score=0.4)
    await store.raise_missed(1, ANNA, NOW, RAISED)
    assert await store.lessons() == ()


async def test_whoever_gets_a_card_is_called_under_it_and_nobody_calls_themselves(store):
    await bring(store, item(), targets=(CHAT, OTHER))
    await deliver(store)
    await store.act(1, Press(Action.HAND_OVER, BORIS, NOW, to=BORIS))
    assert await store.owed(CHAT, NOW) == ()
    await store.act(1, Press(Action.HAND_OVER, BORIS, LATER, to=ANNA))
    told = Reminder(1, Nudge.HANDED, (ANNA.id,), ("Анна",), "Борис")
    assert [owed.notice for owed in await store.owed(CHAT, LATER)] == [told]
    assert [owed.notice for owed in await store.owed(OTHER, LATER)] == [None]  # its card is not there yet


async def test_colleagues_are_those_who_had_a_card_by_the_names_they_had_last(store):
    await bring(store, item(0), item(1))
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    await store.act(2, Press(Action.TAKE, BORIS, NOW))
    await store.act(2, Press(Action.HAND_OVER, BORIS, LATER, to=Person(ANNA.id, "Анна Ветрова")))
    assert await store.colleagues() == (Person(ANNA.id, "Анна Ветрова"),)


async def test_what_is_noted_beside_the_work_stands_on_the_card_and_in_the_history(store):
    await bring(store, item())
    morning = NOW + timedelta(days=1)
    await store.act(1, Press(Action.SNOOZE, ANNA, NOW, until=morning))
    assert ((await store.alert(1)).record.snoozed_until, (await store.alert(1)).snoozed_by) == (morning, "Анна")
    await store.act(1, Press(Action.PROMISE, ANNA, NOW, text="перезвонить", until=morning))
    await store.act(1, Press(Action.COMPLAIN, ANNA, NOW))
    await store.act(1, Press(Action.COMPLAIN, ANNA, NOW))
    await store.act(1, Press(Action.NO_REPLY, ANNA, NOW))
    await store.act(1, Press(Action.UNDO, ANNA, LATER))
    alert = await store.alert(1)
    assert (alert.record.snoozed_until, alert.promise, alert.promised_for, alert.complained) == (
        morning,
        "перезвонить",
        morning,
        None,
    )
    kinds = [event.kind for event in await store.events(1)]
    assert kinds == ["found", "snooze", "promise", "complain", "uncomplain", "no_reply", "undo"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", [*Action, "uncomplain", "unsettle", "no_follow_up"])
def test_every_press_has_words_in_the_history(language, action):
    assert Texts(language).has(f"history.{action}")


@pytest.mark.parametrize("action", [Action.COMPLAIN, Action.SETTLE, Action.ANSWER, Action.SNOOZE])
async def test_a_press_that_comes_again_after_a_death_does_nothing_twice(store, action):
    """Telegram tells again what was not confirmed; a mark that is set must not come off by that."""
    await bring(store, item())
    pressed = [
        await store.act(1, Press(action, ANNA, at, until=at + timedelta(hours=1), id="press-1")) for at in (NOW, LATER)
    ]
    assert [acted.outcome for acted in pressed] == [Outcome.DONE, Outcome.DONE]
    assert pressed[0].alert == pressed[1].alert
    assert [event.kind for event in await store.events(1)] == ["found", action]
    assert (await store.act(1, Press(action, ANNA, LATER, until=LATER, id="press-2"))).alert == await store.alert(1)


async def sent_and_unheard(store):
    """A card that Telegram took, and whose answer was lost; it waits to be sent once more."""
    await bring(store, item())
    (card,) = await store.owed(CHAT, NOW)
    await store.claim(card.id)
    await store.retry(card.id, LATER, unsure=True, error="no answer")
    return card


async def test_a_card_that_somebody_presses_before_we_know_that_it_arrived_is_told(store):
    await sent_and_unheard(store)
    pressed = await store.adopt(CHAT, 33, 1)
    assert (pressed.message, pressed.mention) == (33, 1)
    assert await store.owed(CHAT, LATER) == ()
    assert [event.kind for event in await store.events(1)] == ["found", "alerted"]
    assert await broken(store) == []


async def test_of_a_card_that_came_twice_whichever_people_press_is_kept_up_to_date(store):
    card = await sent_and_unheard(store)
    await store.claim(card.id)
    await store.sent(card.id, LATER, 34, 0)
    assert (await store.adopt(CHAT, 33, 1)).message == 33
    assert [one.message for one in await store.stale(CHAT)] == [33]
    assert (await store.adopt(CHAT, 34, 1)).message == 34


async def test_a_card_that_came_once_stands_in_one_message(store):
    await bring(store, item())
    await deliver(store)
    assert await store.adopt(CHAT, 33, 1) is None
    assert (await store.card_at(CHAT, 100)).mention == 1


async def test_what_was_pressed_in_the_air_is_not_sent_again_after_a_death(store):
    await bring(store, item())
    (card,) = await store.owed(CHAT, NOW)
    await store.claim(card.id)
    assert (await store.adopt(CHAT, 33, 1)).message == 33
    assert await store.recover(LATER, await store.in_the_air()) == 0
    assert await store.owed(CHAT, LATER) == ()
    assert await broken(store) == []


async def test_what_was_pressed_in_the_air_is_not_sent_again_where_its_answer_is_lost(store):
    await bring(store, item())
    (card,) = await store.owed(CHAT, NOW)
    await store.claim(card.id)
    await store.adopt(CHAT, 33, 1)
    await store.retry(card.id, LATER, unsure=True, error="no answer")
    assert await store.owed(CHAT, LATER) == ()
    assert (await store.card_at(CHAT, 33)).mention == 1
    assert await broken(store) == []


async def test_what_was_pressed_while_its_next_try_was_put_off_is_not_sent_again(store):
    await bring(store, item())
    (card,) = await store.owed(CHAT, NOW)
    await store.claim(card.id)
    await store.recover(NOW, await store.in_the_air())
    assert (await store.adopt(CHAT, 33, 1)).message == 33
    await store.retry(card.id, LATER, unsure=False, error="no answer")
    assert await store.owed(CHAT, LATER) == ()
    assert await broken(store) == []


async def test_one_look_tells_what_stands_under_a_button_and_all_addresses_of_its_chat(store):
    await bring(store, item())
    await deliver(store)
    card = await store.card_at(CHAT, 100)
    assert card is not None
    assert await store.under(CHAT, ("telegram:-7", CHAT), 100) == (card, (CHAT,))
    assert await store.under(CHAT, (CHAT,), 404) == (None, (CHAT,))
    await store.retarget(CHAT, OTHER)
    assert (await store.under(OTHER, (OTHER,), 404))[1] == (OTHER, CHAT)
