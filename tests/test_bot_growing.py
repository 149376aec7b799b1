"""A growing story in Telegram: a reply to its card, once, whatever happens in between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from bot_values import Seconds
from store_values import CHAT, NOW, bring, item
from telegram_server import GROUP, TelegramServer

from bot.app import connect
from bot.pace import Pace
from monitor.config.plan import Plan
from monitor.config.settings import Settings
from monitor.store import Store
from monitor.team.routes import Routes
from monitor.telling.letters import Letters
from monitor.telling.outbox import Outbox

PLAN = Plan.model_validate({"language": "en", "brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": []})


@pytest.fixture
async def outbox(server: TelegramServer, store: Store) -> AsyncIterator[Outbox]:
    """Delivers to the chat, a day later."""
    seconds = Seconds()
    settings = Settings(token=server.token, api_url=server.url)
    bot, channel = connect(settings, plan=lambda: PLAN, pace=Pace(seconds, seconds.sleep))
    letters = Letters(store, lambda: PLAN, lambda: Routes(PLAN, telegram=True))
    yield Outbox(store, {"telegram": channel}, letters, lambda: NOW + timedelta(days=1))
    await bot.session.close()


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
    assert "Same text elsewhere: 3 more" in card.text
    assert reply.text.splitlines() == [
        "🔁 Copies by now: 3 (m-1)",
        "Where: site3.example, site2.example, site1.example",
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
    assert await store.recover(NOW) == 1
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
