"""A message ready to be sent, and the ways it may go: Telegram, mail, the terminal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.domain import Alert, Batch, Notice, Owed, Person, Record, Sitting
from monitor.errors import DeliveryError
from monitor.render.document import Attachment, Document, Picture


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to be sent: the words, and the alert, or the many, behind them where buttons belong under it."""

    owed: Owed
    document: Document
    alert: Alert | None = None
    batch: Batch | None = None
    people: tuple[Person, ...] = ()  # to whom the mention may be handed
    pictures: tuple[Picture, ...] = ()  # that the document names, or that are all there is to send
    file: Attachment | None = None
    subject: str = ""  # what a mail says before it is opened
    sitting: Sitting | None = None  # our questions, and how far the team has come
    praise: tuple[Record, ...] = ()  # whose authors may be asked to let us quote
    left: bool = False  # its chat stands in the file no longer: what the message shows there stays
    cards: tuple[tuple[Record, int | None], ...] = ()  # that it leads to, by the messenger's number where they stand
    under: int | None = None  # the message of this chat that it follows on, by the messenger's number
    rich: bool = False  # with tables, folds and pictures inside, instead of words alone
    beside: tuple[Notice, ...] = ()  # what cannot stand inside of it, and is owed with it as messages of its own

    @property
    def bytes(self) -> int:
        """How much is to be sent besides the words."""
        return sum(len(one.png) for one in self.pictures) + (len(self.file.body) if self.file else 0)


class Channel(Protocol):
    """A way to people: Telegram, the terminal. Refusals are DeliveryErrors; a channel never retries."""

    async def send(self, letter: Letter) -> int | None:
        """Sends; answers with the messenger's number of the message, if it has one."""

    async def edit(self, letter: Letter) -> None:
        """Brings a message that was sent up to date."""

    async def turn(self, target: str) -> None:
        """Returns when this target may be written to at once, so that no row waits in doubt for its turn."""

    async def alive(self, target: str) -> bool:
        """Whether the messenger answers for this target; asked before a message in doubt is repeated."""


class MovedError(DeliveryError):
    """A chat has a new address: a group became a supergroup."""

    def __init__(self, key: str, /, *, target: str, **blanks: object) -> None:
        super().__init__(key)
        self.blanks = blanks
        self.target = target


class PlainOnlyError(DeliveryError):
    """This chat, or its messenger, takes no rich messages: what it is told has to come in plain ones."""


Compose = Callable[[Owed, datetime], Awaitable[Letter]]
