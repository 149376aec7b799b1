"""What of `retention`, `authors_for` and `quiet_hours` can hardly be meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

from monitor.config.marked_yaml import Path
from monitor.config.plan import Plan
from monitor.config.scalars import Hours

NOON = time(12)
BREAK = timedelta(hours=4)  # at noon; who is quiet for longer has mixed up day and night
MONTH = timedelta(days=30)  # copies are recognised for so long, and a digest compares with the week before


def odd_times(plan: Plan) -> Iterator[tuple[Path, str]]:
    """Where something odd stands, and which sentence under check. says why."""
    quiet = plan.alerts.quiet_hours
    if quiet is not None and NOON in quiet and _lasts(quiet) > BREAK:
        yield ("alerts", "quiet_hours"), "quiet_noon"
    elif quiet is not None and quiet.start == quiet.end:
        yield ("alerts", "quiet_hours"), "quiet_never"
    if plan.retention < MONTH:
        yield ("retention",), "retention_short"
    if plan.authors_for is None:
        return
    if plan.authors_for >= plan.retention:
        yield ("authors_for",), "authors_long"
    elif plan.authors_for < MONTH:
        yield ("authors_for",), "authors_short"


def _lasts(hours: Hours) -> timedelta:
    start, end = (timedelta(hours=one.hour, minutes=one.minute) for one in (hours.start, hours.end))
    return (end - start) % timedelta(days=1)
