"""The plan in force, and everything built from it; replaced as a whole when sources.yaml changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.config.load import Loaded
from monitor.render.dates import Calendar
from monitor.team.pacing import Gate, gate
from monitor.team.routes import Routes
from monitor.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Built:
    """What follows from a file."""

    loaded: Loaded
    understanding: Understanding


class Live:
    """Whoever holds it sees the present plan."""

    def __init__(self, loaded: Loaded, *, telegram: bool, mail: bool = False) -> None:
        self._telegram = telegram
        self._mail = mail
        self.adopt(loaded)

    @property
    def ways(self) -> tuple[bool, bool]:
        """Whether people are told by Telegram, whether by mail."""
        return self._telegram, self._mail

    def gate(self, at: datetime) -> Gate:
        """What the team wants to be told at a moment."""
        return gate(self.plan, at)

    def calendar(self, now: datetime) -> Calendar:
        """How the team is told of moments, seen from this one."""
        return Calendar(self.texts, self.plan.zone, now)

    def by_ways(self, *, telegram: bool, mail: bool) -> None:
        """What is built from now on reaches people by these."""
        self._telegram, self._mail = telegram, mail

    def adopt(self, loaded: Loaded) -> None:
        """From now on this is the plan."""
        self.put(self.built(loaded))

    def built(self, loaded: Loaded) -> Built:
        """Changes nothing yet, and takes long where brands have hundreds of names: to be called in a thread."""
        routes = Routes(loaded.plan, telegram=self._telegram, mail=self._mail)
        return Built(loaded, Understanding(loaded.plan, routes))

    def put(self, built: Built) -> None:
        """From now on this is in force."""
        self.loaded, self.understanding = built.loaded, built.understanding
        self.plan, self.texts = self.understanding.plan, self.understanding.texts
        self.routes = self.understanding.routes
