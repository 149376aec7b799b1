"""What of `retention` and `authors_for` can hardly be meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.config.marked_yaml import Path
from monitor.config.plan import Plan

MONTH = timedelta(days=30)  # copies are recognised for so long, and a digest compares with the week before


def odd_times(plan: Plan) -> Iterator[tuple[Path, str]]:
    """Where something odd stands, and which sentence under check. says why."""
    if plan.retention < MONTH:
        yield ("retention",), "retention_short"
    if plan.authors_for is None:
        return
    if plan.authors_for >= plan.retention:
        yield ("authors_for",), "authors_long"
    elif plan.authors_for < MONTH:
        yield ("authors_for",), "authors_short"
