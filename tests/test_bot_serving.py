"""Who is served, with which commands, and what no trouble of Telegram may cost."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import GetUpdates
from aiogram.types import Update
from bot_office import ANNA, BORIS, PLAN, STRANGER, Office, broken, office, visit
from live_values import take_up
from structlog.testing import capture_logs
from telegram_server import GROUP, PRIVATE, TelegramServer

from bot.handlers.help import ADMINS, COMMANDS
from bot.polling import CONTESTED, FEW, PAUSES, POLL, Polling
from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.domain import Action, FirstCrawl, Health, Person, SourceState, Status, VisitStatus
from monitor.errors import ConfigError
from monitor.render.document import Document, line
from monitor.store import Store, Visit

MOVED = -1001


async def silent(server: TelegramServer, team: Office, marker: str = "/help") -> int:
    """How many messages came back before the answer to somebody of the team."""
    before = len(server.messages())
    await team.answer(marker, chat=PRIVATE)
    return len(server.messages()) - before - 1


@pytest.mark.parametrize("chat", [GROUP, -100999, STRANGER["id"]])
async def test_strangers_meet_silence(team: Office, server: TelegramServer, chat: int) -> None:
    card = await team.mention()
    await server.say("/help", chat=chat, user=STRANGER)
    await server.press(card, "Беру", user=STRANGER)
    assert await silent(server, team) == 0
    assert server.toasts == {}
    assert (await team.record()).status is Status.NEW


async def test_a_team_member_is_not_served_in_a_foreign_chat(team: Office, server: TelegramServer) -> None:
    await server.say("/help", chat=-100999, user=ANNA)
    assert await silent(server, team) == 0


async def test_bots_channels_and_edited_messages_meet_silence(team: Office, server: TelegramServer) -> None:
    chat, body = {"id": GROUP, "type": "supergroup"}, {"message_id": 900, "date": 1_795_000_000, "text": "/help"}
    said = {**body, "chat": chat, "from": ANNA, "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
    await server.push({"message": {**said, "from": {**ANNA, "is_bot": True}}})
    await server.push({"message": {**said, "sender_chat": {"id": -100888, "type": "channel"}}})
    await server.push({"channel_post": {**body, "chat": {"id": -100888, "type": "channel"}}})
    await server.push({"edited_message": said})
    assert await silent(server, team) == 0


async def test_a_command_that_is_corrected_is_given_anew(team: Office, server: TelegramServer) -> None:
    typed = await server.say("/away 24.12 - 35.12", chat=GROUP, user=ANNA)
    await server.wait(lambda: len(server.messages()) == 1)
    await server.edit(typed, "/away 24.12 - 25.12")
    await server.wait(lambda: len(server.messages()) == 2)
    assert server.messages()[1].text.startswith("Записано, вас не будет: 24–25 декабря.")
    await server.edit(typed, "/away 24.12 - 25.12")  # only its preview has come
    await server.edit(typed, "никуда не еду")
    await server.edit(typed, "/away off", after=3600)
    assert await silent(server, team) == 0


async def test_what_was_said_before_our_start_is_no_command_when_it_is_edited(
    team: Office, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.access.REMEMBERED", 1)
    old = await server.say("/duty", chat=GROUP, user=ANNA)
    await server.wait(lambda: len(server.messages()) == 1)
    await team.answer("/help", chat=PRIVATE)
    await server.edit(old, "/away завтра")
    assert await silent(server, team) == 0
    assert not await team.store.shifts(team.now)


async def test_without_a_list_of_users_everyone_in_the_chat_may_act(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path, PLAN | {"team": {"chats": [{"id": GROUP}]}}) as team:
        card = await team.mention()
        await server.press(card, "Беру", user=STRANGER)
        await team.sees(card, "Mallory")


async def test_a_person_who_is_named_as_a_chat_is_served_there_and_the_team_in_the_chat_of_operations(
    tmp_path: Path, server: TelegramServer
) -> None:
    plan = PLAN | {"team": {"chats": [{"id": PRIVATE}], "users": [BORIS["id"]], "ops": GROUP}}
    async with office(server, tmp_path, plan) as team:
        assert "/mentions" in (await team.answer("/help", chat=PRIVATE, user=ANNA)).text
        assert "/mentions" in (await team.answer("/help", chat=GROUP, user=BORIS)).text


async def test_a_changed_team_counts_at_once(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    chats = [{"id": GROUP}, {"id": PRIVATE}]
    take_up(team.live, team.live.plan.model_validate(PLAN | {"team": {"chats": chats, "users": [STRANGER["id"]]}}))
    await server.press(card, "Беру", user=STRANGER)
    await team.sees(card, "Mallory")


async def test_a_group_that_moved_is_served_at_its_new_address(team: Office, server: TelegramServer) -> None:
    await team.mention()
    server.chats[MOVED] = "supergroup"
    chat = {"id": GROUP, "type": "group", "title": "Отзывы"}
    await server.push(
        {"message": {"message_id": 900, "date": 1_795_000_000, "chat": chat, "from": ANNA, "migrate_to_chat_id": MOVED}}
    )
    assert "/mentions" in (await team.answer("/help", chat=MOVED)).text
    card = await team.mention(number=2)
    assert card.chat == MOVED
    await server.press(card, "Беру", user=ANNA)
    await team.sees(card, "Анна")


async def test_a_foreign_group_that_moves_is_still_foreign(team: Office, server: TelegramServer) -> None:
    chat = {"id": -100999, "type": "group", "title": "Чужие"}
    await server.push(
        {"message": {"message_id": 900, "date": 1_795_000_000, "chat": chat, "from": ANNA, "migrate_to_chat_id": MOVED}}
    )
    await server.say("/help", chat=MOVED, user=ANNA)
    assert await silent(server, team) == 0
    assert await team.store.moves() == {}


@pytest.mark.parametrize("command", ["/help", "/start", "/help@otklik_bot"])
async def test_help_names_the_commands(team: Office, command: str) -> None:
    assert "/mentions" in (await team.answer(command)).text


async def test_forms_shows_what_is_found_and_what_could_be(team: Office) -> None:
    answer = await team.answer("/forms")
    assert all(words in answer.text for words in ("Зубр-Софта", "предлагаем", "Zubr-Soft"))
    assert len(answer.text) <= 4096
    assert (await team.answer("/forms zubr")).text == answer.text
    assert (await team.answer("/forms зубр-софт")).text == answer.text


async def test_forms_of_an_unknown_brand_names_those_that_there_are(team: Office) -> None:
    assert "из этих: zubr" in (await team.answer("/forms zubrr <b>")).text


async def test_forms_asks_whose_where_there_are_several(tmp_path: Path, server: TelegramServer) -> None:
    two = [*PLAN["brands"], {"id": "sklad", "name": "Северный Склад"}]
    async with office(server, tmp_path, PLAN | {"brands": two}) as team:
        question = await team.answer("/forms")
        assert question.buttons == [["Зубр-Софт"], ["Северный Склад"]]
        await server.press(question, "Северный Склад", user=ANNA)
        await server.wait(lambda: "Северному Складу" in server.messages()[-1].text)


async def test_a_command_for_another_bot_is_not_ours(team: Office, server: TelegramServer) -> None:
    await server.say("/help@another_bot", chat=GROUP, user=ANNA)
    assert await silent(server, team) == 0


async def test_mentions_are_leafed_through_in_one_message(team: Office, server: TelegramServer) -> None:
    assert (await team.answer("/mentions")).text == "Упоминаний пока нет."
    for number in range(1, 11):
        await team.mention(number=number)
    listed = await team.answer("/mentions@otklik_bot")
    assert listed.text.index("m-10") < listed.text.index("m-9")
    assert "https://otzyv.example/zubr/10" in listed.links
    assert listed.buttons[:2] == [["1", "2", "3", "4", "5", "6", "7", "8"], ["Старше"]]
    await server.press(listed, "Старше", user=BORIS)
    await server.wait(lambda: listed.buttons[:2] == [["1", "2"], ["Новее"]])
    assert "m-1" in listed.text


async def test_sources_say_how_they_are_doing(team: Office) -> None:
    await team.mention()
    text = (await team.answer("/sources")).text
    assert "reviews: работает" in text
    assert "news: ещё не читали" in text
    assert "forum: выключен" in text


async def test_a_source_in_trouble_comes_first_and_says_why(team: Office) -> None:
    failing = SourceState(
        "news", VisitStatus.FAILED, failures=3, error="https://news.example/rss: не отвечает", health=Health.FAILED
    )
    visit = Visit("news", team.now, (), {}, history=False, state=failing, good=0)
    await team.store.keep(visit)
    text = (await team.answer("/sources")).text
    assert "news: не читается, попыток подряд: 3. https://news.example/rss: не отвечает" in text
    assert text.index("news") < text.index("reviews")


async def test_what_a_summary_counts_is_shown_when_asked_for_and_the_summary_stays(
    team: Office, server: TelegramServer
) -> None:
    await team.mention()
    await team.store.owe(f"telegram:{GROUP}", FirstCrawl(("reviews",), 1, 1, 1), team.now, "first")
    team.outbox.wake()
    await server.wait(lambda: len(server.messages()) == 2)
    summary = server.messages()[1]
    await server.press(summary, "Показать", user=ANNA)
    await server.wait(lambda: len(server.messages()) == 3)
    assert "m-1" in server.messages()[2].text
    assert not summary.edits


async def test_a_command_is_answered_as_soon_as_telegram_lets_us(team: Office, server: TelegramServer) -> None:
    server.arm(429, "sendMessage", times=2)
    assert "/mentions" in (await team.answer("/help")).text


@pytest.mark.parametrize("fault", [500, 502])
async def test_a_command_is_answered_though_telegram_stumbles(team: Office, server: TelegramServer, fault: int) -> None:
    server.arm(fault, "sendMessage", times=2)
    assert "/mentions" in (await team.answer("/help")).text


async def test_an_answer_that_may_have_arrived_is_not_given_twice(team: Office, server: TelegramServer) -> None:
    server.arm("lost", "sendMessage")
    await team.answer("/help")
    await team.answer("/help")
    assert len(server.messages()) == 2


async def test_a_page_is_turned_as_soon_as_telegram_lets_us(team: Office, server: TelegramServer) -> None:
    guide = await team.answer("/help")
    server.arm(429, "editMessageText", times=2)
    await server.press(guide, "Команды", user=ANNA)
    await team.sees(guide, "/mentions: ")


async def test_the_digest_comes_when_asked_for(team: Office) -> None:
    assert (await team.answer("/digest")).text == "Итоги недели"


@pytest.mark.parametrize("name", [*COMMANDS, *ADMINS])
async def test_a_command_may_begin_with_a_capital(team: Office, name: str) -> None:
    assert "такой команды нет" not in (await team.answer(f"/{name.capitalize()}", chat=PRIVATE)).text


@pytest.mark.parametrize("typed", [".ыефегы", "/ыефегы", ".ЫЕФЕГЫ", "/statis"])
async def test_a_command_that_is_typed_with_other_keys_or_a_slip_is_named(team: Office, typed: str) -> None:
    said = (await team.answer(typed, chat=PRIVATE)).text
    assert said == f"«{typed}»: такой команды нет. Может быть, /status?"


async def test_the_digest_of_a_week_comes_when_it_is_named(team: Office) -> None:
    assert (await team.answer("/digest 2026-W40")).text == "Итоги недели"
    assert team.week == "2026-W40"
    assert (await team.answer("/digest 2026-W99")).text.startswith("«2026-W99»: за какую неделю, непонятно.")
    assert (await team.answer(f"/digest {'ё' * 4000}")).text.endswith("2026-W47.")


async def test_a_command_that_fails_ends_nothing(team: Office, server: TelegramServer) -> None:
    team.digest = broken
    await server.say("/digest", chat=GROUP, user=ANNA)
    assert await silent(server, team) == 0


async def test_mentions_say_what_is_from_before_us_and_what_waits(team: Office) -> None:
    await team.store.keep(replace(visit(1, (), team.now), history=True))
    await team.mention(number=2)
    lines = (await team.answer("/mentions")).text.splitlines()
    assert next(line for line in lines if "m-2" in line).endswith("otzyv.example · негатив · новое · m-2")
    assert "из истории" in next(line for line in lines if "m-1" in line)


async def test_mentions_say_what_is_put_off(team: Office) -> None:
    await team.mention()
    until, anna = team.now + timedelta(hours=4), Person(ANNA["id"], "Анна")
    await team.store.act(1, Press(Action.SNOOZE, anna, team.now, until=until))
    assert "негатив · отложено · m-1" in (await team.answer("/mentions")).text
    await team.store.act(1, Press(Action.TAKE, anna, team.now))
    await team.store.act(1, Press(Action.SNOOZE, anna, team.now, until=until))
    assert "в работе: Анна, отложено · m-1" in (await team.answer("/mentions")).text


@pytest.mark.parametrize("fault", [409, 500, 502, "broken", "reset", 429])
async def test_trouble_with_updates_loses_none(team: Office, server: TelegramServer, fault: int | str) -> None:
    server.arm(fault, "getUpdates", times=2)
    assert "/mentions" in (await team.answer("/help")).text


@pytest.mark.parametrize(("status", "said"), [(500, {"description": None}), (200, {})])
async def test_whatever_answers_in_its_place_telegram_is_asked_again(
    team: Office, server: TelegramServer, status: int, said: dict[str, Any]
) -> None:
    server.arm(status, "getUpdates", times=2, **said)
    assert "/mentions" in (await team.answer("/help")).text


@pytest.mark.parametrize("together", [False, True])
async def test_an_update_that_cannot_be_read_costs_no_other_one(
    team: Office, server: TelegramServer, *, together: bool
) -> None:
    await team.answer("/help")
    later = {"message": {"message_id": "of a later version"}}
    server._note(later) if together else await server.push(later)
    assert "/mentions" in (await team.answer("/help")).text


class Wire:
    """Answers questions about updates in this order, and notes how many each wanted; then everything ends."""

    def __init__(self, *answers: list[Update] | Exception) -> None:
        self.answers, self.wanted = list(answers), list[int]()

    async def get_updates(self, *, limit: int, **_: Any) -> list[Update]:
        if not self.answers:
            raise asyncio.CancelledError
        self.wanted.append(limit)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


TROUBLE, AGAIN = "Telegram cannot be asked", "Telegram answers again"


async def test_when_telegram_answers_again_it_is_asked_as_before() -> None:
    down = TelegramNetworkError(GetUpdates(), "no route")
    odd = ClientDecodeError("odd", ValueError(), {"ok": True, "result": [{"update_id": 1}, {"update_id": 2}]})
    later = [TelegramRetryAfter(GetUpdates(), "later", seconds) for seconds in (30, 1)]
    wire, pauses = Wire(down, down, [], down, odd, *later, [], [], []), list[float]()

    async def rest(seconds: float) -> None:
        pauses.append(seconds)

    with suppress(asyncio.CancelledError), capture_logs() as logs:
        await Polling(wire, Dispatcher(), rest).run()  # type: ignore[arg-type]  # all that it asks of a bot
    assert pauses == [*PAUSES[:2], *PAUSES[:2], 30, PAUSES[3]]
    assert wire.wanted == [*[FEW] * 5, 1, 1, 1, 1, FEW]
    events = [log["event"] for log in logs if log["log_level"] == "warning"]  # what a terminal shows
    assert events == [TROUBLE, AGAIN, *[TROUBLE] * 3, AGAIN]


async def test_what_was_not_dealt_with_when_the_bot_stops_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.polling.FINISHING", 0.01)
    begun, ended = asyncio.Event(), list[bool]()

    class Hangs:
        async def feed_update(self, *_: object) -> None:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(True)

    wire = Wire([Update(update_id=7)])
    polling = Polling(wire, Hangs())  # type: ignore[arg-type]  # all that it asks of them
    running = asyncio.create_task(polling.run())
    await begun.wait()
    running.cancel()
    await polling.finish()
    assert ended == [True]
    assert wire.wanted == [FEW]  # nothing was confirmed


async def test_what_waited_for_a_person_comes_as_soon_as_they_start_the_bot(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with office(server, tmp_path, PLAN | {"team": {"chats": [{"id": PRIVATE}]}}) as team:
        server.kicked.add(PRIVATE)
        await team.store.keep(visit(1, (f"telegram:{PRIVATE}",), team.now))
        team.outbox.wake()
        while not await team.store.away():
            await team.rest()
        [(_, away)] = (await team.store.away()).items()
        assert away.cause == "telegram.not_started"
        server.kicked.clear()
        await server.say("/start", chat=PRIVATE, user=ANNA)
        await server.wait(lambda: len(server.messages(PRIVATE)) == 2)
        assert await team.store.away() == {}


async def test_a_group_that_takes_an_answer_is_told_at_once_what_it_would_not_take_before(
    team: Office, server: TelegramServer
) -> None:
    """Telegram says nothing to a bot when a group lets everybody write again."""
    refused = "Bad Request: not enough rights to send text messages to the chat"
    server.arm(400, "sendMessage", times=3, description=refused)
    await team.store.keep(visit(1, (f"telegram:{GROUP}",), team.now))
    team.outbox.wake()
    while not await team.store.away():
        await team.rest()
    server.calm()
    await team.answer("/help")
    await server.wait(lambda: len(server.messages(GROUP)) == 2)
    while await team.store.away():
        await team.rest()


async def test_the_team_hears_once_of_another_program_with_the_same_token(team: Office, server: TelegramServer) -> None:
    for _ in range(3):
        server.arm(409, "getUpdates", times=CONTESTED, description="Conflict: terminated by other getUpdates request")
        await team.answer("/help")
    await server.wait(lambda: any("токеном" in one.text for one in server.messages()))
    [said] = [one.text for one in server.messages() if "токеном" in one.text]
    assert said.startswith("👥 С токеном этого бота работает ещё одна программа")


async def test_a_slow_press_holds_up_nobody_and_is_not_lost_when_we_die_in_it(
    tmp_path: Path, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.polling.HANDLING", 0.02)
    monkeypatch.setattr("bot.polling.REST", 0.02)
    monkeypatch.setattr("bot.polling.FINISHING", 0.02)
    pressed = list[str]()

    async def hangs(_: int, press: Press, *__: object) -> None:
        pressed.append(press.id)
        await asyncio.Event().wait()

    async with office(server, tmp_path) as team:
        card = await team.mention()
        with monkeypatch.context() as busy:
            busy.setattr(team.store, "act", hangs)
            press = await server.press(card, "Беру", user=ANNA)
            for _ in range(3):
                assert "/mentions" in (await team.answer("/help")).text
            team.stop.set()
            assert team.serving is not None
            await team.serving
        assert pressed == [press]
    async with office(server, tmp_path) as team:
        await team.sees(card, "В работе: Анна")


async def test_a_toast_that_cannot_be_shown_costs_nothing(team: Office, server: TelegramServer) -> None:
    card = await team.mention()
    server.arm(400, "answerCallbackQuery", description="Bad Request: query is too old")
    await server.press(card, "Беру", user=ANNA)
    await team.sees(card, "Отдать")


async def test_a_network_that_is_down_at_the_start_is_waited_for(tmp_path: Path, server: TelegramServer) -> None:
    server.arm("reset", "getMe", times=2)
    server.arm(502, "deleteWebhook")
    async with office(server, tmp_path) as team:
        assert "/mentions" in (await team.answer("/help")).text


async def test_a_wrong_token_is_said_to_whoever_wrote_it(tmp_path: Path, server: TelegramServer) -> None:
    server.arm(401, "getMe", times=99)
    store = await Store.open(f"sqlite:///{tmp_path / 'otklik.db'}")
    team = Office(server, store, Plan.model_validate(PLAN), tmp_path)
    with pytest.raises(ConfigError) as caught:
        await team.serve()
    assert caught.value.key == "telegram.unauthorized"
    await team.bot.session.close()
    await store.close()


async def test_the_bot_stops_at_once_in_the_middle_of_a_long_poll(team: Office) -> None:
    team.stop.set()
    async with asyncio.timeout(POLL / 2):
        assert team.serving is not None
        await team.serving


async def test_what_was_answered_while_the_bot_stopped_is_not_answered_again(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with office(server, tmp_path) as team:

        def stopping() -> Document:
            team.stop.set()
            return Document((line("Итоги недели"),))

        team.digest = stopping
        assert (await team.answer("/digest")).text == "Итоги недели"
    async with office(server, tmp_path) as team:
        assert "/mentions" in (await team.answer("/help")).text
        assert len(server.messages()) == 2


async def test_the_menu_of_commands_is_offered_in_both_languages(team: Office, server: TelegramServer) -> None:
    offered = [call.fields for call in server.called("setMyCommands") if "chat_id" not in call.fields["scope"]]
    assert [fields.get("language_code") for fields in offered] == [None, "en", "ru"]


async def test_a_forum_topic_is_answered_in_that_topic(team: Office, server: TelegramServer) -> None:
    server.topics[GROUP] = {7}
    await server.say("/help", chat=GROUP, user=ANNA, topic=7)
    await server.wait(lambda: server.messages(GROUP))
    assert server.messages(GROUP)[0].topic == 7
