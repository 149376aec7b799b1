"""What `run` writes down of itself: a line when it starts, and one when it ends."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

import structlog

from monitor.commands.opening import Opened
from monitor.domain.sharing import Role
from monitor.errors import MonitorError, StoreError
from monitor.process.start import version

_FAREWELL = 0.5  # second; a database in trouble keeps nobody from stopping

log = structlog.get_logger(__name__)


@asynccontextmanager
async def run_logged(house: Opened, stop: asyncio.Event, role: Role = Role.ALL) -> AsyncIterator[None]:
    """Around the work of `run`."""
    began = perf_counter()
    _started(house, role)
    why = "ended"
    try:
        yield
    except MonitorError as error:
        why = error.key
        raise
    except BaseException as error:
        why = type(error).__name__
        raise
    finally:
        why = "signal" if stop.is_set() else why  # which one, the line before has said
        log.info("stopped", why=why, seconds=round(perf_counter() - began, 1), owed=await _owed(house))


def _started(house: Opened, role: Role) -> None:
    settings, plan = house.written.settings, house.live.plan
    kind, place = house.store.where
    log.info(
        "started",
        role=role.value,
        version=version(),
        python=platform.python_version(),
        database=kind,
        place=place,
        sources=len(plan.enabled),
        brands=len(plan.brands),
        language=plan.language,
        telegram=settings.token is not None,
        mail=settings.smtp_url is not None,
    )


async def _owed(house: Opened) -> int | None:
    """None where the database does not say."""
    try:
        async with asyncio.timeout(_FAREWELL):
            return await house.store.owed_count()
    except (StoreError, TimeoutError):
        return None
