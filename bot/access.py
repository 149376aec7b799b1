"""Who is served: the team in its chats. Everybody else meets silence."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatMemberStatus
from aiogram.types import Chat, ChatMemberUpdated, Message, TelegramObject, Update, User

from bot.heard import Heard
from bot.monitor import Monitor
from bot.pressed import Pressed
from bot.refusals import Address
from bot.talk import targets
from monitor.config.plan import Plan
from monitor.config.team import Team
from monitor.domain import LetIn, Owed, Person
from monitor.errors import StoreError
from monitor.team.codes import CodeKind, Invitation, code_digest, code_in
from monitor.team.routes import Routes

CORRECTED = timedelta(minutes=15)  # from when it was said; what is edited later is not meant for us
REMEMBERED = 200  # of the latest messages what they said: one that is edited may be a command now

_GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED)
_START = re.compile(r"/start(?:@(?P<bot>\w+))?\s+(?P<code>\w+)\s*", re.IGNORECASE)


class Access(BaseMiddleware):
    """One door for all updates. Plan and store are asked each time: a changed file or a moved group counts at once."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._store = monitor.store
        self._titles: dict[int, str] = {}  # as the store knows them
        self._said: dict[tuple[int, int], str] = {}

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Lets the team's updates through, with what was said or pressed by whom and when."""
        live = self._monitor.live
        plan, texts, routes = live.plan, live.texts, live.routes  # of one file, whatever changes meanwhile
        team = plan.team
        if isinstance(event, Update) and event.message is not None and event.message.migrate_to_chat_id is not None:
            return await self._moved(team, event.message.chat.id, event.message.migrate_to_chat_id)
        if isinstance(event, Update) and event.my_chat_member is not None:
            return await self._let_in(plan, event.my_chat_member)
        sender = _sender(event) if isinstance(event, Update) else None
        if sender is None or not isinstance(event, Update):
            return None
        chat, user = sender
        if user.is_bot:
            return None
        event = self._given(event)
        under, names = await self._seen(event, chat.id, plan)
        private = chat.type == "private"
        ours = private or not _chats(team).isdisjoint(names)
        invitation = await self._invited(event, data["bot"], tuple(CodeKind) if ours else (CodeKind.PAIR,), routes)
        if invitation is None and not any(serves(team, one, user.id, private=private) for one in names):
            return None
        acting = {
            "bot": data["bot"],
            "store": self._store,
            "plan": plan,
            "texts": texts,
            "routes": routes,
            "person": person(team, user),
            "scope": routes.scope(*names),
            "now": self._monitor.clock(),
            "wake": self._monitor.wake,
        }
        if event.callback_query is not None:
            data["pressed"] = Pressed(query=event.callback_query, under=under, **acting)
        elif (message := said_in(event)) is not None:
            data |= {"heard": Heard(message=message, **acting), "invitation": invitation}
            self._remember(message)
        answered = await handler(event, data)
        await self._note_title(chat)  # nobody waits for it
        return answered

    def _given(self, event: Update) -> Update:
        """A corrected command is given anew; Telegram tells of an edit also where not a word has changed."""
        edited = event.edited_message
        before = self._said.get((edited.chat.id, edited.message_id)) if edited is not None else None
        if edited is None or before in {None, edited.text} or not (edited.text or "").startswith("/"):
            return event
        return event.model_copy(update={"message": edited, "edited_message": None})

    def _remember(self, message: Message) -> None:
        self._said[message.chat.id, message.message_id] = message.text or ""
        for old in list(self._said)[:-REMEMBERED]:
            del self._said[old]

    async def _invited(self, event: Update, bot: Bot, kinds: Collection[CodeKind], routes: Routes) -> Invitation | None:
        """The only hole in the wall: a message that is nothing but /start with a code that is good now."""
        entered = _START.fullmatch((event.message and event.message.text) or "")
        code = code_in(entered["code"]) if entered else None
        if entered is None or code is None:
            return None
        name = entered["bot"]
        if name and name.lower() != ((await bot.me()).username or "").lower():
            return None
        return await self._store.use_code(code_digest(code), kinds, self._monitor.clock(), routes.operations())

    async def _moved(self, team: Team, old: int, new: int) -> None:
        """Telegram tells it once, when a group becomes a supergroup."""
        if _chats(team).intersection(await self._known_as(old)):
            await self._store.retarget(str(Address(old)), str(Address(new)))

    async def _let_in(self, plan: Plan, change: ChatMemberUpdated) -> None:
        """The bot is in a chat of ours again, or may write there again: what waited goes out at once."""
        here = change.chat.id
        if not _chats(plan.team).intersection(await self._known_as(here)):
            await self._number_of(change, plan)
            return
        await self._note_title(change.chat)
        if change.new_chat_member.status in _GONE:
            return
        for target in await self._store.returned(str(Address(here)), self._monitor.clock()):
            self._monitor.wake(target)

    async def _number_of(self, change: ChatMemberUpdated, plan: Plan) -> None:
        """An admin who adds the bot to one more group needs its number for the file; the group itself meets silence."""
        came = change.old_chat_member.status in _GONE and change.new_chat_member.status not in _GONE
        if not (came and change.chat.title and plan.team.chats and plan.team.may_change(change.from_user.id)):
            return
        now, whom = self._monitor.clock(), Routes(plan, telegram=True).operations()
        said = LetIn(change.chat.id, change.chat.title)
        for target in await self._store.owe_all(whom, said, now, f"let in:{change.chat.id}:{now:%Y-%m-%d}"):
            self._monitor.wake(target)

    async def _note_title(self, chat: Chat) -> None:
        """So that a chat in trouble can be told by its name."""
        if not chat.title or self._titles.get(chat.id) == chat.title:
            return
        with suppress(StoreError):
            await self._store.name_chat(str(Address(chat.id)), chat.title)
            self._titles[chat.id] = chat.title

    async def _seen(self, event: Update, chat: int, plan: Plan) -> tuple[Owed | None, tuple[int, ...]]:
        """In one look: what stands in the message whose button was pressed, and how the file may know its chat."""
        pressed = event.callback_query.message if event.callback_query is not None else None
        if pressed is None:
            return None, await self._known_as(chat)
        with suppress(StoreError):  # whoever asks while it is in trouble must be let in to hear so
            sent_to = tuple(targets(pressed, plan))
            under, names = await self._store.under(str(Address(chat)), sent_to, pressed.message_id)
            return under, _numbers(names)
        return None, (chat,)

    async def _known_as(self, chat: int) -> tuple[int, ...]:
        """The numbers by which sources.yaml may know a chat: a group that moved stands there as it was."""
        with suppress(StoreError):
            return _numbers(await self._store.names(str(Address(chat))))
        return (chat,)


def said_in(update: Update) -> Message | None:
    """What somebody says, or makes of what they said just now."""
    edited = update.edited_message
    if edited is not None and edited.edit_date is not None:
        return edited if edited.edit_date - int(edited.date.timestamp()) <= CORRECTED.total_seconds() else None
    return update.message


def serves(team: Team, chat: int, user: int, *, private: bool) -> bool:
    """Whether this user is answered in this chat."""
    users = {one.id for one in team.users}
    chats = _chats(team)
    if private:
        return user in users or chat in chats
    return chat in chats and (not users or user in users)


def person(team: Team, user: User) -> Person:
    """Who acts, by the name that the team gave or else Telegram's."""
    named = next((one.name for one in team.users if one.id == user.id), "")
    return Person(user.id, named or user.full_name)


def _numbers(names: Iterable[str]) -> tuple[int, ...]:
    return tuple(Address.of(one).chat for one in names)


def _chats(team: Team) -> set[int | None]:
    return {one.id for one in team.chats} | {team.ops}


def _sender(update: Update) -> tuple[Chat, User] | None:
    """Only messages and presses of people: no posts of channels, no late edits, nothing for a chat or by a bot.

    What a member passes on may have been made by a bot: it is theirs by being passed on.
    """
    if update.callback_query is not None and update.callback_query.message is not None:
        return update.callback_query.message.chat, update.callback_query.from_user
    message = said_in(update)
    if message is None or message.from_user is None or message.sender_chat is not None:
        return None
    if message.via_bot is not None and message.forward_origin is None:
        return None
    return message.chat, message.from_user
