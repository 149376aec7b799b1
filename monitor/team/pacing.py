"""When people are told: what waits for the morning or for its hour, and what is told together instead of one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.config.plan import Plan
from monitor.config.scalars import Burst
from monitor.domain import Severity
from monitor.team.workdays import Workdays

URGENT = 5  # of these stand alone in a storm's window; what comes beyond is named first in its message


@dataclass(frozen=True, slots=True)
class Gate:
    """What may go out at a moment: all of it, unless something here says otherwise. p1 always may."""

    quiet: bool = False
    later: datetime | None = None  # what can wait goes out if it was owed before this moment
    storm: Burst | None = None  # what comes beyond it is told together

    @property
    def at_once(self) -> Gate:
        """For whoever asked for it now: nothing waits, and yet a storm stays one message."""
        return Gate(storm=self.storm)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that may go out now; `row` names it."""

    row: int
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class Told:
    """How many stand alone in a chat within the storm's window."""

    urgent: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class Together:
    """The rows that are told in one message: of a storm, or of what could wait."""

    storm: tuple[int, ...] = ()
    later: tuple[int, ...] = ()


OPEN = Gate()


def unpaced(_: datetime) -> Gate:
    """Tells everything at once, one by one."""
    return OPEN


def gate(plan: Plan, now: datetime) -> Gate:
    """What the team wants to be told at this moment."""
    local = now.astimezone(plan.zone)
    hours = plan.alerts.quiet_hours
    quiet = hours is not None and local.time() in hours
    return Gate(quiet, _last_hour(plan, local), plan.alerts.storm)


def together(waiting: Sequence[Waiting], told: Told, gate: Gate, *, growing: bool = False) -> Together:
    """Which alerts of a chat are told in one message, in the order in which they wait.

    `growing` is whether what could wait until this hour is in a message already.

    >>> from datetime import timedelta
    >>> gate = Gate(storm=Burst(1, timedelta(minutes=30)))
    >>> together([Waiting(n, Severity.P2) for n in (7, 8, 9)], Told(), gate).storm
    (8, 9)
    """
    if gate.storm is None:
        return Together()
    slow = [one.row for one in waiting if gate.later and one.severity is Severity.P3]
    later = slow if growing or len(slow) > 1 else []
    urgent = [one.row for one in waiting if one.severity is Severity.P1]
    others = [one.row for one in waiting if one.row not in {*urgent, *later}]
    beyond = urgent[max(URGENT - told.urgent, 0) :] + others[max(gate.storm.count - told.others, 0) :]
    return Together(tuple(beyond), tuple(later))


def _last_hour(plan: Plan, local: datetime) -> datetime:
    """The last moment, up to now, at which what can wait is told: once a working day."""
    days, today = Workdays.of(plan), local.date()
    moment = datetime.combine(today, plan.alerts.deliver.p3, plan.zone)
    if local < moment or not days.is_working_day(today):
        moment = datetime.combine(days.working_day_before(today), plan.alerts.deliver.p3, plan.zone)
    return moment.astimezone(UTC)
