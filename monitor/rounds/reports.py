"""What is told of one visit, whichever way it went."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter

from monitor.domain import Pause, Report, SourceState, VisitStatus
from monitor.harvest import Harvest
from monitor.render.dates import Calendar
from monitor.render.standing import since
from monitor.store import Kept, Unchanged

PAUSED = timedelta(hours=1)  # until a paused source is looked at again, in case it was resumed by another process


def came_home(harvest: Harvest, after: SourceState, kept: Kept, started: float) -> Report:
    """What it brought, also where that is a failure."""
    return Report(
        source=after.id,
        status=VisitStatus(after.state),
        items=len(harvest.items) + harvest.passed,
        new=kept.new,
        mentions=kept.mentions,
        negative=kept.negative,
        error=after.error,
        http_status=harvest.status,
        seconds=_seconds(started),
        next_visit=after.next_visit,
    )


def nothing_new(harvest: Harvest, stands: Unchanged, started: float) -> Report:
    """All was as it is known."""
    status, due = VisitStatus.UNCHANGED, stands.next_visit
    return Report(stands.source, status, http_status=harvest.status, seconds=_seconds(started), next_visit=due)


def unwritten(source: str, said: str, started: float) -> Report:
    """The database took nothing of it."""
    return Report(source, VisitStatus.FAILED, error=said, seconds=_seconds(started))


def paused(pause: Pause, calendar: Calendar) -> Report:
    """No visit: nothing of it is kept or counted, and whoever resumes the source makes it due."""
    error = calendar.texts("pause.skipped", source=pause.source, since=since(pause, calendar))
    return Report(pause.source, VisitStatus.SKIPPED, error=error, next_visit=calendar.now + PAUSED)


def _seconds(started: float) -> float:
    return round(perf_counter() - started, 3)
