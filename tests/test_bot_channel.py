"""What Telegram refuses, loses and moves, and what the outbox hears of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from aiogram import Bot
from bot_values import Seconds
from render_values import alert
from telegram_server import GROUP, PRIVATE, TelegramServer

from bot.app import connect, unreached
from bot.channel import TelegramChannel
from bot.pace import Pace
from bot.session import Session
from monitor.config.settings import Settings
from monitor.config.team import Team
from monitor.domain import Alert, Owed, Status
from monitor.errors import ConfigError, DeliveryError
from monitor.render.document import Document, Line, Span, Style, link
from monitor.telling.channel import Letter, MovedError

TOKEN = "7000000001:test-TOKEN-of-the-fake-server-000000"


def plan() -> Any:
    """Of the plan the channel needs only the language."""
    return SimpleNamespace(language="ru")


def letter(text: str = "Сроки сорвали", *, card: Alert | None = None, **owed: Any) -> Letter:
    details: dict[str, Any] = {"target": f"telegram:{GROUP}", "mention": 42, "notice": None, **owed}
    document = Document((Line((Span(text, Style.BOLD), link(" тут", "https://otzyv.example/42"))),))
    return Letter(Owed(1, **details), document, card)


@pytest.fixture
async def bot_and_channel(server: TelegramServer) -> AsyncIterator[tuple[Bot, TelegramChannel]]:
    seconds = Seconds()
    bot, channel = connect(
        Settings(token=server.token, api_url=server.url), plan=plan, pace=Pace(seconds, seconds.sleep)
    )
    yield bot, channel
    await bot.session.close()


@pytest.fixture
def channel(bot_and_channel: tuple[Bot, TelegramChannel]) -> TelegramChannel:
    return bot_and_channel[1]


async def test_chats_that_the_bot_cannot_write_to_are_found_without_a_message(
    server: TelegramServer, bot_and_channel: tuple[Bot, TelegramChannel]
) -> None:
    bot, _ = bot_and_channel
    server.kicked.add(PRIVATE)
    chats = [{"id": GROUP}, {"id": PRIVATE}, {"id": -1009}, {"id": GROUP, "topic": 99}]
    found = await unreached(bot, Team.model_validate({"chats": chats, "ops": -1009}))
    assert [one.key for one in found] == ["telegram.not_started", "telegram.no_chat", "telegram.no_topic"]
    assert "-1009" in str(found[1])
    assert server.messages(GROUP) == []


async def refused(channel: TelegramChannel, sent: Letter) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.send(sent)
    return caught.value


async def test_a_card_arrives_marked_up_with_its_buttons_and_no_preview(
    server: TelegramServer, channel: TelegramChannel
) -> None:
    number = await channel.send(letter("<Сроки> & «сорвали»", card=alert()))
    [message] = server.messages(GROUP)
    assert (message.number, message.text) == (number, "<Сроки> & «сорвали» тут")
    assert [entity["type"] for entity in message.entities] == ["bold", "text_link"]
    assert message.buttons[0] == ["Беру", "Чек-лист"]
    assert not message.preview


async def test_a_notice_has_no_buttons(server: TelegramServer, channel: TelegramChannel) -> None:
    await channel.send(letter())
    assert server.messages(GROUP)[0].markup is None


async def test_what_follows_on_a_card_is_a_reply_to_it(server: TelegramServer, channel: TelegramChannel) -> None:
    card = await channel.send(letter(card=alert()))
    await channel.send(replace(letter("Перепечаток стало 3"), under=card))
    assert [message.reply_to for message in server.messages(GROUP)] == [None, card]


async def test_what_follows_on_a_card_that_was_deleted_stands_alone(
    server: TelegramServer, channel: TelegramChannel
) -> None:
    await channel.send(replace(letter("Перепечаток стало 3"), under=777))
    [message] = server.messages(GROUP)
    assert (message.text, message.reply_to) == ("Перепечаток стало 3 тут", None)


async def test_a_target_with_a_topic_is_written_to_in_that_topic(
    server: TelegramServer, channel: TelegramChannel
) -> None:
    server.topics[GROUP] = {7}
    await channel.send(letter(target=f"telegram:{GROUP}:7"))
    assert server.messages(GROUP)[0].topic == 7


@pytest.mark.parametrize("topic", ["", ":7"])
async def test_where_the_general_topic_is_closed_too_the_alert_waits_for_somebody_to_open_one(
    server: TelegramServer, channel: TelegramChannel, topic: str
) -> None:
    server.arm(400, "sendMessage", times=2, description="Bad Request: TOPIC_CLOSED")
    error = await refused(channel, letter(target=f"telegram:{GROUP}{topic}"))
    assert (error.key, error.final, error.away) == ("telegram.general_closed", False, True)


async def test_an_alert_for_a_deleted_topic_still_reaches_the_chat(
    server: TelegramServer, channel: TelegramChannel
) -> None:
    await channel.send(letter(target=f"telegram:{GROUP}:8"))
    assert [message.topic for message in server.messages(GROUP)] == [None]


async def test_an_edit_changes_words_and_buttons_of_the_same_message(
    server: TelegramServer, channel: TelegramChannel
) -> None:
    number = await channel.send(letter(card=alert()))
    await channel.edit(letter("Взяла Анна", card=alert(status=Status.TAKEN), message=number))
    [message] = server.messages(GROUP)
    assert message.text.startswith("Взяла Анна")
    assert message.buttons[0][0] == "Отдать"


async def test_an_edit_that_changes_nothing_succeeds(server: TelegramServer, channel: TelegramChannel) -> None:
    number = await channel.send(letter(card=alert()))
    await channel.edit(letter(card=alert(), message=number))
    assert [call.status for call in server.called("editMessageText")] == [400]


async def test_a_deleted_message_is_not_edited_again(channel: TelegramChannel) -> None:
    with pytest.raises(DeliveryError) as caught:
        await channel.edit(letter(card=alert(), message=77))
    assert caught.value.final


@pytest.mark.parametrize("fault", [500, 502, "broken"])
async def test_trouble_of_the_server_is_no_delivery(
    server: TelegramServer, channel: TelegramChannel, fault: int | str
) -> None:
    server.arm(fault, "sendMessage")
    error = await refused(channel, letter())
    assert not error.final
    assert not error.unsure


async def test_a_server_that_is_not_there_certainly_got_nothing() -> None:
    async with TelegramServer() as gone:
        url = gone.url
    bot, channel = connect(Settings(token=TOKEN, api_url=url), plan=plan)
    error = await refused(channel, letter())
    assert (error.key, error.unsure) == ("telegram.unreachable", False)
    assert not await channel.alive(f"telegram:{GROUP}")
    await bot.session.close()


async def test_a_proxy_that_hangs_up_in_the_middle_of_a_word_leaves_the_message_for_later():
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"\x05")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as proxy:
        address = f"socks5://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        bot, channel = connect(Settings(token=TOKEN, proxy=address), plan=plan)
        error = await refused(channel, letter())
        await bot.session.close()
    assert (error.key, error.unsure) == ("telegram.unreachable", False)


@pytest.mark.parametrize("fault", ["lost", "reset"])
async def test_a_lost_answer_leaves_the_message_in_doubt(
    server: TelegramServer, channel: TelegramChannel, fault: str
) -> None:
    server.arm(fault, "sendMessage")
    assert (await refused(channel, letter())).unsure
    assert len(server.called("sendMessage")) == 1


async def test_a_call_that_hangs_is_given_up_and_left_in_doubt(
    server: TelegramServer, bot_and_channel: tuple[Bot, TelegramChannel]
) -> None:
    bot, channel = bot_and_channel
    bot.session.timeout = 0.2
    server.arm("hang", "sendMessage")
    assert (await refused(channel, letter())).unsure


async def test_a_flood_says_how_long_to_wait(server: TelegramServer, channel: TelegramChannel) -> None:
    server.arm(429, "sendMessage", retry_after=17)
    assert (await refused(channel, letter())).retry_after == timedelta(seconds=17)


@pytest.mark.parametrize(("asked", "seconds"), [(10**15, 86_400), (-5, 0)])
async def test_no_flood_silences_us_for_longer_than_a_day(
    server: TelegramServer, channel: TelegramChannel, asked: int, seconds: int
) -> None:
    server.arm(429, "sendMessage", retry_after=asked)
    assert (await refused(channel, letter())).retry_after == timedelta(seconds=seconds)


async def test_an_answer_in_words_of_a_later_version_counts_as_sent(
    server: TelegramServer, channel: TelegramChannel
) -> None:
    server.chats[GROUP] = "a kind of chat that nobody knows yet"
    server.bot["is_bot"] = {"of": "a new shape"}
    assert await channel.send(letter()) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 500])
async def test_an_answer_without_a_word_is_trouble_that_passes(
    server: TelegramServer, channel: TelegramChannel, status: int
) -> None:
    server.arm(status, "sendMessage", description=None)
    error = await refused(channel, letter())
    assert (error.key, error.final, error.unsure) == ("telegram.garbled", False, False)
    server.arm(200, "sendMessage")
    assert await channel.send(letter()) is None  # it agreed, and said nothing of what it sent


async def test_refused_markup_goes_out_as_plain_text(server: TelegramServer, channel: TelegramChannel) -> None:
    server.arm(400, "sendMessage", description="Bad Request: can't parse entities: unexpected end")
    await channel.send(letter("<Сроки>", card=alert()))
    [message] = server.messages(GROUP)
    assert message.text == "<Сроки> тут (https://otzyv.example/42)"
    assert message.buttons[0] == ["Беру", "Чек-лист"]


async def test_a_refused_address_costs_the_link_not_the_alert(server: TelegramServer, channel: TelegramChannel) -> None:
    server.arm(400, "sendMessage", times=2, description="Bad Request: inline keyboard button URL is invalid")
    await channel.send(letter(card=alert()))
    assert server.messages(GROUP)[0].buttons[-1] == ["Отложить", "Передать"]


async def test_a_message_refused_in_every_form_is_final(server: TelegramServer, channel: TelegramChannel) -> None:
    server.arm(400, "sendMessage", times=9, description="Bad Request: no")
    assert (await refused(channel, letter(card=alert()))).final
    assert len(server.called("sendMessage")) == 3


async def test_a_chat_that_threw_the_bot_out_takes_nothing_until_it_lets_it_in(
    server: TelegramServer, channel: TelegramChannel
) -> None:
    server.kicked.add(GROUP)
    error = await refused(channel, letter())
    assert (error.key, error.final, error.away) == ("telegram.forbidden", False, True)


async def test_an_unknown_chat_takes_nothing_until_somebody_lets_the_bot_in_and_is_asked_once(
    server: TelegramServer, channel: TelegramChannel
) -> None:
    error = await refused(channel, letter(target="telegram:-1"))
    assert (error.key, error.final, error.away) == ("telegram.no_chat", False, True)
    assert len(server.called("sendMessage")) == 1


@pytest.mark.parametrize("said", ["CHANNEL_PRIVATE", "group chat was deactivated", "PEER_ID_INVALID"])
async def test_what_a_chat_that_is_out_of_sight_is_owed_waits_for_it(
    server: TelegramServer, channel: TelegramChannel, said: str
) -> None:
    server.arm(400, "sendMessage", description=f"Bad Request: {said}")
    error = await refused(channel, letter(card=alert()))
    assert (error.key, error.final, error.away) == ("telegram.no_chat", False, True)


@pytest.mark.parametrize(
    "said",
    [
        "not enough rights to send text messages to the chat",
        "have no rights to send a message",
        "have no write access to the chat",
        "need administrator rights in the channel chat",
        "CHAT_WRITE_FORBIDDEN",
        "CHAT_SEND_PLAIN_FORBIDDEN",
        "CHAT_ADMIN_REQUIRED",
        "CHAT_RESTRICTED",
        "USER_BANNED_IN_CHANNEL",
    ],
)
async def test_what_the_bot_may_not_say_waits_until_it_may(
    server: TelegramServer, channel: TelegramChannel, said: str
) -> None:
    server.arm(400, "sendMessage", description=f"Bad Request: {said}")
    error = await refused(channel, letter(card=alert()))
    assert (error.key, error.final, error.away) == ("telegram.no_rights", False, True)
    assert len(server.called("sendMessage")) == 1


async def test_a_group_that_became_a_supergroup_tells_its_new_address(
    server: TelegramServer, channel: TelegramChannel
) -> None:
    server.moved[GROUP] = -1001
    error = await refused(channel, letter())
    assert isinstance(error, MovedError)
    assert error.target == "telegram:-1001"


async def test_a_private_chat_is_a_target_too(server: TelegramServer, channel: TelegramChannel) -> None:
    await channel.send(letter(target=f"telegram:{PRIVATE}"))
    assert len(server.messages(PRIVATE)) == 1


async def test_the_endless_text_of_a_stranger_is_cut_not_refused(
    server: TelegramServer, channel: TelegramChannel
) -> None:
    await channel.send(letter("<&>😀" * 3000))
    assert len(server.messages(GROUP)[0].text) <= 4096
    assert len(server.called("sendMessage")) == 1


async def test_no_error_and_no_log_holds_the_token(
    server: TelegramServer, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    errors = []
    for fault in (401, 404, 500, 502, "broken", "reset", "lost", 429):
        server.arm(fault, "sendMessage")
        error = await refused(channel, letter())
        errors += [str(error), repr(error), repr(error.__cause__), repr(error.__context__)]
    assert server.token.partition(":")[2] not in caplog.text + " ".join(errors)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"token": "not a token"}, "telegram.bad_token"),
        ({"proxy": "ftp://proxy.example"}, "telegram.proxy"),
    ],
)
def test_wrong_settings_are_named(wrong: dict[str, Any], key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        connect(Settings(**{"token": TOKEN, **wrong}), plan=plan)
    assert caught.value.key == key


def test_a_proxy_that_resolves_names_itself_is_understood() -> None:
    bot, _ = connect(Settings(token=TOKEN, proxy="socks5h://user:pw@proxy.example:1080"), plan=plan)
    assert isinstance(bot.session, Session)
    assert bot.session.proxy == "socks5://user:pw@proxy.example:1080"
