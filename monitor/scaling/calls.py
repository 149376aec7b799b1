"""A call for a source: what its worker has to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from urllib.parse import urlsplit

from monitor.domain import SourceState
from monitor.domain.sharing import Call
from monitor.live import Live
from monitor.scaling.queue import Queue
from monitor.sources import AnySource
from monitor.store import Store
from monitor.understanding import Understanding


def call(source: AnySource, state: SourceState | None, understanding: Understanding, begun: datetime) -> Call:
    """For one visit, due as it is stored now."""
    due = state.next_visit.isoformat() if state and state.next_visit else ""
    return Call(source.id, host_of(source, understanding), written(source, understanding), due, begun.isoformat())


def written(source: AnySource, understanding: Understanding) -> str:
    """As what it stands in the file."""
    return ":".join(understanding.fingerprints(source))


def host_of(source: AnySource, understanding: Understanding) -> str:
    """Where its first request goes; a source without one is its own place."""
    for request in source.start(understanding.names(source)):
        return urlsplit(request.url).hostname or source.id
    return source.id


class Summons:
    """Has sources visited at once, whichever process somebody asks it of."""

    def __init__(self, queue: Queue, store: Store, live: Live, clock: Callable[[], datetime]) -> None:
        self._queue = queue
        self._store = store
        self._live = live
        self._clock = clock

    async def summon(self, sources: Iterable[str]) -> None:
        """Those that the file names; what is paused or visited already is left as it is."""
        plan, pauses = self._live.plan, await self._store.pauses()
        named = [found for one in sources if one not in pauses and (found := plan.source(one)) and found.enabled]
        states = await self._store.states_of([one.id for one in named])
        now, understanding = self._clock(), self._live.understanding
        await self._queue.put([call(one, states.get(one.id), understanding, now) for one in named])
