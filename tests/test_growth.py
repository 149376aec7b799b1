"""A story of five within an hour is urgent, whoever brings the fifth and whatever is edited afterwards."""

from __future__ import annotations

from datetime import timedelta

from store_values import ANNA, CHAT, NOW, TEXTS, bring, deliver, item

from monitor.desk import Press
from monitor.domain import Action, Flag, Growth, Severity, Verdict
from monitor.store import Query, Store
from monitor.store.growth import GREW

MINUTE = timedelta(minutes=1)
MILD = {"verdict": Verdict(Flag.NEGATIVE, Severity.P3)}


async def copies(store: Store, *, gap: timedelta, count: int = 5, **how: object) -> None:
    """The same words at other addresses, one visit each."""
    for n in range(count):
        await bring(store, item(100 + n, text=TEXTS[0], author=f"Автор {n}"), at=NOW + n * gap, **how)  # type: ignore[arg-type]  # handed on


async def severities(store: Store) -> set[str | None]:
    return {one.severity for one in await store.mentions(Query())}


async def test_four_copies_are_not_yet_urgent(store: Store) -> None:
    await copies(store, gap=10 * MINUTE, count=4)
    assert await severities(store) == {Severity.P2}


async def test_the_fifth_within_an_hour_makes_the_story_urgent(store: Store) -> None:
    await copies(store, gap=10 * MINUTE)
    assert await severities(store) == {Severity.P1}
    first = (await store.alert(1)).record
    assert (first.severity, first.deadline) == (Severity.P1, NOW + 40 * MINUTE + timedelta(hours=4))


async def test_five_in_more_than_an_hour_are_not(store: Store) -> None:
    await copies(store, gap=15 * MINUTE)
    assert await severities(store) == {Severity.P2}


async def test_five_in_one_visit_are_urgent_at_once(store: Store) -> None:
    said = [item(100 + n, text=TEXTS[0], author=f"Автор {n}") for n in range(5)]
    await bring(store, *said, judged=MILD)
    (owed,) = await store.owed(CHAT, NOW)
    assert (await store.alert(owed.mention or 0)).record.severity == Severity.P1


async def test_the_card_that_was_sent_is_edited(store: Store) -> None:
    await copies(store, gap=MINUTE, count=4)
    await deliver(store)
    before = (await store.events(1))[-1].kind
    await copies(store, gap=MINUTE)
    assert (before, (await store.events(1))[-1].kind) == ("alerted", GREW)
    assert [owed.mention for owed in await store.stale(CHAT)] == [1]


async def test_what_was_answered_or_put_away_stays_as_it_is(store: Store) -> None:
    await copies(store, gap=MINUTE, count=4)
    await store.act(1, Press(Action.NO_REPLY, ANNA, NOW))
    await copies(store, gap=MINUTE)
    assert (await store.alert(1)).record.severity == Severity.P2


async def test_a_story_that_nobody_is_told_of_gets_no_urgency(store: Store) -> None:
    await copies(store, gap=MINUTE, score=0.4)
    assert await severities(store) == {None}


async def test_an_edit_or_a_late_copy_makes_it_no_less_urgent(store: Store) -> None:
    await copies(store, gap=MINUTE)
    await bring(store, item(100, text=TEXTS[0] + " Ждём.", author="Автор 0"), at=NOW + timedelta(hours=3))
    await bring(store, item(200, text=TEXTS[0], author="Поздний"), at=NOW + timedelta(hours=5))
    assert await severities(store) == {Severity.P1}


async def test_the_deadline_only_comes_nearer(store: Store) -> None:
    near = NOW + timedelta(hours=1)
    await copies(store, gap=MINUTE, judged={"deadline": near})
    assert (await store.alert(1)).record.deadline == near


async def test_of_a_competitor_nothing_is_urgent(store: Store) -> None:
    await copies(store, gap=MINUTE, growth=Growth(never=frozenset({"zubr"})))
    assert await severities(store) == {Severity.P2}


async def test_the_team_says_how_fast_is_fast(store: Store) -> None:
    slow = Growth(items=2, within=timedelta(days=1), answer_within=timedelta(hours=2))
    await copies(store, gap=timedelta(hours=20), count=2, growth=slow)
    assert await severities(store) == {Severity.P1}
