"""Questions of ours that a person answers by a reply: put by name, and understood after a restart too."""

from __future__ import annotations

import structlog
from aiogram.exceptions import AiogramError
from aiogram.filters import BaseFilter
from aiogram.types import ForceReply, Message

from bot.heard import Heard
from bot.pressed import Pressed
from bot.refusals import trouble
from bot.talk import say_under, targets
from monitor.domain import Owed, Question
from monitor.render.display import clean
from monitor.render.document import Document, line, named
from monitor.render.phrase import phrase

log = structlog.get_logger(__name__)


class Answer(BaseFilter):
    """A reply to a question of this kind; passes the question on."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    async def __call__(self, message: Message, heard: Heard) -> bool | dict[str, Question]:
        """Looks the question up."""
        if heard.above is None:
            return False
        for target in targets(message, heard.plan):
            question = await heard.store.asked(target, heard.above.message_id)
            if question is not None and question.kind == self._kind:
                return {"question": question}
        return False


async def ask(card: Owed, kind: str, pressed: Pressed, example: str = "") -> None:
    """Asks whoever pressed; a reply reaches the bot also where it sees nothing else of a group.

    `bot.<kind>.ask` is the question with {who} and {id}, `bot.<kind>.place` what stands in the empty field; either may
    show an {example}.
    """
    mention, texts, person = card.mention or 0, pressed.texts, pressed.person
    who = named(clean(person.name), person.id)
    said = Document((line(*phrase(texts, f"bot.{kind}.ask", who=who, id=f"m-{mention}", example=example)),))
    field = ForceReply(selective=True, input_field_placeholder=texts(f"bot.{kind}.place", example=example))
    try:
        prompt = await say_under(pressed.bot, card, said, field)
    except AiogramError as error:  # the card stands as it is
        log.warning("not asked", kind=kind, mention=mention, error=trouble(error))
        return
    await pressed.store.ask(card.target, prompt.message_id, Question(mention, person.id, kind))


async def keep_asking(question: Question, said: Document, heard: Heard) -> None:
    """A word on an answer that leaves the question open: people answer what was said last."""
    hint = await heard.answer(said, reply=True)
    await heard.store.ask(next(targets(heard.message, heard.plan)), hint.message_id, question)
