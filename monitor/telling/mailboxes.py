"""Tells who looks after the product of a mail address that the digest does not reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from monitor.domain import Unmailed
from monitor.domain.targets import mail_target
from monitor.live import Live
from monitor.store import Store

log = structlog.get_logger(__name__)


class Mailboxes:
    """Looks every minute; each trouble is told once."""

    def __init__(self, store: Store, live: Live, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._live = live
        self._clock = clock

    async def look(self) -> None:
        """Owes what nobody was told yet; an address that has left the file is nobody's trouble."""
        routes = self._live.routes
        for address, trouble in (await self._store.mail_troubles()).items():
            if mail_target(address) not in routes.digest():
                continue
            key = f"unmailed:{address}:{trouble.since.isoformat()}"
            notice = Unmailed(address, trouble.said)
            if owed := await self._store.owe_all(routes.operations(), notice, self._clock(), key):
                log.warning("told of a mail address in trouble", address=address, targets=owed)
