"""Letters that hold more than words: a rich message, an album, a picture, a file; what their refusal means."""

from __future__ import annotations

from typing import Any

from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramEntityTooLarge, TelegramNotFound
from aiogram.methods import SendDocument, SendMediaGroup, SendPhoto, SendRichMessage, TelegramMethod
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaPhoto

from bot.markup import plain
from bot.refusals import Address, can_be_plainer, says
from bot.rich import rich_message
from bot.session import PATIENCE
from monitor.render.document import Kind, Picture, line, shorten
from monitor.telling.channel import Letter
from monitor.texts import Texts

CAPTION = 1024  # characters
ALBUM = 10  # pictures
SLOWEST = 30_000  # bytes a second; where Telegram is throttled it is files first

_NO_MEDIA = ("to send photo", "to send document", "to send media", "to send rich")

Enclosed = TelegramMethod[Any]  # a message, or for an album several


def enclosed(letter: Letter, address: Address, texts: Texts, keys: InlineKeyboardMarkup | None) -> Enclosed | None:
    """What Telegram is asked to send; None where words are all there is."""
    to: dict[str, Any] = {"chat_id": address.chat, "message_thread_id": address.topic}
    said = shorten(plain(letter.document), CAPTION)
    if letter.rich:
        message = rich_message(
            letter.document,
            letter.pictures,
            letter.file,
            rest=lambda left_out: line(texts("digest.more_sections", n=left_out), kind=Kind.SMALL),
        )
        return SendRichMessage(**to, rich_message=message, reply_markup=keys)
    if len(letter.pictures) > 1:
        captions = [said, *[None] * (ALBUM - 1)]  # a single one is shown under the whole album
        album = zip(letter.pictures, captions, strict=False)
        return SendMediaGroup(**to, media=[InputMediaPhoto(media=_png(one), caption=words) for one, words in album])
    if letter.pictures:
        return SendPhoto(**to, photo=_png(letter.pictures[0]), caption=said)
    if letter.file:
        file = BufferedInputFile(letter.file.body, letter.file.name)
        return SendDocument(**to, document=file, caption=said, disable_content_type_detection=True)
    return None


def patience(letter: Letter) -> int:
    """Seconds for the whole request: a file takes its time on a slow line."""
    return int(PATIENCE + letter.bytes / SLOWEST)


def needs_plain(error: AiogramError) -> bool:
    """Whether a rich message was refused for being one, or for what is inside of it."""
    if isinstance(error, TelegramNotFound):
        return says(error, "method not found")
    if isinstance(error, TelegramBadRequest):
        return can_be_plainer(error) or says(error, *_NO_MEDIA)
    return isinstance(error, TelegramEntityTooLarge)


def never_taken(error: AiogramError) -> bool:
    """Whether a picture or a file was refused for good, while words may still be said in this chat."""
    return isinstance(error, TelegramEntityTooLarge) or (
        isinstance(error, TelegramBadRequest) and says(error, *_NO_MEDIA)
    )


def _png(picture: Picture) -> BufferedInputFile:
    return BufferedInputFile(picture.png, f"{picture.name}.png")
