"""Pages and sites that are left alone for a while: those that asked for it, those that want to see a human being."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.domain import Hold
from monitor.errors import MonitorError

LONGEST = timedelta(days=1)  # a site that says «in ten years» is tried again tomorrow
BLOCKED = timedelta(days=1)  # after a challenge: asking again makes it worse

Keep = Callable[[Mapping[str, Hold]], Awaitable[None]]


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


async def _nowhere(_: Mapping[str, Hold]) -> None:
    """Forgotten at the end of the process."""


class Patience:
    """Nobody asks these before their time; `keep` remembers them beyond the life of the process."""

    def __init__(self, known: Mapping[str, Hold] | None, keep: Keep | None) -> None:
        self._holds = dict(known or {})
        self._keep = keep or _nowhere
        self._changed = False

    def __bool__(self) -> bool:
        """Whether anything is left alone at all; what is over may count for a while."""
        return bool(self._holds)

    def hold(self, place: str, hold: Hold, *, now: datetime) -> None:
        """Leaves it alone until then; never for a shorter time than before."""
        self._holds = {other: known for other, known in self._holds.items() if known.until > now}
        if place not in self._holds or self._holds[place].until <= hold.until:
            self._holds[place] = hold
            self._changed = True

    def learn(self, known: Mapping[str, Hold]) -> None:
        """What another process was asked for; the longer of two counts."""
        for place, hold in known.items():
            if place not in self._holds or self._holds[place].until < hold.until:
                self._holds[place] = hold

    def held(self, place: str, *, now: datetime) -> Hold | None:
        """Until when and why it is left alone; None where it may be asked."""
        hold = self._holds.get(place)
        return hold if hold is not None and hold.until > now else None

    def all(self) -> Mapping[str, Hold]:
        """Everything that is held."""
        return dict(self._holds)

    async def kept(self) -> None:
        """Remembers at once what is new, for the process may be killed; where that fails, at the next request again."""
        if not self._changed:
            return
        self._changed = False
        try:
            await self._keep(self.all())
        except MonitorError:
            self._changed = True
