"""`otklik status`: how each source is doing, what is owed, and whether somebody has to do something."""

from __future__ import annotations

from typing import Any

from monitor.commands.asked import Written, now
from monitor.commands.database import opened_store
from monitor.commands.output import write_json
from monitor.domain import SourceState, Standing
from monitor.render.dates import Calendar
from monitor.render.screen import console
from monitor.render.standing import cause_of
from monitor.render.terminal import MOST_STATES, standing_table
from monitor.store import Store
from monitor.vitals.standing import standing


async def status(written: Written, *, every: bool, as_json: bool) -> int:
    """1 when something needs a person: see `Standing.calls`. Of many sources those that are well are only counted."""
    found, calendar = await _found(written), written.calendar
    if as_json:
        write_json(_told(found, calendar))
        return int(found.calls)
    out = console()
    out.print(standing_table(found, calendar, most=None if every else MOST_STATES))
    if not Store.exists(written.settings.database_url):
        out.print(calendar.texts("status.nothing"))
    return int(found.calls)


async def _found(written: Written) -> Standing:
    """Looking makes no database: where there is none, no source was ever visited."""
    plan = written.loaded.plan
    Store.try_address(written.settings.database_url)
    if not Store.exists(written.settings.database_url):
        fresh = tuple(SourceState(source.id) for source in plan.enabled)
        return Standing(fresh, tuple(source.id for source in plan.sources if not source.enabled))
    async with opened_store(written) as store:
        return await standing(store, plan, now())


def _told(standing: Standing, calendar: Calendar) -> dict[str, Any]:
    """`status --json`, as docs/scripts.md shows it."""
    return {
        "sources": [
            {
                "id": source.id,
                "state": source.health.value,
                "last_success": source.last_success.isoformat() if source.last_success else None,
                "next_visit": source.next_visit.isoformat() if source.next_visit else None,
                "failures": source.failures,
                "error": cause_of(source, calendar) or None,
            }
            for source in standing.sources
        ],
        "off": list(standing.off),
        "owed": standing.owed,
        "late": standing.late,
        "untold": [f"m-{number}" for number in standing.untold],
        "fallback": standing.fallback or None,
        "unmailed": [{"address": one.address, "error": one.cause} for one in standing.unmailed],
        "forbidden": standing.forbidden,
        "last_digest": standing.last_digest,
        "database_bytes": standing.bytes,
        "last_backup": standing.backup.isoformat() if standing.backup else None,
        "disk_free_bytes": standing.room.free,
        "log_bytes": standing.room.log,
        "running": standing.pulse.running(calendar.now),
        "hangs_or_was_killed": standing.lost,
        "roles": dict(standing.roles) or None,
        "missed_digest": standing.missed,
        "needs_person": standing.calls,
    }
