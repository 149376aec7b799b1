"""/source finds out what a place is and adds it; /pause and /resume; /sources a page at a time; /check."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, BORIS, PLAN, STRANGER, Office, office
from live_values import take_up
from store_values import NOW, bring, item
from telegram_chats import Posted
from telegram_server import GROUP, PRIVATE, TelegramServer

from bot.callbacks import AddSource, Replace, Sources, Turn
from bot.handlers.sources import ways
from bot.menus import Menus
from monitor.config.load import load
from monitor.desk import Press
from monitor.domain import Action, Brought, Person
from monitor.errors import FetchError
from monitor.render.proposal import lines_page
from monitor.store import Store
from monitor.texts import Texts

FILE = """language: ru
brands:
  - id: zubr
    name: Зубр-Софт
sources:
  - id: news
    kind: feed
    url: https://news.example/rss
"""
ADMIN = PLAN | {"team": PLAN["team"] | {"admins": [ANNA["id"]]}}
MANY = ADMIN | {
    "sources": [{"id": f"s{n:02}", "kind": "feed", "url": f"https://s{n}.example/rss"} for n in range(60)],
}
RSS = """<rss version="2.0"><channel><title>Блог</title><item><title>Зубр-Софт: 1 &amp;lt; 2</title>
<link>https://blog.example/1</link><guid>1</guid><pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file as it is."""
    path = tmp_path / "sources.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path, path: Path) -> AsyncIterator[Office]:
    async with office(server, tmp_path, ADMIN) as one:
        one.web["https://blog.example/rss"] = RSS
        yield one


def said_in(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


async def found(team: Office, command: str = "/source https://blog.example/rss") -> Posted:
    """The proposal, after the bot has looked."""
    said = await team.answer(command)
    await team.server.wait(lambda: said.buttons)
    return said


async def test_a_place_is_shown_with_what_it_holds_and_added(team: Office, server: TelegramServer, path: Path) -> None:
    said = await found(team)
    assert said.edits[0][0] == "Смотрю, что есть на blog.example…"
    assert "Лента. Записей сейчас: 1" in said.text
    assert "• Зубр-Софт: 1 < 2 · 24.11, 11:00 · Зубр-Софт · " in said.text
    assert said.text.endswith("id: blog.example\nkind: feed\nurl: https://blog.example/rss")
    assert said_in(path) == FILE
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "Источник blog.example добавлен. Кто применил: Анна")
    assert said.buttons == []
    added = "  - id: blog.example\n    kind: feed\n    url: https://blog.example/rss\n"
    assert said_in(path) == FILE + added
    assert [one.id for one in load(path, {}).plan.sources] == ["news", "blog.example"]


@pytest.mark.parametrize("said", ["add blog.example/rss", "добавь, пожалуйста: «https://blog.example/rss»,"])
async def test_words_and_signs_may_stand_round_the_address(team: Office, said: str) -> None:
    assert "Лента" in (await found(team, f"/source {said}")).text


@pytest.mark.parametrize(
    ("command", "advice"),
    [
        ("/source", "Пришлите его вместе с командой"),
        ("/source add", "Пришлите его вместе с командой"),
        ("/source наш сайт", "Пришлите адрес страницы целиком"),
        ("/source a.example, b.example", "Пришлите по одному"),
    ],
)
async def test_without_one_address_it_is_said_how(team: Office, command: str, advice: str) -> None:
    assert advice in (await team.answer(command)).text


async def test_what_cannot_be_read_is_said_with_what_to_do(team: Office, server: TelegramServer) -> None:
    team.web["https://shy.example/"] = FetchError("fetch.robots", url="https://shy.example/", skipped=True)
    said = await team.answer("/source https://shy.example/")
    await team.sees(said, "robots.txt")
    assert said.buttons == []
    assert "уже читает источник news" in (await _seen(team, "/source https://news.example/rss"))
    assert "почтовый ящик через чат не добавить" in (await team.answer("/source imaps://a@b.example/INBOX")).text


async def _seen(team: Office, command: str) -> str:
    said = await team.answer(command)
    await team.server.wait(lambda: said.edits)
    return said.text


async def test_only_admins_look_and_add_and_strangers_get_nothing(
    team: Office, server: TelegramServer, path: Path
) -> None:
    said = (await team.answer("/source https://blog.example/rss", user=BORIS)).text
    assert said == "Это могут делать только администраторы. Кто поможет: Анна."
    said = await found(team)
    press = await server.press(said, "Применить", user=BORIS)
    assert "администраторы" in (await server.toast(press))["text"]
    before = len(server.messages())
    await server.say("/source https://blog.example/rss", chat=GROUP, user=STRANGER)
    await team.answer("/check")
    assert len(server.messages()) == before + 1
    assert said_in(path) == FILE


async def test_a_proposal_outlives_a_restart(tmp_path: Path, server: TelegramServer, path: Path) -> None:
    async with office(server, tmp_path, ADMIN) as team:
        team.web["https://blog.example/rss"] = RSS
        said = await found(team)
    async with office(server, tmp_path, ADMIN) as team:
        await server.press(said, "Применить", user=ANNA)
        await team.sees(said, "добавлен")
    assert "id: blog.example" in said_in(path)


async def test_two_presses_add_it_once(team: Office, server: TelegramServer, path: Path) -> None:
    said = await found(team)
    data = said.markup["inline_keyboard"][0][0]["callback_data"]  # type: ignore[index]
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "добавлен")
    await server.press_data(said, data, user=ANNA)
    await team.sees(said, "такой источник уже есть в файле")
    assert said_in(path).count("id: blog.example") == 1


async def test_a_forged_button_adds_nothing(team: Office, server: TelegramServer, path: Path) -> None:
    said = await found(team)
    press = await server.press_data(said, AddSource(block="0" * 16).pack(), user=ANNA)
    assert (await server.toast(press))["text"]
    assert said_in(path) == FILE


async def test_where_the_file_is_written_otherwise_the_lines_to_paste_are_shown(
    team: Office, server: TelegramServer, path: Path
) -> None:
    said = await found(team)
    put(path, FILE.replace("sources:\n", "sources: &all\n"))
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "сам бот менять sources.yaml здесь не берётся", "id: blog.example\nkind: feed")


async def test_a_source_is_paused_by_name_and_resumed_at_once(team: Office) -> None:
    said = await team.answer("/pause news")
    assert said.text == "news больше не читаем. Пауза с 24.11, 12:00, Анна. Вернуть: /resume news"
    assert set(await team.store.pauses()) == {"news"}
    assert "⏸ news: на паузе. Пауза с 24.11, 12:00, Анна" in (await team.answer("/sources")).text
    assert "⏸ news: на паузе" in (await team.answer("/status")).text
    assert team.due == set()
    assert "news снова читаем. Кто вернул: Анна" in (await team.answer("/resume news")).text
    assert team.due == {"news"}
    assert await team.store.pauses() == {}
    assert "и так не на паузе" in (await team.answer("/resume news")).text


async def test_a_command_that_somebody_passes_on_is_not_carried_out(team: Office, server: TelegramServer) -> None:
    stranger = {"type": "hidden_user", "date": 1_795_000_000, "sender_user_name": "Кто-то"}
    await server.say("/pause news", chat=GROUP, user=ANNA, forward_origin=stranger)
    await team.answer("/status")
    assert await team.store.pauses() == {}


async def test_a_name_that_is_none_gets_the_nearest_one(team: Office) -> None:
    assert "Может быть, news?" in (await team.answer("/pause newz")).text
    assert "выключен" in (await team.answer("/pause forum")).text


async def test_without_a_name_there_are_buttons(team: Office, server: TelegramServer) -> None:
    said = await team.answer("/pause")
    assert said.buttons == [["reviews"], ["news"]]  # what is switched off cannot be paused
    await server.press(said, "news", user=ANNA)
    await team.sees(said, "news больше не читаем")
    said = await team.answer("/resume")
    assert said.buttons == [["news"]]
    await server.press(said, "news", user=ANNA)
    await team.sees(said, "news снова читаем")
    assert "На паузе ничего нет" in (await team.answer("/resume")).text


async def test_only_admins_pause(team: Office, server: TelegramServer) -> None:
    assert "только администраторы" in (await team.answer("/pause news", user=BORIS)).text
    said = await team.answer("/pause")
    press = await server.press(said, "news", user=BORIS)
    assert "администраторы" in (await server.toast(press))["text"]
    press = await server.press_data(said, Sources(turn=Turn.PAUSE, offset=0, source="0" * 16).pack(), user=ANNA)
    assert (await server.toast(press))["text"]
    assert await team.store.pauses() == {}


async def test_long_lists_are_leafed_through(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path, MANY) as team:
        said = await team.answer("/sources")
        assert said.buttons == [["Дальше"]]
        assert "s24" in said.text
        assert "Ещё источников: 35" in said.text
        await server.press(said, "Дальше", user=ANNA)
        await team.sees(said, "s25", "s49", "Назад")
        assert "s24" not in said.text
        said = await team.answer("/pause")
        await server.press(said, "Дальше", user=ANNA)
        await team.sees(said, "s10", "s19", "Назад", "Дальше")


async def test_of_no_sources_none_is_said_to_be_paused(team: Office) -> None:
    take_up(team.live, team.live.plan.model_copy(update={"sources": ()}))
    none = Texts("ru")("bot.sources.none")
    assert [(await team.answer(said)).text for said in ("/pause", "/resume", "/sources")] == [none] * 3


async def test_the_file_is_checked_as_it_is_on_the_disk(team: Office, path: Path) -> None:
    assert "всё верно. Брендов: 1, источников: 1" in (await team.answer("/check", user=BORIS)).text
    put(path, FILE + "digset: {}\nforbiden: []\n")
    said = (await team.answer("/check", chat=PRIVATE)).text
    assert "sources.yaml:9:1: digset" in said
    assert "sources.yaml:10:1: forbiden" in said


async def test_admins_have_more_commands(team: Office, server: TelegramServer) -> None:
    def menus() -> list[dict[str, Any]]:
        return [call.fields for call in server.called("setMyCommands") if "chat_id" in call.fields["scope"]]

    await server.wait(lambda: len(menus()) == 3)
    assert {json.loads(one["scope"])["chat_id"] for one in menus()} == {ANNA["id"]}
    assert all('"pause"' in one["commands"] for one in menus())
    assert "/resume" in (await team.answer("/help admins")).text
    assert "/resume" not in (await team.answer("/help admins", user=BORIS)).text


async def test_who_becomes_an_admin_later_has_the_menu_of_admins_and_who_is_none_any_more_has_not(
    team: Office, server: TelegramServer
) -> None:
    def named(person: int) -> list[bool]:
        scoped = [call.fields for call in server.called("setMyCommands") if "chat_id" in call.fields["scope"]]
        return ['"pause"' in one["commands"] for one in scoped if json.loads(one["scope"])["chat_id"] == person]

    menus = Menus(team.bot, team.live)
    await menus.look()
    await menus.look()
    anna, boris = ANNA["id"], BORIS["id"]
    assert named(boris) == []
    plan = team.live.plan
    take_up(team.live, plan.model_copy(update={"team": plan.team.model_copy(update={"admins": (boris,)})}))
    await menus.look()
    assert named(boris) == [True] * 3
    assert named(anna)[-3:] == [False] * 3
    assert len(server.called("setMyCommands")) <= 3 * 6  # each once, and those of the bot that serves


async def test_a_chat_that_takes_no_menu_is_tried_again_much_later(
    team: Office, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.menus.AGAIN", 3)
    await server.wait(lambda: len(server.called("setMyCommands")) >= 6)
    before = len(server.called("setMyCommands"))
    menus = Menus(team.bot, team.live)
    server.arm(400, "setMyCommands", times=2)
    tries = []
    for _ in range(4):
        await menus.look()
        tries.append(len(server.called("setMyCommands")) - before)
    assert tries == [2, 2, 2, 8]


def test_no_button_is_too_long() -> None:
    marks = "f" * 16
    for data in (
        Replace(on=marks, file=marks),
        AddSource(block=marks),
        Sources(turn=Turn.RESUME, offset=9999, source=marks),
    ):
        assert len(data.pack().encode()) <= 64


def test_a_list_that_ends_with_its_page_leads_no_further() -> None:
    assert [one.text for one in ways(Turn.SHOW, 0, 25, 25, Texts("ru"))] == []
    assert [one.callback_data for one in ways(Turn.PAUSE, 10, 21, 10, Texts("ru"))] == [
        Sources(turn=Turn.PAUSE, offset=0).pack(),
        Sources(turn=Turn.PAUSE, offset=20).pack(),
    ]


async def test_of_each_source_it_is_said_what_it_brought(team: Office) -> None:
    for number in (1, 2):
        await team.mention(number=number)
    await team.store.act(1, Press(Action.NOT_NEGATIVE, Person(ANNA["id"], "Анна"), team.now))
    said = (await team.answer("/sources")).text
    assert "За 30 дней: упоминаний 2, тревог 2, из них не о нас или не негатив 1" in said
    assert "ни одного упоминания" not in said
    team.now += timedelta(days=31)
    assert "За 30 дней ни одного упоминания" in (await team.answer("/sources")).text


async def test_what_several_sources_show_is_counted_for_each_of_them(store: Store) -> None:
    for number, place in enumerate(("reviews", "forum", "forum")):
        await bring(store, item(number, source=place), source=place)
    await bring(store, item(0, source="forum"), source="forum")
    await bring(store, item(5), history=True, at=NOW - timedelta(days=40))
    assert await store.brought(NOW - timedelta(days=30)) == {
        "reviews": Brought(mentions=1, alerts=1),
        "forum": Brought(mentions=3, alerts=3),
    }


async def test_a_page_of_sources_that_is_no_longer_there_is_the_first_one(team: Office, server: TelegramServer) -> None:
    listed, choice = await team.answer("/sources"), await team.answer("/pause")
    for shown, turn in ((listed, Turn.SHOW), (choice, Turn.PAUSE)):
        count = len(team.live.plan.sources) if turn is Turn.SHOW else len(shown.buttons)
        await server.toast(await server.press_data(shown, Sources(turn=turn, offset=count).pack(), user=ANNA))
        await team.answer("/status")
        assert "news" in shown.text + str(shown.buttons)


def test_a_single_finding_is_no_list() -> None:
    assert lines_page(["всё верно"], Texts("ru")).text == "всё верно"
    assert lines_page(["раз", "два"], Texts("ru")).text == "• раз\n• два"
