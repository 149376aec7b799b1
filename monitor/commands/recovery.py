"""What was being sent when a process died is owed again; what another process is just sending is not."""

from __future__ import annotations

from monitor.commands.asked import now
from monitor.commands.opening import Opened
from monitor.store.connection.locks import nobody_sends


class Recovery:
    """Looked after at the start; where somebody else sends at that moment, again and again until nobody does."""

    def __init__(self, house: Opened, *, running: bool = False) -> None:
        self._house = house
        self._running = running
        self._doubtful: tuple[int, ...] | None = None  # what was in the air when we came

    async def look(self) -> None:
        """What we send ourselves by now was not in the air then, or whoever sent it has given it back."""
        if self._doubtful is None:
            self._doubtful = await self._house.store.in_the_air()
        if not self._doubtful:
            return
        async with nobody_sends(self._house.written.settings.database_url, running=self._running) as alone:
            if alone:
                await self._house.store.recover(now(), self._doubtful)
                self._doubtful = ()
