"""The terminal as a channel: without a token, alerts and digests appear where the program runs."""

from __future__ import annotations

from contextlib import suppress

from rich.console import Console

from monitor.errors import DeliveryError, because
from monitor.render.terminal import panel
from monitor.telling.channel import Letter


class TerminalChannel:
    """Prints each letter once; what was printed cannot be edited, so it has no number."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def turn(self, _target: str) -> None:
        """There is always room."""

    async def send(self, letter: Letter) -> int | None:
        """Prints it; what could not be written before goes first, so that no try adds to it."""
        try:
            self._console.file.flush()
            self._console.print(panel(letter.document))
        except OSError as error:
            with suppress(OSError), self._console.capture():
                pass  # takes away what the library would show with the next one
            raise DeliveryError("terminal.unshown", reason=because(error)) from error
        return None

    async def edit(self, _letter: Letter) -> None:
        """Never asked for: a message without a number is never stale."""

    async def alive(self, _target: str) -> bool:
        """As long as we are."""
        return True
