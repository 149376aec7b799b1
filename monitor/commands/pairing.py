"""While nobody is told: a one-time code in the terminal. As soon as somebody is: what was held till then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.live import Live
from monitor.store import Mark, Store
from monitor.team.codes import LASTS, CodeKind, Invitation, code_digest, fresh_code

OFTEN = 3  # seconds between two looks: whoever has just written a code waits for what comes of it


class Pairing:
    """Looks now and then whether there is a chat; `say` shows a sentence where the program runs, and in no log."""

    def __init__(
        self,
        store: Store,
        live: Live,
        clock: Callable[[], datetime],
        *,
        say: Callable[[str], None],
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._say = say
        self._wake = wake
        self._given: datetime | None = None
        self._seen: Mark | None = None  # what was written last when nothing was held

    async def look(self) -> None:
        """A visit that began before there was a chat may still hold something back after it: so it is looked for."""
        if not self._live.plan.team.chats:
            await self._give_code()
            return
        if self._given is not None:
            await self._store.end_pairing()
            self._given = None
        mark = self._store.mark()
        if mark is not None and mark == self._seen:
            return
        if await self._store.pair(self._live.routes.scopes(), self._clock()):
            self._wake()
        else:
            self._seen = mark

    async def _give_code(self) -> None:
        """A code that died is followed by the next when its time is over, not at once: that would invite guessing."""
        now = self._clock()
        if self._given is not None and now < self._given + LASTS:
            return
        code = fresh_code()
        await self._store.give_code(code_digest(code), Invitation(CodeKind.PAIR), now)
        self._given = now
        minutes = int(LASTS.total_seconds() // 60)
        self._say(self._live.texts("people.code.terminal", code=code, minutes=minutes))
