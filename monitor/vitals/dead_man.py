"""Lets a service outside know that all is well; when it hears nothing more, it calls whoever looks after us."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from monitor.domain.recent import is_recent
from monitor.domain.standing import ALONE_AFTER
from monitor.errors import DeliveryError
from monitor.live import Live
from monitor.store import Store

EVERY = timedelta(minutes=5)

log = structlog.get_logger(__name__)


class DeadMan:
    """Looks every minute. All is well when the heart beats and no message waits for over an hour."""

    def __init__(
        self,
        store: Store,
        live: Live,
        clock: Callable[[], datetime],
        *,
        beat: Callable[[], datetime | None],
        ping: Callable[[str], Awaitable[None]],
    ) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._beat = beat
        self._ping = ping
        self._asked: datetime | None = None
        self._trouble = ""

    async def look(self) -> None:
        """What does not work is said once in the log: the service itself tells of the rest."""
        address, now = self._live.plan.health.ping, self._clock()
        if address is None or is_recent(self._asked, now, within=EVERY) or not await self._well(now):
            return
        self._asked = now
        try:
            await self._ping(address)
        except DeliveryError as error:
            if error.key != self._trouble:
                log.warning("nobody outside knows that all is well", error=error)
            self._trouble = error.key
        else:
            self._trouble = ""

    async def _well(self, now: datetime) -> bool:
        beat = self._beat()
        if beat is None or now - beat > ALONE_AFTER:
            return False
        return not await self._store.late_count(now, self._live.gate)
