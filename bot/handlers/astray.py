"""What is sent to the bot in private and that it cannot do anything with; in a group it may be meant for others."""

from __future__ import annotations

import re
from difflib import get_close_matches

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import Message

from bot.handlers.help import ADMINS, COMMANDS
from bot.heard import Heard
from monitor.match.alike import on_other_keyboard
from monitor.render.display import clean
from monitor.render.document import shorten

_AT_A_GLANCE = 40  # letters of what was typed that are repeated

_OTHER_KEYS = re.compile(r"[./][а-яё]+(?!\S)", re.IGNORECASE)  # «.ыефегы» is /status on a Russian keyboard


def router() -> Router:
    """Comes last: commands that there are not, files that nobody wants, words that do not say where they stood."""
    r = Router(name="astray")
    r.message.register(_command, F.chat.type == ChatType.PRIVATE, F.text.startswith("/") | F.text.regexp(_OTHER_KEYS))
    r.message.register(_file, F.chat.type == ChatType.PRIVATE, F.document, ~F.forward_origin)
    said = F.text | F.photo | F.video | F.video_note | F.voice | F.audio
    brought = F.forward_origin | F.media_group_id | F.reply_to_message
    r.message.register(_alone, F.chat.type == ChatType.PRIVATE, said, ~brought)
    return r


async def _command(_: Message, heard: Heard) -> None:
    typed = heard.words.split(maxsplit=1)[0]
    name = typed.lstrip("/.").casefold()
    meant = on_other_keyboard(name) if _OTHER_KEYS.fullmatch(typed) else name
    near = get_close_matches(meant, (*COMMANDS, *ADMINS), 1)
    key = "bot.astray.command_near" if near else "bot.astray.command"
    await heard.say(key, typed=clean(shorten(typed, _AT_A_GLANCE)), near=near[0] if near else "")


async def _file(message: Message, heard: Heard) -> None:
    name = message.document.file_name if message.document else None
    await heard.say("bot.astray.file", name=clean(shorten(name or "…", _AT_A_GLANCE)))


async def _alone(_: Message, heard: Heard) -> None:
    await heard.say("bot.astray.alone")
