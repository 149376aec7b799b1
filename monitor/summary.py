"""The one message about what sources held when first seen: told within a minute, edited where more is read later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from monitor.domain import FirstCrawl, Item, Label, Mention
from monitor.store import Store
from monitor.voices import Voices

RECENT = timedelta(days=90)  # how far back an unanswered negative still deserves an answer
WITHIN = 45.0  # seconds after the beginning of a pass, even where some of its sources are still being read


@dataclass(frozen=True, slots=True)
class Found:
    """What one source held before us."""

    source: str
    mentions: int
    negative: int
    unanswered: int  # negative, published within 90 days, without an answer
    late: bool = False  # read in a later pass than its list


def found_before_us(
    source: str, shown: Sequence[Item], mentions: Sequence[Mention], voices: Voices, now: datetime, *, late: bool
) -> Found:
    """Counts them; an unanswered negative of the last months still deserves an answer."""
    bad = [mention for mention in mentions if mention.sentiment.label is Label.NEGATIVE]
    brands = {mention.brand for mention in bad}
    answered = {(shown[place], brand) for brand in brands for place in voices.answers(shown, brand, now=now)}
    recent = [one for one in bad if one.item.published and one.item.published >= now - RECENT]
    waiting = [one for one in recent if (one.item, one.brand) not in answered]
    return Found(source, len(mentions), len(bad), len(waiting), late)


class Summary:
    """Of one pass over sources: tells once, and counts on in the same message."""

    def __init__(
        self, store: Store, targets: Sequence[str], clock: Callable[[], datetime], *, within: float = WITHIN
    ) -> None:
        self._store = store
        self._targets = targets
        self._clock = clock
        self._within = within
        self._key = f"first:{clock().isoformat()}"
        self._waiting: list[Found] = []
        self._telling: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._over = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._telling = asyncio.create_task(self._tell_in_time())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._telling is not None:
            await self._telling
        await self._tell()

    async def add(self, found: Found) -> None:
        """Counted, and told with the others of this pass; what was read late goes into the message of its first day."""
        self._waiting.append(found)
        if self._telling is not None and self._telling.done():
            await self._tell()

    async def _tell_in_time(self) -> None:
        """The end of the pass, or a little less than a minute: whichever comes first."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), self._within)
        await self._tell()

    async def _tell(self) -> None:
        async with self._turn:
            while self._waiting:
                first = [found for found in self._waiting if not found.late]
                together = first or self._waiting[:1]
                await self._store.sum_up(self._targets, _notice(together), self._clock(), self._key)
                self._waiting = [found for found in self._waiting if found not in together]


def _notice(found: Sequence[Found]) -> FirstCrawl:
    return FirstCrawl(
        tuple(one.source for one in found),
        found=sum(one.mentions for one in found),
        negative=sum(one.negative for one in found),
        unanswered=sum(one.unanswered for one in found),
    )
