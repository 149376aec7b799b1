"""The one message about what was there before us."""

import asyncio
from datetime import UTC, datetime, timedelta

from monitor.domain import FirstCrawl
from monitor.summary import Found, Summary

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CHAT = "telegram:-100500"
FORUM, SHOP = Found("forum", 10, 3, 1), Found("shop", 5, 2, 2)


async def told(store):
    return [one.notice for one in await store.owed(CHAT, NOW)]


async def send(store):
    for message, owed in enumerate(await store.owed(CHAT, NOW), 100):
        await store.claim(owed.id, NOW)
        await store.sent(owed.id, NOW, message, owed.version)


async def test_all_sources_of_a_pass_stand_in_one_message(store):
    async with Summary(store, [CHAT], lambda: NOW) as summary:
        await summary.add(FORUM)
        await summary.add(SHOP)
        assert await told(store) == []
    assert await told(store) == [FirstCrawl(("forum", "shop"), found=15, negative=5, unanswered=3)]


async def test_a_slow_source_does_not_keep_the_others_from_being_told(store):
    async with Summary(store, [CHAT], lambda: NOW, within=0) as summary:
        await summary.add(FORUM)
        for _ in range(200):
            if await told(store):
                break
            await asyncio.sleep(0.01)
        await send(store)
        await summary.add(SHOP)
        (message,) = await store.stale(CHAT)
    assert message.notice == FirstCrawl(("forum", "shop"), found=15, negative=5, unanswered=3)
    assert await told(store) == []


async def test_what_is_read_in_a_later_pass_counts_in_the_message_of_the_first_day(store):
    async with Summary(store, [CHAT], lambda: NOW) as summary:
        await summary.add(FORUM)
    await send(store)
    async with Summary(store, [CHAT], lambda: NOW + timedelta(hours=1)) as summary:
        await summary.add(Found("forum", 2, 1, 0, late=True))
    (message,) = await store.stale(CHAT)
    assert message.notice == FirstCrawl(("forum",), found=12, negative=4, unanswered=1)


async def test_where_nothing_was_found_at_first_the_first_find_is_told(store):
    async with Summary(store, [CHAT], lambda: NOW) as summary:
        await summary.add(Found("forum", 2, 1, 0, late=True))
    assert await told(store) == [FirstCrawl(("forum",), found=2, negative=1, unanswered=0)]


async def test_an_empty_pass_says_nothing(store):
    async with Summary(store, [CHAT], lambda: NOW):
        pass
    assert await told(store) == []


async def test_what_was_found_in_a_pass_that_broke_is_still_told(store):
    summary = await Summary(store, [CHAT], lambda: NOW).__aenter__()
    await summary.add(FORUM)
    await summary.__aexit__(RuntimeError, RuntimeError(), None)
    assert len(await told(store)) == 1
