"""What the bot says in reply to a card, once, whatever happens in between: another rating, a story that grew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from bot_values import Seconds
from live_values import live_of
from store_values import CHAT, NOW, bring, item
from telegram_server import GROUP, TelegramServer

from bot.app import connect
from bot.pace import Pace
from monitor.config.plan import Plan
from monitor.config.settings import Settings
from monitor.domain import Reply
from monitor.store import Store
from monitor.telling.letters import Letters
from monitor.telling.outbox import Outbox

PLAN = Plan.model_validate({"language": "ru", "brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": []})
BAD = item(rating=0.25, rating_text="2/5")
ANSWERED = (Reply("Ирина, всё исправили.", "Зубр-Софт", NOW + timedelta(hours=3)),)
BETTER = item(text="Всё исправили и извинились, спасибо Зубр-Софту.", rating=0.75, rating_text="4/5", replies=ANSWERED)


@pytest.fixture
async def outbox(server: TelegramServer, store: Store) -> AsyncIterator[Outbox]:
    """Delivers to the chat, a day later."""
    seconds = Seconds()
    settings = Settings(token=server.token, api_url=server.url)
    bot, channel = connect(settings, plan=lambda: PLAN, pace=Pace(seconds, seconds.sleep))
    letters = Letters(store, live_of(PLAN))
    yield Outbox(store, {"telegram": channel}, letters, lambda: NOW + timedelta(days=1))
    await bot.session.close()


async def test_another_rating_after_our_answer_is_a_reply_to_the_card(
    server: TelegramServer, store: Store, outbox: Outbox
) -> None:
    await bring(store, BAD)
    await outbox.deliver_all()
    await bring(store, item(rating=0.25, rating_text="2/5", replies=ANSWERED), at=NOW + timedelta(hours=4))
    await outbox.deliver_all()
    (card,) = server.messages(GROUP)
    assert "Отвечено" in card.text
    for hours in (5, 6):
        await bring(store, BETTER, score=0.4, at=NOW + timedelta(hours=hours))
        await outbox.deliver_all()
    card, told = server.messages(GROUP)
    assert told.text == "⭐ m-1: автор изменил оценку, 2\u00a0из\u00a05 → 4\u00a0из\u00a05"
    assert told.reply_to == card.number
    assert "Оценка изменилась: 2 → 4" in card.text


async def spread(store: Store, *numbers: int) -> None:
    copies = [item(n, text=item(0).text, url=f"https://site{n}.example/post", author=f"Автор {n}") for n in numbers]
    await bring(store, *copies, source="forum", at=NOW + timedelta(hours=1))


async def test_a_story_that_grew_is_a_reply_and_its_card_is_edited(
    server: TelegramServer, store: Store, outbox: Outbox
) -> None:
    await bring(store, item(0))
    await outbox.deliver_all()
    await spread(store, 1, 2, 3)
    await outbox.deliver_all()
    await outbox.deliver_all()
    card, reply = server.messages(GROUP)
    assert "То же самое: ещё 3" in card.text
    assert reply.text.splitlines() == [
        "🔁 Перепечаток стало 3: m-1",
        "Где: site3.example, site2.example, site1.example",
    ]
    assert (reply.reply_to, reply.markup) == (card.number, None)


async def test_a_reply_that_was_not_sent_before_a_crash_is_sent_after_it(
    server: TelegramServer, store: Store, outbox: Outbox
) -> None:
    await bring(store, item(0))
    await outbox.deliver_all()
    await spread(store, 1, 2, 3)
    [owed] = await store.owed(CHAT, NOW + timedelta(days=1))
    await store.claim(owed.id)
    assert await store.recover(NOW, await store.in_the_air()) == 1
    await outbox.deliver_all()
    card, reply = server.messages(GROUP)
    assert reply.reply_to == card.number


async def test_without_the_number_of_its_card_it_is_a_message_like_any_other(
    server: TelegramServer, store: Store, outbox: Outbox
) -> None:
    await bring(store, item(0))
    await outbox.deliver_all()
    [card] = server.messages(GROUP)
    await store.edited(1, 0, NOW, ok=False)  # somebody deleted the card, and its edit told us so
    await spread(store, 1, 2, 3)
    await outbox.deliver_all()
    assert [message.reply_to for message in server.messages(GROUP)] == [None, None]
    assert server.messages(GROUP)[0].text == card.text
