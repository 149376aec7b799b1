"""The terminal as a channel: without a token, alerts and digests appear where the program runs."""

from __future__ import annotations

from rich.console import Console

from monitor.render.terminal import panel
from monitor.telling.channel import Letter


class TerminalChannel:
    """Prints each letter once; what was printed cannot be edited, so it has no number."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def turn(self, _target: str) -> None:
        """There is always room."""

    async def send(self, letter: Letter) -> int | None:
        """Prints it."""
        self._console.print(panel(letter.document))
        return None

    async def edit(self, _letter: Letter) -> None:
        """Never asked for: a message without a number is never stale."""

    async def alive(self, _target: str) -> bool:
        """As long as we are."""
        return True
