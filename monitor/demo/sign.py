"""What a demonstration bears, so that nobody takes it for a real complaint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that each message begins with; `spoke` hears whenever the bot says or answers anything."""

    words: str
    spoke: Callable[[], None]
