"""In which order a chat is dealt with while Telegram lets us say little there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram.types import Update

from bot.polling import Polling

CHAT = {"id": -100500, "type": "supergroup", "title": "Команда"}
ANNA = {"id": 111, "is_bot": False, "first_name": "Анна"}


def said(number: int, **more: Any) -> Update:
    """Somebody says something in the chat."""
    message = {"message_id": number, "date": 1, "chat": CHAT, "from": ANNA, "text": "/status", **more}
    return Update.model_validate({"update_id": number, "message": message})


def pressed(number: int) -> Update:
    """Somebody presses a button there."""
    card = {"message_id": 1, "date": 1, "chat": CHAT, "text": "Карточка"}
    press = {"id": str(number), "from": ANNA, "chat_instance": "1", "data": "take", "message": card}
    return Update.model_validate({"update_id": number, "callback_query": press})


class Wire:
    """Brings these updates, one batch after the other, then nothing more."""

    def __init__(self, *batches: list[Update]) -> None:
        self.batches = list(batches)

    async def get_updates(self, **_: Any) -> list[Update]:
        if not self.batches:
            await asyncio.Event().wait()
        return self.batches.pop(0)


class Desk:
    """Notes what begins; some of it takes until it is let go."""

    def __init__(self, *slow: int) -> None:
        self.slow, self.begun, self.let_go = slow, list[int](), asyncio.Event()
        self._news = asyncio.Condition()

    async def feed_update(self, _: object, update: Update) -> None:
        async with self._news:
            self.begun.append(update.update_id)
            self._news.notify_all()
        if update.update_id in self.slow:
            await self.let_go.wait()

    async def begin(self, count: int) -> None:
        """Until so many have begun."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: len(self.begun) >= count)


@asynccontextmanager
async def served(desk: Desk, *batches: list[Update]) -> AsyncIterator[None]:
    """The bot hears all that, and stops."""
    polling = Polling(Wire(*batches), desk)  # type: ignore[arg-type]  # all that it asks of them
    running = asyncio.create_task(polling.run())
    try:
        yield
    finally:
        desk.let_go.set()
        running.cancel()
        await polling.finish()


async def test_a_press_does_not_wait_for_a_command_that_waits_to_be_answered() -> None:
    desk = Desk(1)
    async with served(desk, [said(1), said(2), pressed(3)]):
        await desk.begin(2)
        assert set(desk.begun) == {1, 3}


@pytest.mark.long
async def test_a_chat_that_is_slow_holds_up_a_press_elsewhere_for_two_seconds_at_most() -> None:
    desk = Desk(1)
    async with served(desk, [said(1)], [pressed(2)]), asyncio.timeout(60):
        await desk.begin(2)


async def test_a_press_in_a_group_that_moved_comes_after_the_news_of_it() -> None:
    desk = Desk(1)
    old = {"id": -7, "type": "group", "title": "Команда"}
    async with served(desk, [said(1, chat=old, migrate_to_chat_id=CHAT["id"]), pressed(2)]):
        await desk.begin(1)
        await asyncio.sleep(0)
        assert desk.begun == [1]
        desk.let_go.set()
        await desk.begin(2)
        assert desk.begun == [1, 2]


async def test_what_is_said_later_never_overtakes_what_still_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.polling.HANDLING", 0.01)
    monkeypatch.setattr("bot.polling.PATIENCE", 0.01)
    desk = Desk(1, 2, 3)
    async with served(desk, [said(1), said(2), said(3)], [said(4), said(5)]):
        await desk.begin(5)
        assert desk.begun == [1, 2, 3, 4, 5]


async def test_a_reply_waits_for_the_press_that_asks_for_it_and_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.polling.HANDLING", 0.01)
    monkeypatch.setattr("bot.polling.PATIENCE", 0.01)
    desk = Desk(1)
    question = {"message_id": 9, "date": 1, "chat": CHAT, "text": "Пришлите ссылку"}
    async with served(desk, [pressed(1), said(2, reply_to_message=question), said(3)], [said(4)]):
        await desk.begin(3)
        assert desk.begun == [1, 3, 4]
        desk.let_go.set()
        await desk.begin(4)
        assert desk.begun == [1, 3, 4, 2]
