"""Which rows of the outbox may go out now: what waits, what is held, and what its message does not show yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, and_, exists, func, not_, or_, select, true

from monitor.domain import (
    EnteredFirstPage,
    NobodyThere,
    RatingChanged,
    Reminder,
    Severity,
    Silence,
    SourceBroken,
    SourceRecovered,
    SourcesBroken,
    SourcesRecovered,
    Spike,
    StoryGrew,
    Unmailed,
    Unwatched,
)
from monitor.domain.targets import TERMINAL
from monitor.store.alerts import ALERT, OWED, SENT, STATE
from monitor.store.batches import MESSAGE
from monitor.store.tables import MENTION, OUTBOX
from monitor.team.pacing import Gate

Moment = datetime | BindParameter[datetime]  # one that is told with the question, where it is asked again and again

HUSHED = (  # what nobody is woken for
    ALERT,
    *(kind.__name__ for kind in (SourceBroken, SourceRecovered, SourcesBroken, SourcesRecovered)),
    *(kind.__name__ for kind in (StoryGrew, Reminder, RatingChanged, Spike, Silence)),
    EnteredFirstPage.__name__,
    Unmailed.__name__,
    NobodyThere.__name__,
    Unwatched.__name__,
)

TRIED = or_(OUTBOX.c.attempts > 0, OUTBOX.c.unsure > 0)  # may be there already: it keeps its place and its words


def _is(severity: Severity, mention: FromClause = MENTION) -> ColumnElement[bool]:
    return func.coalesce(mention.c.severity, "") == severity.value  # NULL would answer neither yes nor no


_waiting, _beside, _its = OUTBOX.alias("waiting"), OUTBOX.alias("beside"), MENTION.alias("its")
URGENT, CAN_WAIT = _is(Severity.P1), _is(Severity.P3)


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
    here = OUTBOX.c.target == TERMINAL  # whoever sits there wants to see it now
    free = or_(here, OUTBOX.c.alone, URGENT, not_(or_(*held)))
    return or_(free, and_(OUTBOX.c.kind == Unwatched.__name__, _overtaken())) if gate.quiet else free


def _overtaken() -> ColumnElement[bool]:
    """Whether something goes out into this chat at night all the same: it is not to be the first that is said."""
    told = or_(_beside.c.alone, _is(Severity.P1, _its), _beside.c.kind.not_in(HUSHED))
    joined = _beside.outerjoin(_its, _its.c.id == _beside.c.mention_id)
    ours = _beside.c.target == OUTBOX.c.target, _beside.c.state == OWED, told
    return exists().select_from(joined).where(*ours)


def stale(now: Moment) -> ColumnElement[bool]:
    """Messages that show less than is known; those that gather have a rest between two edits."""
    behind = STATE == SENT, OUTBOX.c.message.is_not(None), OUTBOX.c.shown < OUTBOX.c.want
    return and_(*behind, or_(OUTBOX.c.kind != MESSAGE, OUTBOX.c.due_at <= now))
