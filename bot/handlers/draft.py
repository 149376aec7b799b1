"""«Черновик» under a card, and the second look at what people wrote: nothing is ever sent to a platform."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import structlog
from aiogram import Router
from aiogram.enums import ChatType
from aiogram.exceptions import AiogramError
from aiogram.filters import BaseFilter
from aiogram.types import Message

from bot.asking import Answer, keep_asking
from bot.heard import Heard
from bot.pressed import Pressed
from bot.refusals import trouble
from bot.talk import say_under
from monitor.domain import Alert, Owed, Question, Status
from monitor.replies.drafts import desk_of, reply_to
from monitor.replies.lint import Finding, Weight, lint
from monitor.replies.pages import draft_page, findings_page
from monitor.replies.precedents import LOOKED_AT, precedents
from monitor.replies.setting import setting_of
from monitor.store import Query

QUESTION = "draft"
NOBODY = 0  # was asked
_CHATTER = 60  # letters: shorter words under a card are for colleagues
_FEWEST = 3  # words: «беру» under a card is no reply to a client

log = structlog.get_logger(__name__)


class Unasked(BaseFilter):
    """A text in reply to a card; passes on which mention it is about."""

    async def __call__(self, _: Message, heard: Heard) -> bool | dict[str, Question]:
        """Nobody has to ask for a draft to have a text of their own checked."""
        if heard.words.startswith("/") or len(heard.words.split()) < _FEWEST:
            return False
        card = await heard.card()
        if card is None or card.mention is None or card.notice is not None:
            return False
        return {"question": Question(card.mention, NOBODY, QUESTION)}


def router() -> Router:
    """What is sent in reply to a draft, or to a card."""
    r = Router(name="draft")
    for said in (r.message, r.edited_message):
        said.register(_checked, Answer(QUESTION))
        said.register(_checked, Unasked())
    return r


async def offer_draft(card: Owed, alert: Alert, pressed: Pressed) -> str:
    """Sends the draft under its card, unless the same one is in sight; answers with a word for whoever pressed."""
    store, person, texts, now = pressed.store, pressed.person, pressed.texts, pressed.now
    record = alert.record
    statement = await store.agreed(record.story, now)
    reply = reply_to(record, desk_of(pressed.plan, record, person), statement)
    answered = Query(brand=record.brand, status=Status.ANSWERED, hidden=pressed.scope.hidden, limit=LOOKED_AT)
    before = precedents(record, await store.mentions(answered), pressed.plan) if record.reasons else ()
    page = draft_page(record, reply, pressed.calendar, doubles=alert.doubles, before=before)
    mark = blake2b(page.text.encode(), digest_size=8).hexdigest()
    if not await store.offer(record.number, card.target, mark, person.name, now):
        return texts("reply.above")
    try:
        message = await say_under(pressed.bot, card, page)
    except AiogramError as error:
        log.warning("draft not sent", mention=record.number, error=trouble(error))
        await store.withdraw(record.number, card.target, mark, now)
        return texts("bot.toast.trouble")
    await store.ask(card.target, message.message_id, Question(record.number, person.id, QUESTION))
    return texts("reply.sent")


async def _checked(message: Message, question: Question, heard: Heard) -> None:
    """Each time anew: people send the text again once it is better. In private there are no colleagues to talk to."""
    record, text, person = await heard.store.record(question.mention), heard.words, heard.person
    if record is None or not text:
        return
    setting = setting_of(heard.plan, record, person, await heard.store.last_replies(record.number))
    found = lint(text, setting)
    unasked = question.person == NOBODY and message.chat.type != ChatType.PRIVATE
    if unasked and _among_colleagues(text, found):
        return
    fresh = await heard.store.checked(record.number, text, person.name, heard.now)
    if heard.edited and not fresh:
        return
    await keep_asking(question, findings_page(found, heard.texts), heard)


def _among_colleagues(text: str, found: Sequence[Finding]) -> bool:
    """Whether a short word under a card is meant for the team: nothing in it would do harm in public."""
    return len(text) < _CHATTER and not any(one.weight is Weight.STOP for one in found)
