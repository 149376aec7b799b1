"""Tells the others of a chat that takes no message: what is owed there waits, so somebody must let us in again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from monitor.domain import ChatTrouble
from monitor.domain.targets import MAIL, parts
from monitor.live import Live
from monitor.store import Store

NO_TOPIC, UNWANTED = "no_topic", "unwanted"

log = structlog.get_logger(__name__)


class Chats:
    """Looks every minute; each trouble is told once."""

    def __init__(self, store: Store, live: Live, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._astray: set[str] = set()

    def astray(self, target: str) -> None:
        """A message for this topic went to the general one: the topic is closed or gone."""
        self._astray.add(target)

    async def look(self) -> None:
        """Owes what nobody was told yet."""
        for target, away in (await self._store.away()).items():
            if parts(target).kind == MAIL:
                continue  # no chat: told in its own words
            if await self._left(target, away.since):
                continue  # nobody is to let us in again
            cause = away.cause.rpartition(".")[2]
            await self._tell(target, cause, away.since.isoformat(), self._others(target))
        for target in tuple(self._astray):
            await self._tell(target, NO_TOPIC, f"{self._clock():%Y-%m}", self._live.routes.operations())
            self._astray.discard(target)

    async def _left(self, target: str, since: datetime) -> bool:
        """Whether a chat stands in the file no longer; what waits for it goes to those that do and want it."""
        routes = self._live.routes
        if not routes.left(*await self._store.names(target)):
            return False
        waiting = await self._store.waiting_at(target)
        wanted = {number: routes.of((await self._store.alert(number)).record) for number in waiting}
        if unwanted := sum(not chats for chats in wanted.values()):
            await self._tell(target, UNWANTED, since.isoformat(), routes.operations(), unwanted=unwanted)
        await self._store.readdress(target, wanted, routes.operations(), self._clock())
        if wanted:
            log.warning("a chat left the file; its alerts go to the others", target=target, alerts=len(wanted))
        return True

    async def _tell(self, target: str, cause: str, since: str, whom: tuple[str, ...], *, unwanted: int = 0) -> None:
        """The key holds the chat without its scheme: an address that moved must not hide another chat's trouble."""
        _, chat, topic = parts(target)
        people = {str(user.id): user.name for user in self._live.plan.team.users}
        title = await self._store.chat_title(target.removesuffix(f":{topic}")) or people.get(chat, "")
        trouble = ChatTrouble(chat, cause, topic, title, unwanted)
        if owed := await self._store.owe_all(whom, trouble, self._clock(), f"chat:{cause}:{chat}:{topic}:{since}"):
            log.warning("told of a chat in trouble", chat=chat, cause=cause, targets=owed)

    def _others(self, target: str) -> tuple[str, ...]:
        """Who looks after sources and the like, else all other chats."""
        routes, chat = self._live.routes, parts(target).place
        for whom in (routes.operations(), routes.everyone()):
            others = tuple(one for one in whom if parts(one).place != chat)
            if others:
                return others
        return ()
