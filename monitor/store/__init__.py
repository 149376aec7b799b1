"""The only door to the database: verbs of the product, values in and out."""

from __future__ import annotations

from typing import Self

from monitor.errors import RuinedError, StoreError
from monitor.places.forbidden import Places
from monitor.store.asking import Asking
from monitor.store.at_desk import AtDesk
from monitor.store.audiences import Audiences
from monitor.store.codes import Codes
from monitor.store.collecting import Collecting
from monitor.store.connection.address import address_of, check
from monitor.store.connection.engine import Database
from monitor.store.connection.group_commit import ASKED, BRIEFLY, WRITTEN, Grouped, UnderWay
from monitor.store.connection.marks import Mark
from monitor.store.delivering import Delivering
from monitor.store.digests import Digests, Reach
from monitor.store.drafting import Drafting
from monitor.store.enclosing import Enclosing
from monitor.store.falling_back import FallingBack
from monitor.store.first_pages import FirstPages
from monitor.store.gathering import Gathering
from monitor.store.leaving import Leaving
from monitor.store.pausing import Pausing
from monitor.store.praising import Praising
from monitor.store.pulse import Heartbeat
from monitor.store.reading import Reading
from monitor.store.reminding import Reminding
from monitor.store.removal.aging import Aging
from monitor.store.removal.erasing import Erasing
from monitor.store.removal.forbidding import Forbidding
from monitor.store.removal.forgetting import Forgetting
from monitor.store.roster import Shifts
from monitor.store.sharing import Sharing
from monitor.store.statements import Statements
from monitor.store.teaching import Teaching
from monitor.store.upkeep.moving import Moved, Mover
from monitor.store.upkeep.schema import HEAD, bring_up_to_date, revision_of
from monitor.store.values import Kept, Lemmas, Query, Remembered, SummedUp, Unchanged, Visit, Work
from monitor.store.vitals import Vitals
from monitor.store.watching import Watching
from monitor.store.weekly import Extent, Pace, Tally, Weekly
from monitor.store.words import as_written

__all__ = [
    "Extent",
    "Kept",
    "Mark",
    "Moved",
    "Pace",
    "Query",
    "Reach",
    "Remembered",
    "Store",
    "SummedUp",
    "Tally",
    "Unchanged",
    "Visit",
    "Work",
]


class Store(
    Collecting,
    Delivering,
    Gathering,
    Enclosing,
    FallingBack,
    Leaving,
    Digests,
    Watching,
    AtDesk,
    Reading,
    Audiences,
    Weekly,
    Forbidding,
    Forgetting,
    Erasing,
    Aging,
    Teaching,
    Reminding,
    Shifts,
    Pausing,
    Codes,
    Drafting,
    Statements,
    FirstPages,
    Asking,
    Praising,
    Mover,
    Vitals,
    Heartbeat,
    Sharing,
):
    """What was found, what is owed, where the team's work stands, and what must not be here."""

    def __init__(self, database: Database, lemmas: Lemmas) -> None:
        self._database = database
        self._lemmas = lemmas
        self._places = Places()
        self._under_way = UnderWay()
        self._meeting = Grouped(database.reading, self._meet, self._under_way, most=ASKED)
        self._keeping = Grouped(database.writing, self._keep_all, self._under_way, most=WRITTEN, briefly=BRIEFLY)

    @classmethod
    async def open(cls, url: str, *, lemmas: Lemmas = as_written) -> Self:
        """The database that DATABASE_URL names, brought up to date; `lemmas` gives the forms a word is found by."""
        database = Database.at(url)
        try:
            await bring_up_to_date(database)
        except BaseException:
            await database.close()
            raise
        return cls(database, lemmas)

    @classmethod
    async def found(cls, url: str) -> Self | None:
        """The database as it is, where there is one of this version; none is made and nothing brought up to date."""
        database = Database.at(url)
        if database.address.is_sqlite and not database.address.exists:
            return None
        try:
            revision = await revision_of(database)
        except BaseException:
            await database.close()
            raise
        if revision != HEAD:
            await database.close()
            return None
        return cls(database, as_written)

    @staticmethod
    def exists(url: str) -> bool:
        """Whether there is a database to look into; opening one makes it."""
        address = address_of(url)
        return address.path is None or address.exists

    @staticmethod
    def try_address(url: str) -> None:
        """Says what is wrong with it as far as that is seen without opening anything."""
        check(address_of(url))

    @staticmethod
    def place(url: str) -> str:
        """How a database is called where people read it: without a password."""
        return address_of(url).place

    @property
    def where(self) -> tuple[str, str]:
        """Which kind of database this is, and where; never with a password."""
        address = self._database.address
        return address.url.get_backend_name(), address.place

    def mark(self) -> Mark | None:
        """Another one than before where anybody has written since; None where only a question can tell."""
        return self._database.mark()

    @property
    def trouble(self) -> StoreError | None:
        """Why the last try failed; None as soon as one goes well. What is fetched meanwhile could not be kept."""
        return self._database.condition.trouble

    @property
    def ailing(self) -> StoreError | None:
        """What is wrong for some time; None when nothing has failed for a while."""
        return self._database.condition.ailing

    async def ruin(self) -> RuinedError:
        """Waits for what no waiting can mend."""
        return await self._database.condition.ruin()

    async def close(self) -> None:
        """Closes every connection."""
        await self._meeting.close()
        await self._keeping.close()
        await self._database.close()
