"""Says straight out what cannot be owed: the database, in which all that is owed waits, is in trouble for long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from monitor.domain import Owed, PlanChanged
from monitor.domain.targets import parts
from monitor.errors import DeliveryError
from monitor.live import Live
from monitor.render.document import sentence
from monitor.store import Store
from monitor.telling.channel import Channel, Letter, MovedError

LASTING = timedelta(minutes=5)  # what passes sooner needs nobody

log = structlog.get_logger(__name__)


class DatabaseWatch:
    """Looks every minute; once for each trouble, and once when it is over. A restart in between may say it again."""

    def __init__(
        self,
        store: Store,
        live: Live,
        clock: Callable[[], datetime],
        channels: Mapping[str, Channel],
    ) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._channels = channels
        self._since: datetime | None = None
        self._heard: set[str] = set()  # who knows of this trouble

    async def look(self) -> None:
        """Those who look after the product hear of it by whatever way there is."""
        error, now, texts = self._store.ailing, self._clock(), self._live.texts
        if error is None:
            self._since = None
            for target in await self._say(texts("notice.database_well"), sorted(self._heard)):
                self._heard.discard(target)
            return
        self._since = self._since or now
        if now - self._since >= LASTING:
            wanted = [one for one in self._live.routes.operations() if one not in self._heard]
            self._heard.update(await self._say(texts("notice.database_ill", error=texts.error(error)), wanted))

    async def _say(self, text: str, targets: Sequence[str]) -> list[str]:
        """Answers who need not be told again: whose answer got lost may have heard it."""
        told = []
        for target in targets:
            channel = self._channels.get(parts(target).kind)
            if channel is None:
                continue
            try:
                await self._send(channel, target, text)
            except DeliveryError as error:
                log.warning("not told of the database", target=target, error=error)
                if not (error.unsure or error.final):
                    continue
            told.append(target)
        return told

    async def _send(self, channel: Channel, target: str, text: str) -> None:
        """Where a group has moved to nobody can be asked for, so it is followed each time."""
        letter = Letter(Owed(0, target, None, PlanChanged(text)), sentence(text))
        await channel.turn(target)
        try:
            await channel.send(letter)
        except MovedError as error:
            moved = Letter(Owed(0, error.target, None, PlanChanged(text)), letter.document)
            await channel.send(moved)
