"""Whether the database is in trouble: said once when it begins and once when it is over, however often it is tried."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import structlog

from monitor.errors import RuinedError, StoreError

CALM = (
    30.0  # seconds without a failure before a trouble is over: a disk that is nearly full takes one thing, not the next
)

log = structlog.get_logger(__name__)


class Condition:
    """What the last transactions say. Reading may go well where writing does not."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._begun = self._last = 0.0
        self._writing = False  # whether it is one of writing
        self._ruined: asyncio.Future[RuinedError] | None = None
        self.trouble: StoreError | None = None  # of the last try; None as soon as one goes well
        self.ailing: StoreError | None = None  # what the log knows of: None when nothing has failed for a while

    @contextmanager
    def noted(self, *, writing: bool) -> Iterator[None]:
        """Around a transaction, inside of which every complaint is a sentence already."""
        try:
            yield
        except StoreError as error:
            if isinstance(error.__cause__, Exception) or isinstance(error, RuinedError):
                self._failed(error, writing=writing)
            raise
        if writing or not self._writing:
            self._worked()

    async def ruin(self) -> RuinedError:
        """Waits for what no waiting can mend."""
        if self._ruined is None:
            self._ruined = asyncio.get_running_loop().create_future()
        return await self._ruined

    def _failed(self, error: StoreError, *, writing: bool) -> None:
        self._last = self._clock()
        if self.ailing is None:
            self._begun = self._last
        if self.ailing is None or error.key != self.ailing.key:
            self._writing = writing
            log.warning("database in trouble", error=error)
        self._writing |= writing
        self.ailing = error
        self.trouble = error
        if isinstance(error, RuinedError) and self._ruined is not None and not self._ruined.done():
            self._ruined.set_result(error)

    def _worked(self) -> None:
        self.trouble = None
        if self.ailing is not None and self._clock() - self._last >= CALM:
            log.warning("database works again", seconds=round(self._clock() - self._begun))
            self.ailing, self._writing = None, False
