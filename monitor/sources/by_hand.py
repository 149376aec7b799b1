"""What stands in for a source where people bring mentions themselves: an imported file, a message sent to the bot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from monitor.config.scalars import FOR_EVER
from monitor.domain import Item, Page, Request
from monitor.sources.base import SourceBase
from monitor.sources.linked import linked

IMPORT, MANUAL = "import", "manual"


class HandSource(SourceBase):
    """Never stands in sources.yaml, and never is visited."""

    kind: Literal["import", "manual"]
    link: str = ""  # that somebody sent; the page may lead on to another address

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """What a page says that somebody sent the link of."""
        yield from filter(None, [linked(page, self, now=now, zone=zone, asked=self.link)])


def sent(link: str = "") -> HandSource:
    """Messages and links that people send to the bot: whoever sends one wants it looked at, whatever its age."""
    return HandSource(id=MANUAL, kind="manual", max_age=FOR_EVER, link=link)


def imported(name: str) -> HandSource:
    """Rows of a file."""
    return HandSource(id=name, kind="import")
