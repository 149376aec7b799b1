"""sources.yaml by chat: an admin sends it as a document, sees what it changes, and applies it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, BORIS, PLAN, STRANGER, Office, office
from telegram_chats import Posted
from telegram_server import GROUP, PRIVATE, TelegramServer

from monitor.config.load import load

HEAD = "language: ru\nbrands: [{id: zubr, name: Зубр-Софт}]\n"
TEAM = f"team: {{chats: [{GROUP}], users: [{{id: {ANNA['id']}, name: Анна}}], admins: [{ANNA['id']}]}}\n"
TEAM = TEAM.replace(f"chats: [{GROUP}]", f"chats: [{{id: {GROUP}}}]")
NEWS = 'sources:\n  - {id: news, kind: feed, url: "https://news.example/rss"}\n'
FORUM = '  - {id: forum, kind: feed, url: "https://forum.example/rss?key=${FORUM_KEY}"}\n'
NOW = HEAD + TEAM + NEWS
NEXT = NOW + FORUM + "alerts: {negative_below: -0.4}\n"
ADMIN = PLAN | {"team": PLAN["team"] | {"admins": [ANNA["id"]]}}


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer({GROUP: "supergroup", PRIVATE: "private", BORIS["id"]: "private"}) as server:
        yield server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file as it is."""
    path = tmp_path / "sources.yaml"
    path.write_text(NOW, encoding="utf-8")
    return path


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path, path: Path) -> AsyncIterator[Office]:
    async with office(server, tmp_path, ADMIN) as one:
        yield one


def bytes_of(path: Path) -> bytes:
    return path.read_bytes()


def said_in(path: Path) -> str:
    return bytes_of(path).decode()


def kept(path: Path) -> str:
    """The former file."""
    return said_in(path.with_name("sources.yaml.bak"))


def put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def take_away(path: Path) -> None:
    path.unlink()


def block(path: Path) -> None:
    """Something stands there that no file can take the place of."""
    path.unlink()
    path.mkdir()


async def answered(
    server: TelegramServer,
    data: str | bytes,
    name: str = "sources.yaml",
    *,
    chat: int = PRIVATE,
    user: dict[str, Any] = ANNA,
    size: int | None = None,
) -> Posted:
    """Sends a document; answers with what the bot says to it."""
    before = len(server.messages())
    content = data.encode() if isinstance(data, str) else data
    sent = await server.send_file(content, name, chat=chat, user=user, size=size)
    await server.wait(lambda: len(server.messages()) > before)
    (said,) = server.messages()[before:]
    assert said.reply_to == sent.number
    return said


async def test_the_difference_is_said_in_words_and_applied(team: Office, server: TelegramServer, path: Path) -> None:
    said = await answered(server, NEXT, "новый.YML")
    assert "Что изменится в sources.yaml" in said.text
    assert "Новые источники (1): forum" in said.text
    assert "порог негатива: −0.25 → −0.4" in said.text
    assert said.buttons == [["Применить", "Отмена"]]
    assert said_in(path) == NOW
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "sources.yaml заменён. Кто применил: Анна", "Новые источники (1): forum")
    assert said.buttons == []
    assert said_in(path) == NEXT
    assert kept(path) == NOW


async def test_what_the_file_would_have_lost_is_said_before_it_is_applied(
    team: Office, server: TelegramServer, path: Path
) -> None:
    await team.mention()
    said = await answered(server, NEXT)
    assert "На последних упоминаниях было бы так (проверено: 1):" in said.text
    assert "Не нашлись бы: 1 (негативных: 1, m-1)" in said.text
    put(path, NOW + "timezone: Europe/Minsk\n")
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "Теперь разница такая", "Не нашлись бы: 1 (негативных: 1, m-1)")


async def test_a_file_in_a_language_that_there_is_not_is_answered_in_the_teams(
    team: Office, server: TelegramServer
) -> None:
    said = await answered(server, NOW.replace("language: ru", "language: русский"))
    assert "«русский» сюда не подходит. Выберите одно из этого: ru, en" in said.text


async def test_no_secret_is_echoed(team: Office, server: TelegramServer) -> None:
    said = await answered(server, NOW.replace("/rss", "/${FORUM_KEY}/rss"))
    assert "url: https://news.example/rss → https://news.example/***/rss" in said.text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
async def test_the_file_is_written_as_it_was_sent(team: Office, server: TelegramServer, path: Path, end: str) -> None:
    sent = b"\xef\xbb\xbf" + NEXT.replace("\n", end).encode()
    said = await answered(server, sent)
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "заменён")
    assert bytes_of(path) == sent


async def test_every_mistake_is_told_with_its_line_and_nothing_offered(team: Office, server: TelegramServer) -> None:
    said = await answered(server, NEXT + "digset: {}\n" + "forbiden: []\n")
    assert "sources.yaml:8:1: digset" in said.text
    assert "sources.yaml:9:1: forbiden" in said.text
    assert said.buttons == []


@pytest.mark.long
async def test_five_thousand_mistakes_fit_into_one_message(team: Office, server: TelegramServer) -> None:
    said = await answered(server, HEAD + "sources:\n" + "  - {id: a b, kind: feed, url: x}\n" * 5000)
    shown = said.text.count("sources.yaml:")
    assert f"…и ещё строк: {14_999 - shown}" in said.text


@pytest.mark.parametrize(
    ("data", "size", "words"),
    [
        (b"", None, "файл пуст"),
        (b"\n \n", None, "файл пуст"),
        (b"PK\x03\x04\xff\xfe\x00", None, "простой текст"),
        (NEXT.encode("utf-16"), None, "не в UTF-8"),
        (b"x", 30_000_000, "больше 20 МБ"),
    ],
)
async def test_what_is_no_such_file_is_said_so(
    team: Office, server: TelegramServer, data: bytes, size: int | None, words: str
) -> None:
    assert words in (await answered(server, data, size=size)).text
    assert bool(server.called("getFile")) is (size is None)


async def test_a_file_that_is_larger_than_was_told_is_not_read_to_its_end(
    team: Office, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.attachments.LARGEST", 100)
    assert "больше 20 МБ" in (await answered(server, NEXT, size=10)).text


@pytest.mark.parametrize(
    ("refusal", "words"),
    [("file is too big", "больше 20 МБ"), ("wrong file_id", "получить файл от Telegram не удалось")],
)
async def test_a_file_that_telegram_refuses_to_give_is_told_with_the_reason(
    team: Office, server: TelegramServer, refusal: str, words: str
) -> None:
    server.arm(400, "getFile", description=f"Bad Request: {refusal}")
    assert words in (await answered(server, NEXT)).text


async def test_a_file_that_telegram_does_not_give_is_asked_for_again(team: Office, server: TelegramServer) -> None:
    server.arm(500, "download")
    said = await answered(server, NEXT)
    assert "получить файл от Telegram не удалось" in said.text
    assert server.token not in said.text


async def test_the_rest_of_the_team_is_told_who_may_and_strangers_nothing(team: Office, server: TelegramServer) -> None:
    said = await answered(server, NEXT, chat=BORIS["id"], user=BORIS)
    assert "только администраторы" in said.text
    await server.send_file(NEXT.encode(), "sources.yaml", chat=GROUP, user=STRANGER)
    await answered(server, NOW)
    assert len(server.messages()) == 2
    assert len(server.called("getFile")) == 1


async def test_only_admins_decide(team: Office, server: TelegramServer, path: Path) -> None:
    said = await answered(server, NEXT, chat=GROUP)
    for button in ("Применить", "Отмена"):
        press = await server.press(said, button, user=BORIS)
        assert "администраторы" in (await server.toast(press))["text"]
    assert said_in(path) == NOW


async def test_a_file_that_names_no_language_is_answered_in_ours(team: Office, server: TelegramServer) -> None:
    said = await answered(server, "- Зубр-Софт\n")
    assert "файл должен состоять из ключей" in said.text


async def test_a_proposal_is_dropped(team: Office, server: TelegramServer, path: Path) -> None:
    said = await answered(server, NEXT)
    await server.press(said, "Отмена", user=ANNA)
    await team.sees(said, "Оставили как было. Кто отменил: Анна")
    assert said_in(path) == NOW


async def test_the_file_that_is_in_force_changes_nothing(team: Office, server: TelegramServer) -> None:
    said = await answered(server, NOW)
    assert "уже действует" in said.text
    assert said.buttons == []


async def test_a_proposal_outlives_a_restart(tmp_path: Path, server: TelegramServer, path: Path) -> None:
    async with office(server, tmp_path, ADMIN):
        said = await answered(server, NEXT)
    async with office(server, tmp_path, ADMIN) as team:
        await server.press(said, "Применить", user=ANNA)
        await team.sees(said, "заменён")
    assert said_in(path) == NEXT


async def test_two_presses_replace_the_file_once(team: Office, server: TelegramServer, path: Path) -> None:
    said = await answered(server, NEXT)
    data = said.markup["inline_keyboard"][0][0]["callback_data"]  # type: ignore[index]
    for _ in range(2):
        await server.press_data(said, data, user=ANNA)
    await team.sees(said, "уже действует")
    assert kept(path) == NOW


async def test_a_file_that_was_changed_meanwhile_is_compared_again(
    team: Office, server: TelegramServer, path: Path
) -> None:
    said = await answered(server, NEXT)
    put(path, NOW + FORUM)
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "Пока вы решали, sources.yaml изменился", "порог негатива: −0.25 → −0.4")
    assert "Новые источники" not in said.text
    assert said_in(path) == NOW + FORUM
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "заменён")
    assert said_in(path) == NEXT


async def test_a_forged_button_applies_nothing(team: Office, server: TelegramServer, path: Path) -> None:
    said = await answered(server, NEXT)
    await server.press_data(said, "e1:0123456789abcdef:0123456789abcdef", user=ANNA)
    await team.sees(said, "Это уже другой файл")
    card = await team.mention()
    press = await server.press_data(card, "e1:0123456789abcdef:0123456789abcdef", user=ANNA)
    assert "Пришлите файл ещё раз" in (await server.toast(press))["text"]
    assert said_in(path) == NOW


async def test_where_the_file_cannot_be_written_the_way_by_hand_is_said(
    team: Office, server: TelegramServer, path: Path
) -> None:
    block(path)
    said = await answered(server, NEXT)
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "записать сюда не получается", f"на место {path}")
    assert said.buttons == [["Применить", "Отмена"]]


async def test_a_file_that_somebody_deleted_is_put_back(team: Office, server: TelegramServer, path: Path) -> None:
    take_away(path)
    said = await answered(server, NEXT)
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "sources.yaml заменён")
    assert said_in(path) == NEXT


async def test_whoever_would_lose_something_is_warned(team: Office, server: TelegramServer) -> None:
    lost = NOW.replace(TEAM, f"team: {{admins: [{BORIS['id']}]}}\n")
    said = await answered(server, lost, chat=GROUP)
    assert "Этот чат больше не получит тревог" in said.text
    assert "Вы больше не сможете менять" in said.text
    said = await answered(server, NOW.replace(TEAM, ""))
    assert "больше не сможет никто" in said.text
    said = await answered(server, NOW.replace(TEAM, f"team: {{users: [{ANNA['id']}]}}\n"))
    assert not [words for words in ("Этот чат", "больше не сможет") if words in said.text]


async def test_the_present_file_comes_in_private_only(team: Office, server: TelegramServer, path: Path) -> None:
    said = await team.answer("/sources file", chat=PRIVATE)
    assert (said.document, said.name) == (bytes_of(path), "sources.yaml")
    said = await team.answer("/sources file", chat=GROUP)
    assert said.document is None
    assert "только в личный чат" in said.text
    said = await team.answer("/sources file", chat=BORIS["id"], user=BORIS)
    assert "только администраторы" in said.text


async def test_what_was_fetched_can_be_sent_back(team: Office, server: TelegramServer, path: Path) -> None:
    said = await team.answer("/sources file", chat=PRIVATE)
    assert said.document is not None
    said = await answered(server, said.document + b"digest: {when: fri 18:00}\n")
    await server.press(said, "Применить", user=ANNA)
    await team.sees(said, "заменён")
    assert str(load(path, {}).plan.digest.when) == "fri 18:00"
