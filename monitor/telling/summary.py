"""The one message about what sources held when first seen: told within a minute, edited where more is read later.

Each visit writes its share into the message itself, in the transaction that stores what it found: see decision 0031.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from monitor.domain import FirstCrawl, Item, Label, Mention
from monitor.store import Store, SummedUp
from monitor.team.routes import Scope
from monitor.voices import Voices

RECENT = timedelta(days=90)  # how far back an unanswered negative still deserves an answer
WITHIN = timedelta(seconds=45)  # of a pass, even where some of its sources are still being read


@dataclass(frozen=True, slots=True)
class Found:
    """What one source held before us."""

    source: str
    mentions: int
    negative: int
    unanswered: int  # negative, published within 90 days, without an answer


def found_before_us(
    source: str,
    shown: Sequence[Item],
    mentions: Sequence[Mention],
    voices: Voices,
    scopes: Mapping[str, Scope],
    *,
    now: datetime,
) -> Mapping[str, Found]:
    """What each target may see of it; an unanswered negative of the last months still deserves an answer."""
    bad = [mention for mention in mentions if mention.sentiment.label is Label.NEGATIVE]
    brands = {mention.brand for mention in bad}
    answered = {(shown[place], brand) for brand in brands for place in voices.answers(shown, brand, now=now)}
    recent = [one for one in bad if one.item.published and one.item.published >= now - RECENT]
    waiting = [one for one in recent if (one.item, one.brand) not in answered]
    counts = {
        target: tuple(sum(scope.shows(one.brand, source) for one in some) for some in (mentions, bad, waiting))
        for target, scope in scopes.items()
    }
    return {target: Found(source, *count) for target, count in counts.items() if count[0]}


class Summary:
    """Of one pass over sources: told at its end, or in time where that is late; what comes later is counted on."""

    def __init__(self, store: Store, targets: Sequence[str], clock: Callable[[], datetime]) -> None:
        now = clock()
        self._store = store
        self.targets = tuple(targets)
        self._clock = clock
        self._key, self._due = f"first:{now.isoformat()}", now + WITHIN
        self._begun = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """The pass is over: nothing more comes. Whoever dies before this leaves a message that is due by itself."""
        if self._begun:
            await self._store.release([f"{self._key}:{target}" for target in self.targets], self._clock())

    def share(self, found: Mapping[str, Found]) -> SummedUp:
        """Of what a source held, as far as each target may see it, for the visit that keeps it."""
        self._begun = True
        told = {
            target: FirstCrawl((one.source,), one.mentions, one.negative, one.unanswered)
            for target, one in found.items()
        }
        return SummedUp(told, self._key, self._due)
