"""Where the demonstration is told: on a terminal, or in a chat."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from monitor.commands.asked import Written
from monitor.commands.opening import Opened
from monitor.config.load import load
from monitor.config.settings import Settings
from monitor.demo.site import Site
from monitor.domain import Record, Report


class Stage(Protocol):
    """Says what happens and why, and shows what the team gets."""

    house: Opened

    async def scene(self, name: str, /, **blanks: object) -> None:
        """A new step of the story begins."""

    async def remark(self, name: str, /, under: Record | None = None, **blanks: object) -> None:
        """A sentence about what was just shown, or about this card."""

    async def crawl(self) -> Sequence[Report]:
        """Reads all places once."""

    async def arrive(self) -> None:
        """What is owed reaches the team."""

    async def changed(self, record: Record, view: str = "card") -> None:
        """A card that the team has seen shows what is true now."""

    async def week(self) -> None:
        """The digest."""


@contextmanager
def set_up(site: Site, language: str, settings: Settings | None = None, team: str = "") -> Iterator[Written]:
    """A file and a database of the demonstration's own, which go when it is over; nothing of the user's is touched.

    Of the user's settings only the way to Telegram counts.
    """
    with tempfile.TemporaryDirectory(prefix="otklik-demo-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "sources.yaml"
        path.write_text(site.plan(language) + team, encoding="utf-8")
        own = Settings(database_url=f"sqlite:///{path.with_name('otklik.db')}")
        if settings is not None:
            own = replace(own, token=settings.token, api_url=settings.api_url, proxy=settings.proxy)
        yield Written(path, load(path, {}), own)
