"""How long ago something was, by a clock that may be set back."""

from __future__ import annotations

from datetime import datetime, timedelta


def is_recent(at: datetime | None, now: datetime, *, within: timedelta) -> bool:
    """Whether it was so little ago; what never was is not, nor what is still to come since the clock was set back.

    >>> noon, minute = datetime.fromisoformat("2026-11-24T12:00:00+00:00"), timedelta(minutes=1)
    >>> is_recent(noon, noon, within=minute), is_recent(noon, noon + minute, within=minute)
    (True, False)
    >>> is_recent(noon, noon - minute, within=minute), is_recent(None, noon, within=minute)
    (False, False)
    """
    return at is not None and timedelta(0) <= now - at < within
