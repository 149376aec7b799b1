"""Somebody of the team at work with the bot: who, when, how far they may see, and what a handler works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Bot

from monitor.config.plan import Plan
from monitor.desk import Acted, Press
from monitor.domain import Action, Person, Record
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import shorten
from monitor.store import Store
from monitor.team.routes import Routes, Scope
from monitor.texts import Texts

NAME, NAMED = 40, 2  # letters of a name, and how many there is room for


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Made at the door, with the plan and the words of the moment."""

    bot: Bot
    store: Store
    plan: Plan
    texts: Texts
    routes: Routes
    person: Person
    scope: Scope
    now: datetime
    wake: Callable[..., None]

    async def record(self, mention: int) -> Record | None:
        """A mention, if their chat may see it: what it may not see is not there for it."""
        record = await self.store.record(mention)
        return record if record is not None and self.scope.holds(record) else None

    async def act(self, mention: int, action: Action, **how: Any) -> Acted:
        """What they do to the mention; the outbox edits its cards."""
        press = Press(action, self.person, self.now, **how)
        acted = await self.store.act(mention, press, self.routes.left)
        self.wake()
        return acted

    @property
    def calendar(self) -> Calendar:
        """Times as the team says them."""
        return Calendar(self.texts, self.plan.zone, self.now)

    @property
    def admin(self) -> bool:
        """Whether they may change sources.yaml."""
        return self.plan.team.may_change(self.person.id)

    @property
    def only_admins(self) -> str:
        """What is said to whoever may not, and whom to ask."""
        team = self.plan.team
        names = [shorten(clean(one.name), NAME) for one in team.named if one.id in team.admins]
        if not names:
            return self.texts("bot.exclude.admins")
        return self.texts("bot.exclude.admins_named", names=", ".join(names[:NAMED]))
