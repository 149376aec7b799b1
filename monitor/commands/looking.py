"""Looks at places as a visit would, and keeps nothing of what they show."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from monitor.commands.asked import Written, now
from monitor.commands.opening import opened_web
from monitor.fetch import Web
from monitor.harvest import Harvest, gather
from monitor.live import Live
from monitor.reading.reader import Reader
from monitor.sources import AnySource


@dataclass(frozen=True, slots=True)
class Look:
    """What it takes to fetch and to read."""

    live: Live
    fetcher: Web
    reader: Reader

    async def gather(self, source: AnySource) -> Harvest:
        """What a source shows now."""
        understanding, zone = self.live.understanding, self.live.plan.zone
        names, places = understanding.names(source), understanding.places
        return await gather(source, self.fetcher, names=names, now=now(), zone=zone, reader=self.reader, places=places)


@asynccontextmanager
async def looking(written: Written, live: Live) -> AsyncIterator[Look]:
    """With the web and whoever reads open until the look is over."""
    async with opened_web(written, live) as fetcher, Reader(hide=written.redaction.text) as reader:
        yield Look(live, fetcher, reader)
