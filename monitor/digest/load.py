"""How much one chat had to look at, and which source it would miss least."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_A_DAY = 5  # alerts, from which people stop reading them


@dataclass(frozen=True, slots=True)
class Load:
    """What one chat had to look at: its alerts, on so many working days, and the source that brought most in vain."""

    alerts: int = 0
    days: int = 7
    source: str = ""
    raised: int = 0  # by this source ...
    dismissed: int = 0  # ... and put away by the team

    @property
    def per_day(self) -> float:
        """Alerts that everybody in that chat got on a working day."""
        return self.alerts / max(self.days, 1)

    @property
    def heavy(self) -> bool:
        """Whether that is more than people look at with care."""
        return self.per_day > MOST_A_DAY


@dataclass(frozen=True, slots=True)
class Raised:
    """What one source cost the team: its alerts, and those of them that were put away."""

    source: str
    alerts: int
    dismissed: int


def load_of(sources: Iterable[Raised], busiest: int, workdays: int) -> Load:
    """The source to mute is the one that most was put away of, else the loudest."""
    worst = max(sources, key=lambda one: (one.dismissed, one.alerts, one.source), default=Raised("", 0, 0))
    return Load(busiest, workdays, worst.source, worst.alerts, worst.dismissed)
