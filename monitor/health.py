"""What a visit means for its source: when it is due again, whether it counts as broken, who hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from monitor.domain import Notice, SourceBroken, SourceRecovered, SourceState, VisitStatus
from monitor.errors import FetchError, MonitorError
from monitor.sources import AnySource

SLOWEST = timedelta(days=1)  # a broken source is tried for ever, at least this often
SPREAD = 0.05  # intervals are up to this much longer, by the source's name, so that not all fall due in one moment


def worked(
    state: SourceState, source: AnySource, now: datetime, *, changed: bool, config: str, complaint: str | None
) -> SourceState:
    """After a visit that was answered. `complaint` is what went wrong beside the pages that were read."""
    return replace(
        state,
        state=VisitStatus.OK if changed else VisitStatus.UNCHANGED,
        first_success=state.first_success or now,
        last_success=now,
        failures=0,
        error=complaint,
        next_visit=now + interval(source),
        config=config,
        reported=False,
    )


def failed(
    state: SourceState, source: AnySource, now: datetime, *, error: MonitorError, said: str, broken_after: int
) -> SourceState:
    """After a visit that brought nothing; what a site does not allow is no failure of it."""
    wait = getattr(error, "retry_after", None) or timedelta(0)
    if isinstance(error, FetchError) and error.skipped:
        return replace(state, state=VisitStatus.SKIPPED, error=said, next_visit=now + max(interval(source), wait))
    failures = state.failures + 1
    slower = min(interval(source) * 2 ** min(failures - 1, 20), max(SLOWEST, source.interval))
    return replace(
        state,
        state=VisitStatus.FAILED,
        failures=failures,
        error=said,
        next_visit=now + max(slower, wait),
        reported=state.reported or failures >= broken_after,
    )


def news(before: SourceState, after: SourceState) -> Notice | None:
    """A source that breaks is news once, and once more when it works again."""
    if after.reported and not before.reported:
        return SourceBroken(after.id, after.error or "", after.failures)
    if before.reported and not after.reported:
        return SourceRecovered(after.id)
    return None


def interval(source: AnySource) -> timedelta:
    """How long until a source is due again."""
    share = blake2b(source.id.encode(), digest_size=1).digest()[0] / 255
    return source.interval * (1 + SPREAD * share)
