"""`otklik crawl`: one pass over all (or the named) sources now, whatever their schedule."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.progress import Progress

from monitor.commands.asked import Written, now
from monitor.commands.delivering import deliver
from monitor.commands.opening import Opened, first_pages, opened
from monitor.commands.output import write
from monitor.config.plan import Plan
from monitor.domain import Report, VisitStatus
from monitor.errors import ConfigError
from monitor.render.terminal import console, reports_table
from monitor.retention import Retention
from monitor.sources import AnySource
from monitor.sources.search import SearchSource


async def crawl(written: Written, wanted: Sequence[str], *, as_json: bool, send: bool) -> int:
    """0 if any source worked, was skipped, or there is none; 1 if every one failed."""
    out, err = console(), console(sys.stderr)
    started = now()
    async with opened(written) as house:
        sources = chosen(written.loaded.plan, wanted)
        reports = await _round(house, sources, err, quiet=as_json)
        if any(isinstance(source, SearchSource) for source in sources):
            await first_pages(house).look()
        seconds = (now() - started).total_seconds()
        if as_json:
            write((json.dumps(summary(reports, seconds), ensure_ascii=False) + "\n").encode(), None)
        else:
            out.print(reports_table(reports, texts=house.live.texts))
        if send:
            await deliver(house, err if as_json else out)
        await Retention(house.store, lambda: house.live.plan, now).once_a_day()
    return int(bool(reports) and all(report.status is VisitStatus.FAILED for report in reports))


def chosen(plan: Plan, wanted: Sequence[str]) -> list[AnySource]:
    """The sources named, or all that are switched on; a name that is not there is the user's mistake."""
    known = {source.id: source for source in plan.sources}
    for name in wanted:
        if name not in known:
            raise ConfigError("config.no_such_source", source=name, known=", ".join(sorted(known)) or "-")
    if wanted:
        return [known[name] for name in dict.fromkeys(wanted)]
    return [source for source in plan.sources if source.enabled]


def summary(reports: Sequence[Report], seconds: float) -> dict[str, Any]:
    """`crawl --json`, as CONTRACT section 1 says."""
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


async def _round(house: Opened, sources: Sequence[AnySource], err: Console, *, quiet: bool) -> tuple[Report, ...]:
    """With a progress bar on a terminal."""
    with Progress(console=err, transient=True, disable=quiet or not err.is_terminal) as bar:
        task = bar.add_task("", total=len(sources))

        def told(report: Report) -> None:
            bar.update(task, advance=1, description=report.source)

        return await house.pipeline.round(sources, told)
