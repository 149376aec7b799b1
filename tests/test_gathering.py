"""A storm in one message: what it counts, when that is told, and how each may still stand alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from store_values import ANNA, BORIS, CHAT, NOW, OTHER, alerted, bring, item
from storm_values import P1, P2, P3, said

from monitor.config.scalars import Burst
from monitor.desk import Press, Raised
from monitor.domain import (
    Action,
    Gathered,
    Health,
    NobodyThere,
    Owed,
    RatingChanged,
    Record,
    Reminder,
    SourceBroken,
    SourceRecovered,
    SourcesBroken,
    SourcesRecovered,
    Status,
    StoryGrew,
    Unwatched,
)
from monitor.places.forbidden import Places
from monitor.store import Query, Store
from monitor.store.batches import MESSAGE
from monitor.store.tables import OUTBOX
from monitor.team.pacing import Gate

STORM = Gate(storm=Burst(5, timedelta(minutes=30)))
NIGHT = Gate(quiet=True, later=NOW - timedelta(days=1), storm=STORM.storm)


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


async def tell(
    store: Store, at: datetime = NOW, gate: Gate = STORM, *, target: str = CHAT, answered: bool = True
) -> list[int | str]:
    """What an outbox does at this moment; answers with the mentions that got cards, and the kinds of what else went."""
    went: list[int | str] = []
    await store.gather(target, at, gate)
    for owed in await store.owed(target, at, 50, gate):
        assert await store.claim(owed.id)
        await store.sent(owed.id, at, 1000 + owed.id if answered else None, owed.version)
        went.append(owed.mention or (owed.notice.kind if isinstance(owed.notice, Gathered) else str(owed.notice)))
    for owed in await store.stale(target, 50, at):
        await store.edited(owed.id, owed.version, at)
        went.append(f"edit {owed.mention or 'storm'}")
    return went


async def message(store: Store, target: str = CHAT) -> Owed:
    """The one that tells many."""
    wanted = select(OUTBOX.c.message).where(OUTBOX.c.kind == MESSAGE, OUTBOX.c.target == target)
    async with store._database.reading() as connection:
        numbers = (await connection.execute(wanted.where(OUTBOX.c.message.is_not(None)))).scalars().all()
    [row] = [one for one in [await store.card_at(target, number) for number in numbers] if one]
    return row


async def record(store: Store, number: int) -> Record:
    found = await store.record(number)
    assert found is not None
    return found


async def spread(store: Store, number: int, at: datetime) -> None:
    """Four others say the same within the hour: that is urgent."""
    text = (await record(store, number)).text
    copies = [item(n, text=text, url=f"https://site{n}.example/", author=f"Автор {n}") for n in range(60, 64)]
    await bring(store, *copies, source="forum", at=at)


def _gathers(owed: Owed) -> bool:
    return isinstance(owed.notice, Gathered)


async def history(store: Store, number: int) -> list[str]:
    return [event.kind for event in await store.events(number)]


@pytest.fixture
async def storm(store: Store) -> Store:
    """Eight complaints: five cards, and one message that tells three."""
    await said(store, *range(1, 9))
    await tell(store)
    return store


async def test_what_comes_beyond_five_cards_is_one_message(store: Store) -> None:
    await said(store, *range(1, 13))
    assert await tell(store) == [1, 2, 3, 4, 5, "storm"]
    batch = await store.batch((await message(store)).id)
    assert (batch.total, batch.urgent, batch.free, batch.settled) == (7, 0, 7, 0)
    assert {record.number for record in batch.records} == set(range(6, 13))


async def test_the_message_grows_and_is_edited_at_most_every_ten_seconds(storm: Store) -> None:
    for second in range(1, 25):
        await said(storm, 100 + second, at=NOW + timedelta(seconds=second))
    assert await tell(storm, NOW + timedelta(seconds=9)) == []
    assert await tell(storm, NOW + timedelta(seconds=10)) == ["edit storm"]
    assert await tell(storm, NOW + timedelta(seconds=19)) == []
    assert await tell(storm, NOW + timedelta(seconds=24)) == ["edit storm"]
    assert await tell(storm, minutes(5)) == []
    assert (await storm.batch((await message(storm)).id)).total == 3 + 24


async def test_each_one_is_told_in_its_history_when_the_message_that_counts_it_was_sent_or_edited(storm: Store) -> None:
    assert ["alerted" in await history(storm, number) for number in range(1, 9)] == [True] * 8
    await said(storm, 9, at=minutes(1))
    await storm.gather(CHAT, minutes(1), STORM)
    assert "alerted" not in await history(storm, 9)
    assert await storm.owed_count() == 1
    await tell(storm, minutes(1))
    assert "alerted" in await history(storm, 9)
    assert (await storm.owed_count(), await alerted(storm, NOW, minutes(2))) == (0, 9)


async def test_what_is_gathered_while_the_message_is_in_the_air_is_not_told_by_it(store: Store) -> None:
    await said(store, *range(1, 7))
    await store.gather(CHAT, NOW, STORM)
    in_the_air = next(owed for owed in await store.owed(CHAT, NOW, 50, STORM) if _gathers(owed))
    await store.claim(in_the_air.id)
    for owed in await store.owed(CHAT, NOW, 50, STORM):
        await store.sent(owed.id, NOW, 50 + owed.id)
    await said(store, 7)
    await store.gather(CHAT, NOW, STORM)
    await store.sent(in_the_air.id, NOW, 90, in_the_air.version)
    assert ["alerted" in await history(store, number) for number in (6, 7)] == [True, False]
    assert await tell(store, minutes(1)) == ["edit storm"]
    assert "alerted" in await history(store, 7)


async def test_a_storm_ends_when_nothing_came_for_its_window_and_the_next_one_is_a_new_message(storm: Store) -> None:
    await said(storm, 21, at=minutes(29))
    assert await tell(storm, minutes(29)) == ["edit storm"]
    await said(storm, *range(31, 38), at=minutes(58))
    assert await tell(storm, minutes(58)) == [10, 11, 12, 13, 14, "edit storm"]
    await said(storm, *range(41, 48), at=minutes(89))
    assert await tell(storm, minutes(89)) == [17, 18, 19, 20, 21, "storm"]


async def test_five_urgent_ones_stand_alone_and_the_others_are_named_first(store: Store) -> None:
    await said(store, *range(1, 8))
    await said(store, *range(11, 18), severity=P1)
    assert [one for one in await tell(store) if one != "storm"] == [1, 2, 3, 4, 5, 8, 9, 10, 11, 12]
    batch = await store.batch((await message(store)).id)
    assert (batch.urgent, [record.number for record in batch.records]) == (2, [14, 13, 7, 6])


async def test_an_urgent_one_passes_in_a_storm(storm: Store) -> None:
    await said(storm, 50, severity=P1, at=minutes(1))
    assert await tell(storm, minutes(1)) == [9]


async def test_one_that_becomes_urgent_leaves_the_message_and_stands_alone(storm: Store) -> None:
    await spread(storm, 7, at=minutes(1))
    assert (await record(storm, 7)).severity is P1
    assert 7 in await tell(storm, minutes(1))
    assert {record.number for record in (await storm.batch((await message(storm)).id)).records} == {6, 8}


async def test_what_was_tried_keeps_its_card(store: Store) -> None:
    await said(store, *range(1, 9))
    for owed in (await store.owed(CHAT, NOW))[5:7]:
        await store.claim(owed.id)
        await store.retry(owed.id, minutes(1), unsure=True, error="no answer")
    assert await tell(store) == []
    assert await tell(store, minutes(1)) == [1, 2, 3, 6, 7, "storm"]


async def test_what_a_message_would_have_told_that_is_refused_for_good_comes_one_by_one(store: Store) -> None:
    await said(store, *range(1, 8))
    await store.gather(CHAT, NOW, STORM)
    for owed in await store.owed(CHAT, NOW, 50, STORM):
        await store.claim(owed.id)
        await store.refuse(owed.id, "too long")
    assert await tell(store, minutes(1)) == [6, 7]
    assert (await store.owed_count(), await store.untold(NOW)) == (0, (1, 2, 3, 4, 5))


async def test_a_message_whose_answer_is_lost_twice_has_told_what_it_showed_and_the_rest_comes_in_another(
    store: Store,
) -> None:
    await said(store, *range(1, 8))
    await store.gather(CHAT, NOW, STORM)
    sent = [owed for owed in await store.owed(CHAT, NOW, 50, STORM) if not _gathers(owed)]
    for owed in sent:
        await store.sent(owed.id, NOW, owed.id)
    for lost in range(2):
        [owed] = await store.owed(CHAT, minutes(lost), 50, STORM)
        await store.claim(owed.id)
        await said(store, 20 + lost, at=minutes(lost))
        await store.gather(CHAT, minutes(lost), STORM)
        await store.retry(owed.id, minutes(lost + 1), unsure=True, error="lost", version=owed.version)
    assert ["alerted" in await history(store, number) for number in (6, 7, 8, 9)] == [True, True, True, False]
    assert await tell(store, minutes(2)) == ["storm"]
    assert "alerted" in await history(store, 9)


async def test_a_message_that_somebody_deleted_is_followed_by_another(storm: Store) -> None:
    first = await message(storm)
    await said(storm, 21, at=minutes(1))
    await storm.gather(CHAT, minutes(1), STORM)
    [owed] = await storm.stale(CHAT, 50, minutes(1))
    await storm.edited(owed.id, owed.version, minutes(1), ok=False)
    assert await tell(storm, minutes(1)) == ["storm"]
    assert (await message(storm)).id != first.id
    assert "alerted" in await history(storm, 9)


async def test_a_chat_that_moves_keeps_its_storm(store: Store) -> None:
    new = "telegram:-1001"
    await said(store, *range(1, 8))
    await store.gather(CHAT, NOW, STORM)
    first = (await store.owed(CHAT, NOW, 50, STORM))[0]
    await store.claim(first.id)
    await store.retry(first.id, NOW, unsure=False, error="moved")
    await store.retarget(CHAT, new)
    assert await tell(store, minutes(1), target=new) == [1, 2, 3, 4, 5, "storm"]
    assert (await store.batch((await message(store, new)).id)).total == 2
    await said(store, 8, at=minutes(2))  # the file still names the old address
    assert await tell(store, minutes(2), target=new) == ["edit storm"]


async def test_after_a_move_what_was_not_told_comes_in_a_message_of_the_new_chat(storm: Store) -> None:
    new = "telegram:-1001"
    await said(storm, 21, at=minutes(1))
    await storm.gather(CHAT, minutes(1), STORM)
    await storm.retarget(CHAT, new)
    assert await tell(storm, minutes(1), target=new) == ["storm"]
    assert [record.number for record in (await storm.batch((await message(storm, new)).id)).records] == [9]


async def test_each_chat_has_its_own_storm(store: Store) -> None:
    await said(store, *range(1, 5), targets=(CHAT,))
    await said(store, *range(11, 14), targets=(CHAT, OTHER))
    assert (await tell(store))[-1] == "storm"
    assert "storm" not in await tell(store, target=OTHER)


async def test_what_can_wait_comes_together_at_its_hour(store: Store) -> None:
    hour = NOW + timedelta(hours=1)
    before, after = (Gate(later=hour - back, storm=STORM.storm) for back in (timedelta(days=1), timedelta(0)))
    await said(store, *range(1, 5), severity=P3)
    await said(store, 5)
    assert await tell(store, NOW, before) == [5]
    assert await store.targets(minutes(59), before) == ()
    assert await tell(store, hour, after) == ["later"]
    assert (await store.batch((await message(store)).id)).total == 4
    await said(store, 6, severity=P3, at=minutes(61))
    assert await tell(store, minutes(62), after) == []


async def test_a_single_one_that_could_wait_is_a_card(store: Store) -> None:
    await said(store, 1, severity=P3)
    assert await tell(store, minutes(1), Gate(later=minutes(1), storm=STORM.storm)) == [1]


async def test_at_night_urgent_ones_pass_and_all_else_waits_for_the_morning(store: Store) -> None:
    await said(store, *range(1, 4))
    await said(store, 11, severity=P1)
    await store.owe(CHAT, SourceBroken("reviews", "500", 3), NOW, "broken")
    await store.owe(CHAT, StoryGrew(1, 3), NOW, "grew")
    await store.owe(CHAT, Reminder(1, "due"), NOW, "reminder")
    await store.owe(CHAT, RatingChanged(1, "2/5", "4/5"), NOW, "rating")
    assert await tell(store, NOW, NIGHT) == [4]
    assert (await store.targets(NOW, NIGHT), len(await tell(store))) == ((), 7)


async def test_a_gap_wakes_nobody_but_is_said_first_where_something_urgent_does(store: Store) -> None:
    gap = Unwatched(minutes(-90).isoformat(), NOW.isoformat())
    await store.note_gap(minutes(-90), NOW, [CHAT, OTHER])
    await said(store, 1, targets=(CHAT, OTHER))
    assert await store.targets(NOW, NIGHT) == ()
    await said(store, 11, severity=P1)
    assert await tell(store, NOW, NIGHT) == [str(gap), 2]
    assert await store.targets(NOW, NIGHT) == ()
    assert [one.notice for one in await store.owed(OTHER, NOW)] == [gap, None]


async def test_nobody_is_woken_to_hear_that_all_will_be_away(store: Store) -> None:
    await store.owe(CHAT, NobodyThere(NOW.isoformat(), minutes(600).isoformat()), NOW, "nobody")
    assert await tell(store, NOW, NIGHT) == []
    assert len(await tell(store)) == 1


async def test_at_night_a_terminal_is_served_like_by_day(store: Store) -> None:
    await said(store, 1, targets=("terminal",))
    assert await store.targets(NOW, NIGHT) == ("terminal",)
    assert [owed.mention for owed in await store.owed("terminal", NOW, 50, NIGHT)] == [1]


async def test_one_that_becomes_urgent_at_night_is_told_at_once(store: Store) -> None:
    await said(store, 1)
    assert await tell(store, NOW, NIGHT) == []
    await spread(store, 1, at=NOW)
    assert 1 in await tell(store, NOW, NIGHT)


async def test_cards_are_edited_at_night_too(store: Store) -> None:
    await said(store, 1)
    await tell(store)
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    assert await tell(store, NOW, NIGHT) == ["edit 1"]


async def test_what_waits_for_its_hour_is_not_late(store: Store) -> None:
    await said(store, 1)
    assert await store.late_count(minutes(90)) == 1
    assert await store.late_count(minutes(90), lambda _: NIGHT) == 0


async def test_taking_all_takes_what_is_open_and_nobodys_but_nothing_urgent(store: Store) -> None:
    await said(store, *range(1, 10))
    await said(store, *range(11, 17), severity=P1)
    await tell(store)
    await store.act(6, Press(Action.TAKE, BORIS, NOW))
    await store.act(7, Press(Action.NO_REPLY, BORIS, NOW))
    gathered = await message(store)
    assert await store.take_all(gathered.id, ANNA, NOW) == 2
    assert await store.take_all(gathered.id, BORIS, NOW) == 0
    taken = {record.number: record.assignee for record in await store.mentions(Query(status=Status.TAKEN))}
    assert taken == {6: "Борис", 8: "Анна", 9: "Анна"}
    assert [event.who for event in await store.events(8) if event.kind == "take"] == ["Анна"]
    batch = await store.batch(gathered.id)
    assert (batch.total, batch.urgent, batch.settled, batch.free) == (5, 1, 4, 0)
    assert await tell(store, minutes(1)) == ["edit storm"]


async def test_one_of_many_gets_its_own_card_once(storm: Store) -> None:
    assert await storm.show_card(7, CHAT, NOW) is None
    assert await storm.show_card(7, CHAT, NOW) is None  # two people pressed
    assert 7 in await tell(storm, NOW)
    standing = await storm.show_card(7, CHAT, NOW)
    assert standing is not None
    assert (await storm.card_at(CHAT, standing.message or 0)) == standing
    assert "edit 7" in await tell(storm, minutes(1))  # it may be gone
    assert (await storm.batch((await message(storm)).id)).total == 2


async def test_one_that_is_wanted_alone_waits_for_no_morning(store: Store) -> None:
    await said(store, 1)
    assert await store.show_card(1, CHAT, NOW) is None
    assert await tell(store, NOW, NIGHT) == [1]


async def test_what_was_never_alerted_gets_a_card_when_asked_for_and_counts_as_no_alert(store: Store) -> None:
    await bring(store, item(1), history=True)
    assert await store.show_card(1, CHAT, NOW) is None
    assert await tell(store) == [1]
    assert await alerted(store, NOW, minutes(1)) == 0
    assert "alerted" not in await history(store, 1)
    await store.act(1, Press(Action.TAKE, ANNA, NOW))
    assert await tell(store) == ["edit 1"]


async def test_what_follows_on_one_of_many_follows_on_their_message(storm: Store) -> None:
    assert await storm.message_about(7, CHAT) == (await message(storm)).message
    assert await storm.card_message(7, CHAT) is None
    await storm.show_card(7, CHAT, NOW)
    await tell(storm)
    assert await storm.message_about(7, CHAT) == await storm.card_message(7, CHAT) != (await message(storm)).message


async def test_a_press_counts_under_its_own_message_only(storm: Store) -> None:
    gathered = await message(storm)
    assert gathered.message is not None
    assert await storm.gathered_at([CHAT], gathered.message, gathered.id) == gathered
    assert await storm.gathered_at([OTHER], gathered.message, gathered.id) is None
    assert await storm.gathered_at([CHAT], gathered.message + 1, gathered.id) is None
    assert await storm.gathered_at([CHAT], gathered.message, 1) is None


async def test_a_press_under_a_message_whose_answer_was_lost_tells_us_its_number(store: Store) -> None:
    await said(store, *range(1, 8))
    assert (await tell(store, answered=False))[-1] == "storm"
    row: Any = next(owed for owed in [await store.gathered_at([CHAT], 77, n) for n in range(1, 20)] if owed)
    assert row.message == 77
    await said(store, 8, at=minutes(1))
    assert await tell(store, minutes(1)) == ["edit storm"]


async def test_what_is_forbidden_since_leaves_the_message(storm: Store) -> None:
    await bring(storm, item(90, url="https://bad.example/90", text="Совсем другие слова о том же."), at=minutes(1))
    await tell(storm, minutes(1))
    assert (await storm.batch((await message(storm)).id)).total == 4
    await storm.forbid(Places(["bad.example"]))
    assert await tell(storm, minutes(2)) == ["edit storm"]
    assert (await storm.batch((await message(storm)).id)).total == 3


async def test_a_message_of_which_nothing_is_left_is_not_sent(store: Store) -> None:
    await said(store, *range(1, 6))
    await bring(store, item(90, url="https://bad.example/90", text="Совсем другие слова о том же."), at=minutes(1))
    assert await store.gather(CHAT, minutes(1), STORM) == 1
    await store.forbid(Places(["bad.example"]))
    assert await tell(store, minutes(2)) == [1, 2, 3, 4, 5]


async def test_a_card_that_was_asked_for_is_not_followed_by_a_second_one(store: Store) -> None:
    await bring(store, item(1), history=True)
    await store.show_card(1, CHAT, NOW)
    await tell(store)
    await store.raise_missed(1, ANNA, NOW, Raised((CHAT, OTHER), P2, ("Ответить",), minutes(60)))
    assert (await tell(store), await tell(store, target=OTHER)) == (["edit 1"], [1])


async def broke(store: Store, *numbers: int, at: datetime = NOW, health: Health = Health.FAILED) -> None:
    for number in numbers:
        await store.owe(CHAT, SourceBroken(f"s{number}", f"причина {number}", 3, health), at, f"broken {number} {at}")


async def test_sources_that_break_together_are_told_together_each_with_its_cause(store: Store) -> None:
    await broke(store, *range(1, 5))
    for number in range(1, 5):
        await store.owe(CHAT, SourceRecovered(f"s{number}"), minutes(5), f"recovered {number}")
    names = ("s1", "s2", "s3", "s4")
    told = [SourcesBroken(names, ("причина 1", "причина 2", "причина 3", "причина 4")), SourcesRecovered(names)]
    assert await tell(store, minutes(6)) == [str(one) for one in told]
    assert await store.owed_count() == 0


async def test_a_few_that_break_are_told_one_by_one_and_a_site_that_asks_for_a_human_always(store: Store) -> None:
    await broke(store, 1, 2, 3)
    await broke(store, *range(11, 15), health=Health.BLOCKED)
    assert len(await tell(store)) == 7


async def test_no_message_names_more_sources_than_fit_and_none_is_left_out(store: Store) -> None:
    await broke(store, *range(1, 46))
    waiting = await store.owed(CHAT, NOW, 50)
    assert await store.gather(CHAT, NOW, Gate()) == 45
    notices = [one.notice for one in await store.owed(CHAT, NOW, 50)]
    assert [len(one.sources) for one in notices if isinstance(one, SourcesBroken)] == [20, 20, 5]
    assert [one for notice in notices for one in notice.sources] == [one.notice.source for one in waiting]


async def test_what_may_have_arrived_is_said_again_in_its_own_words(store: Store) -> None:
    await broke(store, 1, 2, 3, 4)
    first = (await store.owed(CHAT, NOW))[0]
    assert await store.claim(first.id)
    await store.retry(first.id, NOW, unsure=True, error="no answer")
    assert await store.gather(CHAT, minutes(1), STORM) == 0
    assert len(await store.owed(CHAT, minutes(1))) == 4


async def test_what_one_message_would_have_told_of_sources_is_told_one_by_one_where_it_is_refused(store: Store) -> None:
    await broke(store, 1, 2, 3, 4)
    assert await store.gather(CHAT, NOW, Gate()) == 4
    (together,) = await store.owed(CHAT, NOW)
    assert await store.claim(together.id)
    await store.refuse(together.id, "400")
    assert await store.gather(CHAT, NOW, Gate()) == 0
    assert [one.notice.source for one in await store.owed(CHAT, NOW)] == ["s1", "s2", "s3", "s4"]


async def test_what_broke_at_night_is_one_message_in_the_morning(store: Store) -> None:
    await broke(store, *range(1, 6))
    assert await tell(store, NOW, NIGHT) == []
    (told,) = await tell(store, minutes(400))
    assert str(told).startswith("SourcesBroken")
