"""When `run` started, was last known to run, and ended: three marks in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Pulse
from monitor.store.tables import META

HEARTBEAT, STARTED, ENDED = "heartbeat", "started", "ended"


async def pulse_of(connection: AsyncConnection) -> Pulse:
    """Whether somebody runs, and since when."""
    wanted = select(META.c.key, META.c.value).where(META.c.key.in_((STARTED, HEARTBEAT, ENDED)))
    noted = {key: datetime.fromisoformat(value) for key, value in await connection.execute(wanted)}
    return Pulse(noted.get(STARTED), noted.get(HEARTBEAT), noted.get(ENDED))
