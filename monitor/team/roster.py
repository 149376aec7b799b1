"""Who is on duty: turns by week, but for those who are away and for weeks that a colleague takes over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from monitor.config.plan import Plan
from monitor.domain import Person, Shift, ShiftKind
from monitor.team.workdays import Workdays

WEEK = timedelta(days=7)
FIRST_MONDAY = date(2024, 1, 1)  # turns are counted from here, so that no year's end skips or repeats one

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is on duty from `start` to `end`; nobody where all are away."""

    start: datetime
    end: datetime
    who: Person | None


class Roster:
    """The turns of the file, and what people said in the chat; `people` are known by a name the file does not give."""

    def __init__(self, plan: Plan, shifts: Sequence[Shift] = (), people: Iterable[Person] = ()) -> None:
        self._days = Workdays.of(plan)
        self._shifts = shifts
        self._names = {one.id: one.name for one in (*people, *(shift.who for shift in shifts))}
        self._names |= {user.id: user.name for user in plan.team.users if user.name}
        self._users = tuple(user.id for user in plan.team.users)
        self._duty = tuple(dict.fromkeys(plan.alerts.duty))
        self.admins = tuple(map(self.person, plan.team.admins))

    @property
    def known(self) -> tuple[Person, ...]:
        """Everybody who may be put on duty."""
        return tuple(map(self.person, dict.fromkeys((*self._users, *self._duty))))

    def has(self, person: Person) -> bool:
        """Whether this is a colleague still; where the file names nobody, whoever acts is one."""
        return not self._users or person.id in self._users

    def person(self, number: int) -> Person:
        """By the name the team gave, or one that was used in the chat; else the bare number."""
        return Person(number, self._names.get(number) or str(number))

    def called(self, name: str, *others: Person) -> tuple[Person, ...]:
        """Whom a name or number may mean, in any case: those called so, else those whose name begins so."""
        known = {one.id for one in self.known}
        wanted, people = _folded(name), (*self.known, *(one for one in others if one.id not in known))
        exact = tuple(one for one in people if wanted in {_folded(one.name), str(one.id)})
        return exact or tuple(one for one in people if wanted and _folded(one.name).startswith(wanted))

    def on_duty(self, at: datetime) -> Person | None:
        """Who is asked first."""
        return next(iter(self.order(at)), None)

    def order(self, at: datetime) -> tuple[Person, ...]:
        """Who is asked, one after the other: on duty now, then whose turns come next; all others only without these."""
        turns, gone = self._turns(at), self.away(at)
        asked = [one for one in turns if one not in gone]
        if turns and not asked:
            asked = [one for one in self._users if one not in gone]
        return tuple(map(self.person, asked))

    def has_turns(self, at: datetime) -> bool:
        """Whether anybody is to be on duty at all."""
        return bool(self._turns(at))

    def away(self, at: datetime) -> frozenset[int]:
        """Those who are not there."""
        return frozenset(one.who.id for one in self._of(ShiftKind.AWAY) if one.covers(at))

    def absence(self, person: Person, at: datetime) -> Shift | None:
        """From when to when this colleague is away, if they are."""
        return next((one for one in self.absences(at) if one.who.id == person.id and one.covers(at)), None)

    def absences(self, at: datetime) -> tuple[Shift, ...]:
        """Who is away or will be, soonest first."""
        ahead = (one for one in self._of(ShiftKind.AWAY) if one.end > at)
        return tuple(sorted(ahead, key=lambda one: (one.start, one.end)))

    def turns(self, at: datetime, weeks: int) -> Iterator[Turn]:
        """Who is on duty from now on, this week and so many in all; none where nobody is to be."""
        for _ in range(weeks):
            end = self.week_end(at)
            if self.has_turns(at):
                yield from (Turn(*one) for one in self._stretches(at, end, self.on_duty))
            at = end

    def unattended(self, at: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """Working times, now or ahead, in which all are away who take turns; without turns, the whole team."""
        asked = set(self._duty or self._users)
        absences = [one for one in self._of(ShiftKind.AWAY) if one.who.id in asked]
        if not absences:
            return ()
        start, end = min(one.start for one in absences), max(one.end for one in absences)
        stretches = self._stretches(start, end, lambda moment: asked <= self.away(moment))
        empty = ((begin, finish) for begin, finish, alone in stretches if alone and finish > at)
        return tuple(one for one in empty if self._days.between(*one))

    def week_end(self, at: datetime) -> datetime:
        """The next Monday."""
        day = self._days.day_of(at)
        return self._days.midnight(day + timedelta(days=7 - day.weekday()))

    def _turns(self, at: datetime) -> tuple[int, ...]:
        """Everybody whose turn it may be, from now on; whoever took the week over comes first."""
        taken = [one.who.id for one in self._of(ShiftKind.DUTY) if one.covers(at)][-1:]
        return tuple(dict.fromkeys((*taken, *self._rotated(at))))

    def _rotated(self, at: datetime) -> tuple[int, ...]:
        if not self._duty:
            return ()
        turn = (self._days.day_of(at) - FIRST_MONDAY) // WEEK % len(self._duty)
        return self._duty[turn:] + self._duty[:turn]

    def _stretches(
        self, start: datetime, end: datetime, state: Callable[[datetime], T]
    ) -> Iterator[tuple[datetime, datetime, T]]:
        """The time between, in stretches during which it stays the same."""
        edges = {edge for one in self._shifts for edge in (one.start, one.end) if start < edge < end}
        states = ((begin, state(begin)) for begin in sorted({start, *edges}))
        begun = [(next(group)[0], same) for same, group in groupby(states, key=itemgetter(1))]
        ends = [begin for begin, _ in begun[1:]] + [end]
        for (begin, same), finish in zip(begun, ends, strict=True):
            yield begin, finish, same

    def _of(self, kind: ShiftKind) -> Iterator[Shift]:
        return (one for one in self._shifts if one.kind is kind)


def _folded(name: str) -> str:
    """How names are compared.

    >>> _folded(" Алёна ")
    'алена'
    """
    return " ".join(name.casefold().replace("ё", "е").split())
