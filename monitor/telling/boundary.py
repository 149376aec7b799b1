"""Where a message breaks us in a way that nobody foresaw, it ends nothing but itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from monitor.domain import Owed
from monitor.errors import DeliveryError, MonitorError

TRIES = 3  # then it is put aside, and what comes after it goes out
REPEATED = 2  # the same of what may have arrived: it is said no third time

log = structlog.get_logger(__name__)


class BrokenError(DeliveryError):
    """Putting this message into words, or handing it over, breaks us."""


@contextmanager
def unbroken(owed: Owed, *, unsure: bool = False) -> Iterator[None]:
    """It is tried a few times, for what it is made of may change; `unsure` where it may have arrived all the same."""
    try:
        yield
    except MonitorError:
        raise
    except Exception as error:
        log.exception("message broke", target=owed.target, mention=owed.mention)
        tries = REPEATED if unsure else TRIES
        place = f"m-{owed.mention}" if owed.mention else owed.target
        raise BrokenError("unforeseen", place=place, unsure=unsure, final=owed.attempts + 1 >= tries) from error
