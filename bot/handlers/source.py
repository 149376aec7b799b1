"""/source URL: the bot finds out what a place is, shows what it would read there, and an admin applies the lines."""

from __future__ import annotations

import asyncio

import structlog
from aiogram import Router
from aiogram.enums import MessageEntityType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.callbacks import AddSource
from bot.handlers.plan_file import offer
from bot.heard import Heard
from bot.pressed import Pressed
from bot.talk import turn_page
from monitor.config.editing import PlanFile, mark_of
from monitor.config.marked_yaml import read
from monitor.errors import ConfigError, MonitorError
from monitor.recognition import Recognition, whole
from monitor.render.display import clean, host
from monitor.render.document import Line, document, line
from monitor.render.proposal import block_lines, recognised_page, trouble_page

_ADD = "add"

log = structlog.get_logger(__name__)


def router() -> Router:
    """The command, and «Применить» under what was found."""
    r = Router(name="source")
    r.message.register(_source, Command("source", ignore_case=True))
    r.callback_query.register(_add, AddSource.filter())
    return r


async def _source(_: Message, command: CommandObject, heard: Heard, recognition: Recognition) -> None:
    """Looking takes a while: what is said at first becomes what was found."""
    words, texts = [word for word in (command.args or "").split() if word.casefold() != _ADD], heard.texts
    words = [word for word in words if word.startswith("@") or "." in word] or words[:1]  # what is said beside it
    if not await heard.by_admin():
        return
    if len(words) != 1:
        await heard.say("recognition.several" if words else "recognition.usage")
        return
    try:
        url = whole(words[0])
    except ConfigError as error:
        await heard.answer(trouble_page(error, texts))
        return
    waiting = await heard.say("recognition.looking", place=host(url), reply=True)
    try:
        found = await recognition.look(url)
    except MonitorError as error:
        await turn_page(waiting, trouble_page(error, texts), None)
        return
    keys = offer(AddSource(block=mark_of(found.block.encode())), texts)
    await turn_page(waiting, recognised_page(found, heard.plan, heard.calendar), keys)


async def _add(_: CallbackQuery, callback_data: AddSource, pressed: Pressed, file: PlanFile) -> None:
    """The lines are read back from our own message, and count only where they are those the button was made for."""
    if not await pressed.by_admin():
        return
    question, texts = pressed.page, pressed.texts
    block = _block(question) if question else ""
    entry = read(block).value
    if question is None or mark_of(block.encode()) != callback_data.block or not isinstance(entry, dict):
        await pressed.say("bot.toast.stale")
        return
    await pressed.say()
    source = str(entry.get("id", ""))
    try:
        await asyncio.to_thread(file.add_source, source, block)
    except ConfigError as error:
        paste = [Line(), line(texts("recognition.paste")), *block_lines(block)]
        await turn_page(question, document([*trouble_page(error, texts).lines, *paste]), None)
        return
    log.info("source added by chat", source=source)
    said = texts("recognition.added", source=clean(source), who=clean(pressed.person.name), name=file.path.name)
    await turn_page(question, document([line(said), *block_lines(block)]), None)


def _block(message: Message) -> str:
    """The lines that stand in the one frame of our message."""
    framed = [one for one in message.entities or () if one.type == MessageEntityType.PRE]
    return framed[0].extract_from(message.text or "") if len(framed) == 1 else ""
