"""Who comes in: a chat by the code of the terminal, a colleague by an invitation; and how the file tells it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, BORIS, PLAN, STRANGER, Office, office, visit
from live_values import take_up
from telegram_server import GROUP, PRIVATE, TelegramServer

from bot.callbacks import Connect
from bot.handlers.joining import invitation_in
from monitor.config.load import load
from monitor.config.team import Team
from monitor.domain import LetIn
from monitor.team.codes import LASTS, TRIES, CodeKind, Invitation, code_digest, fresh_code

FILE = """
language: ru
timezone: Europe/Minsk
brands: [{id: zubr, name: Зубр-Софт}]
sources: []  # пока пусто
"""
NOBODY: dict[str, Any] = PLAN | {"team": {}}
FOREIGN = -100777


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    chats = {GROUP: "supergroup", PRIVATE: "private", FOREIGN: "supergroup", STRANGER["id"]: "private"}
    async with TelegramServer(chats) as server:
        yield server


@pytest.fixture
async def empty(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    """An office whose file names nobody."""
    (tmp_path / "sources.yaml").write_text(FILE, encoding="utf-8")
    async with office(server, tmp_path, NOBODY) as one:
        yield one


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    """An office with an admin, a user and a group."""
    section = f"team:\n  chats: [{{id: {GROUP}}}]\n  users: [{{id: {PRIVATE}, name: Анна}}, 22222222]\n"
    (tmp_path / "sources.yaml").write_text(f"{FILE}{section}  admins: [{PRIVATE}]\n", encoding="utf-8")
    async with office(server, tmp_path, PLAN | {"team": PLAN["team"] | {"admins": [PRIVATE]}}) as one:
        yield one


async def given(team: Office, kind: CodeKind = CodeKind.PAIR, name: str = "", signature: str = "") -> str:
    code = fresh_code()
    await team.store.give_code(code_digest(code), Invitation(kind, name, signature), team.now)
    return code


def reread(team: Office) -> Team:
    """As the running program takes a changed file up."""
    take_up(team.live, team.live.plan.model_copy(update={"team": load(team.file.path, {}).plan.team}))
    return team.live.plan.team


async def silent(team: Office, text: str, *, chat: int, user: dict[str, Any], **extra: Any) -> bool:
    """Whether this is answered with nothing; a second look makes sure that it was handled."""
    before, asked = len(team.server.messages()), len(team.server.called("getUpdates"))
    await team.server.say(text, chat=chat, user=user, **extra)
    await team.server.wait(lambda: len(team.server.called("getUpdates")) > asked)
    await asyncio.sleep(0)
    return len(team.server.messages()) == before


@pytest.mark.parametrize("command", ["/start {}", "/start@otklik_bot {}", "/start@Otklik_Bot  {}"])
async def test_the_code_of_the_terminal_connects_a_group_and_makes_the_first_admin(empty: Office, command: str) -> None:
    answer = await empty.answer(command.format(await given(empty)), user=ANNA)
    assert "Чат подключён" in answer.text
    assert "Anna" in answer.text
    written = reread(empty)
    assert [one.id for one in written.chats] == [GROUP]
    assert [(one.id, one.name) for one in written.users] == [(ANNA["id"], "Anna")]
    assert written.admins == (ANNA["id"],)
    assert "# пока пусто" in empty.file.path.read_text(encoding="utf-8")
    assert "/help" in (await empty.answer("/start", user=ANNA)).text


async def test_whoever_came_in_is_answered_at_once(empty: Office, server: TelegramServer) -> None:
    """Both were written before the bot looked: the second waits until the file was taken up."""
    await server.say(f"/start {await given(empty)}", chat=GROUP, user=ANNA)
    await server.say("/help", chat=GROUP, user=ANNA)
    await server.wait(lambda: len(server.messages()) == 2)
    assert "/mentions" in server.messages()[1].text


async def test_in_private_the_chat_is_the_person(empty: Office) -> None:
    await empty.answer(f"/start {await given(empty)}", chat=PRIVATE, user=ANNA)
    assert [one.id for one in reread(empty).chats] == [PRIVATE]


async def test_in_a_forum_the_topic_is_written_too(empty: Office, server: TelegramServer) -> None:
    server.topics[GROUP] = {7}
    await empty.answer(f"/start {await given(empty)}", user=ANNA, topic=7)
    assert [(one.id, one.topic) for one in reread(empty).chats] == [(GROUP, 7)]
    assert server.messages(GROUP)[0].topic == 7


async def test_what_was_held_is_announced(empty: Office, server: TelegramServer) -> None:
    await empty.store.keep(visit(1, ("held",), empty.now))
    assert "через несколько секунд" in (await empty.answer(f"/start {await given(empty)}", user=ANNA)).text


async def test_a_code_connects_once(empty: Office) -> None:
    code = await given(empty)
    await empty.answer(f"/start {code}", user=ANNA)
    assert await silent(empty, f"/start {code}", chat=FOREIGN, user=STRANGER)
    assert [one.id for one in reread(empty).chats] == [GROUP]


async def test_a_code_that_is_too_old_meets_silence(empty: Office) -> None:
    code = await given(empty)
    empty.now += LASTS
    assert await silent(empty, f"/start {code}", chat=GROUP, user=ANNA)
    assert reread(empty) == Team()


async def test_five_guesses_of_strangers_end_the_code_and_nobody_hears_of_it(empty: Office) -> None:
    code = await given(empty)
    for _ in range(TRIES):
        assert await silent(empty, f"/start {fresh_code()}", chat=STRANGER["id"], user=STRANGER)
    assert await silent(empty, f"/start {code}", chat=GROUP, user=ANNA)
    assert reread(empty) == Team()


async def test_whoever_invited_hears_that_five_guesses_ended_the_invitation(
    team: Office, server: TelegramServer
) -> None:
    await given(team, CodeKind.INVITE, "Вера", "Вера, маркетинг")
    for _ in range(TRIES):
        assert await silent(team, f"/start {fresh_code()}", chat=STRANGER["id"], user=STRANGER)
    team.outbox.wake()
    await server.wait(lambda: bool(server.messages()))
    (told,) = server.messages()
    assert told.chat == GROUP
    assert told.text == "🔑 Приглашение: Вера. Больше не действует: кто-то пять раз ввёл неверный код. Новое: /invite"


@pytest.mark.parametrize("text", ["{} /start", "/start {} now", "/start@another_bot {}", "/help {}", "{}", "/start{}"])
async def test_only_start_and_the_code_alone_is_heard(empty: Office, text: str) -> None:
    assert await silent(empty, text.format(await given(empty)), chat=GROUP, user=ANNA)
    assert reread(empty) == Team()


async def test_where_the_file_cannot_be_changed_the_lines_to_paste_are_shown(empty: Office) -> None:
    empty.file.path.write_text("{" + FILE.strip().replace("\n", ", ").replace("  # пока пусто", "") + "}\n", "utf-8")
    answer = await empty.answer(f"/start {await given(empty)}", user=ANNA)
    assert f"chats: [{{id: {GROUP}}}]" in answer.text.replace('"', "")
    (copied,) = (one for one in answer.entities if one["type"] == "pre")  # by one touch, for its lines belong together
    lines = answer.text[copied["offset"] :].splitlines()
    assert [one.partition(":")[0] for one in lines] == ["team", "  chats", "  users", "  admins"]
    assert lines[-1] == "  admins: [11111111]"
    assert reread(empty) == Team()


async def test_two_chats_that_come_in_at_once_are_both_written(empty: Office, server: TelegramServer) -> None:
    code, other = await given(empty, CodeKind.INVITE, "Борис"), await given(empty)
    before = len(server.messages())
    await server.say(f"/start {other}", chat=GROUP, user=ANNA)
    await server.say(f"/start {code}", chat=STRANGER["id"], user=STRANGER)
    await server.wait(lambda: len(server.messages()) == before + 2)
    assert {one.id for one in reread(empty).users} == {ANNA["id"], STRANGER["id"]}


async def test_an_admin_invites_a_colleague_by_name_and_signature(team: Office) -> None:
    answer = await team.answer("/invite Вера Вера, отдел маркетинга", user=ANNA)
    code = answer.text.split("/start ")[1].split()[0]
    assert f"https://t.me/otklik_bot?start={code}" in answer.text
    assert all(word in answer.text for word in ("Приглашение: Вера", "Вера, отдел маркетинга"))
    welcome = await team.answer(f"/start {code}", chat=STRANGER["id"], user=STRANGER)
    assert "Вы в команде, Вера" in welcome.text
    new = reread(team).users[0]
    assert (new.id, new.name, new.signature) == (STRANGER["id"], "Вера", "Вера, отдел маркетинга")
    assert "/mentions" in (await team.answer("/help", chat=STRANGER["id"], user=STRANGER)).text


async def test_without_a_name_the_colleague_s_own_is_taken(team: Office) -> None:
    answer = await team.answer("/invite", user=ANNA)
    assert "имя возьмём из Telegram" in answer.text
    await team.answer(f"/start {answer.text.split('/start ')[1].split()[0]}", chat=STRANGER["id"], user=STRANGER)
    assert reread(team).users[0].name == "Mallory"


async def test_only_admins_invite(team: Office) -> None:
    assert "только администраторы" in (await team.answer("/invite Вера", user=BORIS)).text


async def test_an_invitation_does_not_open_a_foreign_group(team: Office) -> None:
    code = await given(team, CodeKind.INVITE)
    assert await silent(team, f"/start {code}", chat=FOREIGN, user=STRANGER)
    assert {one.id for one in reread(team).users} == {PRIVATE, 22222222}


async def test_one_more_group_is_connected_by_a_press_of_an_admin(team: Office, server: TelegramServer) -> None:
    await team.store.owe(f"telegram:{GROUP}", LetIn(FOREIGN, "HR"), team.now, "let in")
    team.outbox.wake()
    await server.wait(lambda: server.messages(GROUP))
    news = server.messages(GROUP)[-1]
    refused = await server.press(news, "Слать тревоги и туда", user=BORIS)
    assert "администратор" in (await server.toast(refused))["text"]
    assert [chat.id for chat in reread(team).chats] == [GROUP]

    await server.press(news, "Слать тревоги и туда", user=ANNA)
    await team.sees(news, f"Тревоги приходят и в группу {FOREIGN}")
    assert [chat.id for chat in reread(team).chats] == [FOREIGN, GROUP]
    for forged in (FOREIGN, -1):
        await server.toast(await server.press_data(news, Connect(chat=forged).pack(), user=ANNA))
    assert [chat.id for chat in reread(team).chats] == [FOREIGN, GROUP]


async def test_the_first_invitation_says_that_the_others_will_be_shut_out(
    server: TelegramServer, tmp_path: Path
) -> None:
    section = f"team: {{chats: [{{id: {GROUP}}}], admins: [{PRIVATE}]}}\n"
    (tmp_path / "sources.yaml").write_text(FILE + section, encoding="utf-8")
    async with office(server, tmp_path, PLAN | {"team": {"chats": [{"id": GROUP}], "admins": [PRIVATE]}}) as team:
        answer = await team.answer("/invite Вера", user=ANNA)
        assert "появится список users" in answer.text
        await team.answer(f"/start {await given(team, CodeKind.INVITE, 'Вера')}", chat=STRANGER["id"], user=STRANGER)
        assert [one.id for one in reread(team).users] == [PRIVATE, STRANGER["id"]]


async def test_a_colleague_with_an_old_code_is_told_where_a_new_one_comes_from(team: Office) -> None:
    assert "/invite" in (await team.answer(f"/start {fresh_code()}", user=BORIS)).text


@pytest.mark.parametrize(
    ("typed", "name", "signature"),
    [
        ("", "", ""),
        ("Анна", "Анна", ""),
        ("Анна Петрова-Щёголева", "Анна Петрова-Щёголева", ""),
        ("Анна Анна", "Анна", "Анна"),
        ("Анна «Поддержка»", "Анна", "Поддержка"),
        ("Анна поддержка", "Анна", "поддержка"),
        ("Анна Анна, отдел маркетинга", "Анна", "Анна, отдел маркетинга"),
        ('"Анна Ли" Анна Ли', "Анна Ли", "Анна Ли"),
        ("«Анна Ли»", "Анна Ли", ""),
        ('Анна "Анна, отдел маркетинга"', "Анна", "Анна, отдел маркетинга"),
        ("Анна «Анна, отдел маркетинга»", "Анна", "Анна, отдел маркетинга"),
        ("Анна «Зубр-Софт», Анна", "Анна", "«Зубр-Софт», Анна"),
        ("Анна «Зубр» и «Софт»", "Анна", "«Зубр» и «Софт»"),
        ("Анна\n\nАнна,\n отдел", "Анна", "Анна, отдел"),
        ("Анна\u202e x", "Анна", "x"),
    ],
)
def test_name_and_signature_are_told_apart(typed: str, name: str, signature: str) -> None:
    assert invitation_in(typed) == Invitation(CodeKind.INVITE, name, signature)


def test_a_signature_that_never_ends_is_cut() -> None:
    assert len(invitation_in("Анна " + "а" * 4000).signature) <= 200
