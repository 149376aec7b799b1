"""Spares the database the question of what is owed while nothing can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.recent import is_recent
from monitor.store import Mark
from monitor.team.pacing import Gate

AHEAD = timedelta(minutes=1)  # when nothing falls due so soon, only what is written meanwhile can be owed


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is owed until then, unless somebody writes it or more may pass."""

    since: datetime
    mark: Mark
    gate: Gate

    def lasts(self, now: datetime, mark: Mark | None, gate: Gate) -> bool:
        """Whether the database need not be asked; a clock that was put back begins anew."""
        return mark == self.mark and gate == self.gate and is_recent(self.since, now, within=AHEAD)
