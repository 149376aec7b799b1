"""`otklik history`: everything that happened to one mention."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from monitor.commands.asked import Written
from monitor.commands.database import opened_store
from monitor.commands.output import write, write_json
from monitor.domain import Alert, Earlier, Event
from monitor.errors import ConfigError
from monitor.export import as_json
from monitor.render.history import history_document, history_file
from monitor.render.screen import console
from monitor.render.terminal import page

_NUMBER = re.compile(r"(?:[mм]-)?(\d{1,18})", re.IGNORECASE)


async def history(written: Written, mention: str, *, style: str) -> int:
    """By the number that stands on the card: m-1042, or 1042; with a Russian «м», too."""
    found = _NUMBER.fullmatch(mention.strip())
    if found is None:
        raise ConfigError("cli.bad_option", option="ID", value=mention, example="m-1042")
    number, plan = int(found[1]), written.loaded.plan
    async with opened_store(written) as store:
        alert = await store.alert(number)
        events, earlier = await store.events(number), await store.earlier(number)
    if style == "json":
        write_json(_told(alert, events, earlier))
        return 0
    told = alert, events, earlier, plan, written.calendar
    if style == "html":
        write(history_file(*told), None)
    else:
        console().print(page(history_document(*told)))
    return 0


def _told(alert: Alert, events: tuple[Event, ...], earlier: tuple[Earlier, ...]) -> dict[str, Any]:
    """The mention as it is exported, and in order what happened to it and what it said before."""
    steps = [asdict(step) for step in alert.steps]
    happened = [{**asdict(event), "at": event.at.isoformat()} for event in events]
    was = [{**asdict(one), "at": one.at.isoformat()} for one in earlier]
    return {**as_json(alert.record), "steps": steps, "events": happened, "earlier": was}
