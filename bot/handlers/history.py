"""/history: all that is kept of one mention, as a file: the whole text, earlier ones, what happened and when."""

from __future__ import annotations

import asyncio

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import BufferedInputFile, Message

from bot.heard import Heard
from bot.talk import patiently
from monitor.domain import Audience, numbers_in
from monitor.render.display import clean
from monitor.render.history import WHOLE, history_document
from monitor.render.html import html


def router() -> Router:
    """The command, with a number or in reply to a card."""
    r = Router(name="history")
    r.message.register(_history, Command("history", ignore_case=True))
    return r


async def _history(message: Message, command: CommandObject, heard: Heard) -> None:
    """Of what their chat may see."""
    number = next(iter(numbers_in((command.args or "").strip())), None)
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
    store, plan = heard.store, heard.plan
    alert, events, earlier = await store.alert(number), await store.events(number), await store.earlier(number)
    document = await asyncio.to_thread(
        history_document,
        alert,
        events,
        earlier,
        brand=plan.brand_name(alert.record.brand),
        calendar=heard.calendar,
        staff=plan.audience_of(alert.record.source) is Audience.HR,
        most=WHOLE,
    )
    return html(document, title=f"Otklik {alert.record.id}", language=heard.texts.language).encode()
