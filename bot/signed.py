"""Whatever the bot says in a demonstration says that it is one: cards, edits, answers, pictures, files."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.enums import ParseMode
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputRichBlockParagraph
from aiogram.utils.text_decorations import html_decoration

from bot.enclosed import CAPTION
from monitor.demo.sign import Sign
from monitor.render.document import shorten
from monitor.texts import Texts

_THEN = " · "


def mark(texts: Texts) -> str:
    """What a message of a demonstration begins with: whoever reads words back from it leaves it out.

    >>> mark(Texts("en"))
    '🎭 DEMO · '
    """
    return texts("cli.demo.chat.mark") + _THEN


class Signed(BaseRequestMiddleware):
    """At the wire, so that no handler and no message of a later day can forget it."""

    def __init__(self, sign: Sign) -> None:
        self._sign = sign

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """One request."""
        if not isinstance(method, GetUpdates):
            self._sign.spoke()
        if not method.__api_method__.startswith(("send", "edit")):
            return await make_request(bot, method)
        return await make_request(bot, method.model_copy(update=_signed(method, self._sign.words)))


def _signed(method: TelegramMethod[Any], words: str) -> dict[str, Any]:
    """What changes of a request; buttons alone bear no words."""
    if text := getattr(method, "text", None):
        marked_up = getattr(method, "parse_mode", None) == ParseMode.HTML
        return {"text": f"{html_decoration.quote(words) if marked_up else words}{_THEN}{text}"}
    if rich := getattr(method, "rich_message", None):
        blocks = [InputRichBlockParagraph(text=words), *(rich.blocks or [])]
        return {"rich_message": rich.model_copy(update={"blocks": blocks})}
    if media := getattr(method, "media", None):
        first, *others = media
        return {"media": [first.model_copy(update={"caption": _captioned(first.caption, words)}), *others]}
    if hasattr(method, "caption"):
        return {"caption": _captioned(method.caption, words)}
    return {}


def _captioned(caption: str | None, words: str) -> str:
    return shorten(f"{words}{_THEN}{caption or ''}", CAPTION)
