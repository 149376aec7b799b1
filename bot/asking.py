"""Questions of ours that a person answers by a reply: put by name, and understood after a restart too."""

from __future__ import annotations

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.filters import BaseFilter
from aiogram.types import ForceReply, Message

from bot.refusals import trouble
from bot.talk import say, say_under, targets
from monitor.config.plan import Plan
from monitor.domain import Owed, Person, Question
from monitor.render.display import clean
from monitor.render.document import Document, line, named
from monitor.render.phrase import phrase
from monitor.store import Store
from monitor.texts import Texts

log = structlog.get_logger(__name__)


class Answer(BaseFilter):
    """A reply to a question of this kind; passes the question on."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    async def __call__(self, message: Message, store: Store, plan: Plan) -> bool | dict[str, Question]:
        """Looks the question up."""
        prompt = message.reply_to_message
        if prompt is None or prompt.from_user is None or not prompt.from_user.is_bot:
            return False
        for target in targets(message, plan):
            question = await store.asked(target, prompt.message_id)
            if question is not None and question.kind == self._kind:
                return {"question": question}
        return False


async def ask(
    bot: Bot, owed: Owed, person: Person, store: Store, *, texts: Texts, kind: str, example: str = ""
) -> None:
    """Asks whoever pressed; a reply reaches the bot also where it sees nothing else of a group.

    `bot.<kind>.ask` is the question with {who} and {id}, `bot.<kind>.place` what stands in the empty field; either may
    show an {example}.
    """
    mention, who = owed.mention or 0, named(clean(person.name), person.id)
    said = Document((line(*phrase(texts, f"bot.{kind}.ask", who=who, id=f"m-{mention}", example=example)),))
    field = ForceReply(selective=True, input_field_placeholder=texts(f"bot.{kind}.place", example=example))
    try:
        prompt = await say_under(bot, owed, said, field)
    except AiogramError as error:  # the card stands as it is
        log.warning("not asked", kind=kind, mention=mention, error=str(trouble(error)))
        return
    await store.ask(owed.target, prompt.message_id, Question(mention, person.id, kind))


async def say_and_keep_asking(message: Message, said: Document, question: Question, store: Store, plan: Plan) -> None:
    """A word on an answer that leaves the question open: people answer what was said last."""
    hint = await say(message, said, reply=True)
    await store.ask(next(targets(message, plan)), hint.message_id, question)
