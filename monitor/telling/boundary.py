"""Where a message breaks us in a way that nobody foresaw, it ends nothing but itself."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from monitor.domain import Owed
from monitor.errors import DeliveryError, MonitorError, because

TRIES = 3  # then it is put aside, and what comes after it goes out
REPEATED = 2  # the same of what may have arrived: it is said no third time

_SHORT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT})  # of files, memory, disk

log = structlog.get_logger(__name__)


class BrokenError(DeliveryError):
    """Putting this message into words, or handing it over, breaks us."""


@contextmanager
def unbroken(owed: Owed, *, unsure: bool = False) -> Iterator[None]:
    """It is tried a few times, for what it is made of may change; `unsure` where it may have arrived all the same.

    What the machine is short of is no fault of the message: it waits, as for a messenger that is out.
    """
    try:
        yield
    except MonitorError:
        raise
    except Exception as error:
        place = f"m-{owed.mention}" if owed.mention else owed.target
        if not unsure and isinstance(error, OSError) and error.errno in _SHORT:
            raise DeliveryError("short", place=place, reason=because(error)) from error
        log.exception("message broke", target=owed.target, mention=owed.mention)
        tries = REPEATED if unsure else TRIES
        raise BrokenError("unforeseen", place=place, unsure=unsure, final=owed.attempts + 1 >= tries) from error
