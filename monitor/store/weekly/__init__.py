"""The figures of a week, counted in the database along one index: a mention is read whole only to be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from monitor.digest import Buyers, Counts, PlaceRatings, Raised, Speed, Stories, Work
from monitor.store import visited
from monitor.store.connection.engine import Database
from monitor.store.weekly import alerting, places, speeds, stories, tallies
from monitor.store.weekly.extent import Extent
from monitor.store.weekly.speeds import Pace
from monitor.store.weekly.tallies import Tally

__all__ = ["Extent", "Pace", "Tally", "Weekly"]


class Weekly:
    """The verbs of the digest; each counts the mentions of an extent."""

    _database: Database

    async def counts(self, extent: Extent, moments: Sequence[datetime]) -> tuple[dict[str, Counts], ...]:
        """Mentions of each tone by brand, in each of the times between these moments."""
        async with self._database.reading() as connection:
            return tuple([await tallies.counts(connection, extent.within(*one)) for one in pairwise(moments)])

    async def tallies(self, extent: Extent, now: datetime) -> dict[str, Tally]:
        """By brand how it was flagged, and the work on it."""
        async with self._database.reading() as connection:
            return await tallies.tallies(connection, extent, now)

    async def ratings_raised(self, extent: Extent) -> dict[str, int]:
        """By brand how many ratings rose in this time after our answer."""
        async with self._database.reading() as connection:
            return await tallies.raised(connection, extent)

    async def speed(self, extent: Extent, pace: Pace) -> Speed | None:
        """How long something took, for all brands together."""
        async with self._database.reading() as connection:
            return await speeds.speed(connection, extent, pace)

    async def speeds(self, extent: Extent, pace: Pace) -> dict[str, Speed]:
        """The same by brand."""
        async with self._database.reading() as connection:
            return await speeds.speeds(connection, extent, pace)

    async def works(self, extent: Extent, now: datetime) -> dict[str, Work]:
        """By source the work on what it brought, with how long its answers took."""
        async with self._database.reading() as connection:
            took = await speeds.by_source(connection, extent, Pace.ANSWER)
            done = await tallies.by_source(connection, extent, now)
            return {source: replace(work, speed=took.get(source)) for source, work in done.items()}

    async def place_ratings(self, extent: Extent) -> tuple[PlaceRatings, ...]:
        """The ratings that each brand got on each source."""
        async with self._database.reading() as connection:
            return await places.ratings(connection, extent)

    async def complaints(self, extent: Extent) -> Counter[str]:
        """What the negative mentions complain about."""
        async with self._database.reading() as connection:
            return await places.complaints(connection, extent)

    async def alerted(self, extent: Extent) -> tuple[Raised, ...]:
        """How many alerts each source raised, and how many of them in vain."""
        async with self._database.reading() as connection:
            return await places.alerted(connection, extent)

    async def story_counts(self, extent: Extent) -> dict[str, int]:
        """By brand how many stories were told."""
        async with self._database.reading() as connection:
            return await stories.told(connection, extent)

    async def voices(self, extent: Extent, alike: Collection[str]) -> Mapping[str, int]:
        """The same, on sources that watch all brands alike."""
        if not alike:
            return {}
        async with self._database.reading() as connection:
            return await stories.voices(connection, extent, sorted(alike))

    async def week_stories(self, extent: Extent, mentions: int) -> Stories:
        """The stories that somebody should read, of a week with so many mentions."""
        async with self._database.reading() as connection:
            return await stories.stories(connection, extent, mentions)

    async def buyers(self, extent: Extent) -> Buyers:
        """Who asks about these brands, or looks for something in their place."""
        if not extent.brands:
            return Buyers()
        async with self._database.reading() as connection:
            return await stories.buyers(connection, extent)

    async def visits(self, since: datetime, until: datetime, hidden: Collection[str] = ()) -> tuple[int, int]:
        """Good and due visits of all sources but these."""
        async with self._database.reading() as connection:
            return await visited.counted(connection, since, until, hidden)

    async def alerts_of(self, extent: Extent) -> tuple[int, int]:
        """Mentions that were alerted, however many chats heard of each; and those of the chat that got most."""
        async with self._database.reading() as connection:
            told = (
                alerting.between(extent.since, extent.until),
                alerting.among(connection.dialect.name, extent.brands, extent.hidden),
            )
            return await alerting.sent(connection, *told), await alerting.of_busiest(connection, *told)
