"""Who wrote in sources that have left the file: employees' reviews stay with whoever asked for them."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.domain import Audience
from monitor.store import meta
from monitor.store.connection.engine import Database
from monitor.store.connection.sql import put
from monitor.store.tables import META

_AUDIENCE = "audience:"


class Audiences:
    """The verb of remembering them."""

    _database: Database

    async def audiences(self, named: Mapping[str, Audience]) -> dict[str, Audience]:
        """Notes who writes in the sources of the file; answers it of every source that was ever noted.

        Clients are noted only where somebody else wrote before: of a source that nobody remembers they are assumed.
        """
        async with self._database.reading() as connection:
            noted = await meta.noted_under(connection, _AUDIENCE)
        known = {source: Audience(value) for source, value in noted.items()}
        changed = {one: audience for one, audience in named.items() if known.get(one, Audience.CLIENTS) is not audience}
        if changed:
            async with self._database.writing() as connection:
                rows = [{"key": _AUDIENCE + one, "value": audience.value} for one, audience in changed.items()]
                await put(connection, META, rows)
        return known | changed
