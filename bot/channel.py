"""Telegram as a channel of the outbox: sends and edits once, and says what a refusal means."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
)
from aiogram.types import InlineKeyboardMarkup, Message, ReplyParameters

from bot.enclosed import Enclosed, enclosed, needs_plain, never_taken, patience
from bot.gathered import gathered_keys
from bot.keyboard import cards_keys, keyboard, praise_keys, under, without_links
from bot.markup import html, plain
from bot.pace import SPARE, Pace
from bot.questions import question_keys
from bot.refusals import Address, NoTopicError, can_be_plainer, refusal, says
from bot.talk import NO_PREVIEW
from monitor.errors import DeliveryError
from monitor.telling.channel import Letter, PlainOnlyError
from monitor.texts import Texts

ALIVE_WITHIN = 5  # seconds


@dataclass(frozen=True, slots=True)
class _Wording:
    """One way to put a letter."""

    text: str
    mode: str | None
    keys: InlineKeyboardMarkup | None


class TelegramChannel:
    """Never retries: the outbox decides when to try again."""

    def __init__(
        self,
        bot: Bot,
        texts: Callable[[], Texts],
        pace: Pace,
        astray: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._bot = bot
        self._texts = texts
        self._pace = pace
        self._astray = astray  # hears of messages that did not get into their topic

    async def turn(self, target: str) -> None:
        """Returns when this chat may be written to at once; worth waiting for before a message is in doubt.

        However much is owed to it, who asks something there is answered.
        """
        await self._pace.turn(Address.of(target).chat, spare=SPARE)

    async def send(self, letter: Letter) -> int | None:
        """A new message; answers with its number."""
        address = Address.of(letter.owed.target)
        try:
            return await self._send(letter, address)
        except NoTopicError:  # closed or gone: better in the wrong place than nowhere
            number = await self._send(letter, Address(address.chat))
        self._astray(letter.owed.target)
        return number

    async def edit(self, letter: Letter) -> None:
        """The message that was sent shows what is true now."""
        address, number = Address.of(letter.owed.target), letter.owed.message
        if number is None:
            return

        async def change(words: _Wording) -> None:
            try:
                await self._bot.edit_message_text(
                    words.text,
                    chat_id=address.chat,
                    message_id=number,
                    parse_mode=words.mode,
                    reply_markup=words.keys,
                    link_preview_options=NO_PREVIEW,
                )
            except TelegramBadRequest as error:
                if not says(error, "message is not modified"):
                    raise

        await self._put(letter, address, change)

    async def alive(self, target: str) -> bool:
        """Whether what we say in this chat is answered, be it by a refusal: that somebody types stays nowhere."""
        chat = Address.of(target).chat
        try:
            await self._bot.send_chat_action(chat, ChatAction.TYPING, request_timeout=ALIVE_WITHIN)
        except (TelegramBadRequest, TelegramForbiddenError, TelegramNotFound):
            return True
        except AiogramError:
            return False
        return True

    async def _send(self, letter: Letter, address: Address) -> int | None:
        method = await self._enclosed(letter, address)
        if method is not None:
            return await self._enclose(method, letter, address)

        async def post(words: _Wording) -> int:
            message = await self._bot.send_message(
                address.chat,
                words.text,
                message_thread_id=address.topic,
                parse_mode=words.mode,
                reply_markup=words.keys,
                reply_parameters=_reply(letter),
                link_preview_options=NO_PREVIEW,
            )
            return message.message_id

        return await self._put(letter, address, post)

    async def _enclosed(self, letter: Letter, address: Address) -> Enclosed | None:
        """A whole digest is laid out beside everything else: it takes longer than a press may wait."""
        texts = self._texts()
        if letter.rich:
            return await asyncio.to_thread(enclosed, letter, address, texts, _keys(letter, texts))
        return enclosed(letter, address, texts, _keys(letter, texts))

    async def _enclose(self, method: Enclosed, letter: Letter, address: Address) -> int | None:
        """In one form only: what else there is to try, the outbox owes."""
        try:
            sent = await self._bot(method, request_timeout=patience(letter))
        except ClientDecodeError as error:
            if _accepted(error):
                return _number(error)
            raise refusal(error, address) from error
        except AiogramError as error:
            why = getattr(error, "message", "")
            if letter.rich and needs_plain(error):
                raise PlainOnlyError("telegram.not_rich", chat=address.chat, reason=why) from error
            if never_taken(error):
                raise DeliveryError("telegram.refused", final=True, chat=address.chat, reason=why) from error
            raise refusal(error, address) from error
        first: Message = sent[0] if isinstance(sent, list) else sent
        return first.message_id

    async def _put(
        self, letter: Letter, address: Address, put: Callable[[_Wording], Awaitable[int | None]]
    ) -> int | None:
        """As marked up, else plain, else plain without links: a refusal of the form must not cost an alert."""
        refused: TelegramBadRequest | None = None
        for words in self._wordings(letter):
            try:
                return await put(words)
            except TelegramBadRequest as error:
                refused = error
                if not can_be_plainer(error):
                    break
            except ClientDecodeError as error:
                if _accepted(error):
                    return _number(error)
                raise refusal(error, address) from error
            except AiogramError as error:
                raise refusal(error, address) from error
        assert refused is not None  # nosec B101  # noqa: S101  # there is always a wording
        raise refusal(refused, address) from refused

    def _wordings(self, letter: Letter) -> Iterator[_Wording]:
        texts, owed = self._texts(), letter.owed
        keys = _keys(letter, texts)
        if not owed.plain:
            yield _Wording(html(letter.document), "HTML", keys)
        text = plain(letter.document)
        yield _Wording(text, None, keys)
        if keys is not None:
            yield _Wording(text, None, without_links(keys))


def _keys(letter: Letter, texts: Texts) -> InlineKeyboardMarkup | None:
    if letter.alert is not None:
        return keyboard(letter.alert, letter.owed.view, texts, letter.people)
    if letter.batch is not None:
        return gathered_keys(letter.owed, letter.batch, texts)
    if letter.sitting is not None:
        return question_keys(letter.owed, letter.sitting, texts)
    return under(letter.owed.notice, texts) or praise_keys(letter.praise, texts) or cards_keys(letter, texts)


def _reply(letter: Letter) -> ReplyParameters | None:
    """A card that somebody deleted holds nothing up: what follows on it stands alone then."""
    if letter.under is None:
        return None
    return ReplyParameters(message_id=letter.under, allow_sending_without_reply=True)


def _accepted(error: ClientDecodeError) -> bool:
    """Telegram agreed, in words of a later version than ours: sending again would say it twice."""
    return isinstance(error.data, dict) and error.data.get("ok") is True


def _number(error: ClientDecodeError) -> int | None:
    result = error.data.get("result")
    if isinstance(result, list) and result:  # an album
        result = result[0]
    return result.get("message_id") if isinstance(result, dict) else None
