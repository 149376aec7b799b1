"""Doors of the chat: what people press, type and forward, through the real dispatcher to a strict Bot API."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from bot_office import ANNA, PLAN, Office, office, prefixes
from telegram_chats import Posted
from telegram_server import GROUP, PRIVATE, Call, TelegramServer

from bot.app import _dispatcher
from hostile.door import Door
from monitor.fetch.address import web

_LONGEST_DATA, _LONGEST_TEXT = 64, 4096  # what Telegram lets through
_SOME_DAY = 1_795_000_000
_GROUP = {"id": GROUP, "type": "supergroup", "title": "Маркетинг"}
_WORD = re.compile(r"[^\W\d_]+")
_PRESSED = (
    *(f"{prefix}:".encode() for prefix in prefixes()),
    *(b":1", b":-1", b":9223372036854775808", b":take", b":", b":0:0"),
)
_NAMES = (
    *("away", "check", "digest", "duty", "forms", "help", "history", "invite", "mentions", "pause", "resume"),
    *("search", "source", "sources", "start", "statement", "status"),
)
_COMMANDS = (
    *(f"/{name} ".encode() for name in _NAMES),
    *(b"https://site.example/a", b"@channel", b"t.me/s/a", b"news", b"zubr", b"file", b"m-1", b"s-1"),
    *(b"2026-W47", "до пятницы".encode(), b"12-14.12", "Анна".encode(), b"off", b"@otklik_bot"),
)
_REPLIES = (
    *(b"/history", b"/statement ", b"https://otzyv.example/zubr", b"@zubr", b"+375 29 123-45-67", b"zubr@site.example"),
    *("Здравствуйте! ".encode(), "Приносим извинения. ".encode(), "с уважением, ".encode(), "суд".encode()),
)


def chat_doors() -> Mapping[str, Callable[[], Door]]:
    """By name."""
    return {
        "press": lambda: _door("press", _press, _PRESSED),
        "message": lambda: _door("message", _message, _COMMANDS),
        "reply": lambda: _door("reply", _reply, _REPLIES),
        "forwarded": lambda: _door(
            "forwarded", _forwarded, ("Зубр-Софт ".encode(), b"https://site.example/a", b"/start")
        ),
    }


Update = Callable[[bytes, "Chat"], dict[str, Any]]


class _Web(dict[str, Any]):
    """Every page that somebody links to says the same."""

    def __missing__(self, url: str) -> str:
        web(url)  # what is no address is not asked for
        return "<title>Отзыв</title><article><p>Зубр-Софт молчит третью неделю, поддержка не отвечает.</p></article>"


class Chat:
    """A team at work, its admin, and one card."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._folder = Path(mkdtemp(prefix="otklik-door-"))
        self.faults: list[BaseException] = []
        self.number = 1_000_000
        self._runner.run(self._open())

    async def _open(self) -> None:
        plan = deepcopy(PLAN) | {"team": PLAN["team"] | {"admins": [ANNA["id"]]}}
        self.server = await self._stack.enter_async_context(TelegramServer({GROUP: "supergroup", PRIVATE: "private"}))
        self.team: Office = await self._stack.enter_async_context(office(self.server, self._folder, plan))
        self.team.web = _Web()
        self.card: Posted = await self.team.mention()
        self._dispatcher = _dispatcher(replace(self.team.monitor, check=_nothing_wrong))
        self._dispatcher.errors.handlers.clear()
        self._dispatcher.errors.register(self._failed)

    async def _failed(self, event: Any) -> bool:
        self.faults.append(event.exception)
        return True

    def take(self, update: dict[str, Any]) -> object:
        """Raises what a handler raised, unless it is one of ours; what Telegram refuses is a fault of ours too."""
        self.faults.clear()
        before = len(self.server.calls)
        self._runner.run(self._fed(update))
        for fault in self.faults:
            raise fault
        answers = {_kind(call) for call in self.server.calls[before:] if call.method != "getUpdates"}
        del self.server.calls[before:]
        return tuple(sorted(answers))

    async def _fed(self, update: dict[str, Any]) -> None:
        self.number += 1
        await self._dispatcher.feed_raw_update(self.team.bot, {"update_id": self.number, **update})

    def close(self) -> None:
        """The team goes home."""
        self._runner.run(self._stack.aclose())
        self._runner.close()
        shutil.rmtree(self._folder)


async def _nothing_wrong() -> list[str]:
    return ["sources.yaml"]


def _door(name: str, update: Update, words: tuple[bytes, ...]) -> Door:
    chat = Chat()
    return Door(name, lambda data: chat.take(update(data, chat)), "lines", words, close=chat.close)


def _text(data: bytes, longest: int = _LONGEST_TEXT) -> str:
    """Telegram passes on whole letters only, and no NUL."""
    return data.decode("utf-8", "replace").replace("\0", "")[:longest]


def _kind(call: Call) -> tuple[str, str]:
    """What was said, and its first word: one kind of answer, whatever it is about."""
    said = call.fields.get("text") or call.fields.get("caption") or ""
    return call.method, (_WORD.search(said) or [""])[0]


def _press(data: bytes, chat: Chat) -> dict[str, Any]:
    """On a card of the group, or on its list: what a button carries is Telegram's word for what the client sent."""
    pressed = _text(data).encode()[:_LONGEST_DATA].decode("utf-8", "ignore")
    message = _card(chat)
    return {
        "callback_query": {
            "id": str(chat.number),
            "from": ANNA,
            "chat_instance": "1",
            "data": pressed,
            "message": message,
        }
    }


def _card(chat: Chat) -> dict[str, Any]:
    return {
        "message_id": chat.card.number,
        "date": _SOME_DAY,
        "chat": _GROUP,
        "from": chat.server.bot,
        "text": "Поиск: срок\n\n1. Три недели",
    }


def _message(data: bytes, chat: Chat) -> dict[str, Any]:
    text = _text(data) or "/help"
    return {"message": _said(chat, text) | {"entities": []}}


def _reply(data: bytes, chat: Chat) -> dict[str, Any]:
    """To the card: an answer to be checked, a link, a command about it."""
    return {"message": _said(chat, _text(data) or "x") | {"chat": _GROUP, "reply_to_message": _card(chat)}}


def _forwarded(data: bytes, chat: Chat) -> dict[str, Any]:
    """The first line says who it is from."""
    name, _, text = _text(data).partition("\n")
    origin = {"type": "hidden_user", "date": _SOME_DAY, "sender_user_name": name or "x"}
    return {"message": _said(chat, text or "x") | {"forward_origin": origin, "forward_date": _SOME_DAY}}


def _said(chat: Chat, text: str) -> dict[str, Any]:
    where = {"id": PRIVATE, "type": "private", "first_name": "Anna"}
    return {
        "message_id": chat.number,
        "date": _SOME_DAY,
        "chat": where,
        "from": ANNA,
        "text": json.loads(json.dumps(text)),
    }
