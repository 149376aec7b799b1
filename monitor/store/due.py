"""Which rows of the outbox may go out now: what waits, what is held, and what its message does not show yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, func, not_, or_, select, true

from monitor.domain import (
    EnteredFirstPage,
    RatingChanged,
    Reminder,
    Severity,
    Silence,
    SourceBroken,
    SourceRecovered,
    Spike,
    StoryGrew,
    Unmailed,
)
from monitor.store.alerts import ALERT, OWED, SENT, STATE
from monitor.store.batches import MESSAGE
from monitor.store.tables import MENTION, OUTBOX
from monitor.team.pacing import Gate

Moment = datetime | BindParameter[datetime]  # one that is told with the question, where it is asked again and again

TERMINAL = "terminal"  # whoever sits there wants to see it now
HUSHED = (  # what nobody is woken for
    ALERT,
    *(kind.__name__ for kind in (SourceBroken, SourceRecovered, StoryGrew, Reminder, RatingChanged, Spike, Silence)),
    EnteredFirstPage.__name__,
    Unmailed.__name__,
)

_severity = func.coalesce(MENTION.c.severity, "")  # NULL would answer neither yes nor no
_waiting = OUTBOX.alias("waiting")
URGENT, CAN_WAIT = _severity == Severity.P1.value, _severity == Severity.P3.value


def due(now: Moment) -> ColumnElement[bool]:
    """Nothing overtakes a message that was tried and waits: the messenger asked this chat to be left alone."""
    tried = _waiting.c.state == OWED, _waiting.c.attempts > 0, _waiting.c.due_at > now
    return and_(
        OUTBOX.c.state == OWED, OUTBOX.c.due_at <= now, OUTBOX.c.target.not_in(select(_waiting.c.target).where(*tried))
    )


def paced(rows: Select[Any], gate: Gate) -> Select[Any]:
    """Of these rows those that may pass the gate."""
    if not gate.quiet and gate.later is None:
        return rows
    return rows.outerjoin(MENTION, MENTION.c.id == OUTBOX.c.mention_id).where(passes(gate))


def passes(gate: Gate) -> ColumnElement[bool]:
    """Whether a row, joined with its mention, may go out; how urgent it is counts as it is now."""
    held: list[ColumnElement[bool]] = []
    if gate.quiet:
        held.append(OUTBOX.c.kind.in_(HUSHED))
    if gate.later is not None:
        held.append(and_(OUTBOX.c.kind == ALERT, CAN_WAIT, OUTBOX.c.created >= gate.later))
    if not held:
        return true()
    return or_(OUTBOX.c.target == TERMINAL, OUTBOX.c.alone, URGENT, not_(or_(*held)))


def stale(now: Moment) -> ColumnElement[bool]:
    """Messages that show less than is known; those that gather have a rest between two edits."""
    behind = STATE == SENT, OUTBOX.c.message.is_not(None), OUTBOX.c.shown < OUTBOX.c.want
    return and_(*behind, or_(OUTBOX.c.kind != MESSAGE, OUTBOX.c.due_at <= now))
