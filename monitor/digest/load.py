"""How much one chat had to look at, and which source it would miss least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain import Record, Status

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


def load_of(records: Iterable[Record], busiest: int, workdays: int) -> Load:
    """The source to mute is the one that most was put away of, else the loudest."""
    alerted = [record for record in records if record.severity is not None]
    raised = Counter(record.source for record in alerted)
    dismissed = Counter(record.source for record in alerted if record.status is Status.DISMISSED)
    source = max(raised, key=lambda one: (dismissed[one], raised[one], one), default="")
    return Load(busiest, workdays, source, raised[source], dismissed[source])
