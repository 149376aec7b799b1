"""What Telegram's refusals mean for a message: wait, try again, in doubt, moved, or never."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.session import REASONS, UnsentError
from monitor.domain.targets import chat_target, parts
from monitor.errors import DeliveryError, MonitorError
from monitor.telling.channel import MovedError

# What Telegram says where no other form of the message would help, and the key of the sentence that we say.
_HOPELESS = {
    "chat not found": "telegram.no_chat",
    "user not found": "telegram.no_chat",
    "peer_id_invalid": "telegram.no_chat",
    "channel_private": "telegram.no_chat",
    "chat was deactivated": "telegram.no_chat",
    "not enough rights": "telegram.no_rights",
    "have no rights": "telegram.no_rights",
    "write_forbidden": "telegram.no_rights",
    "no write access": "telegram.no_rights",
    "send_plain_forbidden": "telegram.no_rights",
    "guest_send_forbidden": "telegram.no_rights",
    "chat_restricted": "telegram.no_rights",
    "user_banned_in_channel": "telegram.no_rights",
    "need administrator rights": "telegram.no_rights",  # a channel
    "chat_admin_required": "telegram.no_rights",
    "message to edit not found": "telegram.no_message",
    "message can't be edited": "telegram.no_message",
    "message_id_invalid": "telegram.no_message",
}
_OUT = frozenset({"telegram.forbidden", "telegram.no_chat"})
_FINAL = frozenset({"telegram.no_message"})  # the others change when somebody lets the bot in again
_NO_TOPIC = ("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
_SUPERGROUP = "-100"


@dataclass(frozen=True, slots=True)
class Address:
    """A chat, and the topic in it.

    >>> Address.of("telegram:-100500:7")
    Address(chat=-100500, topic=7)
    """

    chat: int
    topic: int | None = None

    @classmethod
    def of(cls, target: str) -> Address:
        """The address that a target of the outbox names."""
        _, chat, topic = parts(target)
        return cls(int(chat), int(topic) if topic else None)

    def __str__(self) -> str:
        return chat_target(self.chat, self.topic)

    def way_to(self, message: int) -> str | None:
        """Where a message of this chat is opened by a press, for whoever is in it: only supergroups have that.

        >>> Address(-1001234567890).way_to(7), Address(11111111).way_to(7)
        ('https://t.me/c/1234567890/7', None)
        """
        name = str(self.chat)
        chat = name.removeprefix(_SUPERGROUP)
        return f"https://t.me/c/{chat}/{message}" if name.startswith(_SUPERGROUP) else None


class NoTopicError(DeliveryError):
    """The topic is closed or gone; its chat is still there."""


def says(error: AiogramError, *phrases: str) -> bool:
    """Whether Telegram's description holds one of these."""
    return any(phrase in str(error).lower() for phrase in phrases)


def can_be_plainer(error: TelegramBadRequest) -> bool:
    """Whether the form of the message may be what was refused."""
    return not says(error, *_HOPELESS, *_NO_TOPIC)


def untaken(error: AiogramError) -> bool:
    """Whether it certainly did not arrive, or Telegram in its own trouble took nothing: soon it may."""
    if isinstance(error, ClientDecodeError):
        return not isinstance(error.data, dict)  # a page of its front door
    return isinstance(error, (UnsentError, TelegramServerError))


def refusal(error: AiogramError, address: Address) -> DeliveryError:
    """What the outbox must know of a call that failed."""
    chat = address.chat
    match error:
        case TelegramRetryAfter():
            wait = timedelta(seconds=error.retry_after)
            return DeliveryError("telegram.flood", retry_after=wait, chat=chat, seconds=error.retry_after)
        case TelegramMigrateToChat():
            moved = replace(address, chat=error.migrate_to_chat_id)
            return MovedError("telegram.moved", target=str(moved), chat=chat, new=moved.chat)
        case TelegramForbiddenError():
            return DeliveryError(_of_person("telegram.forbidden", chat), away=True, chat=chat)
        case TelegramBadRequest():
            return _bad_request(error, address)
    return trouble(error)


def _of_person(key: str, chat: int) -> str:
    """A person lets a bot in by starting it; groups and channels have negative numbers."""
    return "telegram.not_started" if chat > 0 and key in _OUT else key


def trouble(error: AiogramError) -> DeliveryError:
    """What failed for no reason that lies in the chat or the message."""
    reason = _reason(error)
    match error:
        case TelegramRetryAfter():
            wait = timedelta(seconds=error.retry_after)
            return DeliveryError("telegram.busy", retry_after=wait, seconds=error.retry_after)
        case TelegramUnauthorizedError():
            return DeliveryError("telegram.unauthorized")
        case TelegramNotFound():
            return DeliveryError("telegram.not_found")
        case TelegramConflictError():
            return DeliveryError("telegram.conflict")
        case UnsentError():
            return DeliveryError("telegram.unreachable", reason=reason)
        case TelegramNetworkError() if not isinstance(error, TelegramEntityTooLarge):
            return DeliveryError("telegram.no_answer", unsure=True, reason=reason)
        case ClientDecodeError():
            return DeliveryError("telegram.garbled")
    return DeliveryError("telegram.trouble", reason=reason)


def _reason(error: AiogramError) -> object:
    """What Telegram said, or what our line to it suffers from."""
    said = str(getattr(error, "message", ""))
    return MonitorError(f"because.{said}") if said in REASONS else said or "…"


def _bad_request(error: TelegramBadRequest, address: Address) -> DeliveryError:
    chat = address.chat
    if says(error, *_NO_TOPIC) and address.topic is None:
        return DeliveryError("telegram.general_closed", away=True, chat=chat)
    if says(error, *_NO_TOPIC):
        return NoTopicError("telegram.no_topic", final=True, chat=chat)
    for phrase, key in _HOPELESS.items():
        if says(error, phrase):
            return DeliveryError(_of_person(key, chat), final=key in _FINAL, away=key not in _FINAL, chat=chat)
    return DeliveryError("telegram.refused", final=True, chat=chat, reason=error.message)
