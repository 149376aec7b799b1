"""What the team has answered of the same kind before: whoever answers now says nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from monitor.config.plan import Plan
from monitor.domain import Record, Status

LOOKED_AT = 100  # of what was answered the newest
_TOLD = 3


def precedents(record: Record, answered: Iterable[Record], plan: Plan) -> tuple[Record, ...]:
    """The newest complaints about the same that were answered: of other stories, and from the same kind of people."""
    if not record.reasons:
        return ()
    audience = plan.audience_of(record.source)
    alike = (
        one
        for one in answered
        if one.status is Status.ANSWERED
        and (one.brand, one.reasons[:1]) == (record.brand, record.reasons[:1])
        and one.story != record.story
        and plan.audience_of(one.source) is audience
    )
    return tuple(islice(alike, _TOLD))
