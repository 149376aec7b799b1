"""An edit is news: the mention says what it says now, and what got worse comes back to the team."""

from __future__ import annotations

from datetime import timedelta

import pytest
from store_values import ANNA, CHAT, NOW, OTHER, TEXTS, bring, deliver, identified, item, mention, visit

from monitor.desk import Press
from monitor.domain import (
    Action,
    ChangeKind,
    Flag,
    Hit,
    Label,
    Nudge,
    RatingChanged,
    Reason,
    Reminder,
    Severity,
    Status,
    Verdict,
)
from monitor.store import Kept, Query

LATER = NOW + timedelta(hours=5)
WORSE = item(text="Зубр-Софт так и не ответил, уходим к другим и всем расскажем почему.")


async def test_an_edit_updates_the_mention_and_keeps_the_earlier_text(store):
    await bring(store, item(rating=0.25, rating_text="2/5"))
    better = item(text=TEXTS[3], rating=0.75, rating_text="4/5")
    assert [change.kind for change in await store.compare("reviews", [identified(better)])] == [ChangeKind.EDITED]
    assert await bring(store, better, score=0.5, at=LATER) == Kept()
    record = await store.record(1)
    assert (record.text, record.rating_text, record.label, record.flag) == (TEXTS[3], "4/5", Label.POSITIVE, None)
    (earlier,) = await store.earlier(1)
    assert (earlier.at, earlier.text, earlier.rating_text) == (LATER, TEXTS[0], "2/5")
    assert (await store.alert(1)).earlier == earlier
    assert [event.kind for event in await store.events(1)] == ["found", "edited"]


async def test_an_edit_is_an_edit_once(store):
    await bring(store, item())
    for hours in range(3):
        await bring(store, WORSE, at=LATER + timedelta(hours=hours))
    assert len(await store.earlier(1)) == 1


async def test_an_edit_is_shown_on_the_card_that_was_sent(store):
    await bring(store, item())
    await deliver(store)
    await bring(store, WORSE, at=LATER)
    assert [one.mention for one in await store.stale(CHAT)] == [1]
    assert await store.owed(CHAT, LATER) == ()


@pytest.mark.parametrize("history", [True, False])
async def test_an_edit_that_turns_negative_raises_the_first_alert(store, history):
    await bring(store, item(), score=0.4, history=history)
    assert await store.owed(CHAT, NOW) == ()
    await bring(store, WORSE, at=LATER)
    assert [one.mention for one in await store.owed(CHAT, LATER)] == [1]
    record, alert = await store.record(1), await store.alert(1)
    assert (record.severity, record.history, alert.record.deadline is None) == ("p2", False, False)


async def test_an_edit_of_what_was_negative_before_us_raises_nothing_while_it_is_no_worse(store):
    await bring(store, item(), history=True)
    await bring(store, item(text=f"{item().text} Просмотров: 38."), score=-0.9, at=LATER)
    assert await store.owed(CHAT, LATER) == ()
    record = await store.record(1)
    assert (record.text.endswith("38."), record.severity, record.history) == (True, None, True)


async def test_a_lower_rating_of_what_was_negative_before_us_raises_its_first_alert(store):
    await bring(store, item(rating=0.25), history=True)
    await bring(store, item(text=WORSE.text, rating=0.0), at=LATER)
    assert [one.mention for one in await store.owed(CHAT, LATER)] == [1]
    assert (await store.record(1)).severity is not None


async def test_an_edit_of_a_story_that_was_told_raises_no_second_alert(store):
    await bring(store, item(0))
    await bring(store, item(6, text=item(0).text), score=0.4)
    await bring(store, item(6, text=WORSE.text), at=LATER)
    assert [one.mention for one in await store.owed(CHAT, LATER)] == [1]


async def test_a_chat_that_wants_only_what_is_urgent_hears_of_an_edit_that_became_so(store):
    routes = {"targets": (CHAT, OTHER), "takes": {"zubr": {OTHER: frozenset({Severity.P1})}}}
    await bring(store, item(), **routes)
    assert await store.owed(OTHER, NOW) == ()
    urgent = {"verdict": Verdict(Flag.RISK, Severity.P1)}
    await bring(store, WORSE, judged=urgent, at=LATER, **routes)
    assert [[one.mention for one in await store.owed(target, LATER)] for target in (CHAT, OTHER)] == [[1], [1]]


async def test_an_edit_that_changes_no_tone_raises_nothing(store):
    await bring(store, item(), score=0.4)
    await bring(store, WORSE, score=0.4, at=LATER)
    assert await store.owed(CHAT, LATER) == ()


async def answered(store):
    await bring(store, item(rating=0.25))
    await store.act(1, Press(Action.ANSWER, ANNA, NOW))
    await store.act(1, Press(Action.LINK, ANNA, NOW, text="https://otzyv.example/1#reply"))


async def test_an_answered_one_that_gets_worse_comes_back_to_whoever_had_it(store):
    await answered(store)
    await bring(store, item(text=WORSE.text, rating=0.25), score=-0.8, at=LATER)
    record = await store.record(1)
    assert (record.status, record.assignee, record.answered, record.reply_url) == (Status.TAKEN, "Анна", None, None)
    told = [(event.kind, event.detail) for event in await store.events(1)]
    assert ("link", "https://otzyv.example/1#reply") in told
    assert [kind for kind, _ in told] == ["found", "answer", "link", "edited", "reopened"]


@pytest.mark.parametrize(("score", "rating"), [(0.5, 0.75), (-0.4, 0.25)])
async def test_an_answered_one_that_gets_no_worse_stays_answered(store, score, rating):
    await answered(store)
    await bring(store, item(text=WORSE.text, rating=rating), score=score, at=LATER)
    assert (await store.record(1)).status is Status.ANSWERED


async def test_a_lower_rating_is_worse_whatever_the_words(store):
    await answered(store)
    await bring(store, item(rating=0.0), score=-0.6, at=LATER)
    assert (await store.record(1)).status is Status.TAKEN


async def test_a_correction_outlives_an_edit(store):
    await bring(store, item())
    await store.act(1, Press(Action.NOT_NEGATIVE, ANNA, NOW))
    await bring(store, WORSE, score=-0.9, at=LATER)
    record = await store.record(1)
    assert (record.label, record.corrected, record.status) == (Label.NEUTRAL, True, Status.DISMISSED)
    await store.act(1, Press(Action.UNDO, ANNA, LATER))
    assert (await store.record(1)).score == -0.9


async def test_what_the_team_put_away_is_not_raised_by_an_edit(store):
    await bring(store, item(), score=0.4)
    await store.act(1, Press(Action.NOT_ABOUT_US, ANNA, NOW))
    await bring(store, WORSE, at=LATER)
    assert (await store.record(1)).reason is Reason.NOT_ABOUT_US
    assert await store.owed(CHAT, LATER) == ()


async def test_an_edit_that_names_the_brand_no_more_keeps_its_row(store):
    await bring(store, item(), judged={"hits": (Hit("zubr", 0, 10, "Зубр-Софту"),)})
    assert (await store.alert(1)).hits != ()
    await bring(store, item(text="Отзыв удалён автором по соглашению сторон."), brands=(), at=LATER)
    record, alert = await store.record(1), await store.alert(1)
    assert (record.text, record.label, alert.hits) == ("Отзыв удалён автором по соглашению сторон.", Label.NEGATIVE, ())


async def test_an_edited_text_is_what_copies_are_compared_with(store):
    await bring(store, item())
    await bring(store, WORSE, at=LATER)
    await bring(store, item(1, text=WORSE.text), at=LATER)
    await bring(store, item(2, text=item(0).text), at=LATER)
    assert [record.story for record in await store.mentions(Query())] == [3, 1, 1]


async def test_an_edit_is_found_by_its_new_words(store):
    await bring(store, item())
    await bring(store, WORSE, at=LATER)
    assert len(await store.mentions(Query(search="уходим"))) == 1
    assert await store.mentions(Query(search="внедрение")) == ()


async def test_an_edit_that_is_kept_twice_is_kept_once(store):
    await bring(store, item())
    changes = await store.compare("reviews", [identified(WORSE)])
    whole = visit([(changes[0], (mention(WORSE),))], at=LATER)
    await store.keep(whole)
    await store.keep(whole)
    assert len(await store.earlier(1)) == 1


async def test_an_edit_of_an_alert_that_was_put_away_leaves_it_as_urgent_as_it_is(store):
    await bring(store, item())
    await store.act(1, Press(Action.NOT_ABOUT_US, ANNA, NOW))
    await bring(store, WORSE, at=LATER)
    assert (await store.record(1)).severity == "p2"


async def test_an_edit_that_nobody_is_to_hear_of_leaves_an_alert_as_urgent_as_it_was(store):
    await bring(store, item())
    await bring(store, WORSE, at=LATER, targets=(), state=None)
    record = await store.record(1)
    assert (record.text, record.severity) == (WORSE.text, Severity.P2)
    assert [one.mention for one in await store.owed(CHAT, LATER)] == [1]


async def test_an_alert_keeps_its_urgency_when_its_review_is_edited_long_after(store):
    too_old_to_alert = {"verdict": Verdict(Flag.NEGATIVE), "deadline": None}
    await bring(store, item(), item(1))
    await store.act(2, Press(Action.ANSWER, ANNA, NOW))
    await bring(
        store, WORSE, item(1, text=WORSE.text), score=-0.9, judged=too_old_to_alert, at=NOW + timedelta(days=40)
    )
    open_one, reopened = await store.record(1), await store.record(2)
    assert (open_one.severity, open_one.status) == (reopened.severity, Status.NEW) == (Severity.P2, Status.NEW)


async def test_what_people_bring_is_no_visit_of_its_source(store):
    await bring(store, item(), state=None)
    assert len(await store.mentions(Query())) == 1
    assert await store.sources() == {}
    assert await store.visits(NOW - timedelta(days=1), NOW + timedelta(days=1)) == (0, 0)


@pytest.mark.parametrize(
    ("severity", "left", "shown"),
    [
        (Severity.P1, lambda *names: False, [1]),
        (Severity.P2, lambda *names: False, []),
        (Severity.P1, lambda *names: True, []),
    ],
)
async def test_what_becomes_urgent_after_its_group_moved_is_shown_where_the_group_is_now(store, severity, left, shown):
    await bring(store, item(0))
    await deliver(store)
    await store.retarget(CHAT, OTHER)
    await bring(store, WORSE, judged={"verdict": Verdict(Flag.RISK, severity)}, at=LATER, left=left)
    assert [one.mention for one in await store.owed(OTHER, LATER)] == shown


async def test_what_the_team_put_away_does_not_come_anew_for_its_group_moved(store):
    await bring(store, item(0))
    await deliver(store)
    await store.act(1, Press(Action.NO_REPLY, ANNA, NOW))
    await store.retarget(CHAT, OTHER)
    await bring(store, WORSE, judged={"verdict": Verdict(Flag.RISK, Severity.P1)}, at=LATER, left=lambda *names: False)
    assert await store.owed(OTHER, LATER) == ()


@pytest.mark.parametrize(("severity", "back"), [(Severity.P1, LATER), (Severity.P2, NOW + timedelta(days=7))])
async def test_what_was_put_off_comes_back_when_it_becomes_urgent(store, severity, back):
    await bring(store, item())
    await deliver(store)
    await store.act(1, Press(Action.SNOOZE, ANNA, NOW, until=NOW + timedelta(days=7)))
    await bring(store, WORSE, at=LATER, judged={"verdict": Verdict(Flag.NEGATIVE, severity)})
    assert (await store.alert(1)).record.snoozed_until == back  # then it is reminded of, as after any such rest


URGENT = {"judged": {"verdict": Verdict(Flag.RISK, Severity.P1)}, "at": LATER, "left": lambda *names: False}


async def test_whoever_has_a_card_is_called_when_its_author_makes_it_urgent(store):
    await bring(store, item(0))
    await deliver(store)
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    await bring(store, WORSE, **URGENT)
    [told] = await store.owed(CHAT, LATER)
    assert told.notice == Reminder(1, Nudge.URGENT, (ANNA.id,), ("Анна",))
    await deliver(store, at=LATER, message=200)
    await bring(store, item(text=f"{WORSE.text} Ещё и суд."), **URGENT)
    assert await store.owed(CHAT, LATER) == ()


@pytest.mark.parametrize("action", [Action.NO_REPLY, Action.NOT_NEGATIVE])
async def test_nobody_is_called_for_what_the_team_put_away(store, action):
    await bring(store, item(0))
    await deliver(store)
    await store.act(1, Press(action, ANNA, NOW))
    await bring(store, WORSE, **URGENT)
    assert await store.owed(CHAT, LATER) == ()


async def test_an_answered_card_that_another_rating_opens_again_as_urgent_is_told_once(store):
    await bring(store, item(rating=0.25, rating_text="2/5"))
    await deliver(store)
    await store.act(1, Press(Action.ANSWER, ANNA, NOW))
    await bring(store, item(text=WORSE.text, rating=0.0, rating_text="1/5"), score=-0.9, **URGENT)
    assert [one.notice for one in await store.owed(CHAT, LATER)] == [RatingChanged(1, "2/5", "1/5")]
