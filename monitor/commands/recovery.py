"""What was being sent when a process died is owed again; what another process is just sending is not."""

from __future__ import annotations

from collections.abc import Collection

from monitor.commands.asked import now
from monitor.commands.opening import Opened
from monitor.store.connection.locks import nobody_sends


class Recovery:
    """Looks at the start, and again and again: whoever sends beside us may die as well.

    `running` says that the place at the database is ours; `ours` is what we send ourselves at this moment.
    """

    def __init__(self, house: Opened, *, running: bool = False, ours: Collection[int] = ()) -> None:
        self._house = house
        self._running = running
        self._ours = ours

    async def look(self) -> None:
        """Where somebody else sends at this moment it waits until nobody does."""
        doubtful = self._but_ours(await self._house.store.in_the_air())
        if not doubtful:
            return
        async with nobody_sends(self._house.written.settings.database_url, running=self._running) as alone:
            if alone:
                await self._house.store.recover(now(), self._but_ours(doubtful))

    def _but_ours(self, flying: Collection[int]) -> Collection[int]:
        return [one for one in flying if one not in self._ours]
