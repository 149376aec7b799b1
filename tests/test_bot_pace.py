"""How fast the bot may speak."""

from __future__ import annotations

import itertools

import pytest
from bot_values import Seconds

from bot.pace import SPARE, Pace

GROUP, OTHER, PRIVATE = -100500, -100600, 111


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def pace(clock: Seconds) -> Pace:
    return Pace(clock, clock.sleep)


async def times(pace: Pace, clock: Seconds, chat: int, count: int) -> list[float]:
    """When each of so many messages goes out."""
    went = []
    for _ in range(count):
        await pace.take(chat)
        went.append(clock.now - 1000.0)
    return went


async def test_a_group_hears_at_most_twenty_messages_in_any_minute(pace: Pace, clock: Seconds) -> None:
    went = await times(pace, clock, GROUP, 100)
    assert all(later - earlier > 60 for earlier, later in zip(went, went[20:], strict=False))
    assert went[-1] < 5 * 61


async def test_the_first_messages_of_a_group_do_not_wait(pace: Pace, clock: Seconds) -> None:
    assert await times(pace, clock, GROUP, 5) == [0.0] * 5


async def test_a_person_hears_one_message_a_second(pace: Pace, clock: Seconds) -> None:
    went = await times(pace, clock, PRIVATE, 10)
    assert all(later - earlier >= 1 for earlier, later in itertools.pairwise(went))


async def test_all_chats_together_hear_thirty_messages_a_second(pace: Pace, clock: Seconds) -> None:
    for chat in range(1, 91):
        await pace.take(chat)
    assert 2.0 <= clock.now - 1000.0 < 3.0


async def test_a_full_chat_does_not_hold_up_another(pace: Pace, clock: Seconds) -> None:
    await times(pace, clock, GROUP, 5)
    assert await times(pace, clock, OTHER, 1) == [0.0]


async def test_a_chat_that_asked_for_silence_gets_it(pace: Pace, clock: Seconds) -> None:
    pace.silence(GROUP, 30)
    await pace.turn(OTHER)
    assert clock.now == 1000.0
    await pace.take(GROUP)
    assert clock.now == 1030.0


async def test_waiting_for_a_turn_uses_nothing(pace: Pace, clock: Seconds) -> None:
    for _ in range(50):
        await pace.turn(GROUP)
    assert clock.now == 1000.0


async def test_an_album_counts_as_many_messages_as_it_has_pictures(pace: Pace, clock: Seconds) -> None:
    went = []
    for _ in range(8):
        await pace.take(GROUP, 7)
        went.append(clock.now)
    assert max(sum(7 for at in went if begin <= at < begin + 60) for begin in went) <= 20


async def test_an_album_waits_for_the_room_that_all_of_it_needs(pace: Pace, clock: Seconds) -> None:
    await times(pace, clock, GROUP, 15)
    begun = clock.now
    await pace.take(GROUP, 7)
    assert clock.now - begun > 20  # until the first two of the minute are past


async def test_whoever_asks_something_does_not_wait_behind_all_that_is_owed(pace: Pace, clock: Seconds) -> None:
    waited = []
    for owed in range(60):
        await pace.turn(GROUP, spare=SPARE)
        await pace.take(GROUP)
        if owed % 17 == 16:  # all that may go within the minute has gone
            begun = clock.now
            await pace.take(GROUP)
            waited.append(clock.now - begun)
    assert max(waited) <= 9
    assert clock.now - 1000.0 < 4 * 61


async def test_what_is_owed_leaves_as_many_messages_a_minute_as_are_kept(pace: Pace, clock: Seconds) -> None:
    went = []
    for _ in range(60):
        await pace.turn(GROUP, spare=SPARE)
        await pace.take(GROUP)
        went.append(clock.now)
    assert max(sum(begin <= at < begin + 60 for at in went) for begin in went) == 20 - SPARE
