"""Mentions for the bot's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from monitor.domain import Alert, Cue, Flag, Label, Record, Severity, Status, Step, Why

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

RECORD = Record(
    number=42,
    brand="zubr",
    source="reviews",
    also=(),
    url="https://otzyv.example/zubr/42",
    title="Сроки сорвали",
    text="Внедрение Зубр-Софта тянется третий месяц, поддержка молчит.",
    author="Ирина",
    published=NOW,
    found=NOW,
    at=NOW,
    lang="ru",
    rating=0.25,
    rating_text="2/5",
    label=Label.NEGATIVE,
    score=-0.6,
    flag=Flag.NEGATIVE,
    why=Why.RATING,
    words=(Cue("молчит", -1.5),),
    severity=Severity.P2,
    story=1,
    status=Status.NEW,
    reason=None,
    assignee=None,
    answered=None,
    reply_url=None,
    corrected=False,
)

STEPS = (Step("Проверить, наш ли это клиент", done=True, by="Анна"), Step("Ответить публично"))


def alert(*, asks_link: bool = False, steps: tuple[Step, ...] = STEPS, **changes: Any) -> Alert:
    """A card's mention, changed where a test cares."""
    return Alert(replace(RECORD, **changes), steps=steps, asks_link=asks_link)


class Seconds:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Waits, without anybody noticing."""
        self.now += seconds
