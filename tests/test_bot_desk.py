"""What a team does with a card beside taking and closing it, as the chat shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from bot_office import ANNA, BORIS, PLAN, Office, office
from live_values import take_up
from sqlalchemy import update
from telegram_chats import Posted
from telegram_server import GROUP, PRIVATE, TelegramServer

from bot.callbacks import Deed, Do, Give, Lead
from bot.handlers.desk import LONGEST_PROMISE
from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.domain import Action, Nudge, Person, Status
from monitor.store.tables import MENTION
from monitor.team.nudges import Due
from monitor.texts import Texts

USERS = [{"id": ANNA["id"], "name": "Анна"}, {"id": BORIS["id"], "name": "Борис"}]
TROUBLE = Texts("ru")("bot.toast.trouble")
PRESSES = 60  # of each walk; a thousand were measured
COLLEAGUES = {"chats": [{"id": GROUP}], "users": USERS}


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    async with office(server, tmp_path, PLAN | {"team": COLLEAGUES}) as one:
        yield one


async def test_a_card_is_put_off_until_the_morning_and_brought_back(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Отложить", user=ANNA)
    await team.sees(card, "Завтра в 09:00", "Неделя")
    press = await server.press(card, "Завтра в 09:00", user=ANNA)
    await team.sees(card, "Отложено до 25.11, 09:00", "Анна", "Вернуть")
    assert (await server.toast(press))["text"] == "m-1 напомнит о себе 25 ноября, 09:00"
    await server.press(card, "Вернуть", user=BORIS)
    await team.sees(card, "Отложить")
    assert "Отложено" not in card.text


async def test_whoever_puts_a_card_off_past_its_deadline_is_told_so(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    async with team.store._database.writing() as connection:
        await connection.execute(update(MENTION).values(deadline=team.now + timedelta(hours=2)))
    await server.press(card, "Отложить", user=ANNA)
    await team.sees(card, "4 часа")
    press = await server.press(card, "4 часа", user=ANNA)
    assert str((await server.toast(press))["text"]).endswith(": это позже срока ответа")


async def reminded(team: Office, chat: int) -> Posted:
    """Nobody has taken two cards of this chat, and one message says so."""
    for number in (1, 2):
        await team.mention(number=number, targets=(f"telegram:{chat}",))
    due = Due(Nudge.NOBODY, team.now, (Person(11111111, "Анна"),))
    for number in (1, 2):
        await team.store.remind(number, [due], team.now, beside=[1])
    team.outbox.wake()
    await team.server.wait(lambda: len(team.server.messages()) == 3)
    reminder = team.server.messages()[2]
    await team._kept(reminder)
    assert reminder.text.splitlines()[0] == "🙋 Анна, m-1, m-2: никто не взял"
    return reminder


async def test_a_reminder_of_several_cards_leads_to_each_at_one_touch(team: Office, server: TelegramServer) -> None:
    reminder = await reminded(team, GROUP)
    first, second = server.messages()[:2]
    chat = str(GROUP).removeprefix("-100")
    assert (reminder.markup or {})["inline_keyboard"] == [
        [{"text": "m-1 · Отзыв 1", "url": f"https://t.me/c/{chat}/{first.number}"}],
        [{"text": "m-2 · Отзыв 2", "url": f"https://t.me/c/{chat}/{second.number}"}],
    ]


async def test_a_link_in_reply_to_a_reminder_of_several_is_taken_for_neither(
    team: Office, server: TelegramServer
) -> None:
    reminder = await reminded(team, GROUP)
    for number in (1, 2):
        await team.store.act(number, Press(Action.ANSWER, Person(ANNA["id"], "Анна"), team.now))
    await server.say("https://otzyv.example/zubr/2#reply", chat=GROUP, user=ANNA, reply_to=reminder)
    said = await team.answer("/history", reply_to=reminder)
    assert "не сказано, о каком упоминании" in said.text
    assert [(await team.record(number)).reply_url for number in (1, 2)] == [None, None]


async def test_where_messages_have_no_address_the_bot_points_to_the_card(team: Office, server: TelegramServer) -> None:
    reminder = await reminded(team, PRIVATE)
    press = await server.press(reminder, "m-2", user=ANNA)
    await server.wait(lambda: len(server.messages()) == 4)
    pointer = server.messages()[3]
    assert (pointer.text, pointer.reply_to) == ("👆 m-2: вот карточка", server.messages()[1].number)
    assert (await server.toast(press))["text"] == "Карточка m-2 уже здесь"
    forged = await server.press_data(reminder, Lead(mention=3).pack(), user=ANNA)
    assert str((await server.toast(forged))["text"]).startswith("Эта кнопка уже не действует.")


async def test_a_colleague_who_is_given_a_card_is_called_by_name(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    press = await server.press(card, "Передать", user=ANNA)
    await team.sees(card, "Борис", "Назад")
    assert not (await server.toast(press)).get("text")
    await server.press(card, "Борис", user=ANNA)
    await team.sees(card, "В работе: Борис", "Отдать")
    await server.wait(lambda: len(server.messages()) > 1)
    call = server.messages()[1]
    assert call.text == "👉 Борис, m-1: вам передаёт Анна"
    assert (call.links, call.reply_to) == ([f"tg://user?id={BORIS['id']}"], card.number)


async def test_a_chat_that_left_the_file_hears_nothing_more_of_its_cards(tmp_path: Path) -> None:
    chats = {GROUP: "supergroup", -100600: "supergroup"}
    both = PLAN | {"team": COLLEAGUES | {"chats": [{"id": chat} for chat in chats]}}
    async with TelegramServer(chats) as server, office(server, tmp_path, both) as team:
        await team.mention(targets=[f"telegram:{chat}" for chat in chats])
        [card], [there] = map(server.messages, chats)
        await server.press(card, "Беру", user=ANNA)
        await team.sees(there, "В работе: Анна")
        take_up(team.live, Plan.model_validate(PLAN | {"team": COLLEAGUES}))
        await server.press(card, "Передать", user=ANNA)
        await team.sees(card, "Борис", "Назад")
        await server.press(card, "Борис", user=ANNA)
        await team.sees(card, "В работе: Борис")
        await server.wait(lambda: len(server.messages(GROUP)) > 1)
        while await team.store.targets(team.now):
            await team.rest()
        assert [("В работе: Анна" in one.text) for one in server.messages(-100600)] == [True]


async def test_nobody_outside_the_team_is_given_a_card(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    press = await server.press_data(card, Give(mention=1, person=666).pack(), user=ANNA)
    assert "уже не действует" in (await server.toast(press))["text"]
    assert (await team.record()).assignee is None


async def test_where_the_file_names_nobody_those_are_offered_who_had_a_card_before(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with office(server, tmp_path, PLAN | {"team": {"chats": [{"id": GROUP}]}}) as team:
        first, second = await team.mention(), await team.mention(number=2)
        press = await server.press(first, "Передать", user=ANNA)
        assert "некому" in (await server.toast(press))["text"]
        await server.press(first, "Беру", user=BORIS)
        await team.sees(first, "В работе: Boris")
        await server.press(second, "Передать", user=ANNA)
        await team.sees(second, "['Boris']")
        press = await server.press(first, "Передать", user=ANNA)
        assert "некому" in (await server.toast(press))["text"]


async def test_of_bare_numbers_those_are_offered_who_had_a_card_and_nobody_who_left_the_team(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with office(server, tmp_path, PLAN | {"team": {"chats": [{"id": GROUP}]}}) as team:
        card, *_ = [await team.mention(number=number) for number in (1, 2, 3)]
        for number, who in ((2, Person(BORIS["id"], "Boris")), (3, Person(99, "Вера"))):
            await team.store.act(number, Press(Action.TAKE, who, team.now))
        listed = {"chats": [{"id": GROUP}], "users": [USERS[0], BORIS["id"]]}
        take_up(team.live, Plan.model_validate(PLAN | {"team": listed}))
        await server.press(card, "Передать", user=ANNA)
        await team.sees(card, "[['Анна', 'Boris']")


async def test_whoever_is_away_is_offered_only_where_nobody_else_is(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await team.answer("/away сегодня", user=BORIS)
    await server.press(card, "Передать", user=ANNA)
    await team.sees(card, "[['Анна'], ['Назад']]")
    await server.press(card, "Назад", user=ANNA)
    await team.sees(card, "Беру")
    await team.answer("/away сегодня", user=ANNA)
    await server.press(card, "Передать", user=ANNA)
    await team.sees(card, "[['Анна', 'Борис'], ['Назад']]")


async def test_after_an_answer_the_team_is_asked_whether_to_return(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Мы ответили", user=ANNA)
    await team.sees(card, "Без ссылки")
    await server.press(card, "Без ссылки", user=ANNA)
    await team.sees(card, "Вернуться к этому?", "Через 3 рабочих дня")
    press = await server.press(card, "Через 3 рабочих дня", user=ANNA)
    assert (await server.toast(press))["text"] == "Напомним 27 ноября, 09:00"
    await team.sees(card, "Вернёмся к этому 27 ноября")
    assert (await team.store.alert(1)).follow_up is not None


async def test_a_promise_has_a_date_or_is_asked_for_again(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Мы ответили", user=ANNA)
    await team.sees(card, "Обещание")
    await server.press(card, "Обещание", user=BORIS)
    await server.wait(lambda: len(server.messages()) > 2)
    question = server.messages()[2]
    assert "Борис, что вы обещали" in question.text
    undated = await team.answer("вернём деньги", user=BORIS, reply_to=question)
    assert "Не видно даты" in undated.text
    assert undated.reply_to == undated.number - 1
    bare = await team.answer("до 30.11", user=BORIS, reply_to=undated)  # people answer what was said last
    assert "Не видно, что обещали" in bare.text
    assert "Напомним 30 ноября" in (await team.answer("вернём деньги до 30.11", user=BORIS, reply_to=bare)).text
    await team.sees(card, "Обещано к 30 ноября: вернём деньги", "☑ Обещание")


async def promised(team: Office, server: TelegramServer) -> Posted:
    """What was asked for a promise."""
    card = await team.mention()
    press = await server.press_data(card, Do(deed=Deed.PROMISE, mention=1).pack(), user=ANNA)
    await server.toast(press)
    await server.wait(lambda: len(server.messages()) > 1)
    return server.messages()[1]


async def test_a_promise_is_dated_by_the_day_it_is_where_the_team_works(team: Office, server: TelegramServer) -> None:
    question = await promised(team, server)
    team.now = team.now.replace(hour=22)  # past midnight in Minsk
    answer = await team.answer("перезвоним завтра", reply_to=question)
    assert "Напомним завтра" in answer.text or "26 ноября" in answer.text
    assert answer.reply_to is not None
    assert (await team.store.alert(1)).promised_for == datetime(2026, 11, 26, 6, tzinfo=UTC)


async def test_a_long_promise_is_dated_by_its_last_word_and_kept_as_far_as_a_card_shows_it(
    team: Office, server: TelegramServer
) -> None:
    question = await promised(team, server)
    assert "Напомним 30 ноября" in (await team.answer("звоним " * 40 + "30.11", reply_to=question)).text
    kept = (await team.store.alert(1)).promise or ""
    assert kept.endswith("звоним…")
    assert len(kept) <= LONGEST_PROMISE


async def test_a_promise_may_stand_under_a_picture(team: Office, server: TelegramServer) -> None:
    question = await promised(team, server)
    await server.say("", chat=GROUP, user=ANNA, reply_to=question, caption="вернём деньги до 30.11")
    await server.wait(lambda: len(server.messages()) > 2)
    assert (await team.store.alert(1)).promise == "вернём деньги до 30.11"


async def test_the_example_of_a_promise_is_a_day_that_still_lies_ahead(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Мы ответили", user=ANNA)
    await team.sees(card, "Обещание")
    await server.press(card, "Обещание", user=BORIS)
    await server.wait(lambda: len(server.messages()) > 2)
    question = server.messages()[2]
    assert "например: перезвоним до 1 декабря" in question.text, "the 24th of November"
    assert "(1 декабря, завтра" in (await team.answer("вернём деньги", user=BORIS, reply_to=question)).text


async def marked(team: Office, button: str) -> datetime | None:
    """When the card was marked so."""
    alert = await team.store.alert(1)
    return {"Жалоба подана": alert.complained, "Решено лично": alert.record.settled}[button]


@pytest.mark.parametrize(
    ("button", "shown"), [("Жалоба подана", "Жалоба площадке подана"), ("Решено лично", "Решено лично 24.11")]
)
async def test_marks_are_made_and_taken_away_by_a_press(
    team: Office, server: TelegramServer, button: str, shown: str
) -> None:
    card = await team.mention()
    await server.press(card, "Чек-лист", user=ANNA)
    await team.sees(card, f"☐ {button}")
    await server.press(card, button, user=ANNA)
    await team.sees(card, f"☑ {button}")
    assert await marked(team, button) == team.now
    await server.press(card, "Назад", user=ANNA)
    await team.sees(card, shown, "Беру")
    await server.press(card, "Чек-лист", user=ANNA)
    await team.sees(card, f"☑ {button}")
    press = await server.press(card, button, user=ANNA)
    assert "снята" in (await server.toast(press))["text"]
    await team.sees(card, f"☐ {button}")


@pytest.mark.parametrize("button", ["Жалоба подана", "Решено лично"])
async def test_two_people_who_note_the_same_at_once_both_get_it_noted(
    team: Office, server: TelegramServer, button: str
) -> None:
    card = await team.mention()
    await server.press(card, "Чек-лист", user=ANNA)
    await team.sees(card, f"☐ {button}")
    data = next(
        one["callback_data"] for row in (card.markup or {})["inline_keyboard"] for one in row if button in one["text"]
    )
    said = [(await server.toast(await server.press_data(card, data, user=who)))["text"] for who in (ANNA, BORIS)]
    assert said[0] == said[1]
    assert "снята" not in said[0]
    assert await marked(team, button) == team.now


async def test_a_press_that_telegram_tells_again_does_nothing_twice(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    data = Do(deed=Deed.COMPLAIN, mention=1).pack()
    press = await server.press_data(card, data, user=ANNA)
    await server.toast(press)
    again = {"id": press, "from": ANNA, "message": server._object(card), "chat_instance": "1", "data": data}
    await server.push({"callback_query": again})
    await server.wait(lambda: len(server.called("answerCallbackQuery")) == 2)
    assert (await team.store.alert(1)).complained is not None


SEEN = {
    Status.NEW: "Беру",
    Status.TAKEN: "В работе",
    Status.ANSWERED: "Отвечено",
    Status.DISMISSED: "Снято",
}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1))
async def test_whatever_two_people_press_the_card_shows_what_is_true(
    team: Office, server: TelegramServer, seed: int
) -> None:
    chance, card = Random(seed), await team.mention()  # noqa: S311  # to be the same each time
    for _ in range(PRESSES):
        team.now += timedelta(seconds=chance.choice([1, 5, 30, 3600]))
        button = chance.choice([one for row in (card.markup or {})["inline_keyboard"] for one in row])
        if "callback_data" not in button or "Обещание" in button["text"]:
            continue
        press = await server.press_data(card, button["callback_data"], user=chance.choice([ANNA, BORIS]))
        assert (await server.toast(press)).get("text") != TROUBLE
        await _shown(team, server, card)
    assert [one for one in server.messages() if one.markup and "inline_keyboard" in one.markup] == [card]
    assert not [call for call in server.calls if call.status == 400]


async def _shown(team: Office, server: TelegramServer, card: Posted) -> None:
    """The card is edited until nothing is left to show; then its words and buttons are those of its state."""
    target = f"telegram:{GROUP}"
    while await team.store.stale(target):  # the store tells nobody
        await team.rest()
    record, alert = await team.record(), await team.store.alert(1)
    seen = card.text + str(card.buttons)
    closed = record.status in {Status.ANSWERED, Status.DISMISSED}
    assert closed == ("Вернуть" in str(card.buttons) and "Беру" not in seen and "Отдать" not in seen) or _aside(card)
    assert record.status is Status.NEW or SEEN[record.status] in card.text
    assert (alert.record.snoozed_until is not None) == ("Отложено до" in card.text)
    assert alert.asks_link == ("Без ссылки" in str(card.buttons))
    assert alert.asks_follow_up == ("Через неделю" in str(card.buttons))
    assert (alert.closed_by or alert.record.assignee or "") in card.text


def _aside(card: Posted) -> bool:
    """The checklist, the times, the colleagues: other pages of the same message."""
    return any("Назад" in row for row in card.buttons)


async def test_every_press_has_its_place_in_the_history(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    for buttons in (["Отложить", "1 час"], ["Передать", "Борис"], ["Чек-лист", "Решено лично"]):
        for button in buttons:
            await server.toast(await server.press(card, button, user=ANNA))
            while await team.store.stale(f"telegram:{GROUP}"):  # the store tells nobody
                await team.rest()
    told = [(event.kind, event.who, event.detail) for event in await team.store.events(1)][2:]
    assert told == [(Action.SNOOZE, "Анна", ""), (Action.HAND_OVER, "Анна", "Борис"), (Action.SETTLE, "Анна", "")]
