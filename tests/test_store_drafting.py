"""What the store keeps of drafts and statements, on both databases."""

from __future__ import annotations

from datetime import timedelta

from store_values import CHAT, NOW, OTHER, bring, deliver, item

from monitor.domain import Reply
from monitor.store import Store


async def test_a_draft_is_offered_again_only_when_it_changed_or_is_out_of_sight(store: Store) -> None:
    await bring(store, item())
    assert await store.offer(1, CHAT, "mark", "Анна", NOW)
    assert not await store.offer(1, CHAT, "mark", "Борис", NOW + timedelta(minutes=9))
    assert await store.offer(1, OTHER, "mark", "Борис", NOW + timedelta(minutes=9))
    assert await store.offer(1, CHAT, "other", "Борис", NOW + timedelta(minutes=9))
    assert await store.offer(1, CHAT, "mark", "Борис", NOW + timedelta(minutes=9))
    assert await store.offer(1, CHAT, "mark", "Борис", NOW + timedelta(minutes=20))


async def test_a_draft_that_did_not_arrive_was_never_offered(store: Store) -> None:
    await bring(store, item())
    await store.offer(1, CHAT, "mark", "Анна", NOW)
    await store.withdraw(1, CHAT, "mark", NOW)
    assert "drafted" not in [event.kind for event in await store.events(1)]
    assert await store.offer(1, CHAT, "mark", "Анна", NOW)


async def test_the_last_replies_are_those_published_and_checked_for_the_same_brand_but_not_this_mention(
    store: Store,
) -> None:
    await bring(store, item(0), item(1, replies=(Reply("Опубликовано"),)), item(2))
    await bring(store, item(3), brands=("kestrel",))
    assert await store.checked(1, "Своё", "Анна", NOW)
    assert not await store.checked(1, "Своё", "Анна", NOW)
    await store.checked(3, "Проверено", "Анна", NOW + timedelta(minutes=1))
    await store.checked(4, "Чужой бренд", "Анна", NOW)
    assert set(await store.last_replies(1)) == {"Опубликовано", "Проверено"}
    for minute in range(25):
        await store.checked(3, f"Ответ {minute}", "Анна", NOW + timedelta(hours=1, minutes=minute))
    last = await store.last_replies(1)
    assert (last[0], len(last)) == ("Ответ 24", 20)


async def test_a_story_is_named_by_its_number_or_by_any_of_its_mentions(store: Store) -> None:
    await bring(store, item(0), item(1))
    assert [await store.story(name) for name in ("s-1", "S-2", "m-2", "m1", "s-3", "12", "x-1", "")] == [
        1, 2, 2, 1, None, None, None, None,
    ]  # fmt: skip
    far = "9" * 18
    assert (await store.story(f"s-{far}"), await store.story(f"m-{far}"), store.trouble) == (None, None, None)


async def test_a_statement_replaces_the_last_one_and_can_be_ended_once(store: Store) -> None:
    await bring(store, item())
    await store.agree(1, "Первый", "Анна", NOW)
    await store.agree(1, "Второй", "Борис", NOW)
    agreed = await store.agreed(1, NOW)
    assert agreed is not None
    assert (agreed.text, agreed.until) == ("Второй", NOW + timedelta(hours=72))
    assert await store.disagree(1, NOW)
    assert not await store.disagree(1, NOW)
    assert await store.agreed(1, NOW) is None


def everywhere(*_: str) -> bool:
    """No chat has left the file."""
    return False


async def test_the_cards_of_a_story_are_those_that_were_sent(store: Store) -> None:
    await bring(store, item())
    assert await store.cards_of(1, everywhere) == ()
    await deliver(store)
    assert [card.message for card in await store.cards_of(1, everywhere)] == [100]


async def test_a_card_that_somebody_asked_for_is_one_of_its_story(store: Store) -> None:
    await bring(store, item(), history=True)
    await store.show_card(1, OTHER, NOW)
    await deliver(store, target=OTHER)
    assert [card.target for card in await store.cards_of(1, everywhere)] == [OTHER]
