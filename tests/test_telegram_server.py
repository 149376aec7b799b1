"""The fake Telegram is as strict as the real one, or our tests would prove nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData, ServerDisconnectedError
from telegram_server import GROUP, TelegramServer

ANNA = {"id": 11111111, "is_bot": False, "first_name": "Анна"}


class Client:
    """A bot that says exactly what the test wants."""

    def __init__(self, server: TelegramServer, session: ClientSession) -> None:
        self.server, self.session = server, session

    async def __call__(self, method: str, *, token: str = "", **fields: Any) -> tuple[int, dict[str, Any]]:
        url = f"{self.server.url}/bot{token or self.server.token}/{method}"
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
        async with self.session.post(url, data=form) as answer:
            return answer.status, await answer.json()

    async def refused(self, method: str, **fields: Any) -> str:
        """The description of a refusal."""
        status, answer = await self(method, **fields)
        assert (status, answer["ok"]) == (answer["error_code"], False)
        return str(answer["description"])


@pytest.fixture
async def call(server: TelegramServer) -> AsyncIterator[Client]:
    async with ClientSession() as session:
        yield Client(server, session)


@pytest.mark.parametrize(
    "markup", ["<b>open", "</b>", "<b><i>x</b></i>", "1 < 2", "<script>x</script>", '<b onclick="x">x</b>']
)
async def test_broken_markup_is_refused(call: Client, markup: str) -> None:
    assert "can't parse entities" in await call.refused("sendMessage", chat_id=GROUP, text=markup, parse_mode="HTML")


async def test_length_is_counted_after_the_markup_is_parsed(call: Client) -> None:
    assert (await call("sendMessage", chat_id=GROUP, text=f"<b>{'я' * 4096}</b>", parse_mode="HTML"))[0] == 200
    assert "too long" in await call.refused("sendMessage", chat_id=GROUP, text="я" * 4097)
    assert "empty" in await call.refused("sendMessage", chat_id=GROUP, text="<b></b>", parse_mode="HTML")


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x", "callback_data": "я" * 33},
        {"text": "x", "url": "javascript:alert(1)"},
        {"text": "x"},
        {"text": " ", "callback_data": "x"},
    ],
)
async def test_bad_buttons_are_refused(call: Client, button: dict[str, str]) -> None:
    keys = {"inline_keyboard": [[button]]}
    assert "Bad Request" in await call.refused("sendMessage", chat_id=GROUP, text="x", reply_markup=keys)


async def test_unknown_chats_methods_tokens_and_topics_are_refused(call: Client) -> None:
    assert "chat not found" in await call.refused("sendMessage", chat_id=-1, text="x")
    assert "thread not found" in await call.refused("sendMessage", chat_id=GROUP, text="x", message_thread_id=7)
    assert (await call("sendTelegram", chat_id=GROUP))[0] == 404
    assert (await call("getMe", token="1:other"))[0] == 401


async def test_an_edit_must_change_something_that_exists(call: Client) -> None:
    number = (await call("sendMessage", chat_id=GROUP, text="x"))[1]["result"]["message_id"]
    same = {"chat_id": GROUP, "message_id": number, "text": "x"}
    assert "not modified" in await call.refused("editMessageText", **same)
    assert "to edit not found" in await call.refused("editMessageText", **same | {"message_id": 99})


async def test_an_update_comes_until_it_is_confirmed(server: TelegramServer, call: Client) -> None:
    await server.say("привет", chat=GROUP, user=ANNA)
    _, first = await call("getUpdates")
    _, again = await call("getUpdates")
    number = first["result"][0]["update_id"]
    assert again == first
    assert (await call("getUpdates", offset=number + 1))[1]["result"] == []


async def test_a_question_is_held_until_something_happens(server: TelegramServer, call: Client) -> None:
    question = asyncio.create_task(call("getUpdates", timeout=20, allowed_updates=["message"]))
    await server.wait(lambda: server.called("getUpdates"))
    await server.say("привет", chat=GROUP, user=ANNA)
    assert (await question)[1]["result"][0]["message"]["text"] == "привет"


async def test_of_two_pollers_the_first_is_sent_away(server: TelegramServer, call: Client) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=20))
    await server.wait(lambda: server.called("getUpdates"))
    assert (await call("getUpdates", timeout=0))[0] == 200
    assert (await first)[0] == 409


async def test_a_lost_answer_leaves_the_message_in_the_chat(server: TelegramServer, call: Client) -> None:
    server.arm("lost", "sendMessage")
    with pytest.raises(ServerDisconnectedError):
        await call("sendMessage", chat_id=GROUP, text="x")
    assert [message.text for message in server.messages(GROUP)] == ["x"]


async def test_a_document_arrives_with_its_bytes(server: TelegramServer, call: Client) -> None:
    form = FormData({"chat_id": str(GROUP), "document": "attach://a"})
    form.add_field("a", b"%PDF", filename="digest.pdf")
    async with call.session.post(f"{server.url}/bot{server.token}/sendDocument", data=form) as answer:
        assert answer.status == 200
    assert server.messages(GROUP)[0].document == b"%PDF"


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        ([{"type": "paragraph", "text": "я" * 32_769}], "TEXT_TOO_LONG"),
        ([{"type": "footer", "text": "я"}] * 501, "BLOCKS_TOO_MUCH"),
        ([{"type": "table", "cells": [[{"text": "я", "align": "left", "valign": "top"}] * 21]}], "COLUMNS_TOO_MUCH"),
        ([{"type": "table", "cells": [[{"text": "я"}]]}], "table cell"),
        ([{"type": "paragraph", "text": "я", "colour": "red"}], "fields"),
        ([{"type": "paragraph", "text": "half \ud83d"}], "UTF-8"),
        ([{"type": "heading", "text": "я", "size": 7}], "heading size"),
        ([{"type": "details", "summary": "я", "blocks": []}], "non-empty"),
        ([{"type": "photo", "photo": {"type": "photo", "media": "attach://nowhere"}}], "no photo in the request"),
        ([{"type": "photo", "photo": {"type": "photo", "media": "http://127.0.0.1/a.png"}}], "HTTP URL"),
        ([{"type": "marquee", "text": "я"}], "Unsupported block"),
        ([], "non-empty"),
    ],
)
async def test_a_rich_message_that_telegram_would_not_take_is_refused(call: Client, blocks: Any, why: str) -> None:
    assert why in await call.refused("sendRichMessage", chat_id=GROUP, rich_message={"blocks": blocks})


async def test_a_rich_message_has_one_source_and_no_unknown_field(call: Client) -> None:
    blocks = [{"type": "paragraph", "text": "я"}]
    assert (await call("sendRichMessage", chat_id=GROUP, rich_message={"blocks": blocks}))[0] == 200
    for rich in ({"html": "<p>я</p>"}, {"blocks": blocks, "media": []}):
        assert "unexpected field" in await call.refused("sendRichMessage", chat_id=GROUP, rich_message=rich)


async def test_an_older_server_knows_no_rich_message(server: TelegramServer, call: Client) -> None:
    server.unknown = {"sendRichMessage"}
    assert await call.refused("sendRichMessage", chat_id=GROUP, rich_message={}) == "Not Found: method not found"


@pytest.mark.parametrize("media", [[], [{"type": "photo", "media": "attach://a"}] * 11])
async def test_an_album_has_two_to_ten_pictures(call: Client, media: Any) -> None:
    assert "number of items" in await call.refused("sendMediaGroup", chat_id=GROUP, media=media)
