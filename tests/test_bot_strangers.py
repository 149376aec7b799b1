"""From strangers, whatever they send: no answer, no change, and nothing of it in the logs."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from bot_office import ANNA, PLAN, STRANGER, Office, office, prefixes
from sqlalchemy import text
from telegram_chats import SOME_DAY
from telegram_server import GROUP, PRIVATE, TelegramServer

from bot.app import _dispatcher
from bot.callbacks import Deed, Do, Entry, Exclude, Guide, Listing, OwnCard, Raise, Show, Tick
from bot.handlers.help import ADMINS, COMMANDS
from monitor.store.tables import METADATA
from monitor.team.codes import CodeKind, Invitation, code_digest, fresh_code

SECRET = "тайное слово чужого"
THERE, FOREIGN, AT_HOME = {"id": GROUP, "type": "supergroup"}, -100777, {"id": STRANGER["id"], "type": "private"}
ELSEWHERE = {"id": FOREIGN, "type": "supergroup", "title": SECRET}
BOT = {"id": 55555555, "is_bot": True, "first_name": SECRET}
FORMER = {"id": 33333333, "is_bot": False, "first_name": SECRET}
CHANNEL = {"id": -100888, "type": "channel", "title": SECRET}
FILE = {"file_id": "f", "file_unique_id": "f", "file_name": "sources.yaml", "mime_type": "text/yaml", "file_size": 9}
TYPED = ("start", *COMMANDS, *ADMINS, "unknown")
BUTTONS = (
    *(Do(deed=deed, mention=1) for deed in Deed),
    *(make(mention=1) for make in (Entry, Raise, OwnCard, Exclude)),
    *(Tick(mention=1, step=0, done=True), Listing(), Guide(), Show()),
)


def said(text: str = SECRET, *, chat: dict[str, Any] = THERE, user: dict[str, Any] = STRANGER, **extra: Any) -> Any:
    """A message as Telegram reports it."""
    entities = (
        [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}] if text.startswith("/") else []
    )
    body = {"message_id": 900, "date": SOME_DAY, "chat": chat, "from": user, "text": text, "entities": entities}
    return {"message": body | extra}


def without_text(**extra: Any) -> Any:
    message = said(chat=AT_HOME)["message"] | extra
    return {"message": {key: value for key, value in message.items() if key != "text"}}


def press(data: str, *, chat: dict[str, Any] = THERE, user: dict[str, Any] = STRANGER, **extra: Any) -> Any:
    """A press as a client may forge it."""
    card = {"message_id": 1, "date": SOME_DAY, "chat": chat, "text": SECRET, "from": BOT}
    return {"callback_query": {"id": "1", "from": user, "message": card, "chat_instance": "1", "data": data} | extra}


def inline() -> Any:
    query = {"id": "2", "from": STRANGER, "chat_instance": "1", "data": Do(deed=Deed.TAKE, mention=1).pack()}
    return {"callback_query": query | {"inline_message_id": "77"}}


FORWARDED = {
    "forward_origin": {"type": "user", "date": SOME_DAY, "sender_user": STRANGER},
    "forward_date": SOME_DAY,
}


NOBODY = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
HOME_OF_ANNA = {"id": PRIVATE, "type": "private"}
CARD = {"inline_keyboard": [[{"text": "Беру", "callback_data": Do(deed=Deed.TAKE, mention=1).pack()}]]}
REACTION = {
    "chat": THERE,
    "message_id": 1,
    "user": STRANGER,
    "date": SOME_DAY,
    "old_reaction": [],
    "new_reaction": [{"type": "emoji", "emoji": "👍"}],
}


def member(chat: dict[str, Any]) -> Any:
    us = {"status": "member", "user": BOT}
    return {"chat": chat, "from": STRANGER, "date": SOME_DAY, "old_chat_member": us, "new_chat_member": us}


UPDATES: dict[str, Any] = {
    **{f"/{name} in our group": said(f"/{name} {SECRET}") for name in TYPED},
    **{f"/{name} in private": said(f"/{name} {SECRET}", chat=AT_HOME) for name in TYPED},
    **{f"the button {one.pack()}": press(one.pack()) for one in BUTTONS},
    **{f"a button like {prefix}": press(f"{prefix}:1:1") for prefix in prefixes()},
    "a button of their own chat": press(Do(deed=Deed.TAKE, mention=1).pack(), chat=AT_HOME),
    "a button of nonsense": press(SECRET),
    "a button of an inline message": inline(),
    "words": said(chat=AT_HOME),
    "a link": said(f"https://otzyv.example/{SECRET}", chat=AT_HOME),
    "a guess": said("/start K7MWQ2XZ", chat=AT_HOME),
    "a guess with words": said(f"/start K7MWQ2XZ {SECRET}", chat=AT_HOME),
    "a forwarded message": said(chat=AT_HOME, **FORWARDED),
    "a document": without_text(document=FILE, caption=SECRET),
    "a picture": without_text(caption=SECRET, photo=[{"file_id": "f", "file_unique_id": "f", "width": 1, "height": 1}]),
    "a new member": without_text(new_chat_members=[STRANGER]),
    "a reply to a card": said(reply_to_message=said(user=BOT)["message"]),
    "a former member": said("/mentions", user=FORMER),
    "a former member's press": press(Do(deed=Deed.TAKE, mention=1).pack(), user=FORMER),
    "another bot": said("/mentions", user=BOT),
    "another bot in a chat of a member": said("/mentions", chat={"id": PRIVATE, "type": "private"}, user=BOT),
    "a member in a foreign group": said(f"/mentions {SECRET}", chat=ELSEWHERE, user=ANNA),
    "a press of a member in a foreign group": press(Listing().pack(), chat=ELSEWHERE, user=ANNA),
    "on behalf of a channel": said("/mentions", user=ANNA, sender_chat=CHANNEL),
    "an anonymous admin": said("/mentions", user=NOBODY, sender_chat=THERE),
    "on behalf of the group": said("/mentions", user=ANNA, sender_chat=THERE),
    "a post that the linked channel passes on": said(user=TELEGRAM, sender_chat=CHANNEL, is_automatic_forward=True),
    "words that another bot made for a member": said(f"/mentions {SECRET}", user=ANNA, via_bot=BOT),
    "a link that another bot made for a member": said("https://a.example/", chat=HOME_OF_ANNA, user=ANNA, via_bot=BOT),
    "a result of an inline query": {"chosen_inline_result": {"result_id": "1", "from": STRANGER, "query": SECRET}},
    "a forwarded card": said(chat=AT_HOME, reply_markup=CARD, **FORWARDED),
    "a stranger who starts the bot": {"my_chat_member": member(AT_HOME)},
    "a foreign group that lets the bot in": {"my_chat_member": member(ELSEWHERE)},
    "a reaction": {"message_reaction": REACTION},
    "an edited message": {"edited_message": said("/mentions", user=FORMER)["message"] | {"edit_date": SOME_DAY}},
    "a late edit": {"edited_message": said("/mentions", user=ANNA)["message"] | {"edit_date": SOME_DAY + 3600}},
    "a post of a channel": {"channel_post": said(f"/mentions {SECRET}", chat=CHANNEL)["message"]},
    "an edited post": {"edited_channel_post": said(SECRET, chat=CHANNEL)["message"]},
    "an inline query": {"inline_query": {"id": "3", "from": STRANGER, "query": SECRET, "offset": ""}},
    "a group that moves": said(chat=ELSEWHERE, migrate_to_chat_id=-1001),
}


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer({GROUP: "supergroup", PRIVATE: "private", STRANGER["id"]: "private"}) as server:
        yield server


@pytest.fixture
async def team(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Office]:
    """An office with a card, and an invitation that waits for somebody else."""
    async with office(server, tmp_path, PLAN) as one:
        await one.mention()
        await one.store.give_code(code_digest(fresh_code()), Invitation(CodeKind.INVITE), one.now)
        yield one


async def everything(team: Office) -> dict[str, list[Any]]:
    """All that is stored, but for the wrong tries of a code."""
    async with team.store._database.reading() as connection:
        tables = [table.name for table in METADATA.sorted_tables if table.name != "code"]
        return {name: (await connection.execute(text(f"SELECT * FROM {name}"))).all() for name in tables}  # noqa: S608


@contextmanager
def watched(team: Office) -> Iterator[Callable[[], int]]:
    """Answers with another number whenever somebody else has written; looking at all that is stored takes long."""
    with closing(sqlite3.connect(str(team.store._database.address.path))) as connection:
        yield lambda: int(connection.execute("PRAGMA data_version").fetchone()[0])


@pytest.mark.long
async def test_strangers_meet_silence_whatever_they_send(
    team: Office, server: TelegramServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    dispatcher = _dispatcher(team.monitor)
    caplog.set_level(logging.DEBUG)
    before = await everything(team)
    with watched(team) as version:
        for name, update in UPDATES.items():
            calls, writes = _spoken(server), version()
            await dispatcher.feed_raw_update(team.bot, {"update_id": 1, **update})
            await asyncio.sleep(0)
            assert _spoken(server) == calls, name
            if version() != writes:  # a guess at a code is counted
                assert await everything(team) == before, name
    assert await everything(team) == before
    shown = "".join(capfd.readouterr()) + caplog.text
    assert SECRET not in shown
    assert "K7MWQ2XZ" not in shown
    assert "not handled" not in shown


async def test_what_strangers_send_costs_the_team_nothing(team: Office, server: TelegramServer) -> None:
    for update in UPDATES.values():
        await server.push(update)
    assert "/mentions" in (await team.answer("/help")).text


def _spoken(server: TelegramServer) -> list[str]:
    return [call.method for call in server.calls if call.method != "getUpdates"]
