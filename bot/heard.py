"""A message of the team: who says what and when, and what every handler of a message does with it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup, Message

from bot.acting import Acting
from bot.talk import place_of, say, targets, told
from monitor.desk import Acted, Outcome
from monitor.domain import Owed, Reminder
from monitor.errors import StoreError
from monitor.render.document import Document, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Acting):
    """A command, an answer, a text under a card, or what somebody brings."""

    message: Message

    @property
    def words(self) -> str:
        """What is written, be it under a picture."""
        return (self.message.text or self.message.caption or "").strip()

    @property
    def edited(self) -> bool:
        """Whether it was said before in other words, or only its preview has come."""
        return self.message.edit_date is not None

    @property
    def above(self) -> Message | None:
        """The message of a bot that it answers."""
        above = self.message.reply_to_message
        return above if above is not None and above.from_user is not None and above.from_user.is_bot else None

    async def card(self) -> Owed | None:
        """What stands in that message, if it is about one mention: one of several does not say which is meant."""
        if self.above is None:
            return None
        for target in targets(self.message, self.plan):
            owed = await self.store.card_at(target, self.above.message_id)
            if owed is not None and owed.mention is not None:
                return None if isinstance(owed.notice, Reminder) and owed.notice.also else owed
        return None

    async def by_admin(self) -> bool:
        """Whether whoever writes may change sources.yaml; others are told who may."""
        if not self.admin:
            await self.answer(sentence(self.only_admins), reply=True)
        return self.admin

    async def say(self, key: str, *, reply: bool = False, **blanks: object) -> Message:
        """A sentence, in the same chat and topic."""
        return await self.answer(sentence(self.texts(key, **blanks)), reply=reply)

    async def say_what_came(self, acted: Acted, key: str, **blanks: str) -> None:
        """What the words came to, or why nothing came of them; an edit that leaves all as it is, is no news."""
        if self.edited and acted.outcome is Outcome.SAME:
            return
        await self.answer(sentence(told(acted, key, self.texts, **blanks)), reply=True)

    async def answer(
        self, document: Document, keys: InlineKeyboardMarkup | None = None, *, reply: bool = False
    ) -> Message:
        """A whole page, and its buttons. A chat that takes it takes again what it would not take before."""
        answer = await say(self.message, document, keys, reply=reply)
        here = str(place_of(answer))
        with suppress(StoreError):
            if await self.store.listens(here, self.now):
                self.wake(here)
        return answer
