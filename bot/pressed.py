"""A press of the team: who pressed what and when, and what every handler of a button does with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.types import CallbackQuery, Message

from bot.acting import Acting
from bot.talk import adopted, targets, toast, told
from monitor.desk import Acted
from monitor.domain import Action, Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Acting):
    """A button of a card, a list, a question or a proposal."""

    query: CallbackQuery
    under: Owed | None  # what stands in the message with the button, as far as we know

    @property
    def page(self) -> Message | None:
        """The message with the button; None where it is gone, or too old for Telegram to show it to us."""
        return self.query.message if isinstance(self.query.message, Message) else None

    async def card(self, mention: int) -> Owed | None:
        """The card under the button, if it shows this mention; else whoever pressed is told that the button is old.

        A press cannot name what its chat may not see.
        """
        owed = self.under or await adopted(self.query, self.store, self.plan, mention)
        if owed is None or owed.mention != mention or owed.message is None:
            await self.say("bot.toast.stale")
            return None
        return owed

    async def message(
        self, standing_at: Callable[[Iterable[str], int, int], Awaitable[Owed | None]], number: int
    ) -> Owed | None:
        """The message under the button that tells or asks of many; a press cannot name that of another chat."""
        under = self.query.message
        owed = await standing_at(targets(under, self.plan), under.message_id, number) if under else None
        if owed is None:
            await self.say("bot.toast.stale")
        return owed

    async def by_admin(self) -> bool:
        """Whether whoever pressed may change sources.yaml; others are told who may."""
        if not self.admin:
            await self.tell(self.only_admins)
        return self.admin

    async def act(self, mention: int, action: Action, **how: Any) -> Acted:
        """The same, but that a press which comes again does nothing twice."""
        return await Acting.act(self, mention, action, id=self.query.id, **how)  # no super() with slots

    async def show(self, card: Owed, view: str) -> None:
        """Another page of the card, for all who see it."""
        await self.store.show(card.target, card.message or 0, view)
        self.wake()

    async def say(self, key: str = "", **blanks: object) -> None:
        """A short word to whoever pressed; without a key the button only stops turning."""
        await self.tell(self.texts(key, **blanks) if key else "")

    async def tell(self, said: str) -> None:
        """The same in words that are made already."""
        await toast(self.bot, self.query, said)

    async def tell_what_came(self, acted: Acted, key: str, **blanks: str) -> None:
        """What the press came to, or why nothing came of it."""
        await self.tell(told(acted, key, self.texts, **blanks))

    def moment(self, at: datetime) -> str:
        """A time as the team says it."""
        return self.calendar.moment(at)
