"""The link to the published reply: asked for after «Мы ответили», taken from the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from aiogram import Router
from aiogram.enums import MessageEntityType
from aiogram.filters import BaseFilter
from aiogram.types import Message, MessageEntity

from bot.asking import Answer, keep_asking
from bot.heard import Heard
from monitor.desk import Outcome
from monitor.domain import Action, Question
from monitor.places.forbidden import compiled
from monitor.render.display import host
from monitor.render.document import sentence

_URL = re.compile(r"https?://(?=[\w\[])[^\s<>\"«»]+", re.IGNORECASE)
_MOST = 2  # words of a message that is only a link: «вот https://…»
_TRAILING = ".,;:!?)]}'”’…"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


class Unasked(BaseFilter):
    """A link in reply to a card that waits for one, or that leads where the card's mention stands; passes it on."""

    async def __call__(self, message: Message, heard: Heard) -> bool | dict[str, Question]:
        """Nobody has to find the question to answer it; any other link, and one among words, is for colleagues."""
        url = _link_of(message)
        card = await heard.card() if url else None
        if url is None or card is None or card.mention is None:
            return False
        alert = await heard.store.alert(card.mention)
        alone = len(heard.words.split()) <= _MOST
        if not alert.asks_link and not (alone and host(url) == host(alert.record.url)):
            return False
        return {"question": Question(card.mention, 0)}


def router() -> Router:
    """Answers to the question for the link."""
    r = Router(name="link")
    for said in (r.message, r.edited_message):
        said.register(_answered, Answer("link"))
        said.register(_answered, Unasked())
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


async def _answered(message: Message, question: Question, heard: Heard) -> None:
    """Anything without an address, or with a forbidden one, gets a hint, and the question stays.

    Where nobody said yet that we have answered, that comes first: it may be another review of the same site.
    """
    url = _link_of(message)
    if url is None or compiled(heard.plan.places).holds(url):
        hint = heard.texts("bot.link.none" if url is None else "bot.link.forbidden")
        await keep_asking(question, sentence(hint), heard)
        return
    acted = await heard.act(question.mention, Action.LINK, text=url)
    if acted.outcome is Outcome.NOTHING:  # it is not answered, or not any more
        await heard.say("bot.link.unasked", id=acted.alert.record.id, reply=True)
        return
    await heard.say_what_came(acted, "bot.link.saved")


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
