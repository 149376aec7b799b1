"""Our questions in the chat: one message, whoever presses first answers, and what is asked next is always true."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, BORIS, PLAN, STRANGER, Office, office, visit
from telegram_chats import Posted
from telegram_server import GROUP, TelegramServer

from bot.callbacks import Say, TakeBack
from monitor.desk import Press
from monitor.domain import Action, Cue, Label, Mention, Person, Said, Sentiment, Status, Verdict
from monitor.places.forbidden import Places
from monitor.weekly.questions import owe_questions

WEEK = "2026-W48"
CHAT = f"telegram:{GROUP}"
USERS = [{"id": ANNA["id"], "name": "Анна"}, {"id": BORIS["id"], "name": "Борис"}]
TEAM = {"chats": [{"id": GROUP}], "users": USERS}
NO = "Нет"


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(server, tmp_path, PLAN | {"team": TEAM}) as one:
        for number in (1, 2, 3):
            await unflagged(one, number)
        yield one


async def unflagged(team: Office, number: int, score: float = -0.2) -> None:
    """Somebody said something that was nearly an alert; the lower the number, the nearer."""
    brought = visit(number, (), team.now)
    ((change, (mention,)),) = brought.changes
    assert isinstance(mention, Mention)
    word = mention.item.text.split()[-1].strip(".")
    tone = Sentiment(Label.NEUTRAL, score + number / 100, words=(Cue(word, -1.1),))
    quiet = replace(mention, sentiment=tone, verdict=Verdict(), steps=())
    await team.store.keep(replace(brought, changes=((change, (quiet,)),)))


async def asked(team: Office) -> Posted:
    """The message with the questions, once it is there."""
    before = len(team.server.messages())
    scope = team.live.routes.scope_of(CHAT)
    assert await owe_questions(team.store, team.live.plan, CHAT, WEEK, team.now, scope=scope)
    team.outbox.wake()
    await team.server.wait(lambda: len(team.server.messages()) > before)
    await team._kept(team.server.messages()[before])
    return team.server.messages()[before]


async def says(team: Office, asks: Posted, button: str, user: dict[str, Any] = ANNA) -> str:
    """Presses; answers with the toast."""
    press = await team.server.press(asks, button, user=user)
    return str((await team.server.toast(press)).get("text", ""))


async def forged(team: Office, asks: Posted, data: str, user: dict[str, Any] = ANNA) -> str:
    press = await team.server.press_data(asks, data, user=user)
    return str((await team.server.toast(press)).get("text", ""))


async def test_a_question_says_what_was_said_where_and_why_it_is_asked(team: Office) -> None:
    asks = await asked(team)
    assert asks.text.splitlines() == [
        "❓ Негатив? 1 из 3",
        "Зубр-Софт · otzyv.example",
        "Отзыв 1",
        "Внедрение Зубр-Софта тянется третий месяц, менеджер сменился дважды.",
        "Почему спрашиваем: «дважды» −1,1; чуть не хватило до тревоги",
        "m-1 · Открыть",
        "Тревоги об этом не было, но мы сомневались. Ваш ответ учит Отклик.",
    ]
    assert asks.buttons == [["Это негатив", NO], ["Пропустить"], ["Открыть"]]


async def test_two_people_answer_all_questions_in_one_message(team: Office, server: TelegramServer) -> None:
    asks = await asked(team)
    assert await says(team, asks, NO) == "m-1: не негатив, запомним"
    await team.sees(asks, "Негатив? 2 из 3", "✔ m-1: не негатив, Анна", "m-2 · Открыть", "Вернуть")
    assert "Ваш ответ учит" not in asks.text
    assert await says(team, asks, "Пропустить", BORIS) == "m-2 пропускаем"
    await team.sees(asks, "Негатив? 3 из 3", "✔ m-2: пропущено, Борис")
    assert "Карточка сейчас придёт" in await says(team, asks, "Это негатив", BORIS)
    await team.sees(asks, "Спасибо. Негатив: 1, не негатив: 1, пропущено: 1", "✔ m-3: негатив, Борис")
    assert asks.buttons == [["Вернуть"]]
    await server.wait(lambda: len(server.messages()) == 2)
    card = server.messages()[1]
    assert "m-3" in card.text
    assert "Беру" in str(card.buttons)
    assert [(one.mention, one.negative, one.asked) for one in await team.store.lessons()] == [
        (1, False, True),
        (3, True, True),
    ]


async def test_a_card_that_was_missed_comes_once_whoever_presses_again(team: Office, server: TelegramServer) -> None:
    asks = await asked(team)
    old = Say(message=1, place=0, said=Said.NEGATIVE).pack()
    await says(team, asks, "Это негатив")
    assert await forged(team, asks, old, BORIS) == "m-1: уже ответили раньше вас. Анна: негатив"
    await server.wait(lambda: len(server.messages()) == 2)
    await team.rest()
    assert len(server.messages()) == 2
    await team.sees(asks, "Негатив? 2 из 3", "Анна")


async def test_a_slip_of_the_finger_is_taken_back_and_answered_again(team: Office) -> None:
    asks = await asked(team)
    await says(team, asks, NO)
    await team.sees(asks, "2 из 3")
    assert await says(team, asks, "Вернуть", BORIS) == "m-1: ответ снят, вопрос снова открыт"
    await team.sees(asks, "1 из 3")
    assert "Вернуть" not in str(asks.buttons)
    assert await team.store.lessons() == ()
    assert await forged(team, asks, TakeBack(message=1, place=0).pack()) == (
        "Этот ответ уже сняли, или после него дали другой"
    )


async def test_a_card_stays_when_the_answer_that_raised_it_is_taken_back(team: Office, server: TelegramServer) -> None:
    asks = await asked(team)
    for place, button in enumerate((NO, NO, "Это негатив"), 1):
        await says(team, asks, button)
        await team.sees(asks, f"✔ m-{place}")
    await server.wait(lambda: len(server.messages()) == 2)
    assert "карточка остаётся" in await says(team, asks, "Вернуть")
    await team.sees(asks, "Негатив: 0, не негатив: 2, пропущено: 0")
    await server.press(server.messages()[1], "Не негатив", user=BORIS)
    await team.sees(server.messages()[1], "Снято")
    assert [(one.mention, one.negative) for one in await team.store.lessons()] == [(1, False), (2, False), (3, False)]


async def test_what_was_settled_meanwhile_is_not_asked_any_longer(team: Office) -> None:
    asks = await asked(team)
    await team.store.act(1, Press(Action.NOT_ABOUT_US, Person(BORIS["id"], "Борис"), team.now))
    assert await says(team, asks, "Это негатив") == "m-1 тем временем разобрали, спрашивать уже не о чем"
    await team.sees(asks, "2 из 3", "m-2")
    assert (await team.record()).status is Status.DISMISSED


async def test_words_of_a_place_that_is_forbidden_meanwhile_leave_the_message(team: Office) -> None:
    asks = await asked(team)
    old = Say(message=1, place=0, said=Said.NEUTRAL).pack()
    await team.store.forbid(Places(["otzyv.example/zubr/1"]))
    team.outbox.wake()
    await team.sees(asks, "2 из 3", "m-2")
    assert await forged(team, asks, old) == "Этого упоминания больше нет"
    assert "Внедрение" not in asks.text


async def test_where_all_was_settled_before_nothing_is_asked(team: Office) -> None:
    asks = await asked(team)
    for number in (1, 2, 3):
        await team.store.act(number, Press(Action.NO_REPLY, Person(BORIS["id"], "Борис"), team.now))
    await says(team, asks, NO)
    await team.sees(asks, "Спрашивать уже не о чем")
    assert asks.buttons == []


async def test_a_restart_in_the_middle_loses_no_answer(server: TelegramServer, tmp_path: Path) -> None:
    async with office(server, tmp_path, PLAN | {"team": TEAM}) as before:
        for number in (1, 2, 3):
            await unflagged(before, number)
        asks = await asked(before)
        await says(before, asks, NO)
        await before.sees(asks, "2 из 3")
    async with office(server, tmp_path, PLAN | {"team": TEAM}) as after:
        await says(after, asks, NO, BORIS)
        await after.sees(asks, "3 из 3", "✔ m-2: не негатив, Борис")
        await says(after, asks, "Вернуть", BORIS)
        await after.sees(asks, "2 из 3", "✔ m-1: не негатив, Анна")


@pytest.mark.parametrize(
    "data", [Say(message=1, place=0, said=Said.NEUTRAL), Say(message=1, place=0, said=Said.PASSED)]
)
async def test_a_button_under_another_message_answers_nothing(team: Office, data: Say) -> None:
    asks = await asked(team)
    card = await team.mention(number=4)
    assert "уже не действует" in await forged(team, card, data.pack())
    assert "1 из 3" in asks.text


async def test_an_answer_that_no_button_gives_is_none(team: Office) -> None:
    asks = await asked(team)
    for data in (Say(message=1, place=0, said=Said.PASSED), Say(message=9, place=0, said=Said.NEUTRAL)):
        assert "уже не действует" in await forged(team, asks, data.pack())
    assert await forged(team, asks, Say(message=1, place=-1, said=Said.NEUTRAL).pack()) == "Этого упоминания больше нет"
    assert await team.store.lessons() == ()


async def test_a_stranger_answers_nothing(team: Office, server: TelegramServer) -> None:
    asks = await asked(team)
    await server.press(asks, "Это негатив", user=STRANGER)
    await says(team, asks, "Пропустить")
    await team.sees(asks, "2 из 3", "Анна")
    assert (await team.record()).flag is None
