"""«Спросить разрешение» under a digest: the words that ask an author to let us quote. We write to nobody."""

from __future__ import annotations

import structlog
from aiogram import Router
from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery, Message

from bot.callbacks import Permission
from bot.pressed import Pressed
from bot.refusals import trouble
from bot.talk import say
from monitor.domain import Event, Record
from monitor.render.display import clean
from monitor.replies.drafts import desk_of
from monitor.replies.permission import quotable, request_page, request_to_quote

log = structlog.get_logger(__name__)


def router() -> Router:
    """One button for each praise."""
    r = Router(name="praise")
    r.callback_query.register(_ask, Permission.filter())
    return r


async def _ask(_: CallbackQuery, callback_data: Permission, pressed: Pressed) -> None:
    """Whoever asks again is told who did before: no author is asked twice unknowingly."""
    message, record = pressed.page, await pressed.record(callback_data.mention)
    if message is None or record is None:
        await pressed.say("bot.toast.stale")
        return
    if not quotable((record,), pressed.plan):
        await pressed.say("permission.not_praise", id=record.id)
        return
    before, noted = await pressed.store.ask_permission(record.number, pressed.person, pressed.now)
    if not noted:
        await _say_who("permission.above", before, pressed)
        return
    if await _offer(message, record, before, pressed):
        await _say_who("permission.again" if before else "permission.sent", before, pressed)


async def _offer(message: Message, record: Record, before: Event | None, pressed: Pressed) -> bool:
    """In reply to the digest; what did not arrive was not asked."""
    request = request_to_quote(await pressed.store.alert(record.number), desk_of(pressed.plan, record, pressed.person))
    page = request_page(record, request, before, pressed.calendar)
    try:
        await say(message, page, reply=True)
    except AiogramError as error:
        log.warning("request to quote not sent", mention=record.number, error=trouble(error))
        await pressed.store.withdraw_permission(record.number, pressed.now)
        await pressed.say("bot.toast.trouble")
        return False
    return True


async def _say_who(key: str, before: Event | None, pressed: Pressed) -> None:
    blanks = {"who": clean(before.who), "at": pressed.moment(before.at)} if before else {}
    await pressed.say(key, **blanks)
