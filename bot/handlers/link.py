"""The link to the published reply: asked for after «Мы ответили», taken from the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from aiogram import Router
from aiogram.enums import MessageEntityType
from aiogram.filters import BaseFilter
from aiogram.types import Message, MessageEntity

from bot.asking import Answer, say_and_keep_asking
from bot.talk import say, targets, told
from monitor.config.plan import Plan
from monitor.domain import Action, Person, Question
from monitor.places.forbidden import compiled
from monitor.render.document import sentence
from monitor.store import Store
from monitor.texts import Texts

_URL = re.compile(r"https?://(?=[\w\[])[^\s<>\"«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}'”’…"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


class Unasked(BaseFilter):
    """A link in reply to a card that waits for one; passes on which mention it is about."""

    async def __call__(self, message: Message, store: Store, plan: Plan) -> bool | dict[str, Question]:
        """Nobody has to find the question to answer it."""
        card = message.reply_to_message
        if card is None or card.from_user is None or not card.from_user.is_bot or not _link_of(message):
            return False
        for target in targets(message, plan):
            owed = await store.card_at(target, card.message_id)
            if owed is not None and owed.mention is not None and (await store.alert(owed.mention)).asks_link:
                return {"question": Question(owed.mention, 0)}
        return False


def router() -> Router:
    """Answers to the question for the link."""
    r = Router(name="link")
    r.message.register(_answered, Answer("link"))
    r.message.register(_answered, Unasked())
    return r


def link_in(text: str) -> str | None:
    """The first web address in what a person wrote.

    >>> link_in("Ответили: https://otzyv.example/42, спасибо"), link_in("в личке"), link_in("https://...")
    ('https://otzyv.example/42', None, None)
    >>> link_in("(см. https://wiki.example/Зубр_(программа))")
    'https://wiki.example/Зубр_(программа)'
    """
    match = _URL.search(text)
    return _bare(match[0]) if match else None


async def _answered(
    message: Message,
    *,
    question: Question,
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
        await say_and_keep_asking(message, sentence(texts("bot.link.none")), question, store, plan)
        return
    if compiled(plan.places).holds(url):
        await say_and_keep_asking(message, sentence(texts("bot.link.forbidden")), question, store, plan)
        return
    acted = await store.act(question.mention, Action.LINK, person, clock(), text=url)
    wake()
    await say(message, sentence(told(acted, "bot.link.saved", texts)), reply=True)


def _link_of(message: Message) -> str | None:
    """As it is written out, or as Telegram marked it: behind words, or without its scheme."""
    text = message.text or message.caption or ""
    marked = _marked(text, message.entities or message.caption_entities or [])
    return link_in(text) or next(marked, None)


def _marked(text: str, entities: Iterable[MessageEntity]) -> Iterator[str]:
    for entity in entities:
        if entity.type == MessageEntityType.TEXT_LINK:
            marked = entity.url or ""
        elif entity.type == MessageEntityType.URL:
            said = entity.extract_from(text)
            marked = "" if "://" in said else f"https://{said}"
        else:
            continue
        if url := link_in(marked):
            yield url


def _bare(written: str) -> str:
    """An address without what ends the sentence; a bracket that it opens itself is part of it."""
    while written.endswith(tuple(_TRAILING)):
        opening = _BRACKETS.get(written[-1])
        if opening and written.count(opening) >= written.count(written[-1]):
            break
        written = written[:-1]
    return written
