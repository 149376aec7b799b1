"""Who is served: the team in its chats. Everybody else meets silence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Chat, TelegramObject, Update, User

from monitor.config.plan import Plan, Team
from monitor.domain import Person
from monitor.texts import Texts


class Access(BaseMiddleware):
    """One door for all updates. The plan is asked each time, so that a changed file counts at once."""

    def __init__(self, plan: Callable[[], Plan]) -> None:
        self._plan = plan

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Lets the team's updates through, with who acts and the plan and words of the moment."""
        sender = _sender(event) if isinstance(event, Update) else None
        if sender is None:
            return None
        chat, user = sender
        plan = self._plan()
        team = plan.team
        if user.is_bot or not serves(team, chat.id, user.id, private=chat.type == "private"):
            return None
        data |= {"plan": plan, "texts": Texts(plan.language), "person": person(team, user)}
        return await handler(event, data)


def serves(team: Team, chat: int, user: int, *, private: bool) -> bool:
    """Whether this user is answered in this chat."""
    users = {one.id for one in team.users}
    chats = {one.id for one in team.chats} | {team.ops}
    if private:
        return user in users or chat in chats
    return chat in chats and (not users or user in users)


def person(team: Team, user: User) -> Person:
    """Who acts, by the name that the team gave or else Telegram's."""
    named = next((one.name for one in team.users if one.id == user.id), "")
    return Person(user.id, named or user.full_name)


def _sender(update: Update) -> tuple[Chat, User] | None:
    """Only messages and presses of people: no posts of channels, no edits, nothing on behalf of a chat."""
    if update.callback_query is not None and update.callback_query.message is not None:
        return update.callback_query.message.chat, update.callback_query.from_user
    message = update.message
    if message is None or message.from_user is None or message.sender_chat is not None:
        return None
    return message.chat, message.from_user
