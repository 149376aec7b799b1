"""The link to the published reply: asked for after «Мы ответили», taken from the answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from html import escape

import structlog
from aiogram import Bot, Router
from aiogram.exceptions import AiogramError
from aiogram.filters import BaseFilter
from aiogram.types import ForceReply, Message, ReplyParameters

from bot.refusals import Address, trouble
from bot.talk import patiently, say, targets, told
from monitor.config.plan import Plan
from monitor.domain import Action, Owed, Person
from monitor.forbidden import compiled
from monitor.render.display import clean
from monitor.render.document import Document, line
from monitor.store import Store
from monitor.texts import Texts

_URL = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}'”’…"

log = structlog.get_logger(__name__)


class Asked(BaseFilter):
    """A reply to a question of ours, or a link to a card that waits for it; passes on which mention it is about."""

    async def __call__(self, message: Message, store: Store, plan: Plan) -> bool | dict[str, int]:
        """Looks the question up, so that it also works after a restart."""
        question = message.reply_to_message
        if question is None or question.from_user is None or not question.from_user.is_bot:
            return False
        for target in targets(message, plan):
            asked = await store.asked(target, question.message_id)
            if asked is not None:
                return {"mention": asked[0]}
            card = await store.card_at(target, question.message_id) if _link_of(message) else None
            if card is not None and card.mention is not None and (await store.alert(card.mention)).asks_link:
                return {"mention": card.mention}
        return False


def router() -> Router:
    """Answers to the question for the link."""
    r = Router(name="link")
    r.message.register(_answered, Asked())
    return r


async def ask_link(bot: Bot, owed: Owed, person: Person, store: Store, texts: Texts) -> None:
    """Asks whoever pressed, by name; a reply reaches the bot also where it sees nothing else of a group."""
    address = Address.of(owed.target)
    who = f'<a href="tg://user?id={person.id}">{escape(clean(person.name))}</a>'
    try:
        question = await patiently(
            lambda: bot.send_message(
                address.chat,
                texts("bot.link.ask", who=who, id=f"m-{owed.mention}"),
                message_thread_id=address.topic,
                parse_mode="HTML",
                reply_parameters=ReplyParameters(message_id=owed.message or 0, allow_sending_without_reply=True),
                reply_markup=ForceReply(selective=True, input_field_placeholder=texts("bot.link.place")),
            )
        )
    except AiogramError as error:  # the card still asks for the link by itself
        log.warning("link not asked for", mention=owed.mention, error=str(trouble(error)))
        return
    await store.ask(owed.target, question.message_id, owed.mention or 0, person)


def link_in(text: str) -> str | None:
    """The first web address in what a person wrote.

    >>> link_in("Ответили: https://otzyv.example/42, спасибо"), link_in("в личке")
    ('https://otzyv.example/42', None)
    """
    match = _URL.search(text)
    return match[0].rstrip(_TRAILING) if match else None


async def _answered(
    message: Message,
    *,
    mention: int,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
) -> None:
    """Anything without an address, or with a forbidden one, gets a hint, and the question stays."""
    url = _link_of(message)
    if url is None:
        await say(message, _words(texts("bot.link.none")), reply=True)
        return
    if compiled(plan.places).holds(url):
        await say(message, _words(texts("bot.link.forbidden")), reply=True)
        return
    acted = await store.act(mention, Action.LINK, person, clock(), text=url)
    wake()
    await say(message, _words(told(acted, "bot.link.saved", texts)), reply=True)


def _link_of(message: Message) -> str | None:
    return link_in(message.text or message.caption or "")


def _words(text: str) -> Document:
    return Document((line(text),))
