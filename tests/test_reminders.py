"""Reminders are owed once, under the card, in each chat where it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from live_values import live_of
from sqlalchemy import select, update
from store_values import ANNA, BORIS, CHAT, NOW, OTHER, bring, deliver, item
from storm_values import P1, P2, said

from monitor.config.plan import Plan
from monitor.config.scalars import Burst
from monitor.desk import Press
from monitor.domain import Action, Flag, NobodyThere, Nudge, Person, Reminder, Severity, ShiftKind, Verdict, Wanted
from monitor.render.notice import notice_document
from monitor.store.batches import MESSAGE
from monitor.store.tables import MENTION, OUTBOX
from monitor.team.nudges import Due, Told
from monitor.team.pacing import Gate
from monitor.telling.letters import Letters
from monitor.telling.reminders import Reminders
from monitor.texts import Texts

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
VERA = Person(33, "Вера")
PLAN = {
    "language": "ru",
    "timezone": "Europe/Minsk",
    "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
    "sources": [],
    "team": {
        "chats": [{"id": -100500}, {"id": -100600, "topic": 7}],
        "users": [{"id": one.id, "name": one.name} for one in (ANNA, BORIS, VERA)],
        "admins": [BORIS.id],
        "ops": -100700,
    },
    "alerts": {"duty": [11, 22, 33]},
}
OPS = "telegram:-100700"


class Team:
    """The job of a running product; `restart` is another process with the same store."""

    def __init__(self, store, plan=PLAN):
        self.store, self.now = store, NOW
        self.plan = Plan.model_validate(plan)
        self.restart()

    def restart(self):
        self.reminders = Reminders(self.store, live_of(self.plan), lambda: self.now)

    async def at(self, now, target=CHAT):
        """What this moment owes to a chat; it is sent at once."""
        self.now = now
        await self.reminders.look()
        owed = [one.notice for one in await self.store.owed(target, now)]
        await deliver(self.store, target=target, at=now, message=1000)
        return owed


@pytest.fixture
async def team(store):
    """One complaint, whose card stands in a chat as message 100."""
    return await told(store)


async def told(store, severity=Severity.P2, targets=(CHAT,), hours=24):
    judged = {"verdict": Verdict(Flag.NEGATIVE, severity), "deadline": NOW + hours * HOUR}
    await bring(store, item(0), targets=targets, judged=judged)
    for target in targets:
        await deliver(store, target=target)
    return Team(store)


@pytest.mark.parametrize("agreed", [Nudge.SNOOZE_OVER, Nudge.PROMISE, Nudge.FOLLOW_UP])
async def test_what_was_there_before_us_is_reminded_of_under_the_card_that_somebody_asked_for(store, agreed):
    await bring(store, item(0), history=True)
    await store.show_card(1, CHAT, NOW)
    await deliver(store)
    match agreed:
        case Nudge.SNOOZE_OVER:
            await store.act(1, Press(Action.SNOOZE, ANNA, NOW, until=NOW + HOUR))
        case Nudge.PROMISE:
            await store.act(1, Press(Action.PROMISE, ANNA, NOW, text="до вечера", until=NOW + HOUR))
        case Nudge.FOLLOW_UP:
            await store.act(1, Press(Action.ANSWER, ANNA, NOW))
            await store.act(1, Press(Action.FOLLOW_UP, ANNA, NOW, until=NOW + HOUR))
    team = Team(store)
    (reminder,) = await team.at(NOW + HOUR)
    assert reminder.nudge == agreed
    assert (await store.alert(1)).record.snoozed_until is None
    assert await team.at(NOW + HOUR + MINUTE) == []


async def test_where_the_team_left_a_chat_its_new_one_gets_the_card_and_then_the_reminder(store):
    await told(store, Severity.P1, hours=4)
    new = "telegram:-100900"
    team = Team(store, {**PLAN, "team": {**PLAN["team"], "chats": [{"id": -100900}]}})
    assert await team.at(NOW + HOUR) == []
    [card] = await store.owed(new, NOW + HOUR)
    assert (card.mention, card.notice) == (1, None)
    assert await team.at(NOW + HOUR, new) == [None]  # the card, and no reminder before it is there
    (reminder,) = await team.at(NOW + HOUR + MINUTE, new)
    assert reminder.nudge == Nudge.NOBODY
    assert await store.owed(CHAT, NOW + HOUR + MINUTE) == ()


async def test_after_a_change_of_bots_a_card_that_is_asked_for_comes_from_the_new_one(store):
    await told(store)
    assert not await store.spoken_by(1)
    assert (await store.show_card(1, CHAT, NOW)).message == 100
    assert [await store.spoken_by(2), await store.spoken_by(2)] == [True, False]
    assert await store.show_card(1, CHAT, NOW) is None
    assert [one.mention for one in await store.owed(CHAT, NOW)] == [1]


async def test_of_two_chats_the_one_that_the_team_left_is_not_reminded(store):
    await told(store, Severity.P1, targets=(CHAT, OTHER), hours=4)
    team = Team(store, {**PLAN, "team": {**PLAN["team"], "chats": [{"id": -100600}]}})
    (reminder,) = await team.at(NOW + HOUR, OTHER)
    assert reminder.nudge == Nudge.NOBODY
    assert await store.owed(CHAT, NOW + HOUR) == ()


async def test_a_chat_that_only_asked_for_a_card_is_not_pressed_but_hears_what_was_agreed(store):
    team = await told(store)
    await store.show_card(1, OTHER, NOW)
    await deliver(store, target=OTHER, at=NOW)
    await store.act(1, Press(Action.PROMISE, ANNA, NOW, text="до вечера", until=NOW + 5 * HOUR))
    await team.at(NOW + 4 * HOUR)
    assert await store.owed(OTHER, NOW + 4 * HOUR) == ()
    await team.at(NOW + 5 * HOUR)
    assert [one.notice.nudge for one in await store.owed(OTHER, NOW + 5 * HOUR)] == [Nudge.PROMISE]


async def set_to(store, number=1, **columns):
    async with store._database.writing() as connection:
        await connection.execute(update(MENTION).where(MENTION.c.id == number).values(columns))


async def test_a_reminder_is_owed_once_whatever_happens_in_between(team):
    await team.store.act(1, Press(Action.TAKE, ANNA, NOW))
    assert await team.at(NOW + 11 * HOUR) == []
    assert await team.at(NOW + 12 * HOUR) == [Reminder(1, "half", (11,), ("Анна",))]
    assert await team.at(NOW + 12 * HOUR) == []
    team.restart()
    assert await team.at(NOW + 13 * HOUR) == []
    assert await team.at(NOW + 24 * HOUR) == [Reminder(1, "due", (11,), ("Анна",))]


async def test_what_was_taken_in_the_night_is_not_called_untaken_in_the_morning(store):
    team = await told(store)  # at noon in Minsk
    team.plan = Plan.model_validate(PLAN | {"alerts": {"duty": [11, 22, 33], "quiet_hours": "15:00-23:00"}})
    team.restart()
    assert await team.at(NOW + 5 * HOUR) == []
    await team.store.act(1, Press(Action.TAKE, ANNA, NOW + 6 * HOUR))
    assert await team.at(NOW + 11 * HOUR) == []
    assert await team.at(NOW + 12 * HOUR) == [Reminder(1, "half", (11,), ("Анна",))]


async def test_it_stands_in_every_chat_where_the_card_does(store):
    team = await told(store, targets=(CHAT, OTHER))
    assert len(await team.at(NOW + 4 * HOUR)) == 1
    assert len(await team.at(NOW + 4 * HOUR, OTHER)) == 1
    assert await team.at(NOW + 5 * HOUR, OTHER) == []


async def test_a_chat_that_moved_is_not_told_again(team):
    assert len(await team.at(NOW + 4 * HOUR)) == 1
    await team.store.retarget(CHAT, "telegram:-100999")
    assert await team.at(NOW + 5 * HOUR, "telegram:-100999") == []
    card, half = await team.at(NOW + 12 * HOUR, "telegram:-100999")
    assert (card, half.nudge) == (None, "half")


async def test_a_reminder_brings_along_the_card_that_stayed_where_the_group_was(team):
    await team.store.retarget(CHAT, OTHER)
    card, nobody = await team.at(NOW + 4 * HOUR, OTHER)
    assert (card, nobody.nudge) == (None, "nobody")
    assert await team.store.card_message(1, OTHER) is not None
    assert [one.nudge for one in await team.at(NOW + 12 * HOUR, OTHER)] == ["half"]


async def test_a_reminder_brings_back_a_card_that_somebody_deleted_as_often_as_that(team):
    for nudge, hours in (("nobody", 4), ("half", 12)):
        message = await team.store.card_message(1, CHAT)
        card = await team.store.card_at(CHAT, message)
        await team.store.edited(card.id, 1, NOW, ok=False)
        first, second = await team.at(NOW + hours * HOUR)
        assert (first, second.nudge) == (None, nudge)


async def test_a_card_whose_answer_got_lost_is_not_told_a_third_time_by_a_reminder(store):
    await bring(store, item(0), judged={"verdict": Verdict(Flag.NEGATIVE, Severity.P2), "deadline": NOW + DAY})
    for minutes in (0, 1):
        [owed] = await store.owed(CHAT, NOW + minutes * MINUTE)
        await store.claim(owed.id)
        await store.retry(owed.id, NOW + (minutes + 1) * MINUTE, unsure=True, error="lost")
    assert [one.nudge for one in await Team(store).at(NOW + 5 * HOUR)] == ["nobody"]


async def test_what_stands_in_no_chat_is_not_reminded_of(store):
    await bring(store, item(0), targets=("terminal", "held", CHAT))
    await deliver(store, target="terminal")
    [owed] = await store.owed(CHAT, NOW)
    team = Team(store)
    assert await team.at(NOW - MINUTE + 5 * HOUR, "nowhere") == []
    assert await store.to_remind(NOW + 5 * HOUR) == ()
    await store.claim(owed.id)
    await store.refuse(owed.id, "no")
    assert await store.to_remind(NOW + 5 * HOUR) == ()


async def test_history_and_what_was_put_away_are_left_alone(store):
    await bring(store, item(0), history=True)
    await bring(store, item(1))
    await deliver(store)
    await store.act(2, Press(Action.NO_REPLY, ANNA, NOW))
    assert await Team(store).at(NOW + 30 * HOUR) == []


async def test_an_urgent_card_calls_the_next_one_after_a_restart_too(store):
    team = await told(store, Severity.P1, hours=4)
    await store.go_away(BORIS, NOW - DAY, NOW + DAY)
    first = await team.at(NOW + 15 * MINUTE)
    team.restart()
    second = await team.at(NOW + 31 * MINUTE)
    assert {first[0].names, second[0].names} == {("Анна",), ("Вера",)}
    assert await team.at(NOW + 50 * MINUTE) == []


async def test_of_whoever_is_away_the_one_on_duty_hears_whose_it_is(store):
    team = await told(store, Severity.P2, hours=24)
    await store.act(1, Press(Action.TAKE, ANNA, NOW + MINUTE))
    await store.go_away(ANNA, NOW, NOW + DAY)
    [half] = await team.at(NOW + 12 * HOUR)
    assert half.absent == "Анна" != half.names[0]
    shown = notice_document(half, texts=Texts("ru")).text.splitlines()
    assert shown[1] == "Ведёт Анна, но сейчас отсутствует."


async def test_a_card_that_was_given_back_calls_again(store):
    team = await told(store, Severity.P1, hours=4)
    await store.act(1, Press(Action.TAKE, ANNA, NOW + MINUTE))
    assert await team.at(NOW + 30 * MINUTE) == []
    await store.act(1, Press(Action.GIVE_BACK, ANNA, NOW + 31 * MINUTE))
    assert await team.at(NOW + 45 * MINUTE) == []
    assert [one.nudge for one in await team.at(NOW + 46 * MINUTE)] == ["nobody"]


async def test_a_card_that_wakes_is_told_and_brought_up_to_date(team):
    await set_to(team.store, snoozed_until=NOW + HOUR, snoozed_by="Анна")
    assert await team.at(NOW + 59 * MINUTE) == []
    assert await team.store.stale(CHAT) == ()
    assert await team.at(NOW + HOUR) == [Reminder(1, "snooze_over", (11,), ("Анна",))]
    assert [one.mention for one in await team.store.stale(CHAT)] == [1]
    assert (await team.store.alert(1)).record.snoozed_until is None
    assert await team.at(NOW + 4 * HOUR) == []
    assert [one.nudge for one in await team.at(NOW + 5 * HOUR)] == ["nobody"]  # four hours after it woke


async def gathered(store, *minutes, severity=P2):
    """One message tells ten complaints, and each minute one more; those of before stand alone."""
    gate = Gate(storm=Burst(1, 30 * MINUTE))
    await said(store, *range(1, 12), severity=severity)
    for minute in (0, *minutes):
        at = NOW + minute * MINUTE
        if minute:
            await said(store, 100 + minute, at=at, severity=severity)
        await store.gather(CHAT, at, gate)
        for owed in await store.owed(CHAT, at, 50, gate):
            assert await store.claim(owed.id)
            await store.sent(owed.id, at, 100 + owed.id, owed.version)
        for owed in await store.stale(CHAT, 50, at):
            await store.edited(owed.id, owed.version, at)
    return Team(store)


async def test_what_one_message_told_is_reminded_of_in_one_message(store):
    team = await gathered(store)
    people = ((22,), ("Борис",))
    assert await team.at(NOW + 4 * HOUR) == [
        Reminder(1, "nobody", *people),
        Reminder(2, "nobody", *people, also=tuple(range(3, 12))),
    ]
    team.restart()
    assert await team.at(NOW + 5 * HOUR) == []
    async with store._database.reading() as connection:
        message = (await connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.kind == MESSAGE))).scalar_one()
    assert await store.take_all(message, ANNA, NOW + 5 * HOUR) == 10
    assert await team.at(NOW + 12 * HOUR) == [
        Reminder(1, "half"),
        Reminder(2, "half", (11,), ("Анна",), also=tuple(range(3, 12))),
    ]


async def test_a_reminder_of_many_that_is_refused_is_given_one_by_one(store):
    team = await gathered(store)
    team.now = NOW + 4 * HOUR
    await team.reminders.look()
    [_, many] = await store.owed(CHAT, team.now)
    await store.claim(many.id)
    await store.refuse(many.id, "400")
    assert [one.mention for one in await store.owed(CHAT, team.now)] == [1, *range(3, 12)]


@pytest.mark.parametrize("forgotten", [2, 3])
async def test_a_reminder_of_many_goes_on_without_one_that_is_forgotten(store, forgotten):
    team = await gathered(store)
    team.now = NOW + 4 * HOUR
    await team.reminders.look()
    await store.forget(Wanted(url=(await store.record(forgotten)).url))
    [_, many] = [one.notice for one in await store.owed(CHAT, team.now)]
    assert [many.mention, *many.also] == [one for one in range(2, 12) if one != forgotten]
    await deliver(store, at=team.now, message=1000)
    await store.forget(Wanted(url=(await store.record(5)).url))
    [shown] = [one.notice for one in await store.stale(CHAT, 50, team.now) if isinstance(one.notice, Reminder)]
    assert 5 not in {shown.mention, *shown.also}
    assert [one.mention for one in await team.at(NOW + 5 * HOUR)] == []


async def test_what_the_message_told_a_little_later_is_counted_into_the_same_reminder(store):
    team = await gathered(store, 5, 10, 20)
    assert len(await team.at(NOW + 4 * HOUR)) == 2
    assert await team.at(NOW + 4 * HOUR + 5 * MINUTE) == []
    assert await team.at(NOW + 4 * HOUR + 10 * MINUTE) == []
    [grown] = [one.notice for one in await store.stale(CHAT, 50, team.now) if isinstance(one.notice, Reminder)]
    assert grown.also == (*range(3, 12), 12, 13)
    assert [one.mention for one in await team.at(NOW + 4 * HOUR + 20 * MINUTE)] == [14]


async def test_what_is_urgent_is_never_counted_into_a_reminder_that_was_sent(store):
    team = await gathered(store, 1, severity=P1)
    assert [one.also for one in await team.at(NOW + 15 * MINUTE)] == [(), (), (), (), (), tuple(range(7, 12))]
    assert [one.mention for one in await team.at(NOW + 16 * MINUTE)] == [12]


async def stand(store, *numbers, **how):
    """Complaints with a card of their own each."""
    await said(store, *numbers, **how)
    await deliver(store, at=how.get("at", NOW), message=100 * numbers[0])


async def test_what_falls_due_at_the_same_time_is_said_in_one_message(store):
    await stand(store, 1, 2, 3, 4)
    await store.act(4, Press(Action.TAKE, ANNA, NOW))
    await store.act(4, Press(Action.GIVE_BACK, ANNA, NOW + HOUR))
    team, people = Team(store), ((22,), ("Борис",))
    assert await team.at(NOW + 4 * HOUR) == [Reminder(1, "nobody", *people, also=(2, 3))]
    team.restart()
    assert await team.at(NOW + 5 * HOUR) == [Reminder(4, "nobody", *people)]
    assert await team.at(NOW + 6 * HOUR) == []


async def test_what_is_urgent_is_called_alone(store):
    await stand(store, 1, 2, severity=P1)
    await stand(store, 3)
    team = Team(store)
    assert [one.also for one in await team.at(NOW + 15 * MINUTE)] == [(), ()]
    assert [(one.mention, one.also) for one in await team.at(NOW + 4 * HOUR)] == [(1, ()), (2, ()), (3, ())]


async def test_cards_that_came_seconds_apart_are_reminded_of_in_one_message(store):
    for number, seconds in ((1, 0), (2, 30), (3, 300)):
        await stand(store, number, at=NOW + timedelta(seconds=seconds))
    team = Team(store)
    due = NOW + 4 * HOUR
    assert [one.also for one in await team.at(due)] == [()]
    assert await team.at(due + timedelta(seconds=30)) == []
    [grown] = [one.notice for one in await store.stale(CHAT, 50, team.now) if isinstance(one.notice, Reminder)]
    assert grown.also == (2,)
    assert [(one.mention, one.also) for one in await team.at(due + timedelta(seconds=300))] == [(3, ())]


async def test_one_reminder_leads_to_no_more_cards_than_people_look_through(store):
    await stand(store, *range(1, 13))
    told = await Team(store).at(NOW + 4 * HOUR)
    assert [(one.mention, one.also) for one in told] == [(1, tuple(range(2, 11))), (11, (12,))]


async def test_a_reminder_of_several_cards_says_when_the_first_is_due_and_leads_to_each(store):
    await stand(store, 1, 2)
    await set_to(store, deadline=NOW + 12 * HOUR)
    team = Team(store)
    [notice] = await team.at(NOW + 4 * HOUR)
    [owed] = [one for one in [await store.card_at(CHAT, 1000)] if one]
    letter = await Letters(store, live_of(team.plan))(owed, team.now)
    assert notice.also == (2,)
    assert letter.document.text.splitlines()[1] == "Ближайший срок: 25.11, 00:00"
    assert [(record.number, message) for record, message in letter.cards] == [(1, 100), (2, 101)]
    assert letter.under is None
    await store.act(1, Press(Action.TAKE, ANNA, team.now))
    [half] = await team.at(NOW + 6 * HOUR)
    assert (half.mention, half.also) == (1, ())


async def test_what_was_put_off_anew_in_between_sleeps_on(team):
    await team.store.act(1, Press(Action.SNOOZE, ANNA, NOW, until=NOW + HOUR))
    [card] = await team.store.to_remind(NOW + HOUR)
    await team.store.act(1, Press(Action.SNOOZE, ANNA, NOW, until=NOW + 2 * HOUR))
    assert not await team.store.remind(1, [Due(Nudge.SNOOZE_OVER, card.snoozed_until)], NOW + HOUR)
    assert [one.nudge for one in await team.at(NOW + 2 * HOUR)] == ["snooze_over"]


async def test_what_was_agreed_after_an_answer_is_told(team):
    await team.store.act(1, Press(Action.ANSWER, ANNA, NOW))
    await set_to(team.store, follow_up=NOW + DAY, promise="вернуть деньги", promised_for=NOW + 2 * DAY)
    assert await team.at(NOW + DAY) == [Reminder(1, "follow_up", (11,), ("Анна",))]
    assert await team.at(NOW + 2 * DAY) == [Reminder(1, "promise", (11,), ("Анна",), "вернуть деньги")]
    assert await team.at(NOW + 3 * DAY) == []


async def test_an_answer_that_was_undone_asks_for_one_again_from_then_on(team):
    await team.store.act(1, Press(Action.ANSWER, ANNA, NOW + HOUR))
    await team.store.act(1, Press(Action.UNDO, ANNA, NOW + 20 * HOUR))
    [card] = await team.store.to_remind(NOW + 20 * HOUR)
    assert (card.asked, card.shown, card.deadline) == (NOW + 20 * HOUR, NOW, NOW + 24 * HOUR)
    assert await team.at(NOW + 21 * HOUR) == []
    assert [one.nudge for one in await team.at(NOW + 22 * HOUR)] == ["half"]


async def test_a_review_that_got_worse_after_the_answer_has_a_new_time_to_answer(team):
    await team.store.act(1, Press(Action.ANSWER, ANNA, NOW + HOUR))
    later = NOW + 90 * DAY
    judged = {"deadline": later + DAY}
    await bring(team.store, item(0, text="Стало ещё хуже, деньги пропали."), score=-0.9, at=later, judged=judged)
    [card] = await team.store.to_remind(later)
    assert (card.asked, card.deadline) == (later, later + DAY)
    assert await team.at(later) == []
    assert [one.nudge for one in await team.at(later + 12 * HOUR)] == ["half"]


async def test_whom_a_reminder_named_is_known_again(team):
    await team.at(NOW + 4 * HOUR)
    [card] = await team.store.to_remind(NOW + 5 * HOUR)
    [said] = card.told
    assert said == Told("nobody", NOW + 4 * HOUR, said.people)
    assert len(said.people) == 1


async def test_admins_hear_of_a_time_without_anybody_when_it_is_known_and_the_day_before(store):
    team, start = Team(store), NOW.replace(day=30, hour=21)  # midnight in Minsk, Tuesday 1 December
    for one in (ANNA, BORIS, VERA):
        await store.go_away(one, start, start + 7 * DAY)
    notice = NobodyThere(start.isoformat(), (start + 7 * DAY).isoformat())
    assert await team.at(NOW, OPS) == [notice]
    team.restart()
    assert await team.at(NOW + DAY, OPS) == []
    assert await team.at(start - DAY, OPS) == [notice]
    assert await team.at(start + HOUR, OPS) == []


async def test_a_time_without_anybody_that_begins_at_once_is_told_once(store):
    team = Team(store)
    for one in (ANNA, BORIS, VERA):
        await store.go_away(one, NOW - HOUR, NOW + DAY)
    assert len(await team.at(NOW, OPS)) == 1
    assert await team.at(NOW + HOUR, OPS) == []


async def test_the_letter_calls_the_admins_by_name(store):
    team = Team(store)
    for one in (ANNA, BORIS, VERA):
        await store.go_away(one, NOW + DAY, NOW + 3 * DAY)
    await team.reminders.look()
    [owed] = await store.owed(OPS, NOW)
    letters = Letters(store, live_of(team.plan))
    lines = (await letters(owed, NOW)).document.text.splitlines()
    assert lines[0] == "🏖 Борис, 25–27 ноября: отсутствуют все, кто дежурит"


async def test_absences_of_one_person_replace_each_other(store):
    await store.go_away(ANNA, NOW + DAY, NOW + 5 * DAY)
    await store.go_away(ANNA, NOW + 2 * DAY, NOW + 3 * DAY)
    await store.go_away(BORIS, NOW + DAY, NOW + 2 * DAY)
    assert [(one.who, one.start) for one in await store.shifts(NOW)] == [(ANNA, NOW + 2 * DAY), (BORIS, NOW + DAY)]
    assert await store.come_back(ANNA, NOW + 2 * DAY + HOUR)
    assert not await store.come_back(ANNA, NOW + 2 * DAY + HOUR)
    assert [one.who for one in await store.shifts(NOW + 2 * DAY + HOUR)] == []


async def test_whoever_takes_duty_last_has_it(store):
    await store.take_duty(ANNA, NOW, NOW + 5 * DAY)
    await store.take_duty(BORIS, NOW + HOUR, NOW + 5 * DAY)
    running = [one for one in await store.shifts(NOW) if one.covers(NOW + 2 * HOUR)]
    assert [(one.kind, one.who) for one in running] == [(ShiftKind.DUTY, BORIS)]


async def test_cards_that_wait_for_an_answer_are_counted(team):
    await bring(team.store, item(1), item(2))
    await team.store.act(1, Press(Action.TAKE, ANNA, NOW))
    await team.store.act(2, Press(Action.ANSWER, ANNA, NOW))
    assert await team.store.at_work() == 2
