"""«Черновик» under a card, texts that come back for a second look, and what everybody is to say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, BORIS, PLAN, STRANGER, Office, office, visit
from telegram_server import GROUP, PRIVATE, TelegramServer

from bot.callbacks import Give
from monitor.desk import Press
from monitor.domain import Action, Person, Status

OTHER = -100501
FAULTY = "Вы сами виноваты: надо было внимательно читать договор, там всё написано."
FINE = (
    "Ирина, здравствуйте! Внедрение затянулось по нашей вине, и нам жаль. Склад подключён, отчёты будут готовы к "
    "4 декабря. За это отвечает Анна Котова, +375 29 640-11-22."
)


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    users: list[Any] = [{"id": 11111111, "name": "Анна", "signature": "Анна, маркетинг"}, 22222222]
    plan = PLAN | {"team": {"chats": [{"id": GROUP}], "users": users, "admins": [11111111]}}
    async with office(server, tmp_path, plan) as one:
        yield one


async def drafted(team: Office, server: TelegramServer, number: int = 1) -> Any:
    card = await team.mention(number=number)
    before = len(server.messages())
    press = await server.press(card, "Черновик", user=ANNA)
    assert (await server.toast(press))["text"] == "Черновик под карточкой"
    (draft,) = server.messages()[before:]
    return card, draft


async def test_a_draft_stands_under_its_card_with_one_piece_to_copy(team: Office, server: TelegramServer) -> None:
    card, draft = await drafted(team, server)
    assert draft.reply_to == card.number
    assert draft.text.startswith("✏️ Черновик · m-1")
    assert "Отзыв 1" not in draft.text
    (copied,) = (one for one in draft.entities if one["type"] == "code")
    text = draft.text[copied["offset"] : copied["offset"] + copied["length"]]
    assert text.startswith("Здравствуйте, Ирина!")
    assert text.endswith("Анна, маркетинг")
    assert "[ВПИШИТЕ: дата]" in text


async def test_a_draft_names_what_was_answered_of_the_same_kind(team: Office, server: TelegramServer) -> None:
    for number in (1, 2):
        came = visit(number, (f"telegram:{GROUP}",), team.now)
        ((change, (judged,)),) = came.changes
        tone = replace(judged.sentiment, reasons=("support",))
        await team.store.keep(replace(came, changes=((change, (replace(judged, sentiment=tone),)),)))
    await team.store.act(1, Press(Action.ANSWER, Person(ANNA["id"], "Анна"), team.now))
    await team.store.act(
        1, Press(Action.LINK, Person(ANNA["id"], "Анна"), team.now, text="https://otzyv.example/zubr/1#answer")
    )
    team.outbox.wake()
    await server.wait(lambda: len(server.messages()) == 2)
    (card,) = (one for one in server.messages() if "\nm-2 · " in one.text)
    await server.press(card, "Черновик", user=ANNA)
    await server.wait(lambda: len(server.messages()) == 3)
    assert "На жалобы о том же (поддержка) вы уже отвечали: m-1 – ответ" in server.messages()[-1].text
    assert "https://otzyv.example/zubr/1#answer" in server.messages()[-1].links


async def test_a_second_press_points_to_the_draft_above_until_it_is_out_of_sight(
    team: Office, server: TelegramServer
) -> None:
    card, _ = await drafted(team, server)
    again = await server.press(card, "Черновик", user=ANNA)
    assert (await server.toast(again))["text"] == "Черновик выше, он не изменился"
    team.now += timedelta(minutes=11)
    later = await server.press(card, "Черновик", user=ANNA)
    assert (await server.toast(later))["text"] == "Черновик под карточкой"
    assert len(server.messages()) == 3


async def test_a_draft_that_could_not_be_sent_is_offered_again(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    server.arm(500, "sendMessage", times=3)
    failed = await server.press(card, "Черновик", user=ANNA)
    assert "Не получилось" in (await server.toast(failed))["text"]
    again = await server.press(card, "Черновик", user=ANNA)
    assert (await server.toast(again))["text"] == "Черновик под карточкой"


async def test_when_the_topic_is_closed_the_draft_stands_in_the_chat(server: TelegramServer, tmp_path: Path) -> None:
    plan = PLAN | {"team": {"chats": [{"id": GROUP, "topic": 7}], "users": [11111111]}}
    async with office(server, tmp_path, plan) as team:
        server.topics[GROUP] = {7}
        card = await team.mention(targets=[f"telegram:{GROUP}:7"])
        server.topics[GROUP] = set()
        press = await server.press(card, "Черновик", user=ANNA)
        assert (await server.toast(press))["text"] == "Черновик под карточкой"
        draft = server.messages()[-1]
        assert (draft.topic, draft.reply_to) == (None, card.number)
        assert "«сами виноваты»" in (await team.answer(FAULTY, reply_to=draft)).text


async def test_a_text_in_reply_to_a_draft_is_checked_and_the_history_says_so(
    team: Office, server: TelegramServer
) -> None:
    _, draft = await drafted(team, server)
    answer = await team.answer(FAULTY, reply_to=draft, user=BORIS)
    assert "«сами виноваты»" in answer.text
    assert "Бот текст никуда не отправляет" in answer.text
    assert (await team.answer(FINE, reply_to=answer)).text.startswith("✅ Проверено: замечаний нет.")
    told = [(event.kind, event.who) for event in await team.store.events(1)]
    assert told[-3:] == [("drafted", "Анна"), ("draft_checked", "Boris"), ("draft_checked", "Анна")]
    assert (await team.record()).status is Status.NEW


async def test_a_text_that_is_corrected_by_editing_it_is_checked_anew(team: Office, server: TelegramServer) -> None:
    _, draft = await drafted(team, server)
    said = await server.say(FAULTY, chat=GROUP, user=ANNA, reply_to=draft)
    await server.wait(lambda: "«сами виноваты»" in server.messages()[-1].text)
    await server.edit(said, FINE)
    await server.wait(lambda: "замечаний нет" in server.messages()[-1].text)
    assert server.messages()[-1].reply_to == said.number
    told = len(server.messages())
    await server.edit(said, FINE)  # only the preview of a link has come
    await server.edit(said, FAULTY, after=3600)
    assert (await team.answer("/status")).text
    assert len(server.messages()) == told + 1


async def test_a_short_text_in_reply_to_a_draft_is_checked_too_and_a_picture_is_let_be(
    team: Office, server: TelegramServer
) -> None:
    _, draft = await drafted(team, server)
    await server.say("", chat=GROUP, user=ANNA, reply_to=draft, dice={"emoji": "🎲", "value": 6})
    answer = await team.answer("Спасибо, Ирина!", reply_to=draft)
    assert "Проверено" in answer.text
    assert (answer.reply_to, len(server.messages())) == (answer.number - 1, 3)


async def test_a_text_under_a_picture_is_checked_as_well_as_one_without_faults(
    team: Office, server: TelegramServer
) -> None:
    card = await team.mention()
    assert "замечаний нет" in (await team.answer(FINE, reply_to=card)).text
    await server.say("", chat=GROUP, user=ANNA, reply_to=card, caption=FAULTY)
    await server.wait(lambda: len(server.messages()) == 3)
    assert "«сами виноваты»" in server.messages()[-1].text


async def test_a_command_in_reply_to_a_card_is_a_command(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    found = await team.answer(f"/search {FAULTY}", reply_to=card)
    assert found.text.startswith("Поиск: ")


async def test_words_in_reply_to_a_reminder_are_for_colleagues(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press_data(card, Give(mention=1, person=ANNA["id"]).pack(), user=BORIS)
    await server.wait(lambda: len(server.messages()) == 2)
    await team._kept(server.messages()[1])
    await server.say(FAULTY, chat=GROUP, user=ANNA, reply_to=server.messages()[1])
    assert (await team.answer("/status")).text
    assert len(server.messages()) == 3


async def test_a_text_in_reply_to_a_card_is_checked_too_but_a_word_between_colleagues_is_not(
    team: Office, server: TelegramServer
) -> None:
    card = await team.mention()
    await server.say("беру", chat=GROUP, user=BORIS, reply_to=card)
    await server.say("Анна, посмотри, это точно наш клиент?", chat=GROUP, user=BORIS, reply_to=card)
    assert "«сами виноваты»" in (await team.answer(FAULTY, reply_to=card)).text
    assert "«сами виноваты»" in (await team.answer("Вы сами виноваты", reply_to=card)).text
    assert len(server.messages()) == 3


async def test_in_private_a_short_text_in_reply_to_a_card_is_checked_for_nobody_else_is_there(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with office(server, tmp_path, PLAN | {"team": {"chats": [{"id": PRIVATE}]}}) as team:
        card = await team.mention(targets=[f"telegram:{PRIVATE}"])
        checked = await team.answer("Здравствуйте, уже разбираемся.", chat=PRIVATE, reply_to=card)
    assert checked.reply_to == card.number + 1


async def test_while_a_card_waits_for_the_link_a_link_is_the_link_and_words_are_a_text(
    team: Office, server: TelegramServer
) -> None:
    card = await team.mention()
    await server.press(card, "Мы ответили", user=ANNA)
    await team.sees(card, "Без ссылки")
    await server.wait(lambda: len(server.messages()) == 2)
    assert "сами виноваты" in (await team.answer(FAULTY, reply_to=card)).text
    saved = await team.answer("Вот: https://otzyv.example/zubr/1#reply", reply_to=card)
    assert "Ссылку сохранили" in saved.text


async def test_the_same_reply_to_another_review_is_noticed(team: Office, server: TelegramServer) -> None:
    _, first = await drafted(team, server, 1)
    _, second = await drafted(team, server, 2)
    assert "замечаний нет" in (await team.answer(FINE, reply_to=first)).text
    assert "замечаний нет" in (await team.answer(FINE, reply_to=first)).text
    repeated = await team.answer(FINE.replace("Ирина", "Ольга"), reply_to=second)
    assert "Почти то же, что в недавнем ответе" in repeated.text


async def test_strangers_get_no_second_look(team: Office, server: TelegramServer) -> None:
    card, draft = await drafted(team, server)
    await server.say(FAULTY, chat=GROUP, user=STRANGER, reply_to=draft)
    await server.press(card, "Черновик", user=STRANGER)
    await team.answer(FINE, reply_to=draft)
    assert len(server.messages()) == 3
    assert "draft_checked" in [event.kind for event in await team.store.events(1)]
    assert all("Mallory" not in event.who for event in await team.store.events(1))


# ---------------------------------------------------------------- what everybody says


async def test_an_agreed_statement_takes_the_place_of_the_template_until_it_ends(
    team: Office, server: TelegramServer
) -> None:
    card, _ = await drafted(team, server)
    said = await team.answer("/statement m-1 Мы знаем о сбое. Следующее сообщение в 18:00.")
    assert said.text.startswith("🤝 Единая позиция по s-1 до 27.11, 12:01")
    assert said.reply_to == said.number - 1  # under the command
    await server.press(card, "Черновик", user=ANNA)
    await server.wait(lambda: len(server.messages()) == 4)
    draft = server.messages()[-1]
    assert "Единая позиция до 27.11, 12:01" in draft.text
    assert "Мы знаем о сбое. Следующее сообщение в 18:00." in draft.text
    assert "ВПИШИТЕ" not in draft.text
    assert "снята" in (await team.answer("/statement s-1 off")).text
    assert "снимать нечего" in (await team.answer("/statement s-1 OFF")).text
    await server.press(card, "Черновик", user=ANNA)
    await server.wait(lambda: len(server.messages()) == 7)


async def test_a_statement_holds_for_three_days(team: Office, server: TelegramServer) -> None:
    await team.mention()
    await team.answer("/statement s-1 Мы знаем о сбое.")
    assert await team.store.agreed(1, team.now + timedelta(hours=71)) is not None
    assert await team.store.agreed(1, team.now + timedelta(hours=72)) is None


async def test_what_is_agreed_in_private_is_told_under_the_cards(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await team.answer("/statement s-1 Мы знаем о сбое.", chat=PRIVATE)
    await server.wait(lambda: len(server.messages(GROUP)) == 2)
    told = server.messages(GROUP)[-1]
    assert told.reply_to == card.number
    assert "Мы знаем о сбое." in told.text


async def test_a_chat_that_left_the_file_reads_no_statement(server: TelegramServer, tmp_path: Path) -> None:
    server.chats[OTHER] = "supergroup"
    both = f"telegram:{OTHER}", f"telegram:{GROUP}"
    plan = PLAN | {"team": PLAN["team"] | {"admins": [11111111]}}
    async with office(server, tmp_path, plan) as team:
        await team.mention(targets=both)
        await server.wait(lambda: server.messages(OTHER) and server.messages(GROUP))
        await team.answer("/statement s-1 Мы знаем о сбое.", chat=PRIVATE)
        await server.wait(lambda: len(server.messages(GROUP)) == 2)
        assert len(server.messages(OTHER)) == 1


async def test_a_chat_that_cannot_be_told_of_a_statement_keeps_it_from_no_other(
    server: TelegramServer, tmp_path: Path
) -> None:
    server.chats[OTHER] = "supergroup"
    plan = PLAN | {"team": PLAN["team"] | {"chats": [{"id": GROUP}, {"id": OTHER}], "admins": [11111111]}}
    async with office(server, tmp_path, plan) as team:
        await team.mention(targets=(f"telegram:{GROUP}", f"telegram:{OTHER}"))
        server.kicked = {GROUP}
        await team.answer("/statement s-1 Мы знаем о сбое.", chat=PRIVATE)
        await server.wait(lambda: len(server.messages(OTHER)) == 2)
        assert "Мы знаем о сбое." in server.messages(OTHER)[-1].text


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/statement", "Пишите так: /statement s-12"),
        ("/statement s-1", "Пишите так: /statement s-12"),
        ("/statement s-99 Текст", "s-99: такого сюжета нет."),
        ("/statement сбой Текст", "сбой: такого сюжета нет."),
        ("/statement s-9999999999999999999999 Текст", "такого сюжета нет."),
        ("/statement s-99999999999999999 Текст", "такого сюжета нет."),
        ("/statement s-1 " + "а" * 3001, "Текст длиннее 3000 знаков"),
    ],
)
async def test_a_statement_that_cannot_be_set_is_answered_with_what_to_write(
    team: Office, server: TelegramServer, command: str, said: str
) -> None:
    await team.mention()
    assert said in (await team.answer(command)).text


async def test_only_admins_set_a_statement(team: Office, server: TelegramServer) -> None:
    await team.mention()
    assert "только администраторы" in (await team.answer("/statement s-1 Текст", user=BORIS)).text
    assert await team.store.agreed(1, team.now) is None
