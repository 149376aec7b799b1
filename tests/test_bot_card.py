"""What people press on a card, and what they see come of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, BORIS, PLAN, Office, office
from telegram_server import GROUP, TelegramServer

from bot.callbacks import Deed, Do, Tick
from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.domain import Action, Label, Person, Reason, Status
from monitor.places.forbidden import Places

OTHER = -100600


async def test_a_press_on_take_is_seen_by_all_in_the_same_message(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    press = await server.press(card, "Беру", user=ANNA)
    await team.sees(card, "Анна", "Отдать")
    assert (await server.toast(press))["text"] == "Теперь m-1 ведёте вы"
    assert ((await team.record()).status, (await team.record()).assignee) == (Status.TAKEN, "Анна")
    assert server.messages() == [card]


async def test_two_people_who_press_at_once_get_one_result(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    first, second = await server.press(card, "Беру", user=ANNA), await server.press(card, "Беру", user=BORIS)
    assert (await server.toast(first))["text"] == "Теперь m-1 ведёте вы"
    assert "Анна" in (await server.toast(second))["text"]
    assert (await team.record()).assignee == "Анна"


async def test_what_was_taken_can_be_given_back_a_while_later(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Беру", user=ANNA)
    await team.sees(card, "Отдать")
    team.now = team.now.replace(minute=30)
    await server.press(card, "Отдать", user=ANNA)
    await team.sees(card, "Беру")
    assert (await team.record()).assignee is None


async def test_a_checklist_is_opened_ticked_and_closed(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Чек-лист", user=ANNA)
    await team.sees(card, "☐ Ответить публично", "Назад")
    await server.press(card, "Ответить публично", user=BORIS)
    await team.sees(card, "☑ Ответить публично")
    await server.press(card, "Ответить публично", user=ANNA)
    await team.sees(card, "['☐ Ответить публично']")
    await server.press(card, "Назад", user=ANNA)
    await team.sees(card, "Беру")
    assert len(server.messages()) == 1


CRM = {"team": PLAN["team"] | {"client_search": "https://crm.example/search?q={author}&tab=clients"}}


async def test_a_card_leads_to_its_author_among_the_clients(server: TelegramServer, tmp_path: Path) -> None:
    async with office(server, tmp_path, PLAN | CRM) as team:
        card = await team.mention()
        assert card.text.splitlines()[-1] == "m-1 · Открыть · Найти клиента"
        way = "https://crm.example/search?q=%D0%98%D1%80%D0%B8%D0%BD%D0%B0&tab=clients"
        assert way in card.links
        await server.press(card, "Чек-лист", user=ANNA)
        await team.sees(card, "☐ Ответить публично", "Найти клиента")


@pytest.mark.parametrize("audience", ["hr", "press"])
async def test_no_employee_and_no_editor_is_looked_for_among_the_clients(
    server: TelegramServer, tmp_path: Path, audience: str
) -> None:
    (reviews, *others), (chat,) = PLAN["sources"], PLAN["team"]["chats"]
    team_of_all = CRM["team"] | {"chats": [chat | {"audiences": ["clients", "hr", "press"]}]}
    plan = PLAN | {"sources": [reviews | {"audience": audience}, *others], "team": team_of_all}
    async with office(server, tmp_path, plan) as team:
        assert "Найти клиента" not in (await team.mention()).text


@pytest.mark.parametrize("author", ["", " ", "Гость", "Verified User in Retail"])
def test_nobody_is_looked_for_by_a_name_that_is_anybodys(author: str) -> None:
    assert Plan.model_validate(PLAN | CRM).team.client_page(author) == ""
    assert Plan.model_validate(PLAN).team.client_page("Ирина") == ""
    assert Plan.model_validate(PLAN | CRM).team.client_page("A&B / C") == (
        "https://crm.example/search?q=A%26B%20%2F%20C&tab=clients"
    )


async def test_a_card_that_is_answered_while_its_checklist_is_open_is_a_card_again(
    team: Office, server: TelegramServer
) -> None:
    card = await team.mention()
    whole = card.text
    await server.press(card, "Чек-лист", user=ANNA)
    await team.sees(card, "Назад")
    await team.store.act(1, Press(Action.NO_REPLY, Person(BORIS["id"], "Борис"), team.now))
    team.outbox.wake()
    await team.sees(card, "Почему:", "Вернуть")
    assert "☐ Ответить публично" not in card.text
    assert whole.splitlines()[1] in card.text


async def test_all_of_a_long_checklist_is_a_press_away(
    team: Office, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.keyboard.SHOWN", 1)
    card = await team.mention()
    await server.press(card, "Чек-лист", user=ANNA)
    await team.sees(card, "Ещё шаги")
    assert "Ответить публично" not in str(card.buttons)
    await server.press(card, "Ещё шаги", user=ANNA)
    await team.sees(card, "☐ Ответить публично")


async def test_a_link_to_the_place_of_a_mention_is_taken_for_our_answer(team: Office, server: TelegramServer) -> None:
    card, link = await team.mention(), "https://otzyv.example/zubr/1#reply"
    hint = await team.answer(link, reply_to=card)
    assert hint.text.startswith("m-1: ответ ещё не отмечен. Если это ссылка на него, нажмите")
    assert (await team.record()).reply_url is None
    await server.press(card, "Мы ответили", user=ANNA)
    await team.sees(card, "Без ссылки")
    await server.press(card, "Без ссылки", user=ANNA)
    await team.sees(card, "Через неделю")
    assert (await team.answer(f"вот {link}", reply_to=card)).text == "Ссылку сохранили: m-1"
    assert (await team.record()).reply_url == link


async def test_another_link_in_reply_to_a_card_that_waits_for_none_is_for_colleagues(
    team: Office, server: TelegramServer
) -> None:
    card = await team.mention()
    await server.say("https://wiki.example/zubr", chat=GROUP, user=ANNA, reply_to=card)
    await server.say("см. похожее https://otzyv.example/zubr/2", chat=GROUP, user=ANNA, reply_to=card)
    assert "/mentions" in (await team.answer("/help")).text
    assert len(server.messages()) == 2
    assert (await team.record()).reply_url is None


async def test_two_people_who_tick_the_same_box_both_get_it_ticked(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Чек-лист", user=ANNA)
    await team.sees(card, "☐ Ответить публично")
    first = await server.press(card, "Ответить публично", user=ANNA)
    second = await server.press(card, "Ответить публично", user=BORIS)
    await server.toast(first)
    await server.toast(second)
    assert [step.done for step in (await team.store.alert(1)).steps] == [False, True]


async def test_two_people_who_tick_the_same_box_in_two_chats_both_get_it_ticked(tmp_path: Path) -> None:
    plan = PLAN | {"team": {"chats": [{"id": GROUP}, {"id": OTHER}], "users": [11111111, 22222222]}}
    here, there = f"telegram:{GROUP}", f"telegram:{OTHER}"
    async with (
        TelegramServer({GROUP: "supergroup", OTHER: "supergroup"}) as server,
        office(server, tmp_path, plan) as team,
    ):
        await team.mention(targets=[here, there])
        tick = Tick(mention=1, step=1, done=True).pack()
        presses = [(card, tick, who) for card, who in zip(server.messages(), (ANNA, BORIS), strict=True)]
        for press in await server.press_at_once(*presses):
            assert (await server.toast(press))["text"] == "Отмечено"
        assert [step.done for step in (await team.store.alert(1)).steps] == [False, True]


async def test_a_step_that_is_no_longer_there_is_not_said_to_be_ticked(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    press = await server.press_data(card, Tick(mention=1, step=2, done=True).pack(), user=ANNA)
    assert (await server.toast(press))["text"] == "m-1: здесь менять нечего"


async def test_a_card_names_whoever_closed_it_and_not_who_had_it(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Не негатив", user=BORIS)
    await team.sees(card, "Снято: не негатив, Boris")
    await server.press(card, "Вернуть", user=BORIS)
    await team.sees(card, "Беру")
    await server.press(card, "Беру", user=ANNA)
    await team.sees(card, "В работе: Анна")
    await server.press(card, "Мы ответили", user=BORIS)
    await team.sees(card, "Отвечено: Boris")
    assert (await team.record()).assignee == "Анна"
    await server.press(card, "Вернуть", user=ANNA)
    await team.sees(card, "В работе: Анна")


async def test_whoever_says_it_second_is_asked_for_nothing(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    answer, nothing = (Do(deed=deed, mention=1).pack() for deed in (Deed.ANSWER, Deed.NOT_ABOUT_US))
    await server.press_data(card, answer, user=ANNA)
    await server.wait(lambda: len(server.messages()) == 2)
    press = await server.press_data(card, answer, user=BORIS)
    assert (await server.toast(press))["text"] == "m-1: это уже сделано"
    press = await server.press_data(card, nothing, user=BORIS)
    assert "закрыто" in (await server.toast(press))["text"]
    assert "/mentions" in (await team.answer("/help")).text
    assert len(server.messages()) == 3


async def test_an_answer_is_followed_by_its_link(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Мы ответили", user=ANNA)
    await server.wait(lambda: len(server.messages()) > 1)
    question = server.messages()[1]
    assert "Анна" in question.text
    assert question.links == [f"tg://user?id={ANNA['id']}"]
    assert question.reply_to == card.number
    assert (question.markup or {})["force_reply"]
    assert (question.markup or {})["selective"]
    await team.sees(card, "Без ссылки")
    await server.say("вот: https://otzyv.example/zubr/1#reply.", chat=GROUP, user=ANNA, reply_to=question)
    await team.sees(card, "Через неделю")
    record = await team.record()
    assert (record.status, record.reply_url) == (Status.ANSWERED, "https://otzyv.example/zubr/1#reply")


async def test_a_link_that_is_corrected_by_editing_it_takes_the_place_of_the_first(
    team: Office, server: TelegramServer
) -> None:
    card = await team.mention()
    await server.press(card, "Мы ответили", user=ANNA)
    await server.wait(lambda: len(server.messages()) > 1)
    said = await server.say("https://otzyv.example/zubr/7", chat=GROUP, user=ANNA, reply_to=server.messages()[1])
    await server.wait(lambda: server.messages()[-1].text == "Ссылку сохранили: m-1")
    for _ in range(2):  # the second time, its preview has come
        await server.edit(said, "https://otzyv.example/zubr/1")
    assert (await team.answer("/status")).text
    assert (await team.record()).reply_url == "https://otzyv.example/zubr/1"
    assert [one.text for one in server.messages()].count("Ссылку сохранили: m-1") == 2


async def test_when_the_topic_is_closed_the_link_is_asked_for_in_the_chat(
    server: TelegramServer, tmp_path: Path
) -> None:
    plan = PLAN | {"team": {"chats": [{"id": GROUP, "topic": 7}], "users": [11111111]}}
    async with office(server, tmp_path, plan) as team:
        server.topics[GROUP] = {7}
        card = await team.mention(targets=[f"telegram:{GROUP}:7"])
        server.topics[GROUP] = set()
        await server.press(card, "Мы ответили", user=ANNA)
        await server.wait(lambda: len(server.messages()) > 1)
        question = server.messages()[1]
        assert (question.topic, question.reply_to) == (None, card.number)
        await team.answer("https://otzyv.example/zubr/1#reply", reply_to=question)
        assert (await team.record()).reply_url == "https://otzyv.example/zubr/1#reply"


async def test_what_is_asked_for_in_a_topic_that_is_closed_is_said_in_the_chat(
    server: TelegramServer, tmp_path: Path
) -> None:
    plan = PLAN | {"team": {"chats": [{"id": GROUP, "topic": 7}], "users": [11111111]}}
    async with office(server, tmp_path, plan) as team:
        server.topics[GROUP] = {7}
        asked = await team.answer("/mentions", topic=7)
        page = await team.answer("/duty", topic=7)
        server.topics[GROUP] = set()
        answer = await team.answer("/mentions", topic=7)
    assert [one.topic for one in (asked, page, answer)] == [7, 7, None]


async def test_a_link_that_is_sent_before_we_have_noted_our_question_is_kept(
    team: Office, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, note = asyncio.Event(), team.store.ask

    async def noted(*about: Any) -> None:
        await busy.wait()
        await note(*about)

    monkeypatch.setattr(team.store, "ask", noted)
    monkeypatch.setattr("bot.polling.HANDLING", 0.02)  # of the press, which is not done by then
    monkeypatch.setattr("bot.polling.KEPT", 0.05)
    card = await team.mention()
    await server.press(card, "Мы ответили", user=ANNA)
    await server.wait(lambda: len(server.messages()) > 1)
    await server.say("https://otzyv.example/r/7", chat=GROUP, user=ANNA, reply_to=server.messages()[1])
    await server.wait(lambda: not server._updates)
    busy.set()
    await team.sees(card, "Через неделю")
    assert (await team.record()).reply_url == "https://otzyv.example/r/7"


@pytest.mark.parametrize(
    ("said", "marked", "kept"),
    [
        ("вот ответ", {"type": "text_link", "url": "https://otzyv.example/r/7"}, "https://otzyv.example/r/7"),
        ("otzyv.example/r/7?page=2", {"type": "url"}, "https://otzyv.example/r/7?page=2"),
        ("otzyv.example, https://otzyv.example/r/7", {"type": "url", "length": 13}, "https://otzyv.example/r/7"),
        ("(тут https://wiki.example/Зубр_(ПО)).", {"type": "bold"}, "https://wiki.example/Зубр_(ПО)"),
    ],
)
async def test_a_link_that_telegram_shows_as_one_is_taken(
    team: Office, server: TelegramServer, said: str, marked: dict[str, Any], kept: str
) -> None:
    card = await team.mention()
    await server.press(card, "Мы ответили", user=ANNA)
    await server.wait(lambda: len(server.messages()) > 1)
    entities = [{"offset": 0, "length": len(said)} | marked]
    await server.say(said, chat=GROUP, user=ANNA, reply_to=server.messages()[1], entities=entities)
    await team.sees(card, "Через неделю")
    assert (await team.record()).reply_url == kept


async def test_an_answer_without_an_address_gets_a_hint_and_the_question_stays(
    team: Office, server: TelegramServer
) -> None:
    card = await team.mention()
    await server.press(card, "Мы ответили", user=ANNA)
    await server.wait(lambda: len(server.messages()) > 1)
    question = server.messages()[1]
    for place, said in enumerate(("ответили в комментариях", "https://..."), 2):
        await server.say(said, chat=GROUP, user=ANNA, reply_to=question)
        await server.wait(lambda place=place: len(server.messages()) > place)
        assert "https://" in server.messages()[place].text
    await server.say("https://otzyv.example/r/7", chat=GROUP, user=ANNA, reply_to=question)
    await server.wait(lambda: len(server.messages()) > 4)
    assert (await team.record()).reply_url == "https://otzyv.example/r/7"


async def test_a_link_into_a_forbidden_place_is_not_kept(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path, PLAN | {"forbidden": ["bad.example"]}) as team:
        card = await team.mention()
        await server.press(card, "Мы ответили", user=ANNA)
        await server.wait(lambda: len(server.messages()) > 1)
        await server.say("https://www.bad.example/r/7", chat=GROUP, user=ANNA, reply_to=server.messages()[1])
        await server.wait(lambda: len(server.messages()) > 2)
        hint = server.messages()[2]
        assert "списке запрещённых" in hint.text
        assert (await team.record()).reply_url is None
        undressed = await team.answer("там же", reply_to=hint)  # people answer what was said last
        assert "нет ссылки" in undressed.text
        await team.answer("https://otzyv.example/r/7", reply_to=undressed)
        assert (await team.record()).reply_url == "https://otzyv.example/r/7"


async def test_a_card_whose_place_is_forbidden_since_says_so_and_loses_its_buttons(
    team: Office, server: TelegramServer
) -> None:
    card = await team.mention()
    await team.store.forbid(Places(["otzyv.example"]))
    team.outbox.wake()
    await team.sees(card, "Убрано: источник запрещён")
    assert (card.buttons, "otzyv.example" in card.text) == ([], False)


async def test_a_link_is_asked_for_as_soon_as_telegram_lets_us(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    server.arm(429, "sendMessage")
    await server.press(card, "Мы ответили", user=ANNA)
    await server.wait(lambda: len(server.messages()) > 1)
    assert (server.messages()[1].markup or {})["force_reply"]


async def test_a_link_in_reply_to_the_card_itself_is_taken_too(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    server.arm(500, "sendMessage", times=3)
    await server.press(card, "Мы ответили", user=ANNA)
    await team.sees(card, "Без ссылки")
    await server.say("кто ответил?", chat=GROUP, user=ANNA, reply_to=card)
    await server.say("https://otzyv.example/r/7", chat=GROUP, user=ANNA, reply_to=card)
    await team.sees(card, "Через неделю")
    assert (await team.record()).reply_url == "https://otzyv.example/r/7"
    assert len(server.messages()) == 2


async def test_an_answer_may_do_without_a_link(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await server.press(card, "Мы ответили", user=ANNA)
    await team.sees(card, "Без ссылки")
    await server.press(card, "Без ссылки", user=ANNA)
    await server.wait(lambda: card.buttons[-1:] == [["Вернуть", "Открыть"]])
    assert (await team.record()).status is Status.ANSWERED


@pytest.mark.parametrize(
    ("button", "reason", "label"),
    [
        ("Не негатив", Reason.NOT_NEGATIVE, Label.NEUTRAL),
        ("Не о нас", Reason.NOT_ABOUT_US, Label.NEGATIVE),
        ("Без ответа", Reason.NO_REPLY, Label.NEGATIVE),
    ],
)
async def test_a_mention_is_dismissed_and_brought_back(
    team: Office, server: TelegramServer, button: str, reason: Reason, label: Label
) -> None:
    card = await team.mention()
    await server.press(card, button, user=ANNA)
    await server.wait(lambda: card.buttons[-1:] == [["Вернуть", "Открыть"]])
    record = await team.record()
    assert (record.status, record.reason, record.label) == (Status.DISMISSED, reason, label)
    await server.press(card, "Вернуть", user=BORIS)
    await team.sees(card, "Беру")
    assert (await team.record()).status is Status.NEW


async def test_all_chats_that_show_a_mention_see_what_one_did(tmp_path: Path, server: TelegramServer) -> None:
    server.chats[-100600] = "supergroup"
    plan = PLAN | {"team": {"chats": [{"id": GROUP}, {"id": -100600}]}}
    async with office(server, tmp_path, plan) as team:
        await team.mention(targets=(f"telegram:{GROUP}", "telegram:-100600"))
        [here], [there] = server.messages(GROUP), server.messages(-100600)
        await server.press(here, "Беру", user=ANNA)
        await team.sees(here, "Отдать")
        await team.sees(there, "Отдать")


async def test_a_press_cannot_name_what_its_message_does_not_show(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    await team.mention(number=2)
    press = await server.press_data(card, Do(deed=Deed.TAKE, mention=2).pack(), user=ANNA)
    assert "/mentions" in (await server.toast(press))["text"]
    assert (await team.record(2)).status is Status.NEW


@pytest.mark.parametrize(
    "data", ["x", "c1:take", "c1:take:1:2:3", "c1:explode:1", "t1:1:99:1", "t1:1:-1:1", "c0:take:1"]
)
async def test_forged_buttons_do_nothing(team: Office, server: TelegramServer, data: str) -> None:
    card = await team.mention()
    await server.toast(await server.press_data(card, data, user=ANNA))
    assert (await team.record()).status is Status.NEW
    assert not any(step.done for step in (await team.store.alert(1)).steps)


async def test_buttons_from_before_a_restart_work(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path) as before:
        card = await before.mention()
    await server.press(card, "Беру", user=ANNA)  # while nobody listens
    async with office(server, tmp_path) as after:
        await after.sees(card, "Отдать")
        assert (await after.record()).assignee == "Анна"


async def test_a_press_that_was_dealt_with_is_not_dealt_with_again_after_a_restart(
    tmp_path: Path, server: TelegramServer
) -> None:
    async with office(server, tmp_path) as before:
        card = await before.mention()
        await server.press(card, "Беру", user=ANNA)
        await before.sees(card, "Отдать")
    async with office(server, tmp_path):
        await server.wait(lambda: server.called("getUpdates")[-1].fields.get("timeout") == "25")
    assert len(server.toasts) == 1
