"""A message that was sent twice without an answer: what the numbers of its neighbours prove."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from store_values import CHAT, NOW
from storm_values import said

from monitor.store import Store


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


async def send(store: Store, at: datetime, message: int) -> int | None:
    """The next one arrives under this number."""
    owed = (await store.owed(CHAT, at))[0]
    await store.claim(owed.id)
    await store.sent(owed.id, at, message)
    return owed.mention


@pytest.fixture
async def doubtful(store: Store) -> Store:
    """One arrived as number 100, then a second one was sent twice without an answer."""
    await said(store, 1)
    assert await send(store, NOW, 100) == 1
    await said(store, 2, at=minutes(1))
    for minute in (1, 2):
        [owed] = await store.owed(CHAT, minutes(minute))
        await store.claim(owed.id)
        await store.retry(owed.id, minutes(minute + 1), unsure=True, error="no answer")
    assert await store.owed_count() == 0
    await said(store, 3, at=minutes(5))
    return store


async def test_where_the_numbers_leave_no_room_it_never_arrived_and_is_owed_again(doubtful: Store) -> None:
    assert await send(doubtful, minutes(5), 101) == 3
    assert await send(doubtful, minutes(5), 102) == 2
    assert await doubtful.owed_count() == 0


@pytest.mark.parametrize("number", [102, 103, 900])
async def test_where_something_came_between_it_may_have_arrived_and_is_not_sent_a_third_time(
    doubtful: Store, number: int
) -> None:
    assert await send(doubtful, minutes(5), number) == 3
    assert await doubtful.owed_count() == 0


async def test_without_a_number_from_before_nothing_is_proved(store: Store) -> None:
    await said(store, 1)
    for minute in (1, 2):
        [owed] = await store.owed(CHAT, minutes(minute))
        await store.claim(owed.id)
        await store.retry(owed.id, minutes(minute + 1), unsure=True, error="no answer")
    await said(store, 2, at=minutes(5))
    assert await send(store, minutes(5), 1) == 2
    assert await store.owed_count() == 0
