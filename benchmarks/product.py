"""The product as it is measured beside others: resident, crawling the bench site as `otklik crawl` does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from benchmarks.apart import Seen
from benchmarks.processes import Usage
from benchmarks.site import Place
from monitor.commands.asked import Asked
from monitor.commands.crawl import chosen
from monitor.commands.opening import Opened, opened
from monitor.domain import Report
from monitor.process.garbage import rarely
from monitor.sources import AnySource

BRANDS: Sequence[Mapping[str, object]] = (
    {"id": "zubr", "name": "Зубр-Софт", "aliases": ["Zubr-Soft", "Зубр Склад"]},
    {"id": "pustelga", "name": "Пустельга", "role": "competitor"},
)


def plan(addresses: Sequence[str], **more: object) -> dict[str, object]:
    """A team's file that watches these feeds."""
    sources = [{"id": f"feed-{number}", "kind": "feed", "url": url} for number, url in enumerate(addresses)]
    http = {"allow_private_network": True, "per_host": "1000 per 1s"}
    return {"language": "ru", "timezone": "UTC", "brands": list(BRANDS), "sources": sources, "http": http, **more}


async def crawled(place: Mapping[str, Any]) -> Seen:
    """CPU of each cycle, and how much it found."""
    rarely()
    site = Place(**place)
    with TemporaryDirectory(prefix="otklik-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "sources.yaml").write_text(yaml.safe_dump(plan(site.addresses), allow_unicode=True), encoding="utf-8")
        (folder / ".env").write_text(f"DATABASE_URL=sqlite:///{folder / 'otklik.db'}\n", encoding="utf-8")
        asked = Asked(folder / "sources.yaml", "", None)
        async with opened(asked.written()) as house:
            return await _cycles(house, site)


async def _cycles(house: Opened, site: Place) -> Seen:
    seen: dict[str, float] = {}
    sources = chosen(house.live.plan, ())

    async def cycle(name: str, some: Sequence[AnySource] = sources) -> None:
        before = Usage.now()
        reports = await house.pipeline.round(some)
        seen[name] = Usage.now().since(before)
        seen.update(_told(name, reports))

    await site.become(0)
    await cycle("first")
    await cycle("settling")  # the database folds in what the first one wrote
    await cycle("unchanged")
    await cycle("unchanged again")
    await site.become(1)
    await cycle("changed")
    await site.become(2)
    await cycle("changed alone", [sources[feed] for feed in site.moved(2)])
    await site.become(2, validators=False)
    await cycle("same")
    return seen


def _told(name: str, reports: Sequence[Report]) -> Seen:
    """A cycle that did less than it should costs less: what it found is told beside its cost."""
    found = {"new": sum(one.new for one in reports), "mentions": sum(one.mentions for one in reports)}
    return {f"{name}, {what}": count for what, count in found.items()} | {
        f"{name}, failed": sum(one.status.value == "failed" for one in reports)
    }
