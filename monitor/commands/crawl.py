"""`otklik crawl`: one pass over all (or the named) sources now, whatever their schedule."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from monitor.commands.asked import Written, now
from monitor.commands.delivering import deliver
from monitor.commands.named import no_such_source
from monitor.commands.opening import Opened, first_pages, opened
from monitor.commands.output import write_json
from monitor.commands.progress import CrawlProgress
from monitor.config.plan import Plan
from monitor.domain import Report, VisitStatus
from monitor.process.garbage import rarely
from monitor.render.phrase import target_name
from monitor.render.screen import console
from monitor.render.terminal import reports_table
from monitor.retention import Retention
from monitor.rounds.turns import in_turns
from monitor.sources import AnySource
from monitor.sources.search import SearchSource


async def crawl(written: Written, wanted: Sequence[str], *, as_json: bool, send: bool) -> int:
    """0 if any source worked, was skipped, or there is none; 1 if every one failed."""
    out, err = console(), console(sys.stderr)
    started = now()
    rarely()
    async with opened(written) as house:
        sources = chosen(written.loaded.plan, wanted)
        unseen = as_json or not (out.is_terminal and err.is_terminal)
        reports = await _round(house, sources, err, unseen=unseen)
        if any(isinstance(source, SearchSource) for source in sources):
            await first_pages(house).look()
        seconds = (now() - started).total_seconds()
        if as_json:
            write_json(summary(reports, seconds))
        else:
            out.print(reports_table(reports, texts=house.live.texts))
        if send:
            await _send(house, err if as_json else out, err)
        await Retention(house.store, house.live, now).once_a_day()
    return int(bool(reports) and all(report.status is VisitStatus.FAILED for report in reports))


def chosen(plan: Plan, wanted: Sequence[str]) -> Sequence[AnySource]:
    """The sources named, or all that are switched on; a name that is not there is the user's mistake."""
    named = {name: plan.source(name) for name in wanted}
    for name, source in named.items():
        if source is None:
            raise no_such_source(name, plan)
    return [source for source in named.values() if source] or plan.enabled


def summary(reports: Sequence[Report], seconds: float) -> dict[str, Any]:
    """`crawl --json`, as docs/scripts.md shows it."""
    return {
        "sources": [
            {
                "id": report.source,
                "status": report.status.value,
                "items": report.items,
                "new": report.new,
                "mentions": report.mentions,
                "error": report.error,
                "http_status": report.http_status,
                "seconds": report.seconds,
            }
            for report in reports
        ],
        "new": sum(report.new for report in reports),
        "mentions": sum(report.mentions for report in reports),
        "negative": sum(report.negative for report in reports),
        "seconds": round(seconds, 3),
    }


async def _send(house: Opened, out: Console, err: Console) -> None:
    """What did not go out waits for `run`; whoever asked for it hears where, and why."""
    texts = house.live.texts
    for target, error in sorted((await deliver(house, out)).items()):
        err.print(texts("cli.sent.rest", name=target_name(target, texts), cause=texts.error(error)))


async def _round(house: Opened, sources: Sequence[AnySource], err: Console, *, unseen: bool) -> list[Report]:
    """With a progress bar on a terminal; the reports in the order of the file."""
    with CrawlProgress(house, sources, err, unseen=unseen) as progress:
        reports = await house.pipeline.round(in_turns(sources), progress.told)
    places = {source.id: place for place, source in enumerate(sources)}
    return sorted(reports, key=lambda report: places[report.source])
