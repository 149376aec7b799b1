"""The one message about what was there before us: owed by the visit that found it, so that no death can lose it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store_values import CHAT, OTHER, item, mention, visit

from monitor.domain import FirstCrawl
from monitor.store import Store
from monitor.team.routes import Scope
from monitor.telling.summary import Found, Summary, found_before_us
from monitor.voices import Voices

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FORUM, SHOP = Found("forum", 10, 3, 1), Found("shop", 5, 2, 2)
LATER = timedelta(minutes=1)


async def found(store: Store, summary: Summary, one: Found, at: datetime = NOW) -> None:
    """A visit that keeps what its source held."""
    await store.keep(visit(source=one.source, at=at, history=True, before_us=summary.share({CHAT: one})))


async def told(store: Store, at: datetime = NOW) -> list[object]:
    return [one.notice for one in await store.owed(CHAT, at)]


async def send(store: Store, at: datetime = NOW) -> None:
    for message, owed in enumerate(await store.owed(CHAT, at), 100):
        await store.claim(owed.id)
        await store.sent(owed.id, at, message, owed.version)


async def test_all_sources_of_a_pass_stand_in_one_message(store: Store) -> None:
    async with Summary(store, [CHAT], lambda: NOW) as summary:
        await found(store, summary, FORUM)
        await found(store, summary, SHOP)
        assert await told(store) == []
    assert await told(store) == [FirstCrawl(("forum", "shop"), found=15, negative=5, unanswered=3)]


async def test_a_slow_source_does_not_keep_the_others_from_being_told(store: Store) -> None:
    async with Summary(store, [CHAT], lambda: NOW) as summary:
        await found(store, summary, FORUM)
        assert await told(store, NOW + LATER) == [FirstCrawl(("forum",), found=10, negative=3, unanswered=1)]
        await send(store, NOW + LATER)
        await found(store, summary, SHOP)
        (message,) = await store.stale(CHAT)
    assert message.notice == FirstCrawl(("forum", "shop"), found=15, negative=5, unanswered=3)
    assert await told(store, NOW + LATER) == []


async def test_whoever_dies_before_the_end_of_a_pass_has_told_what_was_found(store: Store) -> None:
    await found(store, Summary(store, [CHAT], lambda: NOW), FORUM)
    async with Summary(store, [CHAT], lambda: NOW + LATER) as summary:
        await found(store, summary, SHOP, NOW + LATER)
    summaries = await told(store, NOW + LATER)
    assert summaries == [FirstCrawl(("forum",), 10, 3, 1), FirstCrawl(("shop",), 5, 2, 2)]


async def test_what_is_read_in_a_later_pass_counts_in_the_message_of_the_first_day(store: Store) -> None:
    async with Summary(store, [CHAT], lambda: NOW) as summary:
        await found(store, summary, FORUM)
    await send(store)
    hour = NOW + timedelta(hours=1)
    async with Summary(store, [CHAT], lambda: hour) as summary:
        await found(store, summary, Found("forum", 2, 1, 0), hour)
    (message,) = await store.stale(CHAT)
    assert message.notice == FirstCrawl(("forum",), found=12, negative=4, unanswered=1)


async def test_where_nothing_was_found_at_first_the_first_find_is_told(store: Store) -> None:
    async with Summary(store, [CHAT], lambda: NOW) as summary:
        await found(store, summary, Found("forum", 2, 1, 0))
    assert await told(store) == [FirstCrawl(("forum",), found=2, negative=1, unanswered=0)]


async def test_a_visit_that_is_kept_twice_counts_once(store: Store) -> None:
    async with Summary(store, [CHAT], lambda: NOW) as summary:
        for _ in range(2):  # the answer to the first time got lost
            await found(store, summary, FORUM)
    assert await told(store) == [FirstCrawl(("forum",), found=10, negative=3, unanswered=1)]


async def test_an_empty_pass_says_nothing(store: Store) -> None:
    async with Summary(store, [CHAT], lambda: NOW):
        pass
    assert await told(store, NOW + LATER) == []


async def test_what_was_found_in_a_pass_that_broke_is_still_told(store: Store) -> None:
    summary = await Summary(store, [CHAT], lambda: NOW).__aenter__()
    await found(store, summary, FORUM)
    await summary.__aexit__(RuntimeError, RuntimeError(), None)
    assert len(await told(store)) == 1


def test_each_chat_hears_of_what_it_may_see() -> None:
    ours, bad, foreign = mention(item(0), score=0.6), mention(item(1)), mention(item(2), "kestrel")
    scopes = {CHAT: Scope(), OTHER: Scope(frozenset({"zubr"})), "telegram:-9": Scope(hidden=frozenset({"reviews"}))}
    every = (ours, bad, foreign)
    told = found_before_us("reviews", [one.item for one in every], every, Voices(), scopes, now=NOW)
    assert told == {CHAT: Found("reviews", 3, 2, 2), OTHER: Found("reviews", 2, 1, 1)}
