"""What is owed is owed until it was said; at each step the process may die."""

from __future__ import annotations

from datetime import timedelta

import pytest
from store_values import ANNA, CHAT, NOW, OTHER, alerted, bring, deliver, item, visit

from monitor.desk import Press
from monitor.domain import (
    Action,
    DigestDue,
    FirstCrawl,
    Health,
    Notice,
    Paired,
    PlanChanged,
    SourceBroken,
    SourceRecovered,
)
from monitor.team.routes import Scope

SOON = NOW + timedelta(seconds=30)
NOTICES: tuple[Notice, ...] = (
    FirstCrawl(("reviews", "news"), 214, 31, 6),
    SourceBroken("reviews", "нет ответа", 3),
    SourceRecovered("reviews"),
    DigestDue("2026-W47"),
    PlanChanged("Добавлены источники: news"),
    Paired(12, 3),
)


async def first(store, target=CHAT, at=NOW):
    return (await store.owed(target, at))[0]


async def test_an_alert_is_owed_until_it_was_sent(store):
    await bring(store, item())
    assert await store.owed_count() == 1
    assert await deliver(store) == [1]
    assert (await store.targets(NOW), await store.owed(CHAT, NOW), await store.owed_count()) == ((), (), 0)
    events = await store.events(1)
    assert [(event.kind, event.detail) for event in events] == [("found", "reviews"), ("alerted", CHAT)]


async def test_what_is_being_sent_is_given_to_nobody_else(store):
    await bring(store, item())
    owed = await first(store)
    assert await store.claim(owed.id)
    assert not await store.claim(owed.id)
    assert await store.owed(CHAT, NOW) == ()


@pytest.mark.parametrize("lost", [False, True])
async def test_what_grows_old_while_it_is_being_sent_ends_nothing(store, lost):
    await bring(store, item())
    owed = await first(store)
    await store.claim(owed.id)
    assert await store.let_old_go(NOW + timedelta(days=31)) == 1
    if lost:
        await store.retry(owed.id, SOON, unsure=True, error="reset")
    else:
        await store.sent(owed.id, NOW, 77)
    assert await store.owed_count() == 0


async def test_after_a_crash_what_was_in_the_air_is_owed_again_in_doubt(store):
    await bring(store, item(0))
    await bring(store, item(1))
    await store.claim((await first(store)).id)
    assert await store.recover(NOW, await store.in_the_air()) == 1
    assert [(one.mention, one.unsure) for one in await store.owed(CHAT, NOW)] == [(1, 1), (2, 0)]
    assert await store.recover(NOW, await store.in_the_air()) == 0


async def test_what_was_sent_survives_a_crash_as_sent(store):
    await bring(store, item())
    await deliver(store)
    assert await store.recover(NOW, await store.in_the_air()) == 0
    assert await store.owed(CHAT, NOW) == ()


async def test_a_lost_answer_is_repeated_once_and_never_a_third_time(store):
    await bring(store, item())
    for doubt in (0, 1):
        owed = await first(store)
        assert owed.unsure == doubt
        await store.claim(owed.id)
        await store.retry(owed.id, NOW, unsure=True, error="нет ответа")
    assert await store.owed(CHAT, NOW) == ()
    assert [event.kind for event in await store.events(1)] == ["found", "alerted"]
    assert await store.stale(CHAT) == ()


async def test_a_kill_is_no_lost_answer_and_loses_nothing(store):
    await bring(store, item())
    for _ in range(3):
        await store.claim((await first(store)).id)
        await store.recover(NOW, await store.in_the_air())
    assert (await first(store)).unsure == 3


async def test_a_refusal_waits_keeps_its_place_and_lets_nothing_overtake_it(store):
    await bring(store, item(0, published=NOW - timedelta(hours=2)))
    await bring(store, item(1, published=NOW - timedelta(hours=1)))
    owed = await first(store)
    await store.claim(owed.id)
    await store.retry(owed.id, SOON, unsure=False, error="flood")
    assert (await store.owed(CHAT, NOW), await store.targets(NOW)) == ((), ())
    assert [(one.mention, one.attempts) for one in await store.owed(CHAT, SOON)] == [(1, 1), (2, 0)]


async def test_one_chat_that_waits_delays_no_other(store):
    await bring(store, item(), targets=(CHAT, OTHER))
    await store.retry((await first(store)).id, SOON, unsure=False, error="flood")
    assert await store.targets(NOW) == (OTHER,)


async def test_a_final_refusal_is_kept_and_not_tried_again(store):
    await bring(store, item(0))
    await bring(store, item(1))
    await store.refuse((await first(store)).id, "бота нет в чате")
    assert [one.mention for one in await store.owed(CHAT, SOON)] == [2]


async def test_a_complaint_whose_alert_no_chat_took_is_named_until_somebody_takes_it(store):
    await bring(store, item(0))
    await bring(store, item(1), targets=(CHAT, OTHER))
    for _ in range(2):
        await store.refuse((await first(store)).id, "нельзя")
    assert await store.untold(NOW) == (1,), "another chat is told of the second"
    assert await store.untold(NOW + timedelta(days=7)) == ()
    await store.act(1, Press(Action.TAKE, ANNA, SOON))
    assert await store.untold(NOW) == ()


async def test_the_oldest_publication_goes_first_and_what_has_no_date_by_when_it_was_found(store):
    hours = [1, 3, None, 2]
    for number, back in enumerate(hours):
        published = None if back is None else NOW - timedelta(hours=back)
        await bring(store, item(number, published=published), at=NOW + timedelta(seconds=number))
    assert [one.mention for one in await store.owed(CHAT, SOON)] == [2, 4, 1, 3]
    assert [one.mention for one in await store.owed(CHAT, SOON, limit=2)] == [2, 4]


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: type(notice).__name__)
async def test_a_notice_comes_back_as_it_was(store, notice):
    assert await store.owe(CHAT, notice, NOW, "once")
    owed = await first(store)
    assert (owed.notice, owed.mention, owed.view) == (notice, None, "card")


async def test_a_notice_is_owed_once_for_its_key(store):
    assert await store.owe(CHAT, DigestDue("2026-W47"), NOW, "digest:2026-W47")
    assert not await store.owe(CHAT, DigestDue("2026-W47"), SOON, "digest:2026-W47")
    await deliver(store)
    assert not await store.owe(CHAT, DigestDue("2026-W47"), SOON, "digest:2026-W47")


async def test_notices_of_a_visit_go_out_in_the_order_they_were_written(store):
    for hours, notice in enumerate(NOTICES[1:3]):
        await store.keep(visit(notices=((CHAT, notice), (OTHER, notice)), at=NOW + timedelta(hours=hours)))
    owed = await store.owed(CHAT, NOW + timedelta(hours=2))
    assert [one.notice for one in owed] == list(NOTICES[1:3])


async def test_a_notice_is_not_due_before_it_is_written(store):
    await store.owe(CHAT, NOTICES[2], SOON, "later")
    assert await store.targets(NOW) == ()


async def test_a_card_that_changed_after_it_was_sent_is_edited_until_it_shows_that(store):
    await bring(store, item())
    await deliver(store)
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    (stale,) = await store.stale(CHAT)
    assert (stale.message, await store.targets(NOW)) == (100, (CHAT,))
    await store.act(1, Press(Action.ANSWER, ANNA, NOW))  # while the edit is on its way
    await store.edited(stale.id, stale.version, NOW)
    (again,) = await store.stale(CHAT)
    await store.edited(again.id, again.version, NOW)
    await store.edited(stale.id, stale.version, NOW)  # a late answer takes nothing back
    assert (await store.stale(CHAT), await store.targets(NOW)) == ((), ())


async def test_what_changes_while_a_card_is_sent_is_edited_after_it(store):
    await bring(store, item())
    owed = await first(store)
    await store.claim(owed.id)
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    await store.sent(owed.id, NOW, 100, owed.version)
    assert [one.message for one in await store.stale(CHAT)] == [100]


async def test_what_changed_before_a_card_was_written_needs_no_edit(store):
    await bring(store, item())
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    await deliver(store)
    assert await store.stale(CHAT) == ()


async def test_a_message_that_is_gone_is_never_edited_again(store):
    await bring(store, item())
    await deliver(store)
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    (stale,) = await store.stale(CHAT)
    await store.edited(stale.id, stale.version, NOW, ok=False)
    await store.act(1, Press(Action.ANSWER, ANNA, NOW))
    assert await store.stale(CHAT) == ()


async def test_a_channel_without_numbers_has_nothing_to_edit(store):
    await bring(store, item(), targets=("terminal",))
    await store.sent((await first(store, "terminal")).id, NOW, None)
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    assert await store.stale("terminal") == ()


async def test_a_group_that_moved_gets_what_it_is_owed_at_its_new_address_for_ever(store):
    new, newest = "telegram:-1001", "telegram:-1002"
    await bring(store, item(0))
    await deliver(store)
    await bring(store, item(1))
    await store.retarget(CHAT, new)
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    assert (await store.targets(NOW), await store.stale(CHAT)) == ((new,), ())
    await bring(store, item(2))
    await store.owe(CHAT, NOTICES[2], SOON, "later")
    assert [one.mention for one in await store.owed(new, SOON)] == [2, 3, None]
    await store.retarget(new, newest)
    await bring(store, item(3))
    assert [one.mention for one in await store.owed(newest, SOON)] == [2, 3, 4, None]


async def test_what_the_new_address_is_owed_or_was_told_already_is_not_told_there_twice(store):
    await bring(store, item(0), targets=(CHAT, OTHER))
    await bring(store, item(1), targets=(CHAT,), source="forum")
    await deliver(store, target=OTHER)
    await bring(store, item(2), targets=(CHAT, OTHER), source="news")
    await store.retarget(CHAT, OTHER)
    assert sorted(owed.mention for owed in await store.owed(OTHER, NOW)) == [2, 3]
    assert await store.owed(CHAT, NOW) == ()


async def test_a_story_is_told_once_also_after_the_group_moved(store):
    await bring(store, item(0))
    await store.retarget(CHAT, OTHER)
    await bring(store, item(6, text=item(0).text))
    assert [one.mention for one in await store.owed(OTHER, NOW)] == [1]


async def test_a_notice_is_said_once_also_after_the_group_moved_and_the_file_was_corrected(store):
    key, next_week = "digest:2026-W47:{}".format, "digest:2026-W48:{}".format
    assert await store.owe(CHAT, DigestDue("2026-W47"), NOW, key(CHAT))
    await store.retarget(CHAT, OTHER)
    assert await store.moves() == {CHAT: OTHER}
    assert not await store.owe(CHAT, DigestDue("2026-W47"), NOW, key(CHAT))
    assert not await store.owe(OTHER, DigestDue("2026-W47"), NOW, key(OTHER))
    assert await store.owe(OTHER, DigestDue("2026-W48"), NOW, next_week(OTHER))
    assert not await store.owe(CHAT, DigestDue("2026-W48"), NOW, next_week(CHAT))


async def test_what_was_held_is_summed_up_with_the_first_crawl_and_then_no_longer_owed(store):
    assert await store.held() == (0, 0)
    await store.owe("held", NOTICES[0], NOW, "first")
    await bring(store, item(0), targets=("held",))
    await bring(store, item(1), targets=("held",))
    await store.owe("held", DigestDue("2026-W47"), NOW, "digest")
    assert await store.held() == (216, 33)
    both = dict.fromkeys((CHAT, OTHER), Scope())
    await store.pair(both, NOW)
    await store.pair(both, SOON)
    assert await store.held() == (0, 0)
    for target in (CHAT, OTHER):
        (told,) = await store.owed(target, SOON)
        assert told.notice == Paired(216, 33)


async def test_a_source_that_broke_before_there_was_a_chat_is_told_to_it_unless_it_works_again(store):
    broken = SourceBroken("reviews", "asks for a human being", 1, Health.BLOCKED)
    for number, news in enumerate((SourceBroken("forum", "503", 3), broken, SourceRecovered("forum"))):
        await store.owe("held", news, NOW, f"news:{number}")
    assert await store.pair({CHAT: Scope()}, NOW)
    assert [one.notice for one in await store.owed(CHAT, NOW)] == [broken]
    assert not await store.pair({CHAT: Scope()}, SOON)
    assert await store.owed_count() == 1


async def test_what_was_held_is_summed_up_for_each_chat_as_far_as_it_may_see_it(store):
    await bring(store, item(0), targets=("held",))
    await bring(store, item(1, source="staff"), source="staff", targets=("held",))
    await bring(store, item(2), brands=("kestrel",), targets=("held",))
    narrow = Scope(frozenset({"kestrel"}), frozenset({"staff"}))
    await store.pair({CHAT: Scope(hidden=frozenset({"staff"})), OTHER: narrow, "telegram:-9": Scope(frozenset())}, NOW)
    told = [[one.notice for one in await store.owed(target, NOW)] for target in (CHAT, OTHER, "telegram:-9")]
    assert told == [[Paired(2, 2)], [Paired(1, 1)], []]
    assert await store.held() == (0, 0)


async def test_alerts_are_counted_by_mention_and_by_when_they_went_out(store):
    await bring(store, item(0), targets=(CHAT, OTHER))
    await bring(store, item(1), targets=(CHAT,))
    await store.owe(CHAT, NOTICES[2], NOW, "notice")
    await deliver(store)
    await deliver(store, target=OTHER, at=SOON)
    assert await alerted(store, NOW, SOON) == 2
    assert await alerted(store, SOON, SOON + timedelta(hours=1)) == 1
    assert await alerted(store, NOW - timedelta(hours=1), NOW) == 0


async def test_it_is_known_which_digest_went_out_last(store):
    assert (await store.standing((), NOW)).last_digest is None
    for week in ("2026-W46", "2026-W47"):
        await store.owe(CHAT, DigestDue(week), NOW, week)
    for owed in await store.owed(CHAT, NOW):
        await store.sent(owed.id, NOW + timedelta(minutes=owed.id), 1)
    assert (await store.standing((), NOW)).last_digest == "2026-W47"
