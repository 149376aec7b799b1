"""The time of the bot's tests."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Seconds:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Waits, without anybody noticing."""
        self.now += seconds
