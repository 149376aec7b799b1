"""Asks Telegram what people did, for ever, and confirms it only when it has been dealt with."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import AiogramError, ClientDecodeError
from aiogram.types import Update

from bot.refusals import trouble
from monitor.errors import DeliveryError
from monitor.process.priority import at_once

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
FEW = 20  # updates at once: a hundred, after a time without Telegram, would hold up the loop for 30 ms
MOST = 100  # that Telegram tells at once, those under way among them
POLL = 25  # seconds that Telegram holds a question back while nothing happens
LATE = 10  # more than that, and the question is lost
HANDLING = 2.0  # seconds before a slow chat stops holding up the others: whoever presses there sees nothing meanwhile
KEPT = 60.0  # seconds for which Telegram is to tell again, should we die, what is under way
REST = 1.0  # seconds between questions while it tells nothing else
PATIENCE = 10.0  # seconds before a slow message stops holding up what is said after it in its chat
FINISHING = 1.5  # seconds at the end for what is under way
CONTESTED = 10  # times that another program has taken our place
WITHIN = 600.0  # seconds; two programs meet for a moment also where one takes the place of the other
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)  # between tries while Telegram is in trouble

_CONFLICT = "telegram.conflict"

log = structlog.get_logger(__name__)


async def _nobody() -> None:
    """Whom it does not concern."""


class Polling:
    """One long question after another; aiogram's own loop confirms an update before it is handled: a kill loses it."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        contested: Callable[[], Awaitable[None]] = _nobody,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._sleep = sleep
        self._contested = contested  # hears of another program that lasts
        self._conflicts = deque[float](maxlen=CONTESTED)
        self._heard: int | None = None  # what Telegram is to tell next
        self._open = set[int]()  # updates under way
        self._known = set[int]()  # those that Telegram may tell once more
        self._apart = 0  # updates that are asked for one by one: one of them cannot be read
        self._failures = 0
        self._told = ""  # the trouble that the log knows of
        self._tasks: dict[asyncio.Task[None], int] = {}  # under way, and in which chat
        self._turns = set[asyncio.Task[None]]()  # those of them that only begin one message after the other

    async def run(self) -> None:
        """Never ends by itself: whatever Telegram answers, it is asked again."""
        while True:
            offset = self._offset
            try:
                updates = await self._bot.get_updates(
                    offset=offset,
                    limit=1 if self._apart else min(FEW + len(self._open), MOST),
                    timeout=POLL,
                    allowed_updates=WANTED,
                    request_timeout=POLL + LATE,
                )
            except AiogramError as error:
                self._skip_unreadable(error)
                await self.set_back(trouble(error))
                continue
            self.recovered()
            self._apart = max(self._apart - 1, 0)
            self._known = {one for one in self._known if one >= (offset or 0)}
            if fresh := [update for update in updates if update.update_id not in self._known]:
                await self._handle(fresh)
            elif updates and self._tasks:
                await asyncio.wait(self._tasks, timeout=REST, return_when=asyncio.FIRST_COMPLETED)

    @property
    def _offset(self) -> int | None:
        """What Telegram is asked for: all before it was dealt with, or takes too long."""
        return min(self._open, default=self._heard)

    async def finish(self) -> None:
        """Lets handlers under way come to their end, and confirms what they dealt with."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FINISHING)
        left = list(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if self._heard is not None and not self._open and not self._failures:
            try:
                async with asyncio.timeout(FINISHING / 3):
                    await self._bot.get_updates(offset=self._heard, limit=1, timeout=0, allowed_updates=WANTED)
            except (AiogramError, TimeoutError):
                log.info("last updates not confirmed")  # they come again, and do nothing twice

    async def set_back(self, cause: DeliveryError) -> None:
        """Telegram could not be asked: waits, longer each time. Said in the log once for each cause."""
        if cause.key != self._told:
            log.warning("Telegram cannot be asked", error=cause)
            self._told = cause.key
        if cause.key == _CONFLICT:
            await self._met_another()
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        await self._sleep(max(pause, cause.retry_after.total_seconds()) if cause.retry_after else pause)

    async def _met_another(self) -> None:
        """Each of the two throws the other out, and hears what is said in between."""
        self._conflicts.append(asyncio.get_running_loop().time())
        if len(self._conflicts) == CONTESTED and self._conflicts[-1] - self._conflicts[0] <= WITHIN:
            self._conflicts.clear()
            await self._contested()

    def recovered(self) -> None:
        """Telegram answers again."""
        if self._told:
            log.warning("Telegram answers again", failures=self._failures)
        self._failures, self._told = 0, ""

    async def _handle(self, updates: Sequence[Update]) -> None:
        """Each chat in its order, the chats beside each other; a press, answered at once, waits for no message."""
        for update in updates:
            self._open.add(update.update_id)
            self._known.add(update.update_id)
            asyncio.get_running_loop().call_later(KEPT, self._open.discard, update.update_id)
        self._heard = updates[-1].update_id + 1
        pressed, said = defaultdict[int, list[Update]](list), defaultdict[int, list[Update]](list)
        moved = {update.message.migrate_to_chat_id for update in updates if update.message is not None}
        for update in updates:
            chat = _chat(update)
            (pressed if update.callback_query and chat not in moved else said)[chat].append(update)
        tasks = [self._begun(chat, self._one_by_one(theirs, ())) for chat, theirs in pressed.items()]
        tasks += [self._turn(chat, theirs) for chat, theirs in said.items()]
        await asyncio.wait(tasks, timeout=HANDLING)

    def _begun(self, chat: int, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks[task] = chat
        task.add_done_callback(self._tasks.pop)
        return task

    def _turn(self, chat: int, updates: Sequence[Update]) -> asyncio.Task[None]:
        earlier = [turn for turn in self._turns if self._tasks.get(turn) == chat]
        task = self._begun(chat, self._in_turn(chat, updates, earlier))
        self._turns.add(task)
        task.add_done_callback(self._turns.discard)
        return task

    async def _in_turn(self, chat: int, updates: Sequence[Update], earlier: Sequence[asyncio.Task[None]]) -> None:
        """Messages begin as they were said, no /resume before its /pause; a slow one holds up the next for a while."""
        if earlier:
            await asyncio.wait(earlier)
        for update in updates:
            before = [task for task, where in self._tasks.items() if where == chat and task not in self._turns]
            await asyncio.wait([self._begun(chat, self._one_by_one([update], before))], timeout=PATIENCE)

    async def _one_by_one(self, updates: Sequence[Update], before: Sequence[asyncio.Task[None]]) -> None:
        """A reply comes after what is still under way in its chat: it may answer what we are just asking there."""
        with at_once():
            for update in updates:
                said = update.message or update.edited_message
                if before and said is not None and said.reply_to_message is not None:
                    await asyncio.wait(before)
                await self._dispatcher.feed_update(self._bot, update)
                self._open.discard(update.update_id)

    def _skip_unreadable(self, error: AiogramError) -> None:
        """Updates of a later version than ours are passed over, else they come for ever; they cost no other one."""
        match error.data if isinstance(error, ClientDecodeError) else None:
            case {"ok": True, "result": [_, _, *_] as several}:
                self._apart = len(several)
            case {"ok": True, "result": [{"update_id": int(number)}]}:
                self._heard = number + 1
                self._apart = max(self._apart - 1, 0)


def _chat(update: Update) -> int:
    """The news that a group moved belongs to where it is now: it comes before what is said there."""
    if update.message is not None and update.message.migrate_to_chat_id is not None:
        return update.message.migrate_to_chat_id
    message = update.message or update.edited_message or (update.callback_query and update.callback_query.message)
    if update.my_chat_member is not None:
        return update.my_chat_member.chat.id
    return message.chat.id if message else 0
