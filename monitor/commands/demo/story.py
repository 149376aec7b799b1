"""What the demonstration tells, step by step: each step is the real product at work on an invented web."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.commands.asked import now
from monitor.commands.demo.stage import Stage
from monitor.demo.site import Site
from monitor.desk import Press
from monitor.domain import Action, Person, Record, Report
from monitor.store import Query

STEPS = ("first", "alerts", "desk", "copy", "back", "week")
_COLLEAGUE = 1  # the messenger's number of somebody who is invented
_TICKED = 3  # steps of the checklist that are done


async def play(stage: Stage, site: Site) -> None:
    """A quiet first crawl, alerts, somebody at work, a copy and a failure, a recovery and a lesson, the week."""
    who = site.company.colleague
    await stage.scene("first", n=len(stage.house.live.plan.sources))
    await _act(stage, site, 0)
    await stage.scene("alerts")
    await _act(stage, site, 1)
    await stage.remark("card")
    await stage.scene("desk", who=who)
    urgent, second, mistake = [await _said(stage, site, name) for name in ("urgent", "second", "mistake")]
    anna = Person(_COLLEAGUE, who)
    await _take(stage, urgent, anna)
    await stage.remark("answered", urgent, who=who, id=second.id)
    await _answer(stage, second, anna)
    await _answer(stage, urgent, anna)
    await stage.changed(urgent)
    await _correct(stage, mistake, anna)
    await stage.scene("copy")
    await _act(stage, site, 2)
    outage = await _said(stage, site, "outage")
    await stage.remark("grown", outage)
    await stage.changed(outage)
    await stage.scene("back", id=urgent.id)
    await _act(stage, site, 3)
    await stage.remark("lesson", mistake, id=mistake.id, who=who)
    await stage.scene("week")
    await stage.week()


async def _act(stage: Stage, site: Site, act: int) -> None:
    """The web goes on, and is read."""
    site.act = act
    await stage.remark("crawled", **_counted(await stage.crawl()))
    await stage.arrive()


async def _take(stage: Stage, record: Record, who: Person) -> None:
    """Taken, and some steps of the checklist done."""
    store, number = stage.house.store, record.number
    await store.act(number, Press(Action.TAKE, who, now()))
    for step in range(_TICKED):
        await store.act(number, Press(Action.TICK, who, now(), step=step))
    await stage.changed(record, "checklist")


async def _answer(stage: Stage, record: Record, who: Person) -> None:
    """Answered where it stands."""
    store, number = stage.house.store, record.number
    await store.act(number, Press(Action.ANSWER, who, now()))
    await store.act(number, Press(Action.LINK, who, now(), text=record.url))


async def _correct(stage: Stage, record: Record, who: Person) -> None:
    """Words that mislead: the press says so, and teaches."""
    await stage.remark("mistake", record, id=record.id, who=who.name)
    await stage.house.store.act(record.number, Press(Action.NOT_NEGATIVE, who, now()))
    await stage.changed(record)


async def _said(stage: Stage, site: Site, name: str) -> Record:
    """The mention by the story's name for it; the first one, for there are copies."""
    words = site.said(name)
    return next(one for one in reversed(await stage.house.store.mentions(Query())) if one.text == words)


def _counted(reports: Sequence[Report]) -> dict[str, Any]:
    read = sum(report.error is None for report in reports)
    counts = {name: sum(getattr(report, name) for report in reports) for name in ("new", "mentions", "negative")}
    return {"places": read, "of": len(reports), **counts}
