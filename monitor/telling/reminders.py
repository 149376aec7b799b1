"""Looks what the team is to be reminded of, and owes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog

from monitor.config.plan import Plan
from monitor.domain import NobodyThere, Person, Severity
from monitor.live import Live
from monitor.store import Store
from monitor.store.reminding import AT_ONCE
from monitor.team.nudges import Rules, due
from monitor.team.roster import Roster
from monitor.team.workdays import Workdays

EVERY = 15  # seconds
PAST_SHIFTS = timedelta(days=30)  # an absence that has ended may be the beginning of one that has not

log = structlog.get_logger(__name__)


class Reminders:
    """Everything is read anew each time: a changed file, a press or a word in the chat counts at once."""

    def __init__(self, store: Store, live: Live, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._lately: dict[int, datetime] = {}  # what was reminded of just now, and is not urgent
        self._warned: set[tuple[str, ...]] = set()  # of what and whom since we started; the store knows of before

    async def look(self) -> None:
        """Owes each reminder once, however often it is asked and whatever happens in between."""
        now = self._clock()
        roster = await roster_of(self._store, self._live.plan, now)
        await self._cards(roster, now)
        await self._absences(roster, now)

    async def _cards(self, roster: Roster, now: datetime) -> None:
        """What is urgent is called alone."""
        rules = Rules.of(self._live.plan, roster)
        self._lately = {number: at for number, at in self._lately.items() if at > now - AT_ONCE}
        for card in await self._store.to_remind(now):
            dues = due(card, rules, now)
            if dues:
                chats, calm = await self._chats(card.mention, now), card.severity is not Severity.P1
                beside = self._lately if calm else ()
                if await self._store.remind(card.mention, dues, now, chats, beside):
                    log.info("reminder owed", mention=card.mention, nudges=[one.nudge.value for one in dues])
                if calm:
                    self._lately[card.mention] = now

    async def _chats(self, mention: int, now: datetime) -> frozenset[str] | None:
        """Those whose cards are reminded under; where nobody can press any of them, the team's chats get one first."""
        stands, routes = await self._store.stands(mention), self._live.routes
        left = frozenset(target for target, names in stands.items() if routes.left(*names))
        if left != stands.keys():
            return frozenset(stands) - left
        present = routes.of((await self._store.alert(mention)).record)
        for target in present:
            await self._store.show_card(mention, target, now)
        return frozenset(present) or left or None

    async def _absences(self, roster: Roster, now: datetime) -> None:
        """Told when it becomes known that nobody will be there, and again a working day before."""
        days, whom = Workdays.of(self._live.plan), self._live.routes.operations()
        for start, end in roster.unattended(now):
            stage = "ahead" if now < _eve(start, days) else "soon"
            notice = NobodyThere(start.isoformat(), end.isoformat())
            key = f"nobody:{notice.start}:{notice.end}:{stage}"
            if (key, *whom) not in self._warned:
                await self._store.owe_all(whom, notice, now, key)
                self._warned.add((key, *whom))


async def roster_of(store: Store, plan: Plan, now: datetime, people: Iterable[Person] = ()) -> Roster:
    """Who is on duty by the file and by what was said in the chat."""
    return Roster(plan, await store.shifts(now - PAST_SHIFTS), people)


def _eve(start: datetime, days: Workdays) -> datetime:
    """When the last working day before this moment begins."""
    return days.next_opening(days.midnight(days.working_day_before(days.day_of(start))))
