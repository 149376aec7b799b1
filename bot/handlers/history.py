"""/history: all that is kept of one mention, as a file: the whole text, earlier ones, what happened and when."""

from __future__ import annotations

import asyncio

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import BufferedInputFile, Message

from bot.heard import Heard
from bot.talk import patiently
from monitor.domain import numbers_in
from monitor.render.display import clean
from monitor.render.history import history_file


def router() -> Router:
    """The command, with a number or in reply to a card."""
    r = Router(name="history")
    r.message.register(_history, Command("history", ignore_case=True))
    return r


async def _history(message: Message, command: CommandObject, heard: Heard) -> None:
    """Of what their chat may see."""
    given = (command.args or "").strip()
    number = next(iter(numbers_in(given) or numbers_in(f"m-{given}")), None)
    if number is None and (card := await heard.card()) is not None:
        number = card.mention
    if number is None:
        await heard.say("bot.history.usage")
        return
    record = await heard.record(number)
    if record is None:
        await heard.say("bot.history.unknown", id=f"m-{number}")
        return
    file = BufferedInputFile(await _page(number, heard), filename=f"{record.id}.html")
    said = heard.texts("bot.history.file", id=record.id, brand=clean(heard.plan.brand_name(record.brand)))
    await patiently(lambda: message.answer_document(file, caption=said))


async def _page(number: int, heard: Heard) -> bytes:
    store = heard.store
    alert, events, earlier = await store.alert(number), await store.events(number), await store.earlier(number)
    return await asyncio.to_thread(history_file, alert, events, earlier, heard.plan, heard.calendar)
