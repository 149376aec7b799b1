"""`otklik demo`: the whole product in a minute, with no network and no token."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from rich.console import Console

from monitor.commands.asked import Written, now
from monitor.commands.crawl import deliver
from monitor.commands.digest import page_of
from monitor.commands.opening import Opened, opened
from monitor.config.load import load
from monitor.config.settings import Settings
from monitor.demo.site import Site
from monitor.digest import week_of
from monitor.domain import Report
from monitor.render.digest import digest_document
from monitor.render.terminal import console, page, reports_table
from monitor.texts import Texts


async def demo(language: str) -> int:
    """A small web on this machine, two crawls, the alerts, the digest."""
    out, texts = console(), Texts(language)
    out.print(texts("cli.demo.hello"))
    with tempfile.TemporaryDirectory(prefix="otklik-demo-") as folder:
        async with Site(now()).served() as site:
            written = _written(Path(folder), site.base, language)
            async with opened(written) as house:
                await _first(house, out, texts)
                site.later = True
                await _second(house, out, texts)
                await _week(house, out, texts)
    out.print(texts("cli.demo.next"))
    return 0


async def _first(house: Opened, out: Console, texts: Texts) -> None:
    out.rule(texts("cli.demo.first"))
    out.print(reports_table(await _crawl(house), texts=texts))
    await deliver(house, out)


async def _second(house: Opened, out: Console, texts: Texts) -> None:
    out.rule(texts("cli.demo.second"))
    out.print(reports_table(await _crawl(house), texts=texts))
    await deliver(house, out)


async def _week(house: Opened, out: Console, texts: Texts) -> None:
    out.rule(texts("cli.demo.week"))
    plan = house.live.plan
    figures = await house.letters.digest(week_of(now(), plan.zone), now())
    document = digest_document(figures, texts=texts, zone=plan.zone, now=now(), limit=None)
    out.print(page(document))
    path = Path("demo-output") / "digest.html"
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(await page_of(figures, texts=texts, zone=plan.zone))
    except OSError:
        out.print(texts("cli.demo.not_saved", path=str(path)))
        return
    out.print(texts("cli.demo.saved", path=str(path)))


async def _crawl(house: Opened) -> Sequence[Report]:
    return await house.pipeline.round(house.live.plan.sources)


def _written(folder: Path, base: str, language: str) -> Written:
    template = resources.files("monitor.demo").joinpath("sources.yaml").read_text(encoding="utf-8")
    path = folder / "sources.yaml"
    path.write_text(template.replace("{base}", base).replace("{language}", language), encoding="utf-8")
    settings = Settings(database_url=f"sqlite:///{folder / 'otklik.db'}")
    return Written(path, load(path, {}), settings)
