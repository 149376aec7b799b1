"""What the team is to be reminded of now: time that runs out, a card nobody takes, what was put off or promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.config.alerting import Escalate
from monitor.config.plan import Plan
from monitor.config.scalars import Hours
from monitor.domain import Nudge, Person, Severity, Status
from monitor.team.roster import Roster
from monitor.team.workdays import Workdays

PRESSING = (Nudge.HALF, Nudge.DUE, Nudge.NOBODY, Nudge.ALL_AWAY)  # of these only the latest is told
_UNTAKEN = (Nudge.NOBODY, Nudge.ALL_AWAY)


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that was told already."""

    nudge: Nudge
    moment: datetime  # at which it fell due
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card that people have before them, and what may have to be said about it."""

    mention: int
    severity: Severity
    status: Status
    asked: datetime  # since when an answer is asked for: found, become urgent, or opened again
    shown: datetime  # when its first card went out
    deadline: datetime | None = None
    assignee: Person | None = None
    given_back: datetime | None = None
    snoozed_until: datetime | None = None
    snoozed_by: str = ""
    follow_up: datetime | None = None
    promise: str = ""
    promised_for: datetime | None = None
    told: tuple[Told, ...] = ()

    @property
    def open(self) -> bool:
        """Whether an answer is still to be given."""
        return self.status.is_open

    @property
    def awake(self) -> datetime:
        """Since when it is before the team: from when it was put off to, it is as if it came anew."""
        woken = (one.moment for one in self.told if one.nudge is Nudge.SNOOZE_OVER)
        return max(self.shown, self.snoozed_until or self.shown, *woken)

    @property
    def holder(self) -> tuple[Person, ...]:
        """Whose it is."""
        return (self.assignee,) if self.assignee else ()


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is to be told now; by its moment it is known again."""

    nudge: Nudge
    moment: datetime
    people: tuple[Person, ...] = ()
    detail: str = ""
    absent: str = ""  # whose the mention is, where that colleague is away


@dataclass(frozen=True, slots=True)
class Rules:
    """When the team is reminded, and who of it."""

    escalate: Escalate
    workdays: Workdays
    roster: Roster
    quiet_hours: Hours | None = None

    @classmethod
    def of(cls, plan: Plan, roster: Roster) -> Rules:
        """As the file says."""
        return cls(plan.alerts.escalate_after, Workdays.of(plan), roster, plan.alerts.quiet_hours)


def due(card: Waiting, rules: Rules, now: datetime) -> tuple[Due, ...]:
    """What is to be said of a card now: nothing twice, and after an outage no more than is still of use."""
    if card.status is Status.DISMISSED or _sleeps(card, rules, now):
        return ()
    said = {(one.nudge, one.moment) for one in card.told}
    agreed = [one for one in _agreed(card, rules, now) if one.moment <= now and (one.nudge, one.moment) not in said]
    pressing = sorted(_pressing(card, rules, now), key=lambda one: one.moment) if card.open else []
    dues = (*agreed, *(one for one in _latest(pressing) if _is_news(card, one)))
    absent = card.assignee.name if card.assignee and rules.roster.absence(card.assignee, now) else ""
    return tuple(replace(one, absent=absent) for one in dues)


def _latest(pressing: list[Due]) -> list[Due]:
    """Half of the time outdates no call to whoever is on duty: the other half is theirs."""
    called = [one.nudge in _UNTAKEN for one in pressing[-2:-1]] == [True]
    return pressing[-2:] if called and pressing[-1].nudge is Nudge.HALF else pressing[-1:]


def _sleeps(card: Waiting, rules: Rules, now: datetime) -> bool:
    """What is not urgent waits for working time, where the team has named it, and for the end of quiet hours.

    Not even owed before: by the morning somebody may have taken it, and then it is not true any more.
    """
    if card.severity is Severity.P1:
        return False
    if rules.quiet_hours is not None and now.astimezone(rules.workdays.zone).time() in rules.quiet_hours:
        return True
    return rules.workdays.hours is not None and not rules.workdays.is_open(now)


def _is_news(card: Waiting, one: Due) -> bool:
    """What fell due earlier than what was told since is of no use any more."""
    return all(told.moment < one.moment for told in card.told if told.nudge in PRESSING)


def _agreed(card: Waiting, rules: Rules, now: datetime) -> Iterator[Due]:
    """What people themselves wanted to be reminded of."""
    holder = _holder(card, rules, now)
    if card.snoozed_until and card.open:
        yield Due(Nudge.SNOOZE_OVER, card.snoozed_until, holder or _sleeper(card, rules, now))
    if card.follow_up:
        yield Due(Nudge.FOLLOW_UP, card.follow_up, holder)
    if card.promised_for:
        yield Due(Nudge.PROMISE, card.promised_for, holder, card.promise)


def _holder(card: Waiting, rules: Rules, now: datetime) -> tuple[Person, ...]:
    """Whose it is; while that colleague is away, or after they left the team, whoever is on duty."""
    return _there(card.holder, rules, now)


def _sleeper(card: Waiting, rules: Rules, now: datetime) -> tuple[Person, ...]:
    """Whoever put it off, if the name tells one of the team."""
    called = rules.roster.called(card.snoozed_by)
    return _there(called, rules, now) if len(called) == 1 else ()


def _there(people: tuple[Person, ...], rules: Rules, now: datetime) -> tuple[Person, ...]:
    """They, or whoever is on duty in their stead."""
    roster = rules.roster
    if all(roster.has(one) and not roster.absence(one, now) for one in people):
        return people
    return roster.order(now)[:1]


def _pressing(card: Waiting, rules: Rules, now: datetime) -> Iterator[Due]:
    """What time itself reminds of. What fell due before the card was there, or while it was put off, stays unsaid."""
    holder = _holder(card, rules, now)
    if card.deadline is not None and card.deadline > now:
        half = _half(card, card.deadline, rules.workdays)
        if card.awake < half <= now:
            yield Due(Nudge.HALF, half, holder)
    elif card.deadline is not None:
        since = card.shown if card.severity is Severity.P1 else card.awake
        if since < card.deadline:
            yield Due(Nudge.DUE, card.deadline, holder or _called(card, rules, now))
    if card.assignee is None:
        yield from _untaken(card, rules, now)


def _called(card: Waiting, rules: Rules, now: datetime) -> tuple[Person, ...]:
    """Whoever is on duty, for what nobody took in time; what is for information calls nobody."""
    return () if card.assignee or card.severity is Severity.P3 else rules.roster.order(now)[:1]


def _half(card: Waiting, deadline: datetime, workdays: Workdays) -> datetime:
    """When half of the time is over, counted as the deadline was."""
    if card.severity is Severity.P1:
        return card.asked + (deadline - card.asked) / 2
    return workdays.after(card.asked, workdays.between(card.asked, deadline) / 2)


def _untaken(card: Waiting, rules: Rules, now: datetime) -> Iterator[Due]:
    """Names whoever is on duty; while it is urgent, one more of them each time, until all were named."""
    since = max(card.asked, card.awake, card.given_back or card.shown)
    moment = _round(card.severity, since, rules, now)
    if moment is None or moment > now:
        return
    before = [one for one in card.told if one.nudge in _UNTAKEN and one.moment > since]
    named = {number for one in before for number in one.people}
    rest = [one for one in rules.roster.order(now) if one.id not in named]
    if rest:
        yield Due(Nudge.NOBODY, moment, (rest[0],))
    elif not before:
        yield Due(Nudge.ALL_AWAY if rules.roster.has_turns(now) else Nudge.NOBODY, moment)


def _round(severity: Severity, since: datetime, rules: Rules, now: datetime) -> datetime | None:
    """When it was last to be said that nobody takes it."""
    if severity is Severity.P1:
        return since + max((now - since) // rules.escalate.p1, 1) * rules.escalate.p1
    return rules.workdays.after(since, rules.escalate.p2) if severity is Severity.P2 else None
