"""The demonstration on a terminal: no network, no token, over in some seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.commands.asked import now
from monitor.commands.delivering import deliver
from monitor.commands.demo.keepsakes import FOLDER, keep
from monitor.commands.demo.stage import set_up
from monitor.commands.demo.story import STEPS, play
from monitor.commands.opening import Opened, opened
from monitor.commands.progress import CrawlProgress
from monitor.demo.site import Site
from monitor.digest import week_of
from monitor.domain import Owed, Record, Report
from monitor.domain.targets import TERMINAL
from monitor.render.digest import digest_document
from monitor.render.screen import console, hanging
from monitor.render.terminal import page, panel
from monitor.texts import Texts

LIMIT = 1600  # characters of the digest: what matters most; all of it is in a file
NEXT = {"init": "init", "check": "check", "run": "run", "telegram": "demo --telegram"}
BREATH = 1.5  # seconds before each step, where somebody reads along


async def demo(language: str) -> int:
    """The story from its beginning to its end, and what may be done next."""
    out, texts = console(), Texts(language)
    async with Site(now(), language).served() as site:
        out.print(texts("cli.demo.hello", name=site.company.name, steps=len(STEPS)))
        async with AsyncExitStack() as stack:
            with out.status(texts("cli.demo.preparing")):
                house = await stack.enter_async_context(opened(stack.enter_context(set_up(site, language))))
            await play(Screen(house, out), site)
    out.print()
    out.rule(Text(texts("cli.demo.next.title"), "bold"))
    out.print(_next(texts))
    return 0


def _next(texts: Texts) -> Table:
    """What the reader may do now, a command in each row."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="cyan")
    grid.add_column(overflow="fold")
    for name, command in NEXT.items():
        grid.add_row(f"otklik {command}", texts(f"cli.demo.next.{name}"))
    return grid


class Screen:
    """Prints what the team would get; what was printed cannot change, so a card that changed is shown once more."""

    def __init__(self, house: Opened, out: Console) -> None:
        self.house = house
        self._out = out
        self._texts = house.live.texts

    async def scene(self, name: str, /, **blanks: object) -> None:
        """A line across the screen, and some sentences."""
        if self._out.is_terminal:
            await asyncio.sleep(BREATH)
        title = self._texts(f"cli.demo.{name}.title")
        self._out.print()
        told = self._texts("cli.demo.step", n=STEPS.index(name) + 1, of=len(STEPS), title=title)
        self._out.rule(Text(told, "bold"), align="left")
        self._out.print(self._texts(f"cli.demo.{name}.text", **blanks))

    async def remark(self, name: str, /, under: Record | None = None, **blanks: object) -> None:  # noqa: ARG002  # a screen has no replies
        """Beside what was shown."""
        self._out.print(Text(self._texts(f"cli.demo.{name}", **blanks), "italic"))

    async def crawl(self) -> Sequence[Report]:
        """With the bar of `otklik crawl`."""
        sources = self.house.live.plan.sources
        with CrawlProgress(self.house, sources, self._out, unseen=not self._out.is_terminal) as progress:
            return await self.house.pipeline.round(sources, progress.told)

    async def arrive(self) -> None:
        """Cards and notices as they come."""
        await deliver(self.house, self._out)

    async def changed(self, record: Record, view: str = "card") -> None:
        """The card as it is now, or its checklist."""
        owed = Owed(0, TERMINAL, record.number, None, view=view)
        letter = await self.house.letters(owed, now())
        self._out.print(panel(letter.document))

    async def week(self) -> None:
        """Its beginning; all of it, with pictures, in files."""
        plan, at = self.house.live.plan, now()
        week = week_of(at, plan.zone)
        await self.remark("begins")
        figures = await self.house.letters.digest(week, at)
        self._out.print(page(digest_document(figures, self.house.live.calendar(at), LIMIT)))
        self._out.print()
        with self._out.status(self._texts("cli.demo.drawing")):
            kept = await keep(self.house, week)
        if not kept:
            self._out.print(self._texts("cli.demo.not_saved", folder=str(FOLDER)))
            return
        self._out.print(self._texts("cli.demo.saved"))
        for path, said in kept:
            self._out.print(hanging("•", Text.assemble((str(path), "cyan"), f" – {said}")))
