"""What stands inside of a digest or beside it: which chats take plain messages only, and what those are owed."""

from __future__ import annotations

from store_values import CHAT, NOW, OTHER

from monitor.domain import DigestDue, DigestFile, DigestPictures
from monitor.store import Store

WEEK = "2026-W47"
BESIDE = (DigestPictures(WEEK), DigestFile(WEEK))


async def test_a_chat_that_refused_a_rich_message_is_remembered_and_owed_the_same_at_once(store: Store) -> None:
    await store.owe(CHAT, DigestDue(WEEK), NOW, f"digest:{WEEK}:{CHAT}")
    [owed] = await store.owed(CHAT, NOW)
    await store.claim(owed.id)
    assert not await store.takes_plain(CHAT)
    await store.keep_plain(owed.id)
    assert await store.takes_plain(CHAT)
    assert not await store.takes_plain(OTHER)
    assert await store.owed(CHAT, NOW) == (owed,)
    await store.keep_plain(owed.id)  # said twice is said once


async def test_what_goes_beside_a_digest_is_owed_after_it_and_once(store: Store) -> None:
    for suffix in ("", ":again"):
        await store.owe(CHAT, DigestDue(WEEK), NOW, f"digest:{WEEK}:{CHAT}{suffix}")
    first, again = await store.owed(CHAT, NOW)
    await store.owe_beside(first.id, BESIDE, NOW)
    await store.owe_beside(first.id, BESIDE, NOW)
    assert [one.notice for one in await store.owed(CHAT, NOW)] == [DigestDue(WEEK), DigestDue(WEEK), *BESIDE]
    await store.owe_beside(again.id, BESIDE, NOW)
    assert len(await store.owed(CHAT, NOW)) == 6


async def test_what_goes_beside_follows_its_chat_to_a_new_address(store: Store) -> None:
    await store.owe(CHAT, DigestDue(WEEK), NOW, f"digest:{WEEK}:{CHAT}")
    [owed] = await store.owed(CHAT, NOW)
    await store.owe_beside(owed.id, BESIDE, NOW)
    await store.retarget(CHAT, OTHER)
    await store.owe_beside(owed.id, BESIDE, NOW)
    assert [one.notice for one in await store.owed(OTHER, NOW)] == [DigestDue(WEEK), *BESIDE]
