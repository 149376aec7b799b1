"""The help is a page that is turned, and names everything there is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bot_office import ANNA, BORIS, PLAN, Office, office
from telegram_server import GROUP, PRIVATE, TelegramServer

from bot.handlers.help import COMMANDS, SECTIONS, guide_keys, guide_page
from bot.markup import LONGEST
from monitor.texts import LANGUAGES, Texts


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(server, tmp_path, PLAN | {"team": PLAN["team"] | {"admins": [PRIVATE]}}) as one:
        yield one


async def test_the_help_is_turned_in_one_message(team: Office, server: TelegramServer) -> None:
    page = await team.answer("/help")
    for button, words in (("Ответ", "Чек-лист"), ("Цифры", "медиана"), ("К началу", "Что умеет бот")):
        before = len(page.edits)
        await server.press(page, button, user=ANNA)
        await server.wait(lambda before=before: len(page.edits) > before)
        assert words in page.text
    assert len(server.messages()) == 1


async def test_figures_are_explained_at_once(team: Office) -> None:
    assert "медиана" in (await team.answer("/help figures")).text
    assert (await team.answer("/help Цифры")).text == (await team.answer("/help figures")).text


async def test_a_command_is_understood_in_capitals(team: Office) -> None:
    assert (await team.answer("/HELP")).text == (await team.answer("/help")).text
    assert (await team.answer("/Sources")).text == (await team.answer("/sources")).text


async def test_admins_are_offered_what_only_they_can_do(team: Office) -> None:
    assert "Администраторам" in str((await team.answer("/help", user=ANNA)).buttons)
    assert "Администраторам" not in str((await team.answer("/help", user=BORIS)).buttons)


async def test_a_known_chat_is_welcomed_in_two_lines(team: Office) -> None:
    welcome = await team.answer("/start")
    assert "/help" in welcome.text
    assert len(welcome.text.splitlines()) == 2


async def test_the_menu_names_every_command(team: Office, server: TelegramServer) -> None:
    offered = str(server.called("setMyCommands")[-1].fields["commands"])
    promised = (
        "mentions",
        "search",
        "history",
        "digest",
        "sources",
        "status",
        "check",
        "forms",
        "duty",
        "away",
        "help",
    )
    assert promised == COMMANDS
    assert [one for one in promised if f'"{one}"' not in offered] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", ["", *SECTIONS])
def test_every_section_is_one_message_that_leads_to_the_others(language: str, section: str) -> None:
    texts = Texts(language)
    page = guide_page(section, texts)
    assert 100 < page.size < LONGEST / 2
    buttons = [one for row in guide_keys(section, texts, admin=True).inline_keyboard for one in row]
    assert len(buttons) == len(SECTIONS)
    assert texts("guide.contents") in [one.text for one in buttons] or not section


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_speaks_of_every_button_of_a_card_by_its_words(language: str) -> None:
    texts = Texts(language)
    said = "".join(guide_page(one, texts).text for one in SECTIONS)
    deeds = ("take", "give_back", "checklist", "answer", "no_link", "not_negative", "not_about_us", "no_reply", "undo")
    assert [one for one in deeds if texts(f"bot.button.{one}") not in said] == []


@pytest.mark.parametrize(
    ("typed", "advice"), [("/serch срок", "Может быть, /search?"), ("/" + "x" * 90, "покажет /help.")]
)
async def test_a_command_that_there_is_not_is_told_so_in_private(team: Office, typed: str, advice: str) -> None:
    said = (await team.answer(typed, chat=PRIVATE)).text
    assert said.startswith("«/")
    assert said.endswith(advice)
    assert len(said) < 120


async def test_words_without_a_link_are_told_in_private_that_they_are_not_kept(
    team: Office, server: TelegramServer
) -> None:
    await server.say("Зубр-Софт ужасен, сорвали сроки", chat=GROUP, user=ANNA)
    said = await team.answer("Зубр-Софт ужасен, сорвали сроки", chat=PRIVATE)
    assert said.text.startswith("Слова или снимок без ссылки бот не сохраняет. Чтобы добавить упоминание, перешлите")
    assert [one.chat for one in server.messages()] == [PRIVATE]


@pytest.mark.parametrize("kind", ["voice", "audio", "video_note"])
async def test_so_are_spoken_words(team: Office, server: TelegramServer, kind: str) -> None:
    spoken = {kind: {"file_id": "a", "file_unique_id": "b", "duration": 3, "length": 240}}
    said = await team.answer("", chat=PRIVATE, **spoken)
    assert said.text.startswith("Слова или снимок без ссылки бот не сохраняет.")


async def test_a_file_that_the_bot_does_not_take_is_told_so_in_private(team: Office, server: TelegramServer) -> None:
    for chat in (GROUP, PRIVATE):  # what people send each other is no affair of the bot
        await server.send_file(b"name,text", "<отзывы>.csv", chat=chat, user=ANNA)
    await server.wait(lambda: len(server.messages()) > 0)
    (said,) = server.messages()
    assert (said.chat, said.text.startswith("«<отзывы>.csv»: таких файлов бот не берёт.")) == (PRIVATE, True)
