"""A message forwarded, or a link sent, in private: it becomes a mention «добавлено вручную»."""

from __future__ import annotations

from collections.abc import Iterator

from aiogram import Bot, Router
from aiogram.enums import ChatType, MessageEntityType
from aiogram.filters import BaseFilter
from aiogram.types import (
    CallbackQuery,
    Chat,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.callbacks import About, button, key_of, with_key
from bot.handlers.link import link_in
from bot.heard import Heard
from bot.keyboard import as_keys
from bot.markup import BUTTONS, WIDEST
from bot.pages import captured_page
from bot.pressed import Pressed
from bot.talk import turn_page
from monitor.capture import Capture, Captured, Sent
from monitor.errors import StoreError
from monitor.render.display import clean
from monitor.render.document import shorten

PUBLIC = "https://t.me/"
_COUNTED = "utf-16-le"  # what Telegram counts characters in


class Brought(BaseFilter):
    """Something to look at: forwarded or with a link, in private, no command and no answer to the bot."""

    async def __call__(self, message: Message, heard: Heard) -> bool | dict[str, Sent]:
        """Passes on what was sent."""
        if message.chat.type != ChatType.PRIVATE or heard.above is not None or _is_echo(message, heard.bot):
            return False
        sent = sent_in(message)
        if message.forward_origin is None and (sent.text.startswith("/") or not sent.link):
            return False
        return {"sent": sent}


def router() -> Router:
    """What people bring themselves, and the question whom it is about."""
    r = Router(name="capture")
    r.message.register(_brought, Brought())
    r.callback_query.register(_about, About.filter())
    return r


def sent_in(message: Message) -> Sent:
    """What a message says, and of a forwarded one who said it, when and where."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities or []
    leads = tuple(_leads(text, entities))
    text = text if message.forward_origin else _spelled(text, entities)
    link = link_in(text) or next((lead for lead in leads if lead.startswith(("http://", "https://"))), "")
    origin = message.forward_origin
    match origin:
        case MessageOriginUser():
            return Sent(text, link, author=origin.sender_user.full_name, published=origin.date, leads=leads)
        case MessageOriginHiddenUser():
            return Sent(text, link, author=origin.sender_user_name, published=origin.date, leads=leads)
        case MessageOriginChat():
            chat, author = origin.sender_chat, _signed(origin.sender_chat, origin.author_signature)
            return Sent(text, link, author=author, published=origin.date, leads=(*_name(chat), *leads))
        case MessageOriginChannel():
            chat, author = origin.chat, _signed(origin.chat, origin.author_signature)
            url = f"{PUBLIC}{chat.username}/{origin.message_id}" if chat.username else ""
            return Sent(text, link, url, author, origin.date, (*_name(chat), *leads))
    return Sent(text, link, leads=leads)


async def _brought(message: Message, sent: Sent, heard: Heard, capture: Capture) -> None:
    """An album arrives as several messages; those of it without words say nothing, and neither do we."""
    if not sent.words and not sent.link:
        if message.media_group_id is None:
            await heard.say("bot.capture.no_words", reply=True)
        return
    try:
        captured = await capture.take(sent)
    except StoreError as error:  # it is not stored, and whoever sent it must know
        captured = Captured(trouble=error)
    heard.wake()
    await heard.answer(captured_page(captured, heard.plan, heard.texts), _choice(captured), reply=True)


async def _about(_: CallbackQuery, callback_data: About, pressed: Pressed, capture: Capture) -> None:
    """The question hangs on the message it is about, so that the answer also works after a restart."""
    question, plan = pressed.page, pressed.plan
    message = question.reply_to_message if question and question.chat.type == ChatType.PRIVATE else None
    brand = with_key(plan.own, callback_data.brand)
    if question is None or message is None or brand is None:
        await pressed.say("bot.toast.stale")
        return
    await pressed.say()
    keys = None
    try:
        captured = await capture.take(sent_in(message), brand.id)
    except StoreError as error:  # the choice is still to be made
        captured, keys = Captured(trouble=error), question.reply_markup
    pressed.wake()
    await turn_page(question, captured_page(captured, plan, pressed.texts), keys)


def _choice(captured: Captured) -> InlineKeyboardMarkup | None:
    return as_keys(
        [button(shorten(clean(brand.name), WIDEST), About(brand=key_of(brand.id)))]
        for brand in captured.choice[:BUTTONS]
    )


def _leads(text: str, entities: list[MessageEntity]) -> Iterator[str]:
    for entity in entities:
        if entity.type == MessageEntityType.TEXT_LINK and entity.url:
            yield entity.url
        elif entity.type == MessageEntityType.MENTION:
            yield entity.extract_from(text)


def _spelled(text: str, entities: list[MessageEntity]) -> str:
    """With its https:// where an address was sent without; a mere host among words may be somebody's name."""
    spelled = text.encode(_COUNTED)
    for entity in sorted(entities, key=lambda one: -one.offset):
        said = entity.extract_from(text) if entity.type == MessageEntityType.URL else ""
        if said and "://" not in said and ("/" in said.rstrip("/") or said == text.strip()):
            at = 2 * entity.offset
            spelled = spelled[:at] + "https://".encode(_COUNTED) + spelled[at:]
    return spelled.decode(_COUNTED)


def _name(chat: Chat) -> tuple[str, ...]:
    return (f"@{chat.username}",) if chat.username else ()


def _signed(chat: Chat, signature: str | None) -> str:
    return ", ".join(filter(None, (chat.title, signature)))


def _is_echo(message: Message, bot: Bot) -> bool:
    """Our own card that is forwarded to us says nothing new."""
    origin = message.forward_origin
    return isinstance(origin, MessageOriginUser) and origin.sender_user.id == bot.id
