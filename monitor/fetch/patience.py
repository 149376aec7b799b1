"""What a site said about when to come back, and whom it said it of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)  # a site that says «in ten years» is tried again tomorrow


def asked_to_wait(header: str | None, now: datetime) -> timedelta | None:
    """What `Retry-After` means: seconds, or a date; nothing where it is garbage or past.

    >>> asked_to_wait("120", datetime(2026, 11, 24, tzinfo=UTC))
    datetime.timedelta(seconds=120)
    """
    wait = _wait((header or "").strip(), now)
    return None if wait is None or wait <= timedelta(0) else min(wait, LONGEST)


def _wait(text: str, now: datetime) -> timedelta | None:
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text)) if len(text) < len("1000000") else LONGEST
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)) - now


class Patience:
    """Sites that asked to be left alone for a while; nobody in this process asks them before."""

    def __init__(self, known: Mapping[str, datetime] | None = None) -> None:
        self._until = dict(known or {})

    def hold(self, site: str, until: datetime, *, now: datetime) -> None:
        """Leaves a site alone until then."""
        self._until = {other: when for other, when in self._until.items() if when > now}
        self._until[site] = until

    def until(self, site: str, *, now: datetime) -> datetime | None:
        """Until when a site wants to be left alone; None where it may be asked."""
        until = self._until.get(site)
        return until if until is not None and until > now else None

    def all(self) -> Mapping[str, datetime]:
        """Everything that is held, to be kept for the next start."""
        return dict(self._until)
