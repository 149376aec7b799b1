"""What people hear while the database is in trouble: that it was not taken; and that they can do it again."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from bot_office import ANNA, PLAN, STRANGER, Office, office
from telegram_server import GROUP, PRIVATE, TelegramServer

from monitor.domain import Status
from monitor.texts import Texts

RU = Texts("ru")


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr("monitor.store.connection.engine.PATIENCE", 0.0)
    async with office(server, tmp_path) as one:
        yield one


@contextmanager
def away(path: Path) -> Iterator[None]:
    """The file is gone for a moment: nothing can be read."""
    path.rename(path.with_name("elsewhere"))
    yield
    path.with_name("elsewhere").rename(path)


@pytest.mark.long
async def test_a_press_that_was_not_taken_is_said_so_and_can_be_made_again(
    team: Office, server: TelegramServer, tmp_path: Path
) -> None:
    card = await team.mention()
    with closing(sqlite3.connect(tmp_path / "otklik.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (await server.toast(await server.press(card, "Беру", user=ANNA)))["text"] == RU("bot.toast.trouble")
        assert (await team.record()).status is Status.NEW
        other.execute("ROLLBACK")
    await server.press(card, "Беру", user=ANNA)
    await team.sees(card, "Анна")
    assert (await team.record()).status is Status.TAKEN


async def test_a_button_of_what_went_at_that_moment_is_old_and_need_not_be_pressed_again(
    team: Office, server: TelegramServer, tmp_path: Path
) -> None:
    card = await team.mention()
    with closing(sqlite3.connect(tmp_path / "otklik.db", isolation_level=None)) as other:
        other.execute("DELETE FROM mention")
    assert (await server.toast(await server.press(card, "Беру", user=ANNA)))["text"] == RU("bot.toast.stale")


async def test_whoever_speaks_to_the_bot_is_answered_and_nobody_else(
    team: Office, server: TelegramServer, tmp_path: Path
) -> None:
    card = await team.mention()
    with away(tmp_path / "otklik.db"):
        before = len(server.messages())
        await server.say("/mentions", chat=GROUP, user=STRANGER)
        await server.say("кто сегодня дежурит?", chat=GROUP, user=ANNA, reply_to=None)
        assert (await team.answer("/mentions", chat=PRIVATE)).text == RU("bot.database_trouble")
        assert len(server.messages()) == before + 1
        assert (await server.toast(await server.press(card, "Беру", user=ANNA)))["text"] == RU("bot.toast.trouble")
    assert "m-1" in (await team.answer("/mentions", chat=PRIVATE)).text


async def test_a_choice_that_could_not_be_stored_is_said_so_and_made_again(
    server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.store.connection.engine.PATIENCE", 0.0)
    two = PLAN | {"brands": [*PLAN["brands"], {"id": "sklad", "name": "Северный Склад"}]}
    async with office(server, tmp_path, two) as team:
        person = {"type": "user", "date": 1_795_000_000, "sender_user": {"id": 5, "is_bot": False, "first_name": "И"}}
        question = await team.answer("Хамят и обманывают", chat=PRIVATE, forward_origin=person)
        with away(tmp_path / "otklik.db"):
            await server.press(question, "Северный Склад", user=ANNA)
            await team.sees(question, "Ничего не сохранено", "Северный Склад")
        await server.press(question, "Северный Склад", user=ANNA)
        await team.sees(question, "Добавлено вручную")
