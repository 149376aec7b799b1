"""«Спросить разрешение» under a digest, as the chat shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, BORIS, PLAN, STRANGER, Office, office, visit
from telegram_chats import Posted
from telegram_server import GROUP, TelegramServer

from bot.callbacks import Permission
from monitor.desk import Press
from monitor.domain import Action, DigestDue, Label, Person, Sentiment, Verdict

USERS = [
    {"id": ANNA["id"], "name": "Анна", "signature": "Анна, отдел маркетинга"},
    {"id": BORIS["id"], "name": "Борис"},
]
TEAM = PLAN | {
    "team": {"chats": [{"id": GROUP}], "users": USERS},
    "sources": [*PLAN["sources"], {"id": "jobs", "kind": "feed", "url": "https://jobs.example/rss", "audience": "hr"}],
}


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(server, tmp_path, TEAM) as one:
        await praised(one, 1)
        one.praise = (await one.record(),)
        yield one


async def praised(team: Office, number: int, source: str = "reviews") -> None:
    """A client is content."""
    brought = visit(number, (), team.now)
    ((change, (mention,)),) = brought.changes
    happy = replace(mention, sentiment=Sentiment(Label.POSITIVE, 0.8), verdict=Verdict(), steps=())
    await team.store.keep(replace(brought, source=source, changes=((change, (happy,)),)))


async def pressed(team: Office, message: Posted, button: str, user: dict[str, Any] = ANNA) -> str:
    press = await team.server.press(message, button, user=user)
    return str((await team.server.toast(press)).get("text", ""))


async def test_the_words_for_the_author_come_under_the_digest(team: Office, server: TelegramServer) -> None:
    digest = await team.answer("/digest")
    assert digest.buttons == [["Спросить разрешение · m-1"]]
    assert await pressed(team, digest, "Спросить разрешение") == "Текст для автора пришёл ответом"
    words = server.messages()[-1]
    assert words.reply_to == digest.number
    assert "Просьба о цитате · m-1" in words.text
    assert "Здравствуйте, Ирина!" in words.text
    assert "«Внедрение Зубр-Софта тянется третий месяц, менеджер сменился дважды.»" in words.text
    assert "Анна, отдел маркетинга" in words.text
    assert [(one.kind, one.who) for one in await team.store.events(1)][-1] == ("asked_permission", "Анна")


async def test_nobody_asks_the_same_author_twice_unknowingly(team: Office, server: TelegramServer) -> None:
    digest = await team.answer("/digest")
    await pressed(team, digest, "Спросить разрешение")
    before = len(server.messages())
    assert await pressed(team, digest, "Спросить разрешение", BORIS) == (
        "Уже спрашивали: Анна, 24 ноября, 12:00. Текст выше"
    )
    assert len(server.messages()) == before
    team.now += timedelta(days=1)
    assert "Если всё же нужно" in await pressed(team, digest, "Спросить разрешение", BORIS)
    assert "Уже спрашивали: Анна, 24.11" in server.messages()[-1].text
    assert [one.who for one in await team.store.events(1) if one.kind == "asked_permission"] == ["Анна", "Борис"]


async def test_what_is_no_praise_any_longer_is_not_quoted(team: Office) -> None:
    digest = await team.answer("/digest")
    await team.store.act(1, Press(Action.NOT_ABOUT_US, Person(BORIS["id"], "Борис"), team.now))
    assert "уже не похвала" in await pressed(team, digest, "Спросить разрешение")
    assert "asked_permission" not in [one.kind for one in await team.store.events(1)]


async def test_who_speaks_as_an_employee_is_let_be(team: Office, server: TelegramServer) -> None:
    await praised(team, 2, source="jobs")
    digest = await team.answer("/digest")
    press = await server.press_data(digest, Permission(mention=2).pack(), user=ANNA)
    assert "уже не действует" in (await server.toast(press))["text"]


async def test_words_that_do_not_arrive_were_not_asked(team: Office, server: TelegramServer) -> None:
    digest = await team.answer("/digest")
    server.arm(400, "sendMessage")
    assert "Не получилось" in await pressed(team, digest, "Спросить разрешение")
    assert "asked_permission" not in [one.kind for one in await team.store.events(1)]
    assert await pressed(team, digest, "Спросить разрешение") == "Текст для автора пришёл ответом"


async def test_a_stranger_gets_no_words(team: Office, server: TelegramServer) -> None:
    digest = await team.answer("/digest")
    before = len(server.messages())
    await server.press(digest, "Спросить разрешение", user=STRANGER)
    await pressed(team, digest, "Спросить разрешение")
    assert len(server.messages()) == before + 1
    assert [one.who for one in await team.store.events(1) if one.kind == "asked_permission"] == ["Анна"]


@pytest.mark.long
async def test_the_digest_that_comes_by_itself_has_the_same_buttons(team: Office, server: TelegramServer) -> None:
    await praised(team, 2, source="jobs")
    await team.store.owe(f"telegram:{GROUP}", DigestDue("2026-W48"), team.now, "digest")
    team.outbox.wake()
    await server.wait(server.messages)
    digest = server.messages()[0]
    assert digest.buttons == [["Спросить разрешение · m-1"]]
    await pressed(team, digest, "Спросить разрешение")
    assert server.messages()[1].reply_to == digest.number


async def test_a_digest_offers_no_more_than_three(team: Office) -> None:
    for number in range(2, 6):
        await praised(team, number)
    team.praise = tuple([await team.record(number) for number in range(1, 6)])
    assert len((await team.answer("/digest")).buttons) == 3
