"""Keeps what is learnt from the team at hand: read again when the team has said something, worked out in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime

from monitor.domain import Lesson
from monitor.learning import Learnt
from monitor.process.offload import offload
from monitor.store import Store
from monitor.understanding import Understanding


class Lessons:
    """Outlives the plan; of brands about which nothing new was said, what was learnt stays."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: tuple[str, object] | None = None
        self._of: dict[str, tuple[Lesson, ...]] = {}
        self._learnt: Mapping[str, Learnt] = {}
        self._one_at_a_time = asyncio.Lock()

    async def teach(self, understanding: Understanding, mark: str, now: datetime) -> None:
        """What the team has just said holds for what is judged next; `mark` as the lessons have it now."""
        understanding.learn(await self.learnt(now, mark))

    @property
    def known(self) -> Mapping[str, Learnt]:
        """What was learnt when somebody asked last."""
        return self._learnt

    async def learnt(self, now: datetime, mark: str) -> Mapping[str, Learnt]:
        """What the team taught us so far, by brand; once a day also without news, for lessons grow old."""
        async with self._one_at_a_time:
            seen = mark, now.date()
            if seen != self._seen:
                again = self._seen is not None and self._seen[1] == now.date()
                self._learnt = await self._study(now, self._learnt if again else {})
                self._seen = seen
            return self._learnt

    async def _study(self, now: datetime, known: Mapping[str, Learnt]) -> dict[str, Learnt]:
        by_brand: dict[str, list[Lesson]] = {}
        for lesson in await self._store.lessons():
            by_brand.setdefault(lesson.brand, []).append(lesson)
        before, self._of = self._of, {brand: tuple(lessons) for brand, lessons in by_brand.items()}
        return {
            brand: known[brand]
            if brand in known and before.get(brand) == lessons
            else await offload(Learnt.of, lessons, now)
            for brand, lessons in self._of.items()
        }
