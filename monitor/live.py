"""The plan in force, and everything built from it; replaced as a whole when sources.yaml changes."""

from __future__ import annotations

from monitor.config.load import Loaded
from monitor.config.plan import Plan
from monitor.routes import Routes
from monitor.texts import Texts
from monitor.understanding import Understanding


class Live:
    """Whoever holds it sees the present plan."""

    def __init__(self, loaded: Loaded, *, telegram: bool, mail: bool = False) -> None:
        self._telegram = telegram
        self._mail = mail
        self.adopt(loaded)

    def adopt(self, loaded: Loaded) -> None:
        """From now on this is the plan."""
        self.loaded = loaded
        self.plan: Plan = loaded.plan
        self.texts = Texts(loaded.plan.language)
        self.routes = Routes(loaded.plan, telegram=self._telegram, mail=self._mail)
        self.understanding = Understanding(loaded.plan, self.routes)
