"""Small talk with Telegram that several handlers share: which mention a message shows, toasts, short messages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import SendMessage
from aiogram.types import (
    CallbackQuery,
    ForceReply,
    InaccessibleMessage,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)

from bot.markup import html
from bot.refusals import Address, NoTopicError, refusal, says, trouble, untaken
from monitor.config.plan import Plan
from monitor.desk import Acted
from monitor.domain import Owed
from monitor.render.display import clean
from monitor.render.document import Document, shorten
from monitor.store import Store
from monitor.texts import Texts

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # the preview of a negative page makes a message grow
LONGEST_TOAST = 200
PATIENCE = 2  # times that an answer to a person is held back before we give up
REST = 1.0  # seconds before the next try where Telegram is in trouble
TOAST_WITHIN = 5  # seconds; a toast that comes later helps nobody

log = structlog.get_logger(__name__)

Sent = TypeVar("Sent")


def targets(message: Message | InaccessibleMessage, plan: Plan) -> Iterator[str]:
    """The targets that may have led to a message of this chat; a closed topic's cards stand outside of it."""
    chat = message.chat.id
    if isinstance(message, Message) and message.is_topic_message:
        yield str(Address(chat, message.message_thread_id))
    yield str(Address(chat))
    yield from (str(Address(chat, one.topic)) for one in plan.team.chats if one.id == chat and one.topic)


def place_of(message: Message) -> Address:
    """Its chat, and the topic that it stands in."""
    return Address(message.chat.id, message.message_thread_id if message.is_topic_message else None)


async def adopted(query: CallbackQuery, store: Store, plan: Plan, mention: int) -> Owed | None:
    """The card of this mention under a button that was pressed before we were told its number, or we never were."""
    if query.message is None:
        return None
    for target in targets(query.message, plan):
        owed = await store.adopt(target, query.message.message_id, mention)
        if owed is not None and owed.mention == mention:
            return owed
    return None


def told(acted: Acted, key: str, texts: Texts, **blanks: str) -> str:
    """What a press came to, in a sentence; where nothing came of it, why."""
    return texts(key if acted.done else acted.key, id=acted.alert.record.id, who=clean(acted.who), **blanks)


async def toast(bot: Bot, query: CallbackQuery, text: str = "") -> None:
    """Answers a press with a short word; what the press did stands whether or not the word arrives."""
    try:
        await bot.answer_callback_query(query.id, shorten(text, LONGEST_TOAST), request_timeout=TOAST_WITHIN)
    except AiogramError as error:
        log.info("toast not shown", error=trouble(error))


async def turn_page(message: Message, document: Document, keys: InlineKeyboardMarkup | None) -> None:
    """Another page in the same message; two presses at once ask for the same one."""
    said = html(document)
    try:
        await patiently(
            lambda: message.edit_text(said, parse_mode="HTML", reply_markup=keys, link_preview_options=NO_PREVIEW)
        )
    except TelegramBadRequest as error:
        if not says(error, "message is not modified"):
            raise


async def say(
    message: Message, document: Document, keys: InlineKeyboardMarkup | None = None, *, reply: bool = False
) -> Message:
    """A message of the bot in the chat and topic of another."""
    return await _said(message.bot, place_of(message), document, keys, under=message.message_id if reply else None)


async def point_to(message: Message, above: int, document: Document) -> None:
    """A message in the chat and topic of another, in reply to a third: its reader gets there by one touch."""
    await _said(message.bot, place_of(message), document, under=above)


async def say_under(
    bot: Bot, card: Owed, document: Document, keys: InlineKeyboardMarkup | ForceReply | None = None
) -> Message:
    """A message under a card."""
    return await _said(bot, Address.of(card.target), document, keys, under=card.message)


async def _said(
    bot: Bot | None,
    address: Address,
    document: Document,
    keys: InlineKeyboardMarkup | ForceReply | None = None,
    *,
    under: int | None,
) -> Message:
    """Where the topic is closed or gone, in the chat: better in the wrong place than nowhere."""
    sent = SendMessage(
        chat_id=address.chat,
        text=html(document),
        message_thread_id=address.topic,
        parse_mode="HTML",
        reply_parameters=ReplyParameters(message_id=under, allow_sending_without_reply=True) if under else None,
        reply_markup=keys,
        link_preview_options=NO_PREVIEW,
    )
    try:
        return await patiently(lambda: sent.as_(bot))
    except TelegramBadRequest as error:
        if address.topic is None or not isinstance(refusal(error, address), NoTopicError):
            raise
    return await _said(bot, Address(address.chat), document, keys, under=under)


async def patiently(send: Callable[[], Awaitable[Sent]]) -> Sent:
    """What a person waits for is said when Telegram lets us, or is well again: what leaves a doubt is not repeated."""
    for _ in range(PATIENCE):
        try:
            return await send()
        except TelegramRetryAfter:
            continue  # the wire knows how long to wait
        except AiogramError as error:
            if not untaken(error):
                raise
            await asyncio.sleep(REST)
    return await send()
