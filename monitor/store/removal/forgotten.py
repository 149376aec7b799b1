"""What was forgotten stays out, whoever brings it: marks that only this database can make, and nothing to be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b
from secrets import token_bytes

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.domain import Identified
from monitor.identity import TELLING, content, page_key, sought
from monitor.identity.authors import author_key
from monitor.process.offload import offload_large
from monitor.store import meta
from monitor.store.connection.sql import add, portions
from monitor.store.tables import FORGOTTEN
from monitor.store.values import Visit

_MARKED = 5  # an item's marks cost as much as comparing so many
_KEY = "forgetting"  # made once, at random


class Marks:
    """Hashes by a key: whoever has only the marks cannot try names on them."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def author(self, name: str, source: str = "") -> str:
        """Of all that somebody says, or says in one source."""
        return self._of("author", source, author_key(name))

    def key(self, key: str) -> str:
        """Of an item, by one of the keys it is known by."""
        return self._of("key", key.lstrip("~"))

    def words(self, source: str, digest: str) -> str:
        """Of these very words in one source: a page may no longer say whose they are."""
        return self._of("words", source, digest)

    def all(self, source: str, found: Identified) -> frozenset[str]:
        """Any one of these keeps an item out."""
        item = found.item
        marks = {self.key(key) for key in (*sought(found), page_key(item.url) if item.addressed else "") if key}
        if author_key(item.author):
            marks |= {self.author(item.author), self.author(item.author, source)}
        elif sum(map(str.isalnum, item.text or item.title)) >= TELLING:
            marks.add(self.words(source, content(item)))
        return frozenset(marks)

    def _of(self, *parts: str) -> str:
        return blake2b("\0".join(parts).encode(errors="surrogatepass"), key=self._key, digest_size=16).hexdigest()


async def marks_of(connection: AsyncConnection) -> Marks | None:
    """None where nothing was ever forgotten."""
    key = await meta.noted(connection, _KEY)
    return Marks(bytes.fromhex(key)) if key else None


async def marks_from_now_on(connection: AsyncConnection) -> Marks:
    """The same; the first to ask makes the key."""
    marks = await marks_of(connection)
    if marks is None:
        key = token_bytes(32)
        await meta.note(connection, _KEY, key.hex())
        marks = Marks(key)
    return marks


async def keep_out(connection: AsyncConnection, marks: Iterable[str]) -> None:
    """From now on."""
    for part in portions(dict.fromkeys(marks)):
        await add(connection, FORGOTTEN, [{"mark": one} for one in part])


async def _unwanted(
    connection: AsyncConnection, source: str, found: Sequence[Identified], marks: Marks
) -> frozenset[int]:
    """The places of those that were forgotten."""
    wanted = await offload_large(_MARKED * len(found), lambda: [marks.all(source, one) for one in found])
    kept_out = await _known(connection, {mark for own in wanted for mark in own})
    return frozenset(place for place, own in enumerate(wanted) if not own.isdisjoint(kept_out))


async def forgotten_pages(connection: AsyncConnection, urls: Collection[str]) -> frozenset[str]:
    """Of these addresses the ones that were forgotten."""
    marks = await marks_of(connection) if urls else None
    return await _pages(connection, urls, marks) if marks else frozenset()


async def _pages(connection: AsyncConnection, urls: Collection[str], marks: Marks) -> frozenset[str]:
    wanted = {url: marks.key(key) for url in urls if (key := page_key(url))}
    kept_out = await _known(connection, set(wanted.values()))
    return frozenset(url for url, mark in wanted.items() if mark in kept_out)


async def sifted(connection: AsyncConnection, visit: Visit, marks: Marks | None) -> tuple[Visit, Sequence[Identified]]:
    """A visit without what was forgotten, and what that was; a page of its lists counts as read."""
    if marks is None:
        return visit, ()
    bad = await _unwanted(connection, visit.source, [change.found for change, _ in visit.changes], marks)
    urls = {link.url for link in visit.links.values()} | {result.url for result in visit.results}
    pages = await _pages(connection, urls, marks)
    if not bad and not pages:
        return visit, ()
    met = [change.found for place, (change, _) in enumerate(visit.changes) if place in bad]
    changes = [one for place, one in enumerate(visit.changes) if place not in bad]
    links = {key: replace(link, read=link.read or link.url in pages) for key, link in visit.links.items()}
    gone = {id(one.item) for one in met}
    results = [one for one in visit.results if id(one) not in gone and one.url not in pages]
    return replace(visit, changes=changes, links=links, results=results), met


async def _known(connection: AsyncConnection, marks: Collection[str]) -> set[str]:
    found: set[str] = set()
    for part in portions(marks):
        found.update(await connection.scalars(select(FORGOTTEN.c.mark).where(FORGOTTEN.c.mark.in_(part))))
    return found
