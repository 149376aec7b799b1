"""What stands in for a source where people bring mentions themselves: an imported file, a message sent to the bot."""

from __future__ import annotations

from typing import Literal

from monitor.config.scalars import LONGEST
from monitor.sources.base import SourceBase

IMPORT, MANUAL = "import", "manual"


class HandSource(SourceBase):
    """Never stands in sources.yaml, and never is visited."""

    kind: Literal["import", "manual"]


def sent() -> HandSource:
    """Messages and links that people send to the bot: whoever sends one wants it looked at, whatever its age."""
    return HandSource(id=MANUAL, kind="manual", max_age=LONGEST)


def imported(name: str) -> HandSource:
    """Rows of a file."""
    return HandSource(id=name, kind="import")
