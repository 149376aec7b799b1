"""Looks at the figures of each brand now and then, and tells its chats of a spike or a silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog

from monitor.digest import spikes
from monitor.digest.spikes import Usual
from monitor.domain import Label, Notice, Record, Silence, Spike
from monitor.doubles import doubled
from monitor.live import Live
from monitor.render.card import place_of
from monitor.store import Store

TOP = 3  # reasons and places named
_TICK = timedelta(microseconds=1)

log = structlog.get_logger(__name__)


class Alarms:
    """What was told is remembered in the outbox, so a restart tells nothing twice."""

    def __init__(self, store: Store, live: Live, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._live = live
        self._clock = clock

    async def look(self) -> None:
        """Every ten minutes, each of our own brands; competitors raise no alarm."""
        for brand in self._live.plan.own:
            watched = await self._store.watched_since(brand.id)
            if watched is not None:
                await self._spike(brand.id, watched)
                await self._silence(brand.id, watched)

    async def _spike(self, brand: str, watched: datetime) -> None:
        now = self._clock()
        since = spikes.window(now, await self._store.spike_told(brand, now - spikes.WINDOW))
        if since is None or await self._store.stories_count(brand, since, now) < spikes.FLOOR:
            return
        usual = await self._usual(brand, since, watched)
        expected = usual.within(spikes.reach(since, now, await self._store.gaps(since, now, now)))
        stories = await self._store.stories(brand, since, now)
        if usual.known and spikes.is_spike(len(stories), expected):
            hours = max(round((now - since) / timedelta(hours=1)), 1)
            await self._tell(brand, self._said(brand, stories, hours, expected), f"spike:{brand}:{now.isoformat()}")

    async def _silence(self, brand: str, watched: datetime) -> None:
        now, last = self._clock(), await self._store.last_said(brand)
        if last is None or now - last < spikes.SHORTEST:
            return
        usual = await self._usual(brand, last - _TICK, watched)
        heard = spikes.watched(last, now, await self._store.gaps(last, now, now))
        expected = usual.within(heard)
        if usual.known and heard >= spikes.SHORTEST and spikes.is_silence(expected):
            notice = Silence(brand, spikes.days(now - last), round(expected, 1), await self._unread())
            await self._tell(brand, notice, f"silence:{brand}:{last.isoformat()}")

    async def _usual(self, brand: str, until: datetime, watched: datetime) -> Usual:
        begin, span = spikes.base(until, watched)
        return Usual(await self._store.stories_count(brand, begin, until), span)

    def _said(self, brand: str, stories: Iterable[Record], hours: int, usual: float) -> Spike:
        records, texts = list(stories), self._live.texts
        negative = [record for record in records if record.label is Label.NEGATIVE]
        return Spike(
            brand,
            len(records),
            hours,
            round(usual, 1),
            len(negative),
            tone=_top((record.label.value for record in records), 1)[0],
            reasons=_top((reason for record in negative for reason in record.reasons), TOP),
            places=_top((place_of(record, texts) for record in records), TOP),
            doubles=tuple(record.number for record in doubled(negative)),
        )

    async def _unread(self) -> tuple[str, ...]:
        states = await self._store.sources()
        return tuple(one.id for one in self._live.plan.enabled if one.id in states and states[one.id].unread)

    async def _tell(self, brand: str, notice: Notice, key: str) -> None:
        owed = await self._store.owe_all(self._live.routes.about(brand), notice, self._clock(), key)
        if owed:
            log.info("alarm owed", brand=brand, kind=type(notice).__name__, targets=owed)


def _top(words: Iterable[str], most: int) -> tuple[str, ...]:
    """The most frequent first."""
    return tuple(word for word, _ in Counter(words).most_common(most))
