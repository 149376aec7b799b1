"""«Черновик» under a card, and the second look at what people wrote: nothing is ever sent to a platform."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import blake2b

import structlog
from aiogram import Bot, Router
from aiogram.exceptions import AiogramError
from aiogram.filters import BaseFilter
from aiogram.types import Message

from bot.asking import Answer, say_and_keep_asking
from bot.refusals import trouble
from bot.talk import say_under, targets
from monitor.config.plan import Plan
from monitor.domain import Alert, Owed, Person, Question
from monitor.render.dates import Calendar
from monitor.replies.drafts import desk_of, reply_to
from monitor.replies.lint import Finding, Weight, lint
from monitor.replies.pages import draft_page, findings_page
from monitor.replies.setting import setting_of
from monitor.store import Store
from monitor.texts import Texts

QUESTION = "draft"
NOBODY = 0  # was asked
_CHATTER = 60  # letters: shorter words under a card are for colleagues
_FEWEST = 3  # words: «беру» under a card is no reply to a client

log = structlog.get_logger(__name__)


class Unasked(BaseFilter):
    """A text in reply to a card; passes on which mention it is about."""

    async def __call__(self, message: Message, store: Store, plan: Plan) -> bool | dict[str, Question]:
        """Nobody has to ask for a draft to have a text of their own checked."""
        card, text = message.reply_to_message, _text_of(message)
        if card is None or card.from_user is None or not card.from_user.is_bot or text.startswith("/"):
            return False
        if len(text.split()) < _FEWEST:
            return False
        for target in targets(message, plan):
            owed = await store.card_at(target, card.message_id)
            if owed is not None and owed.mention is not None and owed.notice is None:
                return {"question": Question(owed.mention, NOBODY, QUESTION)}
        return False


def router() -> Router:
    """What is sent in reply to a draft, or to a card."""
    r = Router(name="draft")
    r.message.register(_checked, Answer(QUESTION))
    r.message.register(_checked, Unasked())
    return r


async def offer_draft(
    bot: Bot, owed: Owed, alert: Alert, *, store: Store, plan: Plan, person: Person, texts: Texts, now: datetime
) -> str:
    """Sends the draft under its card, unless the same one is in sight; answers with a word for whoever pressed."""
    record = alert.record
    statement = await store.agreed(int(record.story.removeprefix("s-")), now)
    reply = reply_to(record, desk_of(plan, record, person), statement)
    page = draft_page(record, reply, Calendar(texts, plan.zone, now))
    mark = blake2b(page.text.encode(), digest_size=8).hexdigest()
    if not await store.offer(record.number, owed.target, mark, person.name, now):
        return texts("reply.above")
    try:
        message = await say_under(bot, owed, page)
    except AiogramError as error:
        log.warning("draft not sent", mention=record.number, error=str(trouble(error)))
        await store.withdraw(record.number, owed.target, mark, now)
        return texts("bot.toast.trouble")
    await store.ask(owed.target, message.message_id, Question(record.number, person.id, QUESTION))
    return texts("reply.sent")


async def _checked(
    message: Message,
    *,
    question: Question,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
) -> None:
    """Each time anew: people send the text again once it is better."""
    record, text = await store.record(question.mention), _text_of(message)
    if record is None or not text:
        return
    setting = setting_of(plan, record, person, await store.last_replies(record.number))
    found = lint(text, setting)
    if question.person == NOBODY and _among_colleagues(text, found):
        return
    await store.checked(record.number, text, person.name, clock())
    await say_and_keep_asking(message, findings_page(found, texts), question, store, plan)


def _among_colleagues(text: str, found: Sequence[Finding]) -> bool:
    """Whether a short word under a card is meant for the team: nothing in it would do harm in public."""
    return len(text) < _CHATTER and not any(one.weight is Weight.STOP for one in found)


def _text_of(message: Message) -> str:
    return (message.text or message.caption or "").strip()
