"""Where what is owed goes, as the outbox writes it: a terminal, a chat or a topic in it, a mail address."""

from __future__ import annotations

from typing import NamedTuple

TERMINAL = "terminal"  # without a token, alerts are shown where the program runs
HELD = "held"  # a token, but no chat yet: kept until there is one
TELEGRAM, MAIL = "telegram", "mail"  # before a chat, before an address


class Parts(NamedTuple):
    """What a target says."""

    kind: str  # the way it goes
    place: str  # the number of a chat, a mail address
    topic: str


def parts(target: str) -> Parts:
    """The three of them; what a target does not say is empty.

    >>> parts("telegram:-100600:7")
    Parts(kind='telegram', place='-100600', topic='7')
    >>> parts("mail:anna@zubr.by").place, parts("terminal").kind
    ('anna@zubr.by', 'terminal')
    """
    kind, place, topic, *_ = (*target.split(":"), "", "")
    return Parts(kind, place, topic)


def chat_target(chat: int, topic: int | None = None) -> str:
    """A chat, or a topic in it.

    >>> chat_target(-100500), chat_target(-100600, 7)
    ('telegram:-100500', 'telegram:-100600:7')
    """
    return f"{TELEGRAM}:{chat}" if topic is None else f"{TELEGRAM}:{chat}:{topic}"


def mail_target(address: str) -> str:
    """A mail address."""
    return f"{MAIL}:{address}"
